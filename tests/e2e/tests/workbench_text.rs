//! What the text of the workbench offers at the cursor, and what it says of the word under the pointer.

use anyhow::ensure;
use e2e::workbench::{caret_after, open_schema, press_times, schema_folder};
use e2e::{App, Point, Stage, main_job};
use std::time::Duration;
use thirtyfour::Key;

/// Where a word of the text stands in the window.
const PLACE_OF: &str = "
    const walker = document.createTreeWalker(document.querySelector('.cm-content'), NodeFilter.SHOW_TEXT);
    for (let node; (node = walker.nextNode()); ) {
        const at = node.data.indexOf(arguments[0]);
        if (at < 0) continue;
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + arguments[0].length);
        const box = range.getBoundingClientRect();
        return [box.x + box.width / 2, box.y + box.height / 2];
    }
    return null;";

async fn point_at_word(app: &App<'_>, word: &str) -> anyhow::Result<()> {
    let place: Option<(f64, f64)> = serde_json::from_value(app.script(PLACE_OF, &[word.into()]).await?)?;
    let Some((x, y)) = place else { anyhow::bail!("{word} is not in the text") };
    // A pointer that was elsewhere comes to rest.
    app.point_at(Point { x: 700.0, y: 20.0 }).await?;
    app.point_at(Point { x, y }).await
}

/// Takes what is offered first. The editor lets a moment pass before Enter means the list that has just come up.
async fn accept(app: &App<'_>) -> anyhow::Result<()> {
    tokio::time::sleep(Duration::from_millis(200)).await;
    app.press(Key::Enter).await
}

async fn draft_of_order_cancelled(app: &App<'_>) -> anyhow::Result<()> {
    open_schema(app, "order-cancelled").await?;
    app.click("start-draft").await?;
    app.find("discard-draft").await?;
    Ok(())
}

#[tokio::test]
async fn what_fits_is_offered_and_put_in_with_its_quotes_and_commas() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let app = App::start(&stage).await?;
    draft_of_order_cancelled(&app).await?;
    let offered = ".cm-tooltip-autocomplete";
    let text = ".cm-content";

    // A type, of which some letters are there.
    caret_after(&app, "\"items\": \"string").await?;
    press_times(&app, Key::Backspace, 6).await?;
    app.type_text("cance").await?;
    app.wait_for_match(offered, "CancellationReason").await?;
    accept(&app).await?;
    app.wait_for_match(text, "\"items\": \"CancellationReason\"").await?;
    app.wait_for_text("verdict", "draft breaks").await?;

    // An attribute that the object lacks, with what it needs around it.
    caret_after(&app, "\"default\": \"OTHER\"").await?;
    app.type_text(", al").await?;
    app.wait_for_match(offered, "aliases").await?;
    accept(&app).await?;
    app.wait_for_match(text, "\"default\": \"OTHER\", \"aliases\": []").await?;

    // The same inside quotes that the editor has closed already.
    app.type_text(", \"na").await?;
    app.wait_for_match(offered, "namespace").await?;
    accept(&app).await?;
    app.wait_for_match(text, "\"aliases\": [], \"namespace\": \"\"").await?;

    // A logical type that stands on the type that is there.
    caret_after(&app, "\"logicalType\": \"timestamp-millis").await?;
    press_times(&app, Key::Backspace, 6).await?;
    app.type_text("mic").await?;
    app.wait_for_match(offered, "timestamp-micros").await?;
    accept(&app).await?;
    app.wait_for_match(text, "\"logicalType\": \"timestamp-micros\"").await?;
    main_job::save(&app).await?;
    let saved = std::fs::read_to_string(schema_folder(&stage, "order-cancelled").join("draft.avsc"))?;
    let parsed: serde_json::Value = serde_json::from_str(&saved)?;
    ensure!(parsed["fields"][3]["type"]["items"] == "CancellationReason", "{saved}");
    app.close().await
}

#[tokio::test]
async fn the_word_under_the_pointer_is_told() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let app = App::start(&stage).await?;
    draft_of_order_cancelled(&app).await?;
    for (word, expected) in [
        ("compensated", "compensated: array<string>\nThe steps that were undone, in that order\ndefault []"),
        ("CancellationReason", "enum com.shop.order.CancellationReason\nWhy an order ended early\nCUSTOMER, NO_STOCK"),
        ("namespace", "namespace: stands before the name, as com.shop.order"),
        ("string", "uuid in string"),
    ] {
        point_at_word(&app, word).await?;
        app.wait_for_match(".cm-hover", expected).await?;
    }
    main_job::save(&app).await?;
    app.close().await
}
