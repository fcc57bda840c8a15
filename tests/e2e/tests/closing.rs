//! Closing a window with unsaved work asks first, and does what the answer says.

use anyhow::ensure;
use e2e::{App, Stage};

#[tokio::test]
async fn closing_asks_about_unsaved_work() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let file = stage.folder.join("contexts/order/topics/order-events.toml");
    let partitions = |count: &str| -> anyhow::Result<bool> {
        Ok(std::fs::read_to_string(&file)?.contains(&format!("partitions = {count}\n")))
    };

    let app = App::start(&stage).await?;
    change_partitions(&app, "24").await?;
    app.ask_to_close()?;
    app.click("unsaved-cancel").await?;
    app.wait_until_gone("unsaved").await?;
    app.wait_for_text("inspector-name", "order-events").await?;
    ensure!(partitions("20")?, "staying saved");
    app.ask_to_close()?;
    app.click_the_end("unsaved-save").await?;
    ensure!(partitions("24")?, "what was to be saved was not");

    let app = App::start(&stage).await?;
    ensure!(!app.has("recovery-bar").await?, "what was saved is offered for recovery");
    change_partitions(&app, "30").await?;
    app.ask_to_close()?;
    app.click_the_end("unsaved-discard").await?;
    ensure!(partitions("24")?, "what was to be discarded was saved");

    let app = App::start(&stage).await?;
    app.wait_for_text("saved-state", "saved").await?;
    ensure!(!app.has("recovery-bar").await?, "what was discarded is offered for recovery");
    app.close().await
}

async fn change_partitions(app: &App<'_>, count: &str) -> anyhow::Result<()> {
    app.press_at(app.on_canvas("topic:order-events").await?.center()).await?;
    app.wait_for_text("inspector-name", "order-events").await?;
    app.fill("field-partitions", count).await?;
    app.wait_for_text("saved-state", "unsaved").await
}
