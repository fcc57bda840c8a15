//! What a person remembers of a record finds it: words in any order, a team, a field, a symbol, a word of a description, with a
//! slip of the fingers forgiven. Palette and explorer find the same.

use e2e::{App, Stage, by_id};
use thirtyfour::Key;

#[tokio::test]
async fn palette_and_explorer_find_the_same_records() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let app = App::start(&stage).await?;
    for (typed, key) in [
        ("events order", "topic:order-events"),
        ("oredr-events", "topic:order-events"),
        ("order submitted", "message:order-submitted"),
        ("shippingAddress", "schema:order-submitted"),
        ("PARTNER", "schema:order-submitted"),
        ("checkout-team", "context:order"),
        ("outbox shops", "service:order-api"),
    ] {
        app.click("explorer-filter").await?;
        app.chord(&[Key::Control], "a").await?;
        app.type_text(typed).await?;
        app.find(&format!("row-{key}")).await?;
        app.press(Key::Escape).await?;
        app.chord(&[Key::Control], "k").await?;
        app.find("palette-input").await?;
        app.type_text(typed).await?;
        app.find(&format!("palette-{key}")).await?;
        app.press(Key::Escape).await?;
        app.wait_until_gone("palette").await?;
    }
    // What does not fit is not listed.
    app.click("explorer-filter").await?;
    app.type_text("checkout-team").await?;
    app.wait_until_gone("row-topic:payment-events").await?;
    let rows = "return document.querySelectorAll('[data-testid^=\"row-\"]').length";
    app.wait_for("few rows", async || Ok(app.script(rows, &[]).await?.as_u64().is_some_and(|count| count < 8))).await?;
    app.press(Key::Enter).await?;
    app.find_css(&format!("{}[aria-selected=true]", by_id("row-context:cart"))).await?;
    app.close().await
}

#[tokio::test]
async fn undo_selects_what_it_brings_back() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let app = App::start(&stage).await?;
    for (key, asks) in
        [("flow:order-api-writes-order-events", false), ("service:order-api", false), ("context:order", true)]
    {
        let row = by_id(&format!("row-{key}"));
        app.script("document.querySelector(arguments[0])?.click()", &[by_id(&format!("node-{key}")).into()]).await?;
        app.click_css(&row).await?;
        app.press(Key::Delete).await?;
        if asks {
            app.click("deletion-confirm").await?;
        }
        app.wait_until_gone(&format!("row-{key}")).await?;
        app.chord(&[Key::Control], "z").await?;
        app.find_css(&format!("{row}[aria-selected=true]")).await?;
        let selected = "return document.querySelectorAll('[role=treeitem][aria-selected=true]').length";
        let count = app.script(selected, &[]).await?;
        anyhow::ensure!(count == 1, "{count} rows are selected after {key} came back");
    }
    app.close().await
}
