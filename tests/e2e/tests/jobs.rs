//! Long work beside the window: it is seen, found again after a reload, stopped, and never in the way of what the person does.

use anyhow::{Context, ensure};
use e2e::{App, Stage};
use serde_json::{Value, json};
use std::path::Path;

/// Enough files that writing them takes longer than what the test does meanwhile.
const FILES: usize = 60_000;
const TEXT: &str = "written whole\n";

#[tokio::test]
async fn a_long_export_is_watched_found_again_and_stopped() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let app = App::start(&stage).await?;
    let target = stage.picked_folder.join("long");
    let job = begin_long_export(&app, &target).await?;
    let shown = format!("job-{job}");
    app.wait_for_text(&shown, &format!(" of {FILES}")).await?;

    app.web().refresh().await?;
    app.find("explorer-tree").await?;
    app.wait_for_text(&shown, &format!(" of {FILES}")).await?;

    // Saving does not wait for it, and closing does not break it off in silence.
    app.open_handle().await?;
    app.ask_to_close()?;
    app.wait_for_text("toasts", "has not ended yet").await?;
    ensure!(state_of(&app, job).await?.as_deref() == Some("running"), "the job has ended too soon to prove anything");

    app.click(&format!("{shown}-cancel")).await?;
    app.wait_until_gone(&shown).await?;
    app.wait_for_text("toasts", "Export: Stopped: ").await?;
    let toasts = app.text("toasts").await?;
    let written = count_whole_files(&target)?;
    let said = format!("{} files written, {} files missing", grouped(written), grouped(FILES - written));
    ensure!(written > 0 && written < FILES, "{written} files were written");
    ensure!(toasts.contains(&said), "{written} files stand there, and the window says {toasts}");
    ensure!(state_of(&app, job).await?.is_none(), "the shell still keeps a job whose end was told");
    app.close().await
}

#[tokio::test]
async fn an_export_that_waits_for_others_can_be_cancelled_in_its_dialog() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let app = App::start(&stage).await?;
    let first = begin_long_export(&app, &stage.picked_folder.join("first")).await?;
    let second = begin_long_export(&app, &stage.picked_folder.join("second")).await?;

    app.click("export").await?;
    app.find("export-files").await?;
    let folder = stage.picked_folder.join("third");
    app.fill("export-folder", &folder.display().to_string()).await?;
    app.wait_for_text("export-writing", "waits for another job").await?;
    app.click("export-cancel").await?;
    app.wait_for_text("toasts", "The export was cancelled before it began").await?;
    app.find("export-write").await?;
    ensure!(!folder.exists(), "a cancelled export wrote something");

    // With a free place it runs, and the dialog shows what it wrote.
    for job in [first, second] {
        app.invoke("cancel_job", json!({ "job": job })).await?.ok().context("the shell refuses to cancel")?;
        app.wait_until_gone(&format!("job-{job}")).await?;
    }
    app.click("export-write").await?;
    app.wait_for_text("export-result", "written").await?;
    let focused = "return document.activeElement?.dataset.testid";
    ensure!(app.script(focused, &[]).await? == "export-done", "the keyboard is lost after an export");
    app.click("export-done").await?;
    app.wait_until_gone("export-dialog").await?;
    ensure!(folder.exists(), "the export wrote nothing");
    app.close().await
}

/// Begins an export of many files; gives the number of its job.
async fn begin_long_export(app: &App<'_>, target: &Path) -> anyhow::Result<u64> {
    let script = "const [folder, count, text, done] = arguments;
        const files = Array.from({ length: count }, (_, i) => ({ path: `${i % 100}/${i}.txt`, text }));
        window.__TAURI_INTERNALS__.invoke('write_export', { folder, files }).then(
            answer => done(answer.job), refused => done(refused));";
    let folder = target.display().to_string();
    let answer = app.script_with_answer(script, &[folder.into(), FILES.into(), TEXT.into()]).await?;
    let job = answer.as_u64().with_context(|| format!("the export does not begin: {answer}"))?;
    // Its row is drawn anew with each event, so nobody holds on to the element.
    let row = format!("job-{job}");
    app.wait_for(&row, async || app.has(&row).await).await?;
    Ok(job)
}

/// A number below a million with its thousands apart, as the window shows it.
fn grouped(count: usize) -> String {
    if count < 1_000 { count.to_string() } else { format!("{},{:03}", count / 1_000, count % 1_000) }
}

/// The state of a job that the shell keeps.
async fn state_of(app: &App<'_>, job: u64) -> anyhow::Result<Option<String>> {
    let listed = app.invoke("jobs", json!({})).await?.map_err(|error| anyhow::anyhow!("{error}"))?;
    let jobs = listed.get("jobs").and_then(Value::as_array).cloned().unwrap_or_default();
    let found = jobs.iter().find(|it| it.get("id") == Some(&json!(job)));
    Ok(found.and_then(|job| job.get("state")?.as_str().map(str::to_owned)))
}

/// How many files were written; each must be whole, and nothing else may stand there.
fn count_whole_files(folder: &Path) -> anyhow::Result<usize> {
    let mut count = 0;
    for part in std::fs::read_dir(folder)? {
        for file in std::fs::read_dir(part?.path())? {
            let path = file?.path();
            ensure!(std::fs::read_to_string(&path)? == TEXT, "{} is not whole", path.display());
            count += 1;
        }
    }
    Ok(count)
}
