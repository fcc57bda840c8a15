//! The main job in the real app: open a real design, draw, check, break, export, save, open again.

use anyhow::{Context, ensure};
use e2e::main_job::{self, Job};
use e2e::{App, Stage, check_golden, differing, read_files, sample, workspace};

#[tokio::test]
async fn the_main_job_runs() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let app = App::start(&stage).await?;

    app.wait_for_text("status-counts", "13 contexts · 23 services · 14 topics · 34 schemas").await?;
    app.wait_for_text("status-problems", "4 errors · 3 warnings").await?;
    for reader in ["inventory-service", "legacy-billing"] {
        app.wait_for_match("[data-testid=problem]", &format!("{reader} cannot read the draft of OrderSubmitted"))
            .await?;
    }

    let job = Job::in_sample();
    main_job::create_topic(&app, &job).await?;
    app.wait_for_text("status-counts", "15 topics").await?;
    main_job::connect(&app, &job).await?;
    main_job::rename(&app, &job).await?;
    main_job::undo_and_redo(&app, &job).await?;
    let schema = job.schema.as_ref().context("the sample's job breaks a schema")?;
    main_job::break_schema(&app, schema).await?;
    let broken = main_job::broken_readers(&app).await?;
    ensure!(
        broken == ["data-lake-sink", "legacy-billing", "notifier", "order-saga", "seller-portal"],
        "the schemas view names {broken:?} as broken"
    );
    app.click("view-topology").await?;
    for reader in broken {
        app.wait_for_match("[data-testid=problem]", &format!("{reader} cannot read the draft of PaymentCaptured"))
            .await?;
    }
    main_job::export(&app).await?;
    main_job::save(&app).await?;
    app.close().await?;

    let golden = workspace().join("tests/golden/e2e");
    check_golden(&without_today(read_files(&stage.picked_folder)?), &golden.join("export"))?;
    let (before, after) = (read_files(&sample())?, read_files(&stage.folder)?);
    let mut changed = differing(&before, &after);
    // Where the topic stands depends on where the screen had room for it.
    changed.retain(|path| !path.starts_with("views/"));
    let written = changed.iter().filter_map(|path| Some((path.clone(), after.get(path)?.clone()))).collect();
    check_golden(&written, &golden.join("design"))?;
    let gone: Vec<_> = changed.iter().filter(|path| !after.contains_key(*path)).collect();
    ensure!(gone.is_empty(), "saving deleted {gone:?}");

    let app = App::start(&stage).await?;
    app.wait_for_text("status-counts", "13 contexts · 23 services · 15 topics · 34 schemas").await?;
    ensure!(!app.has("recovery-bar").await?, "a saved design is offered for recovery");
    app.click("row-context:order").await?;
    app.find(&format!("node-{}", job.topic_key())).await?;
    app.find(&format!("node-{}", job.flow_key().context("the sample's job draws a flow")?)).await?;
    app.click("view-schemas").await?;
    app.click(&format!("open-{}", schema.schema)).await?;
    app.wait_for_match(".cm-content", &format!("\"{}\"", schema.name)).await?;
    app.wait_for_text("saved-state", "saved").await?;
    app.close().await?;
    ensure!(differing(&after, &read_files(&stage.folder)?).is_empty(), "opening and closing changed the files");
    Ok(())
}

/// The files with the date of the decision draft taken out.
fn without_today(files: e2e::Files) -> e2e::Files {
    let undated = |line: &str| match line.strip_prefix("date: ") {
        Some(_) => "date: TODAY\n".to_owned(),
        None => format!("{line}\n"),
    };
    files.into_iter().map(|(path, text)| (path, text.lines().map(undated).collect())).collect()
}
