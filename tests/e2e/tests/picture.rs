//! The picture is drawn in parts, and the parts fit: after every gesture it is, pixel by pixel, what a picture is that was drawn
//! as a whole. Another theme and back draws it as a whole. The edge of a curve may come out a shade darker within a clip; nobody
//! sees that, and no element that is missing or stays behind is as faint and as small.

use anyhow::ensure;
use e2e::{App, Point, Stage};
use serde_json::{Value, json};

/// Keeps what the canvas shows, once what was asked for is drawn.
const KEEP: &str = "
const done = arguments[0];
const two = next => requestAnimationFrame(() => requestAnimationFrame(next));
two(() => {
  const canvas = document.querySelector('[data-testid=canvas-picture]');
  window.kept = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
  done(window.kept.length);
});";

/// A pixel that differs by more shows another element.
const ANOTHER: u64 = 96;

/// Of how many pixels at most the shade may differ.
const SHADES: u64 = 700;

/// How many pixels differ from those that were kept by more than a shade, and how many by more than a little; how many colours
/// there are, and the size if it is the same.
const COMPARE: &str = "
const [another, done] = arguments;
const two = next => requestAnimationFrame(() => requestAnimationFrame(next));
two(() => {
  const canvas = document.querySelector('[data-testid=canvas-picture]');
  const now = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
  let [count, shades, first, colours] = [0, 0, null, new Set()];
  for (let at = 0; at < now.length; at += 4) {
    colours.add(now[at] << 16 | now[at + 1] << 8 | now[at + 2]);
    const apart = Math.max(...[0, 1, 2].map(part => Math.abs(now[at + part] - window.kept[at + part])));
    shades += apart > 8;
    if (apart > another) {
      count += 1;
      first ??= [at / 4 % canvas.width, Math.floor(at / 4 / canvas.width)];
    }
  }
  if (first) console.error(`they begin to differ at ${first}`);
  done([count, shades, colours.size, now.length === window.kept.length ? now.length : 0]);
});";

/// Turns the wheel over the picture.
const WHEEL: &str = "
const [x, y, more, done] = arguments;
const canvas = document.querySelector('[data-testid=canvas-picture]');
canvas.dispatchEvent(new WheelEvent('wheel', { deltaX: x, deltaY: y, clientX: 700, clientY: 400, bubbles: true, cancelable: true, ...more }));
requestAnimationFrame(() => done());";

async fn wheel(app: &App<'_>, x: f64, y: f64, more: Value) -> anyhow::Result<()> {
    app.script_with_answer(WHEEL, &[x.into(), y.into(), more]).await?;
    Ok(())
}

/// Whether the picture is what drawing it as a whole gives.
async fn check(app: &App<'_>, after: &str) -> anyhow::Result<()> {
    // Off the picture, so that nothing on it is pointed at.
    app.point_at(Point { x: 700.0, y: 12.0 }).await?;
    let is_stretched = "return document.querySelector('[data-stretched]') !== null";
    app.wait_for("the picture itself", async || Ok(app.script(is_stretched, &[]).await? == Value::Bool(false))).await?;
    app.script_with_answer(KEEP, &[]).await?;
    for theme in ["dark", "light"] {
        app.palette(&format!("{theme} theme")).await?;
        app.find_css(&format!("html[data-theme={theme}]")).await?;
        app.wait_until_gone("palette").await?;
    }
    app.point_at(Point { x: 700.0, y: 12.0 }).await?;
    let seen = app.script_with_answer(COMPARE, &[ANOTHER.into()]).await?;
    let [count, shades, colours, size]: [u64; 4] = serde_json::from_value(seen.clone())?;
    ensure!(size > 0, "after {after} the canvas has another size");
    ensure!(colours > 20, "after {after} the picture is empty");
    ensure!(
        count == 0 && shades < SHADES,
        "after {after} {count} pixels differ from a picture drawn as a whole, {shades} by a shade"
    );
    Ok(())
}

#[tokio::test]
async fn what_is_drawn_in_parts_is_what_is_drawn_as_a_whole() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let app = App::start(&stage).await?;
    app.palette("light theme").await?;
    app.find_css("html[data-theme=light]").await?;
    check(&app, "the start").await?;

    let topic = app.on_canvas("topic:order-events").await?;
    app.point_at(topic.center()).await?;
    check(&app, "pointing at a card").await?;
    app.press_at(topic.center()).await?;
    check(&app, "selecting a card").await?;

    for (x, y) in [(37.0, 13.0), (-11.5, 4.25), (0.0, -63.0), (240.0, 0.0), (-90.0, 20.0)] {
        wheel(&app, x, y, json!({})).await?;
    }
    check(&app, "moving the view").await?;
    wheel(&app, 0.0, -220.0, json!({"ctrlKey": true})).await?;
    wheel(&app, 30.0, 17.0, json!({})).await?;
    check(&app, "zooming and moving the view").await?;
    app.palette("show everything").await?;
    check(&app, "showing everything").await?;

    app.fill("field-partitions", "24").await?;
    check(&app, "a change in the inspector").await?;

    let topic = app.on_canvas("topic:order-events").await?.center();
    app.drag(topic, Point { x: topic.x + 40.0, y: topic.y + 25.0 }).await?;
    check(&app, "dragging a card").await?;
    let ground = app.area("canvas").await?;
    let corner = Point { x: ground.x + ground.width - 30.0, y: ground.y + 30.0 };
    app.drag(corner, Point { x: corner.x - 420.0, y: corner.y + 260.0 }).await?;
    check(&app, "a selection rectangle").await?;
    for _ in 0..2 {
        app.palette("undo").await?;
    }
    check(&app, "taking two steps back").await?;
    app.kill().await
}
