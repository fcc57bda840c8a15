//! Pictures of the window in both themes, and what can be told of them without eyes: nothing blank, no text cut without a
//! sign of it, no button over another.
//!
//! They lie in `target/screenshots`; with `EVENTSCAPE_UPDATE_SCREENSHOTS=1` also in `docs/images`, which the README shows.

use anyhow::ensure;
use e2e::{App, Stage, target, workspace};
use serde_json::Value;
use thirtyfour::Key;

/// Set to `1` to replace the pictures in `docs/images`.
const UPDATE: &str = "EVENTSCAPE_UPDATE_SCREENSHOTS";

/// The most that a picture in the repository may weigh.
const MOST_BYTES: u64 = 400_000;

/// Texts that are cut without an ellipsis or a way to scroll, and buttons that overlap.
const FAULTS: &str = r#"
const name = it => `${it.tagName.toLowerCase()}.${it.className?.baseVal ?? it.className} “${it.innerText?.trim().slice(0, 40)}”`;
const near = (one, other) => one <= other + 1.5;

// What is left of an element's box inside the boxes that cut it, and whether the person can scroll to the rest of it.
const visible = it => {
  const box = it.getBoundingClientRect();
  let [left, top, right, bottom] = [box.left, box.top, box.right, box.bottom];
  let scrolls = /auto|scroll/.test(getComputedStyle(it).overflow);
  for (let around = it.parentElement; around; around = around.parentElement) {
    const style = getComputedStyle(around);
    if (style.overflowX === "visible" && style.overflowY === "visible") continue;
    if (/auto|scroll/.test(style.overflowX + style.overflowY)) scrolls = true;
    const cut = around.getBoundingClientRect();
    [left, top] = [Math.max(left, cut.left), Math.max(top, cut.top)];
    [right, bottom] = [Math.min(right, cut.right), Math.min(bottom, cut.bottom)];
  }
  return { box, left, top, right, bottom, scrolls, there: right - left > 1 && bottom - top > 1 };
};
const shown = it => it.checkVisibility({ checkVisibilityCSS: true }) && !it.closest(".mirror, .cm-editor, canvas");

// What lies below a dialog is not in use.
const front = document.querySelector("[aria-modal=true]") ?? document.body;
const faults = [];
const texts = [...front.querySelectorAll("*")].filter(it =>
  shown(it) && [...it.childNodes].some(part => part.nodeType === Node.TEXT_NODE && part.data.trim()));
for (const it of texts) {
  const style = getComputedStyle(it);
  const hides = /hidden|clip/.test(style.overflowX);
  const signed = style.textOverflow === "ellipsis" || style.webkitLineClamp !== "none";
  if (hides && !signed && !near(it.scrollWidth, it.clientWidth)) faults.push(`cut inside itself: ${name(it)}`);
  const range = document.createRange();
  range.selectNodeContents(it);
  const text = range.getBoundingClientRect();
  const part = visible(it);
  if (!part.there || part.scrolls) continue;
  const ends = [it, ...(function* up(at) { for (; at; at = at.parentElement) yield at; })(it.parentElement)]
    .some(at => getComputedStyle(at).textOverflow === "ellipsis" || getComputedStyle(at).webkitLineClamp !== "none");
  if (!ends && !near(text.right, Math.min(part.right, innerWidth))) faults.push(`cut at the right: ${name(it)}`);
  if (!ends && !near(text.bottom, Math.min(part.bottom, innerHeight))) faults.push(`cut below: ${name(it)}`);
}

const buttons = [...front.querySelectorAll("button, [role=tab], input")].filter(shown)
  .map(it => ({ it, ...visible(it) })).filter(one => one.there);
buttons.forEach((one, at) => {
  for (const other of buttons.slice(at + 1)) {
    if (one.it.contains(other.it) || other.it.contains(one.it)) continue;
    const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
    const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
    if (wide > 2 && high > 2) faults.push(`over each other: ${name(one.it)} and ${name(other.it)}`);
  }
});
return faults;
"#;

#[tokio::test]
async fn the_window_looks_as_it_should() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let app = App::start(&stage).await?;
    for theme in ["light", "dark"] {
        choose_theme(&app, theme).await?;

        app.click("view-topology").await?;
        app.press_at(app.on_canvas("topic:order-events").await?.center()).await?;
        app.wait_for_text("inspector-name", "order-events").await?;
        for (id, text) in [
            ("design-name", "E-commerce platform"),
            ("explorer-tree", "order-events-dlt"),
            ("inspector", "Partitions"),
            ("problems", "cannot read the draft of OrderSubmitted"),
            ("status-counts", "13 contexts"),
        ] {
            app.wait_for_text(id, text).await?;
        }
        check_and_keep(&app, theme, "topology").await?;

        app.click("view-schemas").await?;
        if !app.has("versions").await? {
            app.click("open-order-submitted").await?;
        }
        for (id, text) in [
            ("schema-name", "OrderSubmitted"),
            ("versions", "draft"),
            ("form", "channel"),
            ("editor", "\"name\": \"OrderSubmitted\""),
            ("findings", "PARTNER"),
            ("readers", "inventory-service"),
        ] {
            app.wait_for_text(id, text).await?;
        }
        check_and_keep(&app, theme, "schemas").await?;
    }

    // The other views and the dialogs are looked over as well; no picture of them is kept.
    for view in ["context-map", "process", "capacity", "decisions"] {
        app.click(&format!("view-{view}")).await?;
        app.find_css(&format!("[data-testid=\"view-{view}\"][aria-selected=true]")).await?;
        check_for_faults(&app, view).await?;
    }
    app.click("export").await?;
    app.find("export-files").await?;
    app.click("target-adr").await?;
    app.find("option-adr-title").await?;
    check_for_faults(&app, "the export dialog with the options of every target").await?;
    app.press(Key::Escape).await?;
    app.wait_until_gone("export-dialog").await?;
    app.close().await
}

async fn choose_theme(app: &App<'_>, theme: &str) -> anyhow::Result<()> {
    app.chord(&[Key::Control], "k").await?;
    app.find("palette-input").await?;
    app.type_text(format!("{theme} theme")).await?;
    app.find(&format!("palette-{theme}-theme")).await?;
    app.press(Key::Enter).await?;
    app.wait_until_gone("palette").await?;
    app.find_css(&format!("html[data-theme={theme}]")).await?;
    Ok(())
}

async fn check_for_faults(app: &App<'_>, place: &str) -> anyhow::Result<()> {
    let faults = app.script(FAULTS, &[]).await?;
    ensure!(faults == Value::Array(Vec::new()), "{place} has faults: {faults:#}");
    Ok(())
}

/// Looks a view over and keeps its picture.
async fn check_and_keep(app: &App<'_>, theme: &str, view: &str) -> anyhow::Result<()> {
    // Nothing under the pointer is to look pressed or hovered over.
    app.point_at(e2e::Point { x: 720.0, y: 890.0 }).await?;
    let picture = app.picture().await?;
    let name = format!("{view}-{theme}.png");
    let kept = target().join("screenshots").join(&name);
    picture.save(&kept)?;
    check_for_faults(app, &name).await?;

    ensure!((picture.width, picture.height) == (1440, 900), "{name} is {} × {}", picture.width, picture.height);
    ensure!(picture.colours() > 500, "{name} has {} colours", picture.colours());
    let brightness = picture.brightness();
    let expected = if theme == "light" { 0.85..1.0 } else { 0.02..0.25 };
    ensure!(expected.contains(&brightness), "{name} is {brightness} bright, not {expected:?}");
    let weight = std::fs::metadata(&kept)?.len();
    ensure!(weight < MOST_BYTES, "{name} weighs {weight} bytes");
    if std::env::var(UPDATE).is_ok_and(|it| it == "1") {
        picture.save(&workspace().join("docs/images").join(name))?;
    }
    Ok(())
}
