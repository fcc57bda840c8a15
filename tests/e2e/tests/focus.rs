//! Keys belong to what has the focus: none reaches the design through an open list or dialog, or from a view that does not
//! show what it would act on. What is deleted is named, and much at once is asked about first.

use anyhow::ensure;
use e2e::workbench::open_schema;
use e2e::{App, Stage, by_id};
use serde_json::Value;
use thirtyfour::Key;

/// What the sample holds, as the status bar says it.
const WHOLE: &str = "14 topics";

/// How many records of each kind there are.
async fn counts(app: &App<'_>) -> anyhow::Result<String> {
    let text = app.text("status-counts").await?;
    // Behind them stands how long the last check took.
    Ok(text.rsplit_once(" · ").map_or(text.clone(), |(counts, _)| counts.to_owned()))
}

/// Everything that a person would lose: how many records there are, and which are selected.
async fn design(app: &App<'_>) -> anyhow::Result<(String, Value)> {
    let selected = "return [...document.querySelectorAll('[data-testid^=\"row-\"][aria-selected=true]')]
        .map(it => it.dataset.testid)";
    Ok((counts(app).await?, app.script(selected, &[]).await?))
}

async fn has_focus(app: &App<'_>, selector: &str) -> anyhow::Result<()> {
    app.wait_for(&format!("{selector} to have the focus"), async || {
        let script = "return document.activeElement?.matches(arguments[0]) ?? false";
        Ok(app.script(script, &[selector.into()]).await? == Value::Bool(true))
    })
    .await
}

/// Selects a record in the picture, then by its row, which has the focus afterwards.
async fn select(app: &App<'_>, key: &str) -> anyhow::Result<()> {
    let (node, row) = (format!("node-{key}"), format!("row-{key}"));
    app.find(&node).await?;
    app.script("document.querySelector(arguments[0]).click()", &[by_id(&node).into()]).await?;
    app.find_css(&format!("{}[aria-selected=true]", by_id(&row))).await?;
    app.click(&row).await?;
    has_focus(app, &by_id("explorer-tree")).await
}

#[tokio::test]
async fn a_view_that_does_not_show_a_record_does_not_delete_it() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let app = App::start(&stage).await?;
    app.wait_for_text("status-counts", WHOLE).await?;
    select(&app, "topic:order-events").await?;
    let before = design(&app).await?;
    for view in ["schemas", "process", "context-map", "capacity", "decisions"] {
        app.click(&format!("view-{view}")).await?;
        app.find_css(&format!("[data-testid=\"view-{view}\"][aria-selected=true]")).await?;
        for focus in ["the tab", "nothing"] {
            if focus == "nothing" {
                app.script("document.activeElement.blur()", &[]).await?;
            }
            app.chord(&[Key::Control], "a").await?;
            app.press(Key::Delete).await?;
            app.press(Key::Backspace).await?;
            app.chord(&[Key::Control], "x").await?;
            let after = design(&app).await?;
            ensure!(after == before, "in {view} with the focus on {focus}: {before:?} became {after:?}");
            ensure!(!app.has("deletion").await?, "{view} asks about deleting what it does not show");
        }
    }
    // A schema that is open is not what Delete means in its workbench: there the key belongs to the fields.
    open_schema(&app, "order-submitted").await?;
    let before = design(&app).await?;
    for cell in ["field-orderId-name", "version-1"] {
        app.find(cell).await?;
        app.script("document.querySelector(arguments[0]).focus()", &[by_id(cell).into()]).await?;
        app.chord(&[Key::Control], "a").await?;
        app.press(Key::Backspace).await?;
        let after = design(&app).await?;
        ensure!(after == before, "on {cell}: {before:?} became {after:?}");
    }
    app.close().await
}

#[tokio::test]
async fn an_open_list_takes_every_key() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let app = App::start(&stage).await?;
    app.wait_for_text("status-counts", WHOLE).await?;
    for (record, picker) in [
        ("topic:order-events", "field-kind"),
        ("service:order-api", "field-kind"),
        ("flow:order-api-writes-order-events", "field-direction-produce-acks"),
    ] {
        select(&app, record).await?;
        let before = design(&app).await?;
        app.click(picker).await?;
        has_focus(&app, ".options").await?;
        app.press(Key::Backspace).await?;
        app.press(Key::Delete).await?;
        app.type_text("t").await?;
        app.chord(&[Key::Control], "a").await?;
        let after = design(&app).await?;
        ensure!(after == before, "behind the list of {record}: {before:?} became {after:?}");
        ensure!(app.has(&format!("row-{record}")).await?, "{record} was deleted behind its list");
        app.find_css("[data-testid=tool-select][aria-checked=true]").await?;
        app.press(Key::Escape).await?;
        app.wait_for("the list to close", async || {
            Ok(app.script("return document.querySelector('.popover')", &[]).await?.is_null())
        })
        .await?;
        has_focus(&app, &by_id(picker)).await?;
        ensure!(design(&app).await? == before, "Esc closed more than the list");
    }
    app.close().await
}

#[tokio::test]
async fn letters_in_a_short_list_lead_to_what_begins_with_them() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let app = App::start(&stage).await?;
    select(&app, "topic:order-events").await?;
    app.click("field-kind").await?;
    has_focus(&app, ".options").await?;
    app.type_text("ret").await?;
    app.wait_for_match(".option.active", "Retries").await?;
    app.press(Key::Enter).await?;
    app.wait_for_text("field-kind", "Retries").await?;
    has_focus(&app, &by_id("field-kind")).await?;
    app.find_css("[data-testid=tool-select][aria-checked=true]").await?;
    Ok(())
}

#[tokio::test]
async fn a_cell_of_the_form_selects_nothing_in_the_design() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let app = App::start(&stage).await?;
    open_schema(&app, "order-submitted").await?;
    let before = design(&app).await?;
    app.find("field-orderId-name").await?;
    app.script("document.querySelector('[data-testid=\"field-orderId-name\"]').focus()", &[]).await?;
    app.chord(&[Key::Control], "a").await?;
    let after = design(&app).await?;
    ensure!(after == before, "{before:?} became {after:?}");
    app.close().await
}

#[tokio::test]
async fn much_at_once_is_asked_about_and_cancelling_is_what_enter_does() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let app = App::start(&stage).await?;
    app.wait_for_text("status-counts", WHOLE).await?;
    let whole = counts(&app).await?;
    app.script("document.querySelector('[data-testid=canvas-picture]').focus()", &[]).await?;
    app.chord(&[Key::Control], "a").await?;
    app.press(Key::Delete).await?;
    app.wait_for_text("deletion-counts", "13 bounded contexts").await?;
    app.wait_for_text("deletion-counts", WHOLE).await?;
    has_focus(&app, &by_id("deletion-cancel")).await?;
    app.press(Key::Enter).await?;
    app.wait_until_gone("deletion").await?;
    ensure!(counts(&app).await? == whole, "what was cancelled was done");
    has_focus(&app, &by_id("canvas-picture")).await?;

    // A context takes its members along, however few.
    app.click("row-context:order").await?;
    app.press(Key::Delete).await?;
    app.wait_for_text("deletion", "Delete bounded context Order?").await?;
    app.press(Key::Escape).await?;
    app.wait_until_gone("deletion").await?;
    app.press(Key::Delete).await?;
    app.click("deletion-confirm").await?;
    app.wait_until_gone("row-context:order").await?;
    app.wait_for_text("toasts", "Deleted bounded context Order").await?;
    app.click("toast-undo").await?;
    app.find("row-context:order").await?;
    ensure!(counts(&app).await? == whole, "undo did not bring all of it back");
    Ok(())
}

#[tokio::test]
async fn a_notice_says_what_went_and_goes_with_its_step() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let app = App::start(&stage).await?;
    let flow = "flow:order-api-writes-order-events";
    select(&app, flow).await?;
    app.press(Key::Delete).await?;
    app.wait_until_gone(&format!("row-{flow}")).await?;
    app.wait_for_match("[data-testid=toast]", "Deleted flow order-api → order-events").await?;
    let inspector = app.area("inspector").await?;
    let notice = app.area("toast").await?;
    ensure!(notice.x + notice.width <= inspector.x, "the notice {notice:?} covers the inspector {inspector:?}");

    // Undo, by whatever means, takes the notice with it.
    app.chord(&[Key::Control], "z").await?;
    app.find(&format!("row-{flow}")).await?;
    app.wait_until_gone("toast").await?;

    // A later step is not what the notice offers to take back.
    select(&app, flow).await?;
    app.press(Key::Delete).await?;
    app.find("toast-undo").await?;
    select(&app, "topic:order-events").await?;
    app.set_field("field-partitions", "24").await?;
    app.wait_until_gone("toast-undo").await?;
    Ok(())
}

#[tokio::test]
async fn esc_closes_the_dialog_that_says_what_was_exported() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let app = App::start(&stage).await?;
    app.click("export").await?;
    app.click("export-pick").await?;
    app.click("export-write").await?;
    app.wait_for_text("export-result", "written").await?;
    has_focus(&app, &by_id("export-done")).await?;
    app.press(Key::Escape).await?;
    app.wait_until_gone("export-dialog").await?;

    // Wherever the focus is: what had it may be gone.
    app.click("export").await?;
    app.find("export-files").await?;
    app.script("document.activeElement.blur()", &[]).await?;
    app.press(Key::Escape).await?;
    app.wait_until_gone("export-dialog").await?;
    app.close().await
}
