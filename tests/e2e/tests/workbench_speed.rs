//! The workbench with large schemas: a record of 500 fields, the same where the mode refuses most of them, and one that is
//! nested 28 deep and holds itself. The verdict must be there in the frame that shows the letter, and of long lists only what
//! can be seen may be on the page.

use anyhow::ensure;
use e2e::{App, Stage, main_job};
use std::fmt::Write as _;
use std::path::Path;
use thirtyfour::Key;

/// How many fields the long record has.
const FIELDS: usize = 500;

/// How deep the other one is nested.
const DEPTH: usize = 28;

/// How many rows of the form may be on the page at once.
const MOST_ROWS: u64 = 90;

/// How many findings may be.
const MOST_FINDINGS: u64 = 40;

/// How many letters are typed.
const LETTERS: usize = 40;

/// How many of them pass before times count: a webview compiles while it runs what runs often.
const FIRST_LETTERS: usize = 10;

/// Types a letter behind some others and looks at the first frame after it: whether the verdict has changed by then, how many
/// milliseconds the window worked on the letter, and after how many it was drawn. Between the two the webview waits for the
/// screen and paints.
const TYPE_AND_LOOK: &str = "
const [letters, times, done] = arguments;
const content = document.querySelector('.cm-content');
content.focus();
for (const line of content.querySelectorAll('.cm-line')) {
  const at = line.textContent.indexOf(letters);
  if (at < 0) continue;
  let left = at + letters.length;
  const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode()); left -= node.data.length) {
    if (left > node.data.length) continue;
    getSelection().collapse(node, left);
    break;
  }
  break;
}
const sentences = () => [...document.querySelectorAll('.reason-sentence')].map(it => it.innerText).join(' ');
const pause = () => new Promise(done => setTimeout(done, 100));
(async () => {
  await pause();
  const seen = [];
  let name = letters;
  for (let at = 0; at < times; at += 1) {
    name += 'x';
    const began = performance.now();
    document.execCommand('insertText', false, 'x');
    // What follows from a letter is put off to microtasks, which call for one another; these here stand behind them.
    for (let turn = 0; turn < 50; turn += 1) await null;
    const worked = performance.now() - began;
    await new Promise(done => requestAnimationFrame(done));
    const inFrame = sentences().includes(name);
    await new Promise(done => { const turn = new MessageChannel(); turn.port1.onmessage = done; turn.port2.postMessage(0); });
    seen.push([inFrame, worked, performance.now() - began]);
    await pause();
  }
  done(seen);
})();";

/// As many lines as a person has on a page.
const SMALL: &str = r#"{
  "type": "record",
  "name": "Small",
  "fields": [
    { "name": "field000", "type": "string" },
    { "name": "field003", "type": "long" }
  ]
}
"#;

fn long() -> String {
    let mut fields = String::new();
    for at in 0..FIELDS {
        let (ty, default) = match at % 3 {
            0 => ("\"string\"", ""),
            1 => ("{ \"type\": \"long\", \"logicalType\": \"timestamp-millis\" }", ""),
            _ => ("[\"null\", \"string\"]", ", \"default\": null"),
        };
        let comma = if at + 1 < FIELDS { "," } else { "" };
        let _infallible = writeln!(
            fields,
            "    {{ \"name\": \"field{at:03}\", \"type\": {ty}{default}, \"doc\": \"Number {at}\" }}{comma}"
        );
    }
    format!("{{\n  \"type\": \"record\",\n  \"name\": \"Long\",\n  \"fields\": [\n{fields}  ]\n}}\n")
}

fn deep(level: usize) -> String {
    let inner = if level + 1 < DEPTH { deep(level + 1) } else { "\"Level0\"".to_owned() };
    format!(
        "{{ \"type\": \"record\", \"name\": \"Level{level}\", \"fields\": [\n  {{ \"name\": \"value{level}\", \"type\": \"long\" }},\n  {{ \"name\": \"next{level}\", \"type\": [\"null\", {inner}], \"default\": null }}\n] }}"
    )
}

fn stage_versions(folder: &Path, released: &str, draft: &str) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder)?;
    std::fs::write(folder.join("schema.toml"), "compatibility = \"FULL_TRANSITIVE\"\n")?;
    for name in ["v1.avsc", "v2.avsc", "v3.avsc"] {
        std::fs::write(folder.join(name), released)?;
    }
    std::fs::write(folder.join("draft.avsc"), draft)?;
    Ok(())
}

async fn open(app: &App<'_>, id: &str, verdict: &str) -> anyhow::Result<()> {
    app.click(if app.has("all-schemas").await? { "all-schemas" } else { "view-schemas" }).await?;
    app.click(&format!("open-{id}")).await?;
    app.wait_for_text("verdict", verdict).await
}

#[expect(
    clippy::print_stdout,
    reason = "the times are for whoever runs the test; how long a machine takes is no failure"
)]
async fn type_and_look(app: &App<'_>, what: &str, letters: &str) -> anyhow::Result<()> {
    let seen = app.script_with_answer(TYPE_AND_LOOK, &[letters.into(), LETTERS.into()]).await?;
    let seen: Vec<(bool, f64, f64)> = serde_json::from_value(seen)?;
    let of = |time: &dyn Fn(&(bool, f64, f64)) -> f64| {
        let mut times: Vec<f64> = seen.iter().skip(FIRST_LETTERS).map(time).collect();
        times.sort_by(f64::total_cmp);
        let at = |place: usize| times.get(place).copied().unwrap_or_default();
        format!("{:.0} ms, at most {:.0}", at(times.len() / 2), at(times.len() - 1))
    };
    let first = seen.iter().take(FIRST_LETTERS).map(|it| it.1).fold(0.0, f64::max);
    println!("{what}: worked {}, at first {first:.0}; drawn after {}", of(&|it| it.1), of(&|it| it.2));
    ensure!(seen.iter().all(|(in_frame, ..)| *in_frame), "{what}: a verdict comes later than the letter: {seen:?}");
    Ok(())
}

#[tokio::test]
async fn the_verdict_is_there_in_the_frame_that_shows_the_letter() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let schemas = stage.folder.join("contexts/order/schemas");
    stage_versions(&schemas.join("small"), SMALL, SMALL)?;
    stage_versions(&schemas.join("long"), &long(), &long())?;
    stage_versions(&schemas.join("broken"), &SMALL.replace("Small", "Long"), &long())?;
    stage_versions(&schemas.join("deep"), &deep(0), &deep(0))?;
    let app = App::start(&stage).await?;
    open(&app, "small", "draft breaks nobody").await?;
    type_and_look(&app, "2 fields", "field003").await?;
    open(&app, "long", "draft breaks nobody").await?;
    type_and_look(&app, "500 fields", "field003").await?;
    open(&app, "broken", "draft breaks 3 of 3 versions").await?;
    type_and_look(&app, "500 fields, most of them refused", "field003").await?;
    open(&app, "deep", "draft breaks nobody").await?;
    type_and_look(&app, "28 records deep", "value0").await?;
    main_job::save(&app).await?;
    app.close().await
}

#[tokio::test]
async fn of_many_findings_only_the_first_are_on_the_page() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let folder = stage.folder.join("contexts/order/schemas/broken");
    stage_versions(&folder, &SMALL.replace("Small", "Long"), &long())?;
    let app = App::start(&stage).await?;
    open(&app, "broken", "draft breaks 3 of 3 versions").await?;
    app.wait_for_text("findings-count", "334 findings").await?;
    app.wait_for_text("rollout", "Mend the draft at 333 places").await?;
    let count = "return document.querySelectorAll('.reason').length";
    ensure!(app.script(count, &[]).await?.as_u64() == Some(MOST_FINDINGS), "all findings are on the page at once");
    app.click("more-findings").await?;
    ensure!(app.script(count, &[]).await?.as_u64() == Some(2 * MOST_FINDINGS), "no more findings came");
    // A repair far down works on its own finding.
    let place = app.text("place-70").await?;
    app.click("repair-70-0").await?;
    app.wait_for_text("findings-count", "333 findings").await?;
    ensure!(app.text("place-70").await? != place, "{place} is still there");
    // All defaults at once, and all of them back.
    app.click("mend-all").await?;
    app.wait_for_text("findings-count", "2 findings").await?;
    app.script("document.querySelector('[data-testid=schemas]').focus()", &[]).await?;
    app.chord(&[Key::Control], "z").await?;
    app.wait_for_text("findings-count", "333 findings").await?;
    main_job::save(&app).await?;
    app.close().await
}

#[tokio::test]
async fn of_a_long_form_only_what_can_be_seen_is_on_the_page() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let folder = stage.folder.join("contexts/order/schemas/long");
    stage_versions(&folder, &long(), &long())?;
    let app = App::start(&stage).await?;
    open(&app, "long", "draft breaks nobody").await?;
    app.find("field-field000").await?;
    let count = "return document.querySelectorAll('.form-field').length";
    let drawn = app.script(count, &[]).await?;
    ensure!(drawn.as_u64().is_some_and(|it| it < MOST_ROWS), "{drawn} rows are on the page");

    // Scrolled to the end, the last field is there and can be worked on as any other.
    let scroll = "const list = document.querySelector('.form-scroll');
        list.scrollTop = document.querySelector('[data-testid=form-rows]').scrollHeight - list.clientHeight";
    app.script(scroll, &[]).await?;
    app.find("field-field499-name").await?;
    app.wait_until_gone("field-field000").await?;
    app.click("field-field499-name").await?;
    app.fill("form-input", "theLast").await?;
    app.find("field-theLast").await?;
    app.script("document.querySelector('[data-testid=field-theLast-type]').focus()", &[]).await?;
    app.chord(&[Key::Alt], Key::Up).await?;
    let last = "return [...document.querySelectorAll('.form-field')].at(-1).dataset.path";
    app.wait_for("the field to move up", async || Ok(app.script(last, &[]).await?.as_str() == Some("field498")))
        .await?;
    main_job::save(&app).await?;
    let saved = std::fs::read_to_string(folder.join("draft.avsc"))?;
    let place = |name: &str| saved.find(&format!("\"{name}\""));
    ensure!(place("theLast") < place("field498"), "the order of the text is another one than that of the form");
    app.close().await
}
