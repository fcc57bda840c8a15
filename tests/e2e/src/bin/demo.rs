//! Does the main job once in the app's own window and leaves what came of it: `demo FOLDER OUT`.
//!
//! The design in FOLDER is not touched. OUT gets pictures of the window, the edited copy of the design, and the exported
//! manifests with the decision draft.

use anyhow::{Context, ensure};
use e2e::main_job::{self, Job};
use e2e::{App, Stage, copy_folder};
use std::io::Write;
use std::path::PathBuf;

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let (folder, out) =
        arguments.next().zip(arguments.next()).context("name a design folder and a folder to write to")?;
    ensure!(folder.is_dir(), "there is no folder {}", folder.display());
    let job = Job::in_design(&folder)?;
    let stage = Stage::with_copy_of(&folder)?;

    let app = App::start(&stage).await?;
    main_job::create_topic(&app, &job).await?;
    main_job::connect(&app, &job).await?;
    main_job::rename(&app, &job).await?;
    main_job::undo_and_redo(&app, &job).await?;
    app.press_at(app.on_canvas(&job.topic_key()).await?.center()).await?;
    app.find("inspector-name").await?;
    app.picture().await?.save(&out.join("screenshot.png"))?;
    if let Some(schema) = &job.schema {
        main_job::break_schema(&app, schema).await?;
        app.picture().await?.save(&out.join("screenshot-schemas.png"))?;
    }
    main_job::export(&app).await?;
    main_job::save(&app).await?;
    app.close().await?;

    copy_folder(&stage.folder, &out.join("design"))?;
    copy_folder(&stage.picked_folder, &out.join("export"))?;
    let mut told = std::io::stdout();
    for (path, what) in [
        ("screenshot.png", "the topology with the new topic"),
        ("screenshot-schemas.png", "a schema's draft and whom it breaks"),
        ("export", "manifests, scripts and the decision draft, one folder a target"),
        ("design", "the design as it was saved"),
    ] {
        let path = out.join(path);
        if path.exists() {
            writeln!(told, "{}: {what}", path.display())?;
        }
    }
    Ok(())
}
