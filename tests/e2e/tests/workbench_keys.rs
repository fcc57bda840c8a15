//! The workbench by keyboard: whatever was done, the keyboard goes on where that was, and Esc gives up one thing at a time.

use anyhow::ensure;
use e2e::workbench::{caret_after, open_schema, record, schema_folder, stage_schema};
use e2e::{App, Stage, main_job};
use serde_json::Value;
use thirtyfour::Key;

/// Waits until something has the keyboard.
async fn has_keyboard(app: &App<'_>, selector: &str) -> anyhow::Result<()> {
    app.wait_for(&format!("{selector} to have the keyboard"), async || {
        let script = "return document.activeElement?.matches(arguments[0]) ?? false";
        Ok(app.script(script, &[selector.into()]).await? == Value::Bool(true))
    })
    .await
}

async fn focus(app: &App<'_>, testid: &str) -> anyhow::Result<()> {
    app.find(testid).await?;
    let script = format!("document.querySelector('[data-testid=\"{testid}\"]').focus()");
    app.script(&script, &[]).await?;
    Ok(())
}

#[tokio::test]
async fn the_keyboard_goes_on_where_something_was_done() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let field = |(name, ty)| format!(",\n    {{ \"name\": \"{name}\", \"type\": \"{ty}\" }}");
    let fields = [("a", "int"), ("b", "string"), ("c", "string")].map(field).concat();
    stage_schema(&schema_folder(&stage, "keys"), "BACKWARD", &record(""), &record(&fields))?;
    let app = App::start(&stage).await?;
    open_schema(&app, "keys").await?;

    // A repair in the middle leaves the keyboard at the finding that takes its place, the last one at the one before.
    focus(&app, "repair-1-0").await?;
    app.press(Key::Enter).await?;
    app.wait_for_text("findings-count", "2 findings").await?;
    app.wait_for_match("[data-testid=finding-1]", "needs field c").await?;
    has_keyboard(&app, "[data-testid=repair-1-0]").await?;
    app.press(Key::Enter).await?;
    app.wait_for_text("findings-count", "1 finding").await?;
    has_keyboard(&app, "[data-testid=repair-0-0]").await?;

    // A default that is refused can be mended, and is taken then.
    focus(&app, "own-default-0").await?;
    app.press(Key::Enter).await?;
    app.find("own-default").await?;
    app.type_text("[1").await?;
    app.press(Key::Enter).await?;
    has_keyboard(&app, "[data-testid=own-default]").await?;
    let typed = "return document.querySelector('[data-testid=own-default]').value";
    ensure!(app.script(typed, &[]).await? == "[1", "what was refused is gone");
    app.type_text("7").await?;
    app.press(Key::Enter).await?;
    app.wait_for_match(".cm-content", "\"default\": 7").await?;
    has_keyboard(&app, "[data-testid=findings]").await?;

    // Cells of the form, also when the row is drawn anew under another name.
    focus(&app, "field-a-name").await?;
    app.press(Key::F2).await?;
    app.find("form-input").await?;
    app.type_text("first").await?;
    app.press(Key::Enter).await?;
    has_keyboard(&app, "[data-testid=field-first-name]").await?;
    app.press(Key::F2).await?;
    app.find("form-input").await?;
    app.press(Key::Escape).await?;
    has_keyboard(&app, "[data-testid=field-first-name]").await?;
    app.press(Key::Delete).await?;
    has_keyboard(&app, "[data-testid=field-b-name]").await?;

    // What is typed takes the place of the type that stood there.
    focus(&app, "field-c-type").await?;
    app.press(Key::Enter).await?;
    app.find("form-input").await?;
    app.type_text("bytes").await?;
    app.press(Key::Enter).await?;
    app.wait_for_match(".cm-content", "\"type\": \"bytes\"").await?;
    has_keyboard(&app, "[data-testid=field-c-type]").await?;

    // Renaming from the text, given up and carried out.
    caret_after(&app, "\"name\": \"A").await?;
    app.press(Key::F2).await?;
    has_keyboard(&app, "[data-testid=rename-name]").await?;
    app.press(Key::Escape).await?;
    has_keyboard(&app, ".cm-content").await?;
    app.press(Key::F2).await?;
    has_keyboard(&app, "[data-testid=rename-name]").await?;
    app.type_text("B").await?;
    app.press(Key::Enter).await?;
    app.wait_for_match(".cm-content", "\"name\": \"B\"").await?;
    has_keyboard(&app, ".cm-content").await?;
    main_job::save(&app).await?;
    app.close().await
}

#[tokio::test]
async fn esc_gives_up_what_stands_open_and_leaves_the_schema_open() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let app = App::start(&stage).await?;
    open_schema(&app, "order-submitted").await?;
    focus(&app, "release").await?;
    app.press(Key::Enter).await?;
    has_keyboard(&app, "[data-testid=release-keep]").await?;
    app.press(Key::Escape).await?;
    app.wait_until_gone("release-question").await?;
    has_keyboard(&app, "[data-testid=release]").await?;

    focus(&app, "compare").await?;
    app.press(Key::Enter).await?;
    app.find("compare-panel").await?;
    focus(&app, "compare-swap").await?;
    app.press(Key::Enter).await?;
    app.wait_for_text("compare-from", "draft").await?;
    has_keyboard(&app, "[data-testid=compare-swap]").await?;
    app.press(Key::Escape).await?;
    app.wait_until_gone("compare-panel").await?;
    app.find("editor").await?;
    app.close().await
}

#[tokio::test]
async fn steps_back_lead_to_what_they_change_and_repairs_leave_the_caret() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let app = App::start(&stage).await?;
    open_schema(&app, "order-submitted").await?;
    let line = async |expected: &str| app.wait_for_match(".cm-activeLine", expected).await;

    // Two places of the text change at once, on either side of the caret.
    caret_after(&app, "\"quantity\", \"type\": \"int").await?;
    line("quantity").await?;
    app.click("repair-0-0").await?;
    app.wait_for_text("findings-count", "1 finding").await?;
    line("quantity").await?;
    caret_after(&app, "\"quantity\", \"type\": \"int").await?;
    app.type_text("X").await?;
    app.wait_for_match(".cm-content", "\"type\": \"intX\"").await?;

    // The step is far from where the caret has gone.
    caret_after(&app, "\"name\": \"OrderSub").await?;
    line("OrderSubmitted").await?;
    app.chord(&[Key::Control], "z").await?;
    line("quantity").await?;
    app.chord(&[Key::Control], "z").await?;
    line("currency").await?;
    app.wait_for("nothing to be unsaved", async || Ok(app.text("saved-state").await? == "saved")).await?;
    app.close().await
}
