//! The window without a pointer, and for those who do not see it.

use anyhow::ensure;
use e2e::{App, Stage, by_id};
use serde_json::Value;
use std::collections::BTreeSet;
use thirtyfour::Key;

/// The part of the window in which the focus is, and whether one can see that it is there.
const FOCUS: &str = r#"
const at = document.activeElement;
if (!at || at === document.body) return ["nowhere", true, ""];
const parts = {
  "top bar": ".top-bar", "explorer": ".side.left", "canvas": ".canvas", "inspector": ".side.right",
  "problems": ".bottom", "status bar": ".status",
};
const part = Object.keys(parts).find(name => at.closest(parts[name])) ?? "elsewhere";
const style = getComputedStyle(at);
const within = at.closest("[role=tree], .canvas") ?? at;
const rows = [...within.querySelectorAll(".row.active")].map(it => getComputedStyle(it));
const marks = [style, getComputedStyle(within), getComputedStyle(within, "::after"), ...rows];
const visible = marks.some(it => (it.outlineStyle !== "none" && it.outlineWidth !== "0px") || it.boxShadow !== "none");
return [part, visible, at.outerHTML.slice(0, 120)];
"#;

/// Everything that can be operated and has no name for a screen reader.
const NAMELESS: &str = r#"
const text = it => it?.textContent?.trim() ?? "";
const named = it =>
  it.getAttribute("aria-label")?.trim()
  || (it.getAttribute("aria-labelledby") ?? "").split(" ").map(id => text(document.getElementById(id))).join("").trim()
  || (it.labels && [...it.labels].map(text).join("").trim())
  || (it.matches("button, a, [role=tab], [role=option], [role=treeitem], [role=menuitem]") && text(it))
  || it.getAttribute("title")?.trim()
  || it.getAttribute("placeholder")?.trim();
const operable = "button, a[href], input, textarea, select, canvas, [contenteditable=true], "
  + "[role=tab], [role=option], [role=treeitem], [role=menuitem], [role=dialog], [role=listbox], [role=tree], [tabindex='0']";
return [...document.querySelectorAll(operable)]
  .filter(it => it.getClientRects().length > 0 && !it.closest("[aria-hidden=true]"))
  .filter(it => !named(it) && !(it.tabIndex === 0 && text(it) && !it.matches("input, textarea, select, canvas")))
  .map(it => it.outerHTML.slice(0, 160));
"#;

#[tokio::test]
async fn the_tab_key_reaches_every_part_and_shows_where_it_is() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let app = App::start(&stage).await?;
    app.press_at(app.on_canvas("topic:order-events").await?.center()).await?;
    app.wait_for_text("inspector-name", "order-events").await?;
    let mut missing: BTreeSet<&str> = ["top bar", "explorer", "canvas", "inspector", "problems", "status bar"].into();
    let mut unseen = BTreeSet::new();
    for _ in 0..150 {
        app.press(Key::Tab).await?;
        let focus = app.script(FOCUS, &[]).await?;
        let (part, is_visible, element): (String, bool, String) = serde_json::from_value(focus)?;
        missing.remove(part.as_str());
        if !is_visible {
            unseen.insert(element);
        }
        if missing.is_empty() {
            break;
        }
    }
    ensure!(missing.is_empty(), "the Tab key does not reach {missing:?}");
    ensure!(unseen.is_empty(), "the focus cannot be seen on {unseen:#?}");
    Ok(())
}

#[tokio::test]
async fn f6_walks_the_panels_and_enters_each_where_it_was_left() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let app = App::start(&stage).await?;
    app.press_at(app.on_canvas("topic:order-events").await?.center()).await?;
    app.wait_for_text("inspector-name", "order-events").await?;
    let focus = async || {
        let (part, is_visible, element): (String, bool, String) =
            serde_json::from_value(app.script(FOCUS, &[]).await?)?;
        ensure!(is_visible, "the focus cannot be seen on {element}");
        Ok(part)
    };
    let round = ["problems", "inspector", "status bar", "top bar", "explorer", "canvas"];
    for expected in round {
        app.press(Key::F6).await?;
        let part = focus().await?;
        ensure!(part == expected, "F6 leads to {part}, not to {expected}");
    }
    app.chord(&[Key::Shift], Key::F6).await?;
    ensure!(focus().await? == "explorer", "Shift F6 does not lead back");

    // From within a text, and back into it.
    app.script("document.querySelector('[data-testid=field-partitions]').focus()", &[]).await?;
    app.press(Key::F6).await?;
    ensure!(focus().await? == "status bar");
    app.chord(&[Key::Shift], Key::F6).await?;
    let field = "return document.activeElement.dataset.testid";
    ensure!(app.script(field, &[]).await? == "field-partitions", "the inspector is not entered where it was left");
    app.close().await
}

#[tokio::test]
async fn the_palette_finds_a_topic_and_gives_the_focus_back() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let app = App::start(&stage).await?;
    app.chord(&[Key::Control], "k").await?;
    app.find("palette-input").await?;
    app.type_text("payment-ev").await?;
    app.find("palette-topic:payment-events").await?;
    app.press(Key::Enter).await?;
    app.wait_until_gone("palette").await?;
    app.wait_for_text("inspector-name", "payment-events").await?;
    app.find_css(&format!("{}[aria-selected=true]", by_id("row-topic:payment-events"))).await?;

    let focus = "return document.activeElement?.getAttribute('data-testid') ?? ''";
    app.script("document.querySelector('[data-testid=explorer-filter]').focus()", &[]).await?;
    app.chord(&[Key::Control], "k").await?;
    app.find("palette-input").await?;
    app.press(Key::Escape).await?;
    app.wait_until_gone("palette").await?;
    app.wait_for("the focus to be back in the filter", async || {
        Ok(app.script(focus, &[]).await?.as_str() == Some("explorer-filter"))
    })
    .await?;
    app.wait_for_text("inspector-name", "payment-events").await
}

#[tokio::test]
async fn a_design_can_be_changed_with_keys_alone() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let app = App::start(&stage).await?;

    // Create from the palette, name it, rename it with F2, delete it, take that back.
    app.chord(&[Key::Control], "k").await?;
    app.find("palette-input").await?;
    app.type_text("new topic").await?;
    app.press(Key::Enter).await?;
    app.fill("new-name", "by-keyboard").await?;
    app.find("row-topic:by-keyboard").await?;
    app.wait_for_text("inspector-name", "by-keyboard").await?;
    app.press(Key::F2).await?;
    app.fill("rename", "by-hand").await?;
    app.wait_for_text("inspector-name", "by-hand").await?;
    app.press(Key::Delete).await?;
    app.wait_until_gone("row-topic:by-keyboard").await?;
    app.chord(&[Key::Control], "z").await?;
    app.find("row-topic:by-keyboard").await?;

    // The explorer is a tree: arrows walk it and open it.
    app.script("document.querySelector('[data-testid=explorer-tree]').focus()", &[]).await?;
    app.press(Key::Home).await?;
    app.press(Key::Left).await?;
    app.find_css(&format!("{}[aria-expanded=false]", by_id("row-context:analytics"))).await?;
    app.press(Key::Right).await?;
    app.find_css(&format!("{}[aria-expanded=true]", by_id("row-context:analytics"))).await?;

    // Views have keys, and a dialog goes by Esc.
    app.chord(&[Key::Alt], "4").await?;
    app.find("schemas").await?;
    app.chord(&[Key::Alt], "1").await?;
    app.find("canvas").await?;
    app.chord(&[Key::Control], "e").await?;
    app.find("export-dialog").await?;
    app.press(Key::Escape).await?;
    app.wait_until_gone("export-dialog").await
}

#[tokio::test]
async fn everything_that_can_be_operated_has_a_name() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let app = App::start(&stage).await?;
    let check = async |place: &str| {
        let nameless = app.script(NAMELESS, &[]).await?;
        ensure!(nameless == Value::Array(Vec::new()), "without a name in {place}: {nameless:#}");
        Ok(())
    };
    app.press_at(app.on_canvas("topic:order-events").await?.center()).await?;
    app.wait_for_text("inspector-name", "order-events").await?;
    for view in ["topology", "context-map", "process", "schemas", "capacity", "decisions"] {
        app.click(&format!("view-{view}")).await?;
        app.find_css(&format!("[data-testid=\"view-{view}\"][aria-selected=true]")).await?;
        check(view).await?;
    }
    app.click("view-schemas").await?;
    app.click("open-order-submitted").await?;
    app.find("versions").await?;
    check("an open schema").await?;
    app.click("main-menu").await?;
    app.find("menu").await?;
    check("the menu").await?;
    app.press(Key::Escape).await?;
    app.click("export").await?;
    app.find("export-files").await?;
    check("the export dialog").await?;
    app.click("export-dialog-close").await?;
    app.type_text("?").await?;
    app.find("shortcuts").await?;
    check("the list of keys").await
}
