//! Drawing several records in a row, and what the canvas says where a press or a pull does nothing.

use anyhow::ensure;
use e2e::{App, Point, Stage, by_id, main_job, read_files};
use thirtyfour::Key;

/// Two contexts side by side with a service each, and messages that nothing spells.
fn stage() -> anyhow::Result<Stage> {
    let stage = Stage::without_design("parcels")?;
    let message = |name: &str| format!("name = \"{name}\"\nkind = \"event\"\ntopics = []\n");
    for (path, text) in [
        ("eventscape.toml", "format_version = 1\nname = \"Parcels\"\n".to_owned()),
        ("contexts/scanning/context.toml", "name = \"Scanning\"\n".to_owned()),
        ("contexts/scanning/services/gateway.toml", "name = \"gateway\"\nkind = \"application\"\n".to_owned()),
        ("contexts/scanning/messages/scanned.toml", message("Scanned")),
        ("contexts/scanning/messages/loaded.toml", message("Loaded")),
        ("contexts/customer/context.toml", "name = \"Customer\"\n".to_owned()),
        ("contexts/customer/services/portal.toml", "name = \"portal\"\nkind = \"application\"\n".to_owned()),
        ("contexts/customer/messages/scanned-2.toml", message("Scanned")),
        (
            "views/topology.toml",
            "name = \"Topology\"\nkind = \"topology\"\n\n[nodes]\n\
             \"context:customer\" = { x = 600, y = 0, width = 200, height = 200 }\n\
             \"context:scanning\" = { x = 0, y = 0, width = 200, height = 200 }\n\
             \"service:gateway\" = { x = 30, y = 60 }\n\
             \"service:portal\" = { x = 630, y = 60 }\n"
                .to_owned(),
        ),
    ] {
        let path = stage.folder.join(path);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(path, text)?;
    }
    Ok(stage)
}

async fn tool_in_hand(app: &App<'_>, tool: &str) -> anyhow::Result<()> {
    app.find_css(&format!("{}[aria-checked=true]", by_id(&format!("tool-{tool}")))).await?;
    Ok(())
}

async fn focus_canvas(app: &App<'_>) -> anyhow::Result<()> {
    app.script("document.querySelector('[data-testid=canvas-picture]').focus()", &[]).await?;
    Ok(())
}

#[tokio::test]
async fn a_tool_goes_after_one_record_and_stays_when_taken_twice() -> anyhow::Result<()> {
    let stage = stage()?;
    let app = App::start(&stage).await?;
    let region = app.on_canvas("context:scanning").await?;
    let below = |at: f64| Point { x: region.x + 30.0, y: region.y + region.height * at };
    app.click("tool-service").await?;
    app.wait_for_text("tool-hint", "S again keeps the tool for several").await?;
    app.press_at(below(0.6)).await?;
    app.fill("canvas-name", "sorter").await?;
    app.find("node-service:sorter").await?;
    tool_in_hand(&app, "select").await?;
    ensure!(app.text("tool-hint").await?.is_empty(), "a hint stays without its tool");

    app.click("tool-topic").await?;
    app.click("tool-topic").await?;
    app.wait_for_text("tool-hint", "Esc puts the tool away").await?;
    for (name, at) in [("scans", 1.3), ("labels", 1.7)] {
        app.press_at(below(at)).await?;
        app.fill("canvas-name", name).await?;
        app.find(&format!("node-topic:{name}")).await?;
        tool_in_hand(&app, "topic").await?;
    }
    app.press(Key::Escape).await?;
    tool_in_hand(&app, "select").await?;
    main_job::save(&app).await?;
    app.close().await
}

#[tokio::test]
async fn a_topic_beside_all_regions_goes_to_the_nearest_and_a_service_is_told_where_it_belongs() -> anyhow::Result<()> {
    let stage = stage()?;
    let app = App::start(&stage).await?;
    let (left, right) = (app.on_canvas("context:scanning").await?, app.on_canvas("context:customer").await?);
    let between = left.x + left.width;
    let beside_right = Point { x: between + (right.x - between) * 0.62, y: right.center().y };
    app.click("tool-service").await?;
    app.press_at(beside_right).await?;
    app.wait_for_text("canvas-objection", "A service stands in its context").await?;
    let said = app.area("canvas-objection").await?;
    ensure!((said.y - beside_right.y).abs() < 40.0, "it is said at {said:?}, far from {beside_right:?}");
    tool_in_hand(&app, "service").await?;

    focus_canvas(&app).await?;
    app.type_text("t").await?;
    app.press_at(beside_right).await?;
    app.wait_until_gone("canvas-objection").await?;
    app.fill("canvas-name", "notices").await?;
    app.find("node-topic:notices").await?;
    main_job::save(&app).await?;
    ensure!(read_files(&stage.folder)?.contains_key("contexts/customer/topics/notices.toml"), "another context has it");
    app.close().await
}

#[tokio::test]
async fn a_flow_from_service_to_service_is_told_what_lies_between_them() -> anyhow::Result<()> {
    let stage = stage()?;
    let app = App::start(&stage).await?;
    let from = app.on_canvas("service:gateway").await?.right_port();
    let to = app.on_canvas("service:portal").await?.center();
    app.drag(from, to).await?;
    app.wait_for_text("canvas-objection", "Services meet on a topic").await?;
    app.press(Key::Escape).await?;
    app.wait_until_gone("canvas-objection").await?;
    let flows = app.script("return document.querySelectorAll('[data-testid^=\"node-flow:\"]').length", &[]).await?;
    ensure!(flows == 0, "{flows} flows were drawn");
    app.close().await
}

#[tokio::test]
async fn messages_are_named_one_after_the_other() -> anyhow::Result<()> {
    let stage = stage()?;
    let app = App::start(&stage).await?;
    let region = app.on_canvas("context:scanning").await?;
    app.click("tool-topic").await?;
    app.press_at(Point { x: region.x + 30.0, y: region.y + region.height * 1.3 }).await?;
    app.fill("canvas-name", "scans").await?;
    app.click("tool-message").await?;
    app.press_at(app.on_canvas("topic:scans").await?.center()).await?;
    for name in ["Sorted", "Returned"] {
        app.wait_for_focus("canvas-name").await?;
        app.type_text(name).await?;
        app.press(Key::Enter).await?;
        app.wait_for_text("inspector-name", name).await?;
    }
    // Several lines are a message each, in one step.
    let paste = "const data = new DataTransfer();
        data.setData('text/plain', arguments[0]);
        const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
        document.activeElement.dispatchEvent(event);";
    app.wait_for_focus("canvas-name").await?;
    app.script(paste, &["Lost\n\n  Found \r\n".into()]).await?;
    for (id, is_there) in [("lost", true), ("found", true), ("new-event", false), ("lost-found", false)] {
        if is_there {
            app.find(&format!("row-message:{id}")).await?;
        } else {
            ensure!(!app.has(&format!("row-message:{id}")).await?, "{id} was made");
        }
    }
    // The empty field below the last one ends the row.
    app.wait_for_focus("canvas-name").await?;
    app.press(Key::Enter).await?;
    app.wait_until_gone("canvas-name").await?;
    focus_canvas(&app).await?;
    app.chord(&[Key::Control], "z").await?;
    app.wait_until_gone("row-message:lost").await?;
    ensure!(!app.has("row-message:found").await?, "one step back leaves a line of what was pasted");
    main_job::save(&app).await?;
    let files = read_files(&stage.folder)?;
    for id in ["sorted", "returned"] {
        let text = files.get(&format!("contexts/scanning/messages/{id}.toml")).cloned().unwrap_or_default();
        ensure!(text.contains("topics = [\"scans\"]"), "{id}: {text}");
    }
    ensure!(files.keys().filter(|path| path.contains("/messages/")).count() == 5, "{:?}", files.keys());
    app.close().await
}

#[tokio::test]
async fn all_messages_get_their_schemas_in_one_step() -> anyhow::Result<()> {
    let stage = stage()?;
    let app = App::start(&stage).await?;
    app.click("view-schemas").await?;
    app.wait_for_text("spell-all", "New schemas for all 3").await?;
    app.click("spell-all").await?;
    app.wait_until_gone("unspelled-others").await?;
    app.wait_for_text("status-counts", "3 schemas").await?;
    main_job::save(&app).await?;
    let spelled = |files: &e2e::Files| {
        let messages = files.iter().filter(|(path, _)| path.contains("/messages/"));
        messages.filter(|(_, text)| text.contains("schema = ")).count()
    };
    ensure!(spelled(&read_files(&stage.folder)?) == 3, "not every message has its schema");
    app.chord(&[Key::Control], "z").await?;
    app.wait_for_text("spell-all", "New schemas for all 3").await?;
    main_job::save(&app).await?;
    ensure!(spelled(&read_files(&stage.folder)?) == 0, "one step back leaves schemas");
    app.close().await
}
