//! Another program changes files of the open design: taken in where that is possible, asked about where not, never
//! overwritten.

use anyhow::ensure;
use e2e::{App, Stage, by_id, main_job};
use std::path::PathBuf;
use thirtyfour::Key;

const TOPIC: &str = "contexts/order/topics/order-events.toml";

#[tokio::test]
async fn a_change_from_outside_is_taken_in_beside_our_own() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let app = App::start(&stage).await?;
    select_topic(&app).await?;
    app.fill("field-min-insync-replicas", "1").await?;
    replace(&stage, "partitions = 20", "partitions = 30")?;
    wait_for_partitions(&app, "30").await?;
    ensure!(!app.has("conflict-bar").await?, "two fields of one record are no conflict");
    main_job::save(&app).await?;
    let saved = std::fs::read_to_string(file(&stage))?;
    for line in ["partitions = 30", "min_insync_replicas = 1", "# Twenty, because consumers of this topic write"] {
        ensure!(saved.contains(line), "{line} is not in what was saved:\n{saved}");
    }

    // A record that comes and one that goes.
    let new = stage.folder.join("contexts/order/topics/order-archive.toml");
    std::fs::write(&new, saved.replace("\"order-events\"", "\"order-archive\""))?;
    app.wait_for_text("status-counts", "15 topics").await?;
    std::fs::remove_file(&new)?;
    app.wait_for_text("status-counts", "14 topics").await?;
    app.wait_for_text("saved-state", "saved").await?;
    app.close().await
}

#[tokio::test]
async fn a_file_that_breaks_is_no_success_and_marks_its_record() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let app = App::start(&stage).await?;
    let row = by_id("row-topic:order-events");
    select_topic(&app).await?;
    app.find_css(&row).await?;
    let whole = std::fs::read_to_string(file(&stage))?;
    std::fs::write(file(&stage), "partitions = [[")?;
    app.wait_for_match("[data-testid=toast].refused", "cannot be read any more").await?;
    app.find_css(&format!("{row} .error")).await?;
    wait_for_partitions(&app, "20").await?;
    std::fs::write(file(&stage), whole)?;
    app.wait_for("the mark to go", async || {
        let marked = "return document.querySelector(arguments[0]) !== null";
        Ok(app.script(marked, &[format!("{row} .error").into()]).await? == false)
    })
    .await?;
    app.close().await
}

#[tokio::test]
async fn a_conflict_is_asked_about_and_mine_can_be_kept() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let app = App::start(&stage).await?;
    conflict(&app, &stage).await?;
    app.click("keep-mine").await?;
    app.wait_until_gone("conflict-bar").await?;
    wait_for_partitions(&app, "24").await?;
    main_job::save(&app).await?;
    ensure!(std::fs::read_to_string(file(&stage))?.contains("partitions = 24"), "mine was not saved");
    app.close().await
}

#[tokio::test]
async fn a_conflict_is_asked_about_and_theirs_can_be_taken() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let app = App::start(&stage).await?;
    conflict(&app, &stage).await?;
    app.click("take-theirs").await?;
    app.wait_until_gone("conflict-bar").await?;
    wait_for_partitions(&app, "40").await?;
    app.wait_for_text("saved-state", "saved").await?;
    ensure!(std::fs::read_to_string(file(&stage))?.contains("partitions = 40"), "theirs was changed");
    app.close().await
}

#[tokio::test]
async fn undo_takes_ours_back_and_leaves_theirs_or_says_why_not() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let app = App::start(&stage).await?;
    select_topic(&app).await?;
    app.fill("field-min-insync-replicas", "1").await?;
    replace(&stage, "partitions = 20", "partitions = 30")?;
    wait_for_partitions(&app, "30").await?;
    select_topic(&app).await?;
    app.chord(&[Key::Control], "z").await?;
    app.wait_for_field("field-min-insync-replicas", "2").await?;
    wait_for_partitions(&app, "30").await?;
    app.wait_for_text("saved-state", "saved").await?;

    // Both change the same field, one after the other.
    app.fill("field-partitions", "24").await?;
    main_job::save(&app).await?;
    replace(&stage, "partitions = 24", "partitions = 40")?;
    wait_for_partitions(&app, "40").await?;
    select_topic(&app).await?;
    app.chord(&[Key::Control], "z").await?;
    let refusal = "“Changes from outside” has changed the partitions of topic “order-events” since; change it by hand";
    app.wait_for_match("[data-testid=toast]", refusal).await?;
    wait_for_partitions(&app, "40").await?;
    app.close().await
}

/// Changes one field here and in its file, and sees that the window asks and that saving does not decide.
async fn conflict(app: &App<'_>, stage: &Stage) -> anyhow::Result<()> {
    select_topic(app).await?;
    app.fill("field-partitions", "24").await?;
    app.wait_for_text("saved-state", "unsaved").await?;
    replace(stage, "partitions = 20", "partitions = 40")?;
    app.wait_for_text("conflict-bar", "partitions 24 here, 40 there").await?;
    app.chord(&[Key::Control], "s").await?;
    app.wait_for_match("[data-testid=toast]", "Nothing was saved").await?;
    ensure!(
        std::fs::read_to_string(file(stage))?.contains("partitions = 40"),
        "saving overwrote a change that nobody had decided about"
    );
    Ok(())
}

async fn select_topic(app: &App<'_>) -> anyhow::Result<()> {
    app.press_at(app.on_canvas("topic:order-events").await?.center()).await?;
    app.wait_for_text("inspector-name", "order-events").await
}

async fn wait_for_partitions(app: &App<'_>, expected: &str) -> anyhow::Result<()> {
    app.wait_for(&format!("{expected} partitions"), async || {
        let value = "return document.querySelector(arguments[0])?.value ?? ''";
        Ok(app.script(value, &[by_id("field-partitions").into()]).await?.as_str() == Some(expected))
    })
    .await
}

fn file(stage: &Stage) -> PathBuf {
    stage.folder.join(TOPIC)
}

/// Changes the topic's file as an editor or a checkout does: a new file takes the place of the old one.
fn replace(stage: &Stage, old: &str, new: &str) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(file(stage))?;
    ensure!(text.contains(old), "the topic's file does not hold {old}");
    let written = stage.folder.join("contexts/order/topics/.order-events.toml.new");
    std::fs::write(&written, text.replace(old, new))?;
    Ok(std::fs::rename(written, file(stage))?)
}
