//! The schemas workbench in the real window: what a break shows, what repairs it, that form and text are one, and that undo
//! returns to the byte.

use anyhow::{Context, ensure};
use e2e::{App, Stage, by_id, main_job};
use serde_json::Value;
use std::path::{Path, PathBuf};
use thirtyfour::Key;

/// The folder of a schema on a stage.
fn schema_folder(stage: &Stage, id: &str) -> PathBuf {
    stage.folder.join("contexts/order/schemas").join(id)
}

/// Writes a schema with one version and a draft into a staged design.
fn stage_schema(folder: &Path, mode: &str, version: &str, draft: &str) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder)?;
    std::fs::write(folder.join("schema.toml"), format!("compatibility = \"{mode}\"\n"))?;
    std::fs::write(folder.join("v1.avsc"), version)?;
    std::fs::write(folder.join("draft.avsc"), draft)?;
    Ok(())
}

async fn open_schema(app: &App<'_>, id: &str) -> anyhow::Result<()> {
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
async fn caret_after(app: &App<'_>, letters: &str) -> anyhow::Result<()> {
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

async fn press_times(app: &App<'_>, key: Key, times: usize) -> anyhow::Result<()> {
    for _ in 0..times {
        app.press(key.clone()).await?;
    }
    Ok(())
}

async fn findings(app: &App<'_>) -> anyhow::Result<Vec<String>> {
    let read = "return [...document.querySelectorAll('.reason-facts code')].map(it => it.innerText)";
    Ok(serde_json::from_value(app.script(read, &[]).await?)?)
}

#[tokio::test]
async fn a_break_typed_into_the_text_shows_and_goes_with_undo_to_the_byte() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let file = schema_folder(&stage, "order-submitted").join("draft.avsc");
    let before = std::fs::read(&file)?;
    let app = App::start(&stage).await?;
    open_schema(&app, "order-submitted").await?;
    app.wait_for_text("verdict", "draft breaks 4 of 4 versions, 2 of 9 consumers").await?;
    app.wait_for_match(&by_id("reader-cart-service"), "safe").await?;
    let rollout = app.text("rollout").await?;

    caret_after(&app, "\"quantity\", \"type\": \"int").await?;
    press_times(&app, Key::Backspace, 3).await?;
    app.type_text("string").await?;
    app.wait_for_match(".reason-sentence", "quantity").await?;
    app.wait_for_match(".reason-facts", "TYPE_MISMATCH").await?;
    app.wait_for_match(&by_id("reader-cart-service"), "breaks").await?;
    app.wait_for_text("verdict", "9 of 9 consumers").await?;
    ensure!(app.text("rollout").await? != rollout, "the roll-out says the same as before the break: {rollout}");
    main_job::save(&app).await?;
    ensure!(std::fs::read_to_string(&file)?.contains("\"quantity\", \"type\": \"string\""), "the text is not saved");

    // Typing without a pause is one step.
    app.chord(&[Key::Control], "z").await?;
    app.wait_for_text("verdict", "2 of 9 consumers").await?;
    ensure!(app.text("rollout").await? == rollout, "the roll-out is not back");
    main_job::save(&app).await?;
    ensure!(std::fs::read(&file)? == before, "undo does not return to the byte");
    app.close().await
}

/// A record with some fields.
fn record(fields: &str) -> String {
    format!(
        "{{\n  \"type\": \"record\",\n  \"name\": \"A\",\n  \"fields\": [\n    {{ \"name\": \"id\", \"type\": \"string\" }}{fields}\n  ]\n}}\n"
    )
}

/// A record with one field besides its id.
fn with_field(name: &str, ty: &str, more: &str) -> String {
    record(&format!(",\n    {{ \"name\": \"{name}\", \"type\": {ty}{more} }}"))
}

fn enumeration(symbols: &str) -> String {
    with_field("kind", &format!("{{ \"type\": \"enum\", \"name\": \"Kind\", \"symbols\": [{symbols}] }}"), "")
}

fn fixed(size: usize) -> String {
    with_field("hash", &format!("{{ \"type\": \"fixed\", \"name\": \"Hash\", \"size\": {size} }}"), "")
}

/// For every kind of repair that edits a draft: mode, version, draft, the kind of finding, the repair's button, and what
/// stands in the text afterwards.
fn repairs() -> Vec<[String; 6]> {
    let currency = || with_field("currency", "\"string\"", "");
    let two = || record(",\n    { \"name\": \"a\", \"type\": \"int\" }, { \"name\": \"b\", \"type\": \"int\" }");
    let case = |mode: &str, version: String, draft: String, finding: &str, button: &str, after: &str| {
        [mode.into(), version, draft, finding.into(), button.into(), after.into()]
    };
    let renamed = || record("").replace("\"A\"", "\"B\"");
    vec![
        case("BACKWARD", record(""), currency(), "READER_FIELD_MISSING", "Add default \"\"", "\"default\": \"\""),
        case("BACKWARD", record(""), currency(), "READER_FIELD_MISSING", "Make it nullable", "[\"null\", \"string\"]"),
        case(
            "BACKWARD",
            with_field("currency", "\"string\"", ""),
            with_field("currencyCode", "\"string\"", ""),
            "READER_FIELD_MISSING",
            "Read it from field currency by an alias",
            "\"aliases\": [\"currency\"]",
        ),
        case("FORWARD", currency(), record(""), "READER_FIELD_MISSING", "Keep field currency", "\"currency\""),
        case(
            "FORWARD",
            with_field("currency", "\"string\"", ""),
            with_field("currencyCode", "\"string\"", ""),
            "READER_FIELD_MISSING",
            "Rename field currencyCode to currency",
            "\"name\": \"currency\"",
        ),
        case("BACKWARD", record(""), renamed(), "NAME_MISMATCH", "Add alias A", "\"aliases\": [\"A\"]"),
        case("BACKWARD", record(""), renamed(), "NAME_MISMATCH", "Rename B to A", "\"name\": \"A\""),
        case(
            "BACKWARD",
            enumeration("\"X\", \"Y\""),
            enumeration("\"X\""),
            "MISSING_ENUM_SYMBOLS",
            "Read unknown symbols as X",
            "\"default\": \"X\"",
        ),
        case(
            "BACKWARD",
            enumeration("\"X\", \"Y\""),
            enumeration("\"X\""),
            "MISSING_ENUM_SYMBOLS",
            "Add the symbol Y",
            "[\"X\", \"Y\"]",
        ),
        case(
            "FORWARD",
            enumeration("\"X\""),
            enumeration("\"X\", \"Y\""),
            "MISSING_ENUM_SYMBOLS",
            "Remove the symbol Y",
            "[\"X\"]",
        ),
        case(
            "BACKWARD",
            with_field("a", "[\"null\", \"string\", \"int\"]", ""),
            with_field("a", "[\"null\", \"string\"]", ""),
            "MISSING_UNION_BRANCH",
            "Accept int too",
            "\"int\"",
        ),
        case(
            "FORWARD",
            with_field("a", "[\"null\", \"string\"]", ""),
            with_field("a", "[\"null\", \"string\", \"int\"]", ""),
            "MISSING_UNION_BRANCH",
            "Remove int from the union",
            "[\"null\", \"string\"]",
        ),
        case(
            "BACKWARD",
            with_field("a", "\"long\"", ""),
            with_field("a", "\"int\"", ""),
            "TYPE_MISMATCH",
            "Widen the type to long",
            "\"long\"",
        ),
        case(
            "BACKWARD",
            with_field("a", "\"string\"", ""),
            with_field("a", "\"int\"", ""),
            "TYPE_MISMATCH",
            "Change the type to string",
            "\"a\", \"type\": \"string\"",
        ),
        case("BACKWARD", fixed(8), fixed(16), "FIXED_SIZE_MISMATCH", "Change the size to 8", "\"size\": 8"),
        case(
            "BACKWARD",
            two(),
            with_field("c", "\"int\"", ", \"aliases\": [\"a\", \"b\"]"),
            "AMBIGUOUS_FIELD_ALIAS",
            "Remove the alias b",
            "\"aliases\": [\"a\"]",
        ),
    ]
}

#[tokio::test]
async fn every_kind_of_repair_takes_its_finding_away_in_one_step() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    for (at, [mode, version, draft, ..]) in repairs().iter().enumerate() {
        stage_schema(&schema_folder(&stage, &format!("repair-{at}")), mode, version, draft)?;
    }
    let app = App::start(&stage).await?;
    for (at, [_, _, _, finding, button, after]) in repairs().iter().enumerate() {
        let id = format!("repair-{at}");
        open_schema(&app, &id).await?;
        app.wait_for_match(".reason-facts code", finding).await.with_context(|| format!("{button} in {id}"))?;
        app.wait_for_text("verdict", "draft breaks").await?;
        let found = findings(&app).await?;
        let press = "
            const button = [...document.querySelectorAll('.repair')].find(it => it.innerText === arguments[0]);
            button?.click();
            return button !== undefined";
        let is_pressed = app.script(press, &[button.as_str().into()]).await? == Value::Bool(true);
        let offered = app.text("findings").await?;
        ensure!(is_pressed, "{button} is not offered for {found:?} in {id}: {offered}");
        app.wait_for_text("verdict", "draft breaks nobody").await.with_context(|| format!("{button} in {id}"))?;
        app.wait_for_match(".cm-content", after).await?;
        ensure!(
            findings(&app).await?.iter().all(|it| !it.starts_with(finding.as_str())),
            "the finding stays after {button}"
        );
        app.chord(&[Key::Control], "z").await?;
        app.wait_for_match(".reason-facts code", finding).await?;
    }
    // Everything was taken back, so nothing is left to save.
    app.wait_for("nothing to be unsaved", async || Ok(app.text("saved-state").await? == "saved")).await?;
    app.close().await
}

#[tokio::test]
async fn form_and_text_are_one() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let folder = schema_folder(&stage, "order-cancelled");
    let app = App::start(&stage).await?;
    open_schema(&app, "order-cancelled").await?;
    app.click("start-draft").await?;
    app.find("discard-draft").await?;

    // The form edits the text: a type, a default, a doc, a tag, the order.
    app.click("field-compensated-type").await?;
    app.fill("form-input", "array<long>").await?;
    app.wait_for_match(".cm-content", "\"items\": \"long\"").await?;
    app.click("field-compensated-type").await?;
    app.fill("form-input", "array<string>?").await?;
    app.wait_for_match(".cm-content", "[{ \"type\": \"array\", \"items\": \"string\" }, \"null\"]").await?;
    app.click("field-orderId-pii").await?;
    app.wait_for_match(".cm-content", "\"pii\": true").await?;
    app.click("field-cancelledAt-name").await?;
    app.press(Key::Escape).await?;
    app.click("field-cancelledAt-doc").await?;
    app.fill("form-input", "When it ended").await?;
    app.wait_for_match(".cm-content", "\"doc\": \"When it ended\"").await?;
    app.click("add-field").await?;
    app.fill("form-input", "channel").await?;
    app.wait_for_match(".cm-content", "\"name\": \"channel\", \"type\": \"string\"").await?;

    // The text edits the form.
    caret_after(&app, "\"name\": \"channel").await?;
    app.type_text("Name").await?;
    app.find("field-channelName").await?;
    app.wait_until_gone("field-channel").await?;

    // Seven steps back to the version that the draft began with, to the byte.
    for _ in 0..7 {
        app.chord(&[Key::Control], "z").await?;
    }
    let names = "return [...document.querySelectorAll('.form-field')].map(it => it.dataset.path).join(' ')";
    app.wait_for("the fields of the beginning", async || {
        let is_back = app.script(names, &[]).await?.as_str() == Some("orderId reason cancelledAt compensated");
        Ok(is_back && app.text("field-compensated-type").await? == "array<string>")
    })
    .await?;
    main_job::save(&app).await?;
    ensure!(std::fs::read(folder.join("draft.avsc"))? == std::fs::read(folder.join("v2.avsc"))?, "not to the byte");
    app.close().await
}
