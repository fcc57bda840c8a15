//! A design of a thousand nodes: a field of the inspector shows at once what was typed, and a save after a layout is a save of
//! one file. The times are printed; how long a machine takes is no failure.

use anyhow::{Context, ensure};
use e2e::{App, Stage, main_job, read_files};
use serde_json::Value;
use std::time::Instant;

/// How many services and topics there are.
const NODES: usize = 1_000;

/// How many names are typed.
const NAMES: usize = 30;

/// How many of them pass before times count: a webview compiles while it runs what runs often.
const FIRST_NAMES: usize = 5;

/// Types names into a field and confirms each with Enter: whether the heading says it in the next frame, how many milliseconds
/// the window worked on the key, and after how many the frame was drawn.
const CONFIRM_AND_LOOK: &str = "
const [names, done] = arguments;
const field = document.querySelector('[data-testid=field-name]');
const write = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
const heading = () => document.querySelector('[data-testid=inspector-name]')?.innerText;
const pause = () => new Promise(done => setTimeout(done, 400));
(async () => {
  field.focus();
  const seen = [];
  for (const name of names) {
    await pause();
    write.call(field, name);
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await pause();
    const began = performance.now();
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
    // What follows from a key is put off to microtasks, which call for one another; these here stand behind them.
    for (let turn = 0; turn < 50; turn += 1) await null;
    const worked = performance.now() - began;
    await new Promise(done => requestAnimationFrame(done));
    const inFrame = heading() === name;
    await new Promise(done => { const turn = new MessageChannel(); turn.port1.onmessage = done; turn.port2.postMessage(0); });
    seen.push([inFrame, worked, performance.now() - began]);
  }
  done(seen);
})();";

/// The design on a stage.
fn stage() -> anyhow::Result<Stage> {
    let room = tempfile::tempdir()?;
    let folder = room.path().join("landscape");
    landscape::write(&folder, &landscape::files(NODES))?;
    Stage::with_copy_of(&folder)
}

#[expect(clippy::print_stdout, reason = "the times are for the person who runs the test")]
fn told(what: &str) {
    println!("{NODES} nodes: {what}");
}

#[tokio::test]
async fn a_field_of_the_inspector_shows_its_change_in_the_next_frame() -> anyhow::Result<()> {
    let stage = stage()?;
    let began = Instant::now();
    let app = App::start(&stage).await?;
    told(&format!("open after {:.1} s, the driver's start included", began.elapsed().as_secs_f64()));
    app.palette("retail-orders-gateway").await?;
    app.wait_for_field("field-name", "retail-orders-gateway").await?;
    let names: Vec<Value> = (0..NAMES).map(|at| format!("retail-orders-{at}").into()).collect();
    let seen = app.script_with_answer(CONFIRM_AND_LOOK, &[names.into()]).await?;
    let seen: Vec<(bool, f64, f64)> = serde_json::from_value(seen)?;
    let of = |time: &dyn Fn(&(bool, f64, f64)) -> f64| {
        let mut times: Vec<f64> = seen.iter().skip(FIRST_NAMES).map(time).collect();
        times.sort_by(f64::total_cmp);
        let at = |place: usize| times.get(place).copied().unwrap_or_default();
        format!("{:.0} ms, at most {:.0}", at(times.len() / 2), at(times.len().saturating_sub(1)))
    };
    told(&format!("a name in the inspector worked {}; drawn after {}", of(&|it| it.1), of(&|it| it.2)));
    ensure!(
        seen.len() == NAMES && seen.iter().all(|it| it.0),
        "a name is drawn later than in the next frame: {seen:?}"
    );
    main_job::save(&app).await?;
    app.close().await
}

#[tokio::test]
async fn a_save_after_a_layout_writes_the_view_and_nothing_else() -> anyhow::Result<()> {
    let stage = stage()?;
    let before = read_files(&stage.folder)?;
    let app = App::start(&stage).await?;
    app.palette("Lay out anew").await?;
    app.wait_for("the layout", async || Ok(app.text("saved-state").await?.contains("unsaved"))).await?;
    let began = Instant::now();
    main_job::save(&app).await?;
    told(&format!("saved {:.1} s after Ctrl+S that followed a layout", began.elapsed().as_secs_f64()));
    app.close().await?;
    let after = read_files(&stage.folder)?;
    ensure!(e2e::differing(&before, &after) == ["views/topology.toml"], "{:?}", e2e::differing(&before, &after));
    let view = after.get("views/topology.toml").context("the view is there")?;
    let places = view.lines().filter(|line| line.contains("x = ")).count();
    ensure!(places > NODES, "{places} nodes have a place");
    Ok(())
}
