//! The power goes in the middle of editing: what was done is offered at the next start, and comes back whole or not at all.

use anyhow::ensure;
use e2e::{App, Stage, differing, main_job, read_files};
use std::time::Duration;
use thirtyfour::Key;

/// By when an edit must have reached the disk.
const PROMISED: Duration = Duration::from_millis(200);

/// Stops the program as the page sees it when there was no panic.
const STOP: &str = "setTimeout(() => { throw new WebAssembly.RuntimeError('unreachable') })";

const FILE: &str = "contexts/order/topics/order-events.toml";

async fn edit(app: &App<'_>) -> anyhow::Result<()> {
    app.palette("order-events").await?;
    app.set_field("field-partitions", "24").await?;
    app.set_field("field-replication", "2").await?;
    app.wait_for_text("saved-state", "unsaved").await
}

#[tokio::test]
async fn what_a_crash_left_comes_back() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let before = read_files(&stage.folder)?;
    let app = App::start(&stage).await?;
    edit(&app).await?;
    tokio::time::sleep(PROMISED).await;
    app.kill().await?;
    ensure!(differing(&before, &read_files(&stage.folder)?).is_empty(), "nothing was saved, and yet files changed");

    let app = App::start(&stage).await?;
    app.wait_for_text("recovery-bar", "2").await?;
    app.click("recover").await?;
    app.wait_until_gone("recovery-bar").await?;
    app.palette("order-events").await?;
    app.wait_for_field("field-partitions", "24").await?;
    app.wait_for_field("field-replication", "2").await?;
    main_job::save(&app).await?;
    app.close().await?;
    let after = read_files(&stage.folder)?;
    ensure!(differing(&before, &after) == [FILE], "only the edited file is written: {:?}", differing(&before, &after));
    let text = after.get(FILE).cloned().unwrap_or_default();
    ensure!(text.contains("partitions = 24") && text.contains("replication = 2"), "{text}");

    let app = App::start(&stage).await?;
    ensure!(!app.has("recovery-bar").await?, "what is saved is not offered again");
    app.close().await
}

#[tokio::test]
async fn a_window_that_stops_before_it_was_touched_is_loaded_anew_by_itself_once() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let app = App::start(&stage).await?;
    app.script(STOP, &[]).await?;
    app.wait_for_match("[data-testid=toast]", "had to be loaded anew").await?;
    app.find("node-topic:order-events").await?;
    app.script(STOP, &[]).await?;
    app.find("load-anew").await?;
    app.kill().await
}

#[tokio::test]
async fn a_window_that_stopped_is_loaded_anew_and_goes_on() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let app = App::start(&stage).await?;
    edit(&app).await?;
    app.script(STOP, &[]).await?;
    app.click("load-anew").await?;
    app.wait_for_text("saved-state", "unsaved").await?;
    ensure!(!app.has("recovery-bar").await?, "work that goes on asks nothing");
    app.palette("order-events").await?;
    app.wait_for_field("field-partitions", "24").await?;
    app.kill().await
}

#[tokio::test]
async fn what_was_being_typed_comes_back_after_a_crash() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let app = App::start(&stage).await?;
    app.palette("order-api").await?;
    app.find("field-description").await?.click().await?;
    app.chord(&[Key::Control], "a").await?;
    app.type_text("Half a sen").await?;
    tokio::time::sleep(PROMISED).await;
    app.kill().await?;

    let app = App::start(&stage).await?;
    app.wait_for_text("inspector-name", "order-api").await?;
    app.wait_for_field("field-description", "Half a sen").await?;
    // Given up, it does not come again.
    app.press(Key::Escape).await?;
    app.wait_for("the sentence to be gone", async || {
        Ok(app.find("field-description").await?.prop("value").await?.is_some_and(|text| !text.contains("Half a sen")))
    })
    .await?;
    app.close().await?;
    let app = App::start(&stage).await?;
    app.wait_for_text("saved-state", "saved").await?;
    ensure!(app.text("inspector-name").await? != "order-api", "what was given up is resumed");
    app.close().await
}

#[tokio::test]
async fn work_given_up_for_a_folder_that_does_not_open_is_kept() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let app = App::start(&stage).await?;
    edit(&app).await?;
    // The dialog answers with a folder that holds no design.
    std::fs::create_dir_all(&stage.picked_folder)?;
    app.chord(&[Key::Control], "o").await?;
    app.click("unsaved-discard").await?;
    app.wait_for_match("[data-testid=toast]", "no design").await?;
    app.wait_for_text("saved-state", "unsaved").await?;
    app.wait_for_field("field-partitions", "24").await?;
    tokio::time::sleep(PROMISED).await;
    app.kill().await?;
    let app = App::start(&stage).await?;
    app.wait_for_text("recovery-bar", "2").await?;
    app.close().await
}

#[tokio::test]
async fn what_the_files_say_otherwise_since_is_asked_about() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let app = App::start(&stage).await?;
    edit(&app).await?;
    tokio::time::sleep(PROMISED).await;
    app.kill().await?;
    let file = stage.folder.join(FILE);
    let theirs = std::fs::read_to_string(&file)?.replace("partitions = 20", "partitions = 40");
    std::fs::write(&file, &theirs)?;

    let app = App::start(&stage).await?;
    app.find("recovery-bar").await?;
    app.click("recover").await?;
    app.wait_for_text("conflict-bar", "partitions 24 here, 40 there").await?;
    ensure!(std::fs::read_to_string(&file)? == theirs, "recovery overwrote a change that nobody had decided about");
    app.click("take-theirs").await?;
    app.wait_until_gone("conflict-bar").await?;
    app.palette("order-events").await?;
    app.wait_for_field("field-partitions", "40").await?;
    app.wait_for_field("field-replication", "2").await?;
    main_job::save(&app).await?;
    let saved = std::fs::read_to_string(&file)?;
    ensure!(saved == theirs.replace("replication = 3", "replication = 2"), "{saved}");
    app.close().await
}

#[tokio::test]
async fn what_is_not_wanted_back_is_gone_for_good() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let app = App::start(&stage).await?;
    edit(&app).await?;
    tokio::time::sleep(PROMISED).await;
    app.kill().await?;

    let app = App::start(&stage).await?;
    app.find("recovery-bar").await?;
    app.click("discard-recovery").await?;
    app.wait_until_gone("recovery-bar").await?;
    app.palette("order-events").await?;
    app.wait_for_field("field-partitions", "20").await?;
    app.close().await?;

    let app = App::start(&stage).await?;
    ensure!(!app.has("recovery-bar").await?, "what was discarded is not offered again");
    app.close().await
}
