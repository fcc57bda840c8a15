//! The main job, by hand: draw, connect, rename, take back, break a schema, export, save. Each step waits until the window
//! shows its effect.

use crate::app::App;
use crate::hand::Area;
pub use crate::job::{Break, Job};
use anyhow::{Context, ensure};
use thirtyfour::Key;

/// Draws a topic into the order context with the topic tool and types its name.
pub async fn create_topic(app: &App<'_>, job: &Job) -> anyhow::Result<()> {
    let [name, _] = &job.topic;
    app.click(&format!("row-context:{}", job.context)).await?;
    app.click("tool-topic").await?;
    let beside = app.on_canvas(&job.beside).await?;
    let place = app.free_place((130.0, 48.0), beside).await?;
    app.press_at(place).await?;
    app.fill("canvas-name", name).await?;
    wait_for_name(app, job, name).await
}

/// Pulls a flow from the service's port to the topic.
pub async fn connect(app: &App<'_>, job: &Job) -> anyhow::Result<()> {
    let (Some(service), Some(flow)) = (&job.service, job.flow_key()) else { return Ok(()) };
    let from = app.on_canvas(&format!("service:{service}")).await?.right_port();
    let to = app.on_canvas(&job.topic_key()).await?.center();
    app.drag(from, to).await?;
    app.find(&format!("row-{flow}")).await?;
    Ok(())
}

/// Renames the topic in place.
pub async fn rename(app: &App<'_>, job: &Job) -> anyhow::Result<()> {
    let [_, name] = &job.topic;
    let card = app.on_canvas(&job.topic_key()).await?.center();
    app.double_click_at(card, "the name to turn into a field", async || app.has("canvas-name").await).await?;
    app.fill("canvas-name", name).await?;
    wait_for_name(app, job, name).await
}

/// Takes renaming, connecting and drawing back one by one and does them again, with keys.
pub async fn undo_and_redo(app: &App<'_>, job: &Job) -> anyhow::Result<()> {
    let [first, second] = &job.topic;
    let flow = job.flow_key().map(|flow| format!("row-{flow}"));
    let undo = async || app.chord(&[Key::Control], "z").await;
    let redo = async || app.chord(&[Key::Control, Key::Shift], "z").await;
    undo().await?;
    wait_for_name(app, job, first).await?;
    if let Some(flow) = &flow {
        ensure!(app.has(flow).await?, "undoing the new name took the flow with it");
        undo().await?;
        app.wait_until_gone(flow).await?;
    }
    undo().await?;
    app.wait_until_gone(&on_canvas(job)).await?;
    redo().await?;
    wait_for_name(app, job, first).await?;
    if let Some(flow) = &flow {
        redo().await?;
        app.find(flow).await?;
    }
    redo().await?;
    wait_for_name(app, job, second).await
}

/// Starts a draft of the schema and types another name over one of its fields.
pub async fn break_schema(app: &App<'_>, it: &Break) -> anyhow::Result<()> {
    app.click("view-schemas").await?;
    app.click(&format!("open-{}", it.schema)).await?;
    app.click("start-draft").await?;
    app.find("discard-draft").await?;
    let word = word_in_editor(app, &it.field).await?.center();
    let is_selected = async || Ok(app.script("return String(getSelection())", &[]).await?.as_str() == Some(&it.field));
    app.double_click_at(word, &format!("{} to be selected", it.field), is_selected).await?;
    app.type_text(&it.name).await?;
    app.wait_for_match(".cm-content", &format!("\"{}\"", it.name)).await?;
    app.wait_for_text("verdict", "draft breaks").await
}

/// The services that the schemas view marks as broken, by name.
pub async fn broken_readers(app: &App<'_>) -> anyhow::Result<Vec<String>> {
    app.find("readers").await?;
    let find = "
        return [...document.querySelectorAll('[data-testid^=\"reader-\"]')]
            .filter(it => it.querySelector('.reader-verdict').innerText === 'breaks')
            .map(it => it.querySelector('.reader-name').innerText)
            .sort();";
    Ok(serde_json::from_value(app.script(find, &[]).await?)?)
}

/// Where the first string of the text editor that is exactly this word stands.
async fn word_in_editor(app: &App<'_>, word: &str) -> anyhow::Result<Area> {
    app.wait_for_match(".cm-content", word).await?;
    let find = "
        const walker = document.createTreeWalker(document.querySelector('.cm-content'), NodeFilter.SHOW_TEXT);
        for (let node; (node = walker.nextNode()); ) {
            if (node.data !== `\"${arguments[0]}\"`) continue;
            const range = document.createRange();
            range.setStart(node, 1);
            range.setEnd(node, node.data.length - 1);
            const { x, y, width, height } = range.getBoundingClientRect();
            return [x, y, width, height];
        }
        return null;";
    let found: Option<[f64; 4]> = serde_json::from_value(app.script(find, &[word.into()]).await?)?;
    let [x, y, width, height] = found.with_context(|| format!("the editor shows no string {word}"))?;
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
    app.click("about-changes").await?;
    app.fill("option-adr-title", DECISION).await?;
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

fn on_canvas(job: &Job) -> String {
    format!("node-{}", job.topic_key())
}

async fn wait_for_name(app: &App<'_>, job: &Job, name: &str) -> anyhow::Result<()> {
    app.wait_for(&format!("a topic named {name}"), async || {
        let find = "return document.querySelector(arguments[0])?.getAttribute('aria-label') ?? ''";
        let label = app.script(find, &[crate::by_id(&on_canvas(job)).into()]).await?;
        Ok(label.as_str().is_some_and(|label| label.ends_with(&format!(" {name}"))))
    })
    .await
}
