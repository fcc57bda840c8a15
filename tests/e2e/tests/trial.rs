//! A whole design from nothing, as a person who has never seen the window draws it, with what that costs in presses, drags and
//! keys: an architect's first hour may not be spent on the window's ways.

use anyhow::ensure;
use e2e::{App, Area, CountingHand, Files, Point, Stage, read_files};
use serde_json::Value;
use std::collections::BTreeMap;
use thirtyfour::Key;

/// The most presses and drags that the whole may take.
const MOST_PRESSES: usize = 70;
/// The most keys.
const MOST_KEYS: usize = 350;

/// The contexts, with where each is drawn on the canvas.
const CONTEXTS: [(&str, Area); 3] = [
    ("Scanning", Area { x: 20.0, y: 24.0, width: 220.0, height: 420.0 }),
    ("Tracking", Area { x: 300.0, y: 24.0, width: 230.0, height: 480.0 }),
    ("Customer", Area { x: 610.0, y: 24.0, width: 230.0, height: 420.0 }),
];

/// The services, with where each is put on the canvas.
const SERVICES: [(&str, (f64, f64)); 5] = [
    ("scanner-gateway", (50.0, 80.0)),
    ("tracking-service", (330.0, 80.0)),
    ("eta-service", (330.0, 180.0)),
    ("customer-portal", (640.0, 80.0)),
    ("notifier", (640.0, 180.0)),
];

/// The topics that are drawn. Those for failed records are made where a reader's failures are spoken of.
const TOPICS: [(&str, (f64, f64)); 2] = [("parcel-scans", (50.0, 240.0)), ("parcel-tracking", (330.0, 280.0))];

/// What writes and reads, from card to card.
const FLOWS: [(&str, &str); 8] = [
    ("service:scanner-gateway", "topic:parcel-scans"),
    ("topic:parcel-scans", "service:tracking-service"),
    ("topic:parcel-scans", "service:eta-service"),
    ("service:tracking-service", "topic:parcel-tracking"),
    ("service:eta-service", "topic:parcel-tracking"),
    ("service:customer-portal", "topic:parcel-tracking"),
    ("topic:parcel-tracking", "service:customer-portal"),
    ("topic:parcel-tracking", "service:notifier"),
];

/// The messages by topic.
const MESSAGES: [(&str, &[&str]); 2] = [
    ("topic:parcel-scans", &["ParcelScanned", "ParcelLoaded"]),
    ("topic:parcel-tracking", &["ParcelDelivered", "DeliveryFailed", "AddressChanged", "EtaChanged"]),
];

/// The messages by id, with the field that each schema has beside its id, and its type when it is no string. The last is the one
/// that is broken.
const SCHEMAS: [(&str, &str, &str); 6] = [
    ("parcel-scanned", "scannedAt", "long"),
    ("parcel-loaded", "truckId", ""),
    ("parcel-delivered", "signedBy", ""),
    ("delivery-failed", "reason", ""),
    ("address-changed", "street", ""),
    ("eta-changed", "eta", "long"),
];

type Hand<'app, 'stage> = CountingHand<'app, 'stage>;

#[tokio::test]
async fn a_parcel_tracker_is_designed_from_nothing() -> anyhow::Result<()> {
    let stage = Stage::without_design("parcel-tracking")?;
    let app = App::start_without_design(&stage).await?;
    let mut hand = Hand::new(&app);
    hand.begin("a new design");
    hand.click("welcome-new-design").await?;
    app.find("explorer-tree").await?;

    draw_contexts(&mut hand).await?;
    draw_cards(&mut hand).await?;
    draw_flows(&mut hand).await?;
    add_messages(&mut hand).await?;
    spell(&mut hand).await?;
    break_one(&mut hand).await?;

    hand.begin("export");
    hand.click("export").await?;
    hand.click("export-pick").await?;
    hand.click("export-write").await?;
    app.wait_for_text("export-result", "written").await?;
    hand.click("export-done").await?;
    app.wait_until_gone("export-dialog").await?;

    hand.begin("saving");
    hand.chord(&[Key::Control], "s").await?;
    app.wait_for("everything to be saved", async || Ok(app.text("saved-state").await? == "saved")).await?;
    println!("{hand}");
    let total = hand.total();
    app.close().await?;

    ensure!(!read_files(&stage.picked_folder)?.is_empty(), "the export wrote nothing");
    let saved = read_files(&stage.folder)?;
    check_records(&saved)?;
    let app = App::start(&stage).await?;
    app.wait_for_text("status-counts", "3 contexts · 5 services · 4 topics · 6 schemas").await?;
    check_errors(&app).await?;
    app.close().await?;
    ensure!(read_files(&stage.folder)? == saved, "opening and closing changed the files");

    ensure!(total.presses <= MOST_PRESSES, "{} presses and drags, more than {MOST_PRESSES}", total.presses);
    ensure!(total.keys <= MOST_KEYS, "{} keys, more than {MOST_KEYS}", total.keys);
    Ok(())
}

/// A point of the canvas in the window.
async fn on_canvas(app: &App<'_>, (x, y): (f64, f64)) -> anyhow::Result<Point> {
    let canvas = app.area("canvas-picture").await?;
    Ok(Point { x: canvas.x + x, y: canvas.y + y })
}

async fn draw_contexts(hand: &mut Hand<'_, '_>) -> anyhow::Result<()> {
    let app = hand.app();
    hand.begin("3 contexts");
    // Twice, and the tool stays in hand.
    hand.click("draw-first-context").await?;
    app.wait_for_text("tool-hint", "Drag a rectangle").await?;
    app.wait_until_gone("draw-first-context").await?;
    hand.type_text("c").await?;
    app.wait_for_text("tool-hint", "Esc puts the tool away").await?;
    for (name, area) in CONTEXTS {
        let from = on_canvas(app, (area.x, area.y)).await?;
        let to = Point { x: from.x + area.width, y: from.y + area.height };
        hand.drag(from, to).await?;
        hand.name("canvas-name", name).await?;
        app.find(&format!("node-context:{}", name.to_lowercase())).await?;
    }
    Ok(())
}

async fn draw_cards(hand: &mut Hand<'_, '_>) -> anyhow::Result<()> {
    let app = hand.app();
    for (part, key, kind, cards) in
        [("5 services", "ss", "service", &SERVICES[..]), ("2 topics", "tt", "topic", &TOPICS[..])]
    {
        hand.begin(part);
        hand.type_text(key).await?;
        for (name, at) in cards {
            hand.press_at(on_canvas(app, *at).await?).await?;
            hand.name("canvas-name", name).await?;
            app.find(&format!("node-{kind}:{name}")).await?;
        }
    }
    hand.key(Key::Escape).await?;
    app.find_css("[data-testid=tool-select][aria-checked=true]").await?;
    Ok(())
}

/// Draws the flows. The first gets a rate, and the last sends what fails to topics that are made for it.
async fn draw_flows(hand: &mut Hand<'_, '_>) -> anyhow::Result<()> {
    let app = hand.app();
    hand.begin("8 flows, a rate");
    for (number, (from, to)) in FLOWS.iter().enumerate() {
        let from = app.on_canvas(from).await?.right_port();
        let to = app.on_canvas(to).await?.center();
        hand.drag(from, to).await?;
        let count =
            format!("return document.querySelectorAll('[data-testid^=\"node-flow:\"]').length === {}", number + 1);
        app.wait_for("the flow", async || Ok(app.script(&count, &[]).await? == Value::Bool(true))).await?;
        if number == 0 {
            let rate = "field-direction-produce-rate-per-second";
            hand.click(rate).await?;
            hand.chord(&[Key::Control], "a").await?;
            hand.name(rate, "300/s").await?;
            app.wait_for_field(rate, "300 /s").await?;
        }
    }
    hand.begin("a retry and a dead letter");
    for (field, name) in [("retry", "parcel-tracking-retry"), ("dead-letter", "parcel-tracking-dlt")] {
        let picker = format!("field-direction-consume-on-failure-{field}-topic");
        hand.click(&picker).await?;
        app.wait_for_text(&format!("{picker}-option-:new"), &format!("New topic {name}")).await?;
        hand.click(&format!("{picker}-option-:new")).await?;
        app.find(&format!("node-topic:{name}")).await?;
    }
    Ok(())
}

async fn add_messages(hand: &mut Hand<'_, '_>) -> anyhow::Result<()> {
    let app = hand.app();
    hand.begin("6 messages");
    for (topic, names) in MESSAGES {
        hand.click("tool-message").await?;
        hand.press_at(app.on_canvas(topic).await?.center()).await?;
        for name in names {
            hand.name("canvas-name", name).await?;
            app.wait_for_text("inspector-name", name).await?;
        }
        hand.key(Key::Escape).await?;
        app.wait_until_gone("canvas-name").await?;
    }
    Ok(())
}

async fn spell(hand: &mut Hand<'_, '_>) -> anyhow::Result<()> {
    let app = hand.app();
    hand.begin("6 schemas, each released");
    hand.click("view-schemas").await?;
    for (number, (message, field, ty)) in SCHEMAS.into_iter().enumerate() {
        if number > 0 {
            hand.click("all-schemas").await?;
        }
        hand.click(&format!("spell-{message}")).await?;
        app.wait_for_focus("add-field").await?;
        hand.key(Key::Enter).await?;
        app.wait_for_focus("form-input").await?;
        hand.type_text(field).await?;
        if !ty.is_empty() {
            hand.key(Key::Tab).await?;
            app.wait_for_focus_in(&format!("field-{field}"), "form-input").await?;
            hand.type_text(ty).await?;
        }
        hand.key(Key::Enter).await?;
        app.find(&format!("field-{field}")).await?;
        hand.click("release").await?;
        app.find("start-draft").await?;
    }
    Ok(())
}

/// Changes a type and adds a field without a default, and lets the decision about it be drafted.
async fn break_one(hand: &mut Hand<'_, '_>) -> anyhow::Result<()> {
    let app = hand.app();
    hand.begin("a breaking draft and its decision");
    hand.click("start-draft").await?;
    hand.click("field-eta-type").await?;
    hand.name("form-input", "string").await?;
    app.wait_for_match("[data-testid=field-eta-type]", "string").await?;
    hand.click("add-field").await?;
    hand.name("form-input", "cause").await?;
    app.wait_for_text("verdict", "draft breaks").await?;
    for reader in ["customer-portal", "notifier"] {
        app.wait_for_text(&format!("reader-{reader}"), "breaks").await?;
    }
    hand.click("draft-decision").await?;
    app.find_css("[data-testid^=\"row-decision:\"]").await?;
    Ok(())
}

/// Every record is saved, every message has its schema, and the break waits as a draft.
fn check_records(files: &Files) -> anyhow::Result<()> {
    let mut found: BTreeMap<&str, usize> = BTreeMap::new();
    for (path, text) in files {
        let parts: Vec<&str> = path.split('/').collect();
        let kind = match parts.as_slice() {
            ["contexts", _, "context.toml"] => "contexts",
            ["contexts", _, kind @ ("services" | "topics" | "flows" | "messages"), _] => kind,
            ["contexts", _, "schemas", _, "schema.toml"] => "schemas",
            ["contexts", _, "schemas", _, "v1.avsc"] => "versions",
            ["contexts", _, "schemas", _, "draft.avsc"] => "drafts",
            ["decisions", _] => "decisions",
            _ => continue,
        };
        *found.entry(kind).or_default() += 1;
        if kind == "messages" {
            ensure!(text.contains("schema = "), "{path} has no schema: {text}");
        }
    }
    let expected = [
        ("contexts", 3),
        ("decisions", 1),
        ("drafts", 1),
        ("flows", 8),
        ("messages", 6),
        ("schemas", 6),
        ("services", 5),
        ("topics", 4),
        ("versions", 6),
    ];
    ensure!(found.into_iter().eq(expected), "{:?} were saved", files.keys());
    let text = |path: &str| files.get(path).cloned().unwrap_or_default();
    let draft = text("contexts/tracking/schemas/eta-changed/draft.avsc");
    for part in ["\"name\": \"eta\", \"type\": \"string\"", "\"name\": \"cause\", \"type\": \"string\""] {
        ensure!(draft.contains(part), "{draft}");
    }
    let writer = text("contexts/scanning/flows/scanner-gateway-writes-parcel-scans.toml");
    ensure!(writer.contains("rate_per_second = 300"), "{writer}");
    let reader = text("contexts/customer/flows/notifier-reads-parcel-tracking.toml");
    for part in ["retry_topic = \"parcel-tracking-retry\"", "dead_letter_topic = \"parcel-tracking-dlt\""] {
        ensure!(reader.contains(part), "{reader}");
    }
    Ok(())
}

/// Every error is about the draft that breaks its readers.
async fn check_errors(app: &App<'_>) -> anyhow::Result<()> {
    app.click("problems-errors").await?;
    app.find("problem").await?;
    let read = "return [...document.querySelectorAll('[data-testid=problem]')].map(it => it.innerText)";
    let errors: Vec<String> = serde_json::from_value(app.script(read, &[]).await?)?;
    let others: Vec<&String> = errors.iter().filter(|it| !it.contains("EtaChanged")).collect();
    ensure!(others.is_empty(), "the break does not explain {others:#?}");
    for reader in ["customer-portal", "notifier"] {
        let is_told = errors.iter().any(|it| it.contains(&format!("{reader} cannot read the draft of EtaChanged")));
        ensure!(is_told, "nothing says that {reader} breaks: {errors:#?}");
    }
    Ok(())
}
