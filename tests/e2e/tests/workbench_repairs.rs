//! Every kind of repair in the real window: it takes its finding away, in one step.

use anyhow::{Context, ensure};
use e2e::workbench::{open_schema, record, schema_folder, stage_schema, with_field};
use e2e::{App, Stage};
use serde_json::Value;
use thirtyfour::Key;

async fn findings(app: &App<'_>) -> anyhow::Result<Vec<String>> {
    let read = "return [...document.querySelectorAll('.reason-facts code')].map(it => it.innerText)";
    Ok(serde_json::from_value(app.script(read, &[]).await?)?)
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
