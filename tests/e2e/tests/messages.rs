//! A message without a schema gets one where it is missed: in its picker, by the repair of the finding, on a double click and
//! from its menu. The schema has its name, is tied to it, stands in its context and opens.

use anyhow::ensure;
use e2e::{App, Stage, by_id, main_job, read_files};
use thirtyfour::Key;

/// A message that nothing spells, on a topic that the picture shows.
fn stage() -> anyhow::Result<Stage> {
    let stage = Stage::with_sample()?;
    let message = "name = \"OrderPacked\"\nkind = \"event\"\ntopics = [\"order-events\"]\n";
    std::fs::write(stage.folder.join("contexts/order/messages/order-packed.toml"), message)?;
    Ok(stage)
}

/// The schema is open, and saving writes it and the tie.
async fn check_made(app: &App<'_>, stage: &Stage) -> anyhow::Result<()> {
    app.wait_for_text("schema-name", "OrderPacked").await?;
    app.find("field-id").await?;
    main_job::save(app).await?;
    let files = read_files(&stage.folder)?;
    let text = |path: &str| files.get(path).cloned().unwrap_or_default();
    let draft = text("contexts/order/schemas/order-packed/draft.avsc");
    ensure!(draft.contains("\"name\": \"OrderPacked\""), "{draft}");
    let message = text("contexts/order/messages/order-packed.toml");
    ensure!(message.contains("schema = \"order-packed\""), "{message}");
    Ok(())
}

#[tokio::test]
async fn the_picker_of_a_message_makes_its_schema_and_one_step_back_takes_it_away() -> anyhow::Result<()> {
    let stage = stage()?;
    let app = App::start(&stage).await?;
    app.palette("OrderPacked").await?;
    app.click("view-topology").await?;
    app.wait_for_text("inspector-name", "OrderPacked").await?;
    app.click("field-schema").await?;
    app.wait_for_text("field-schema-option-:new", "New schema for OrderPacked").await?;
    app.click("field-schema-option-:new").await?;
    check_made(&app, &stage).await?;
    app.chord(&[Key::Control], "z").await?;
    app.wait_until_gone("row-schema:order-packed").await?;
    main_job::save(&app).await?;
    let message = std::fs::read_to_string(stage.folder.join("contexts/order/messages/order-packed.toml"))?;
    ensure!(!message.contains("schema"), "{message}");
    app.close().await
}

#[tokio::test]
async fn the_finding_has_its_repair() -> anyhow::Result<()> {
    let stage = stage()?;
    let app = App::start(&stage).await?;
    let problem = "[data-code=\"message/no-schema\"][data-record=\"message:order-packed\"]";
    app.wait_for_match(&format!("{problem} .repair"), "New schema for OrderPacked").await?;
    app.script("document.querySelector(arguments[0]).click()", &[format!("{problem} .repair").into()]).await?;
    check_made(&app, &stage).await?;
    app.close().await
}

#[tokio::test]
async fn opening_a_message_without_a_schema_offers_one() -> anyhow::Result<()> {
    let stage = stage()?;
    let app = App::start(&stage).await?;
    // As a double click on its line in the picture does.
    app.palette("OrderPacked").await?;
    app.wait_for_text("unspelled", "OrderPacked has no schema yet").await?;
    let focus = "return document.activeElement.dataset.testid";
    app.wait_for("the offer to have the focus", async || Ok(app.script(focus, &[]).await? == "new-schema-for")).await?;
    app.press(Key::Enter).await?;
    check_made(&app, &stage).await?;
    app.close().await
}

#[tokio::test]
async fn tab_walks_the_cells_of_a_field_and_then_the_next() -> anyhow::Result<()> {
    let stage = stage()?;
    let app = App::start(&stage).await?;
    app.palette("OrderPacked").await?;
    app.click("new-schema-for").await?;
    app.click("add-field").await?;
    app.find("form-input").await?;
    for typed in ["weight", "int", "0"] {
        app.type_text(typed).await?;
        app.press(Key::Tab).await?;
    }
    app.wait_for_match(".cm-content", "\"name\": \"weight\", \"type\": \"int\", \"default\": 0").await?;
    // Behind the last cell comes the button for the next field; before it the way leads back.
    let at = "return document.activeElement.dataset.testid ?? ''";
    app.wait_for("the button for a new field", async || Ok(app.script(at, &[]).await? == "add-field")).await?;
    app.script("document.querySelector(arguments[0]).click()", &[by_id("field-weight-name").into()]).await?;
    app.find("form-input").await?;
    app.chord(&[Key::Shift], Key::Tab).await?;
    app.find_css("[data-testid=\"field-id\"] [data-testid=form-input]").await?;
    app.press(Key::Escape).await?;
    main_job::save(&app).await?;
    app.close().await
}
