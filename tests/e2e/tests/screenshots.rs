//! Pictures of the window in both themes, and what can be told of them without eyes: nothing blank, nothing clipped, no
//! button below another.
//!
//! With `EVENTSCAPE_UPDATE_SCREENSHOTS=1` they replace those in `docs/images`, which the README shows.

use anyhow::ensure;
use e2e::{App, Stage, target, workspace};

/// Texts that are cut without an ellipsis to show for it, and buttons that lie below others.
const FAULTS: &str = r#"
const faults = [];
const shown = it => it.getClientRects().length > 0 && getComputedStyle(it).visibility !== "hidden";
for (const it of document.querySelectorAll("button, label, h1, h2, h3, p, span, td, th, input")) {
  if (!shown(it) || it.closest(".mirror, .cm-editor")) continue;
  const style = getComputedStyle(it);
  const cut = it.scrollWidth > it.clientWidth + 1 && style.overflowX === "hidden" && style.textOverflow !== "ellipsis";
  if (it.clientWidth > 0 && cut && it.tagName !== "INPUT") faults.push("cut: " + it.className + " " + it.innerText);
}
for (const it of document.querySelectorAll("button")) {
  if (!shown(it) || it.closest(".mirror, .cm-editor")) continue;
  const box = it.getBoundingClientRect();
  const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
  const top = document.elementFromPoint(x, y);
  if (!top) continue;
  const other = top.closest("button");
  if (other && other !== it && !it.contains(other) && !other.contains(it)) {
    faults.push("below another: " + it.innerText + " under " + other.innerText);
  }
}
return faults;
"#;

#[tokio::test]
async fn the_window_looks_as_it_should() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let app = App::start(&stage).await?;
    let into = match std::env::var_os("EVENTSCAPE_UPDATE_SCREENSHOTS") {
        Some(_) => workspace().join("docs/images"),
        None => target().join("screenshots"),
    };
    let mut brightness = Vec::new();
    for theme in ["light", "dark"] {
        app.palette(&format!("{theme} theme")).await?;
        app.find_css(&format!("html[data-theme={theme}]")).await?;
        for (view, text) in [("topology", "E-commerce platform"), ("schemas", "OrderSubmitted")] {
            app.click(&format!("view-{view}")).await?;
            let record = if view == "topology" { "order-events" } else { "OrderSubmitted" };
            app.palette(record).await?;
            app.wait_for_match("[data-testid=window]", text).await?;
            let picture = app.picture().await?;
            ensure!((picture.width, picture.height) == (1440, 900), "{view} in {theme} has another size");
            ensure!(picture.colours() > 200, "{view} in {theme} has {} colours", picture.colours());
            let faults = app.script(FAULTS, &[]).await?;
            let faults: Vec<&str> = faults.as_array().into_iter().flatten().filter_map(|it| it.as_str()).collect();
            ensure!(faults.is_empty(), "{view} in {theme}: {faults:#?}");
            picture.save(&into.join(format!("{view}-{theme}.png")))?;
            brightness.push(picture.brightness());
        }
    }
    let [topology, schemas, dark_topology, dark_schemas] = brightness.as_slice() else {
        anyhow::bail!("there should be four pictures");
    };
    ensure!(topology.min(*schemas) > 0.8, "the light theme is light: {topology} and {schemas}");
    ensure!(dark_topology.max(*dark_schemas) < 0.25, "the dark theme is dark: {dark_topology} and {dark_schemas}");
    app.close().await
}
