//! The schemas workbench, by hand: staging schemas of one's own, opening them, and typing at a place of the text.

use crate::{App, Stage};
use serde_json::Value;
use std::path::{Path, PathBuf};
use thirtyfour::Key;

/// The folder of a schema on a stage.
pub fn schema_folder(stage: &Stage, id: &str) -> PathBuf {
    stage.folder.join("contexts/order/schemas").join(id)
}

/// Writes a schema with one version and a draft into a staged design.
pub fn stage_schema(folder: &Path, mode: &str, version: &str, draft: &str) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder)?;
    std::fs::write(folder.join("schema.toml"), format!("compatibility = \"{mode}\"\n"))?;
    std::fs::write(folder.join("v1.avsc"), version)?;
    std::fs::write(folder.join("draft.avsc"), draft)?;
    Ok(())
}

/// Opens a schema from the list of all.
pub async fn open_schema(app: &App<'_>, id: &str) -> anyhow::Result<()> {
    if app.has("all-schemas").await? {
        app.click("all-schemas").await?;
    } else {
        app.click("view-schemas").await?;
    }
    app.click(&format!("open-{id}")).await?;
    app.find("versions").await?;
    Ok(())
}

/// Puts the caret behind the first place of the text editor where a line has some letters.
pub async fn caret_after(app: &App<'_>, letters: &str) -> anyhow::Result<()> {
    let place = "
        const content = document.querySelector('.cm-content');
        content.focus();
        for (const line of content.querySelectorAll('.cm-line')) {
            const at = line.textContent.indexOf(arguments[0]);
            if (at < 0) continue;
            let left = at + arguments[0].length;
            const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
            for (let node; (node = walker.nextNode()); left -= node.data.length) {
                if (left > node.data.length) continue;
                getSelection().collapse(node, left);
                return true;
            }
        }
        return false;";
    app.wait_for(&format!("{letters} in the text"), async || {
        Ok(app.script(place, &[letters.into()]).await? == Value::Bool(true))
    })
    .await
}

/// Presses a key several times.
pub async fn press_times(app: &App<'_>, key: Key, times: usize) -> anyhow::Result<()> {
    for _ in 0..times {
        app.press(key.clone()).await?;
    }
    Ok(())
}

/// A record with some fields.
pub fn record(fields: &str) -> String {
    format!(
        "{{\n  \"type\": \"record\",\n  \"name\": \"A\",\n  \"fields\": [\n    {{ \"name\": \"id\", \"type\": \"string\" }}{fields}\n  ]\n}}\n"
    )
}

/// A record with one field besides its id.
pub fn with_field(name: &str, ty: &str, more: &str) -> String {
    record(&format!(",\n    {{ \"name\": \"{name}\", \"type\": {ty}{more} }}"))
}
