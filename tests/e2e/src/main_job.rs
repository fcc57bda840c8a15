//! The main job, by hand: draw, connect, rename, take back, break a schema, export, save. Each step waits until the window
//! shows its effect.

use crate::app::App;
use crate::hand::Area;
use anyhow::{Context, ensure};
use thirtyfour::Key;

/// The topic that is drawn.
pub const TOPIC: &str = "topic:order-audit";

/// The service that writes to it.
pub const SERVICE: &str = "service:order-api";

/// The flow that connects them.
pub const FLOW: &str = "flow:order-api-produces-order-audit";

/// The topic's first and second name.
pub const NAMES: [&str; 2] = ["order-audit", "order-audit-events"];

/// Draws a topic into the order context with the topic tool and types its name.
pub async fn create_topic(app: &App<'_>) -> anyhow::Result<()> {
    let [name, _] = NAMES;
    app.click("row-context:order").await?;
    app.click("tool-topic").await?;
    let beside = app.on_canvas("topic:customer-events").await?;
    let place = app.free_place((130.0, 48.0), beside).await?;
    app.press_at(place).await?;
    app.fill("canvas-name", name).await?;
    app.find(&format!("node-{TOPIC}")).await?;
    wait_for_name(app, name).await
}

/// Pulls a flow from a service's port to the topic.
pub async fn connect(app: &App<'_>) -> anyhow::Result<()> {
    let from = app.on_canvas(SERVICE).await?.right_port();
    let to = app.on_canvas(TOPIC).await?.center();
    app.drag(from, to).await?;
    app.find(&format!("row-{FLOW}")).await?;
    Ok(())
}

/// Renames the topic in place.
pub async fn rename(app: &App<'_>) -> anyhow::Result<()> {
    let [_, name] = NAMES;
    let card = app.on_canvas(TOPIC).await?.center();
    app.double_click_at(card, "the name to turn into a field", async || app.has("canvas-name").await).await?;
    app.fill("canvas-name", name).await?;
    wait_for_name(app, name).await
}

/// Takes renaming, connecting and drawing back one by one and does them again, with keys.
pub async fn undo_and_redo(app: &App<'_>) -> anyhow::Result<()> {
    let [first, second] = NAMES;
    let undo = async || app.chord(&[Key::Control], "z").await;
    let redo = async || app.chord(&[Key::Control, Key::Shift], "z").await;
    undo().await?;
    wait_for_name(app, first).await?;
    ensure!(app.has(&format!("row-{FLOW}")).await?, "undoing the new name took the flow with it");
    undo().await?;
    app.wait_until_gone(&format!("row-{FLOW}")).await?;
    undo().await?;
    app.wait_until_gone(&format!("node-{TOPIC}")).await?;
    redo().await?;
    wait_for_name(app, first).await?;
    redo().await?;
    app.find(&format!("row-{FLOW}")).await?;
    redo().await?;
    wait_for_name(app, second).await
}

/// A schema that nothing is wrong with at first.
pub const SCHEMA: &str = "payment-captured";

/// The field that is renamed in its draft, and its new name.
pub const FIELD: [&str; 2] = ["orderId", "orderNumber"];

/// Starts a draft of a schema and types another name over one of its fields. Gives the services that the window says cannot
/// read it.
pub async fn break_schema(app: &App<'_>) -> anyhow::Result<Vec<String>> {
    let [field, name] = FIELD;
    app.click("view-schemas").await?;
    app.click(&format!("open-{SCHEMA}")).await?;
    ensure!(broken_readers(app).await?.is_empty(), "{SCHEMA} breaks readers before anybody touched it");
    app.click("start-draft").await?;
    app.find("discard-draft").await?;
    let word = word_in_editor(app, field).await?.center();
    let is_selected = async || Ok(app.script("return String(getSelection())", &[]).await?.as_str() == Some(field));
    app.double_click_at(word, &format!("{field} to be selected"), is_selected).await?;
    app.type_text(name).await?;
    app.wait_for_match(".cm-content", &format!("\"{name}\"")).await?;
    app.wait_for("a reader that breaks", async || Ok(!broken_readers(app).await?.is_empty())).await?;
    broken_readers(app).await
}

/// The services that the schemas view marks as broken, by name.
async fn broken_readers(app: &App<'_>) -> anyhow::Result<Vec<String>> {
    app.find("readers").await?;
    let find = "
        return [...document.querySelectorAll('[data-testid^=\"reader-\"]')]
            .filter(it => it.querySelector('.reader-verdict').innerText === 'breaks')
            .map(it => it.querySelector('.reader-name').innerText)
            .sort();";
    Ok(serde_json::from_value(app.script(find, &[]).await?)?)
}

/// Where the first mention of a word stands in the text editor.
async fn word_in_editor(app: &App<'_>, word: &str) -> anyhow::Result<Area> {
    app.wait_for_match(".cm-content", word).await?;
    let find = "
        const walker = document.createTreeWalker(document.querySelector('.cm-content'), NodeFilter.SHOW_TEXT);
        for (let node; (node = walker.nextNode()); ) {
            const at = node.data.indexOf(arguments[0]);
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(node, at);
            range.setEnd(node, at + arguments[0].length);
            const { x, y, width, height } = range.getBoundingClientRect();
            return [x, y, width, height];
        }
        return null;";
    let found: Option<[f64; 4]> = serde_json::from_value(app.script(find, &[word.into()]).await?)?;
    let [x, y, width, height] = found.with_context(|| format!("{word} is not in one piece in the editor"))?;
    Ok(Area { x, y, width, height })
}

/// The title of the decision draft.
pub const DECISION: &str = "Keep an audit trail of orders";

/// Exports every target into the folder that the folder dialog answers, with a decision draft about what was changed.
pub async fn export(app: &App<'_>) -> anyhow::Result<()> {
    app.click("export").await?;
    for target in ["strimzi", "kafka-script", "manifest", "adr"] {
        let target = format!("target-{target}");
        if !app.find(&target).await?.is_selected().await? {
            app.click(&target).await?;
        }
    }
    app.click("draft-changes").await?;
    app.fill("draft-title", DECISION).await?;
    app.click_css("[data-testid=export-files] [data-testid$='keep-an-audit-trail-of-orders.md']").await?;
    app.wait_for_text("export-preview", DECISION).await?;
    app.click("export-pick").await?;
    app.click("export-write").await?;
    app.wait_for_text("export-result", "written").await?;
    app.click("export-done").await?;
    app.wait_until_gone("export-dialog").await
}

/// Saves with the keyboard and waits until the window says so.
pub async fn save(app: &App<'_>) -> anyhow::Result<()> {
    app.wait_for("unsaved changes", async || Ok(app.text("saved-state").await? != "saved")).await?;
    app.chord(&[Key::Control], "s").await?;
    app.wait_for("everything to be saved", async || Ok(app.text("saved-state").await? == "saved")).await
}

async fn wait_for_name(app: &App<'_>, name: &str) -> anyhow::Result<()> {
    app.wait_for(&format!("a topic named {name}"), async || {
        let find = "return document.querySelector(arguments[0])?.getAttribute('aria-label') ?? ''";
        let label = app.script(find, &[crate::by_id(&format!("node-{TOPIC}")).into()]).await?;
        Ok(label.as_str().is_some_and(|label| label.ends_with(&format!(" {name}"))))
    })
    .await
}
