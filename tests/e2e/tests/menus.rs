//! The right button opens a menu where it is pressed, with the actions that the explorer's menu has; moved, it pans as before.

use anyhow::ensure;
use e2e::{App, Point, Stage, by_id};
use serde_json::Value;
use thirtyfour::Key;

/// The lines of the open menu.
async fn lines(app: &App<'_>) -> anyhow::Result<Vec<String>> {
    app.find("menu").await?;
    let read =
        "return [...document.querySelectorAll('[data-testid=menu] [role^=menuitem]')].map(it => it.dataset.testid)";
    Ok(serde_json::from_value(app.script(read, &[]).await?)?)
}

async fn close(app: &App<'_>) -> anyhow::Result<()> {
    app.press(Key::Escape).await?;
    app.wait_until_gone("menu").await
}

#[tokio::test]
async fn every_thing_on_the_canvas_has_the_menu_that_the_explorer_has() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let app = App::start(&stage).await?;
    for key in ["topic:order-events", "service:order-api", "context:order"] {
        let area = app.on_canvas(key).await?;
        // The title of a region, not what stands in it.
        let at = if key.starts_with("context") { Point { x: area.x + 14.0, y: area.y + 8.0 } } else { area.center() };
        app.right_press(at, &[]).await?;
        let on_canvas = lines(&app).await?;
        close(&app).await?;
        app.find_css(&format!("{}[aria-selected=true]", by_id(&format!("row-{key}")))).await?;
        app.script("document.querySelector('[data-testid=canvas-picture]').focus()", &[]).await?;
        app.chord(&[Key::Shift], Key::F10).await?;
        ensure!(lines(&app).await? == on_canvas, "the key opens another menu of {key}");
        close(&app).await?;
        app.right_press(app.area(&format!("row-{key}")).await?.center(), &[]).await?;
        let in_explorer = lines(&app).await?;
        ensure!(on_canvas == in_explorer, "{key}: {on_canvas:?} on the canvas, {in_explorer:?} in the explorer");
        ensure!(on_canvas.iter().any(|line| line == "menu-delete"), "{on_canvas:?}");
        close(&app).await?;
    }
    app.close().await
}

#[tokio::test]
async fn the_ground_has_a_menu_and_a_drag_pans() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let app = App::start(&stage).await?;
    let canvas = app.area("canvas-picture").await?;
    // What is fitted leaves a margin.
    let ground = Point { x: canvas.x + 14.0, y: canvas.y + 14.0 };
    let topic = app.on_canvas("topic:order-events").await?;
    app.right_press(ground, &[]).await?;
    let found = lines(&app).await?;
    for line in ["menu-paste", "menu-show-everything", "menu-lay-out-anew"] {
        ensure!(found.iter().any(|it| it == line), "{line} is not among {found:?}");
    }
    close(&app).await?;
    ensure!(app.on_canvas("topic:order-events").await? == topic, "a press without a move moved the picture");

    let to = Point { x: ground.x + 60.0, y: ground.y + 30.0 };
    app.right_press(ground, &[Point { x: ground.x + 20.0, y: ground.y + 10.0 }, to]).await?;
    ensure!(!app.has("menu").await?, "a drag opens a menu");
    app.wait_for("the picture to have moved", async || {
        Ok(app.on_canvas("topic:order-events").await?.x > topic.x + 30.0)
    })
    .await?;
    app.close().await
}

#[tokio::test]
async fn the_export_says_what_is_chosen_and_remembers_it() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let app = App::start(&stage).await?;
    app.click("export").await?;
    app.click("export-environment").await?;
    // The sample's settings name a default environment, so no choice pretends to be none.
    app.find_css(".option").await?;
    ensure!(!app.has("export-environment-option-none").await?, "none is offered, and means the default environment");
    app.press(Key::Escape).await?;
    app.click("option-strimzi-authentication-scram-sha-512").await?;
    app.click("export-dialog-close").await?;
    app.wait_until_gone("export-dialog").await?;
    app.click("export").await?;
    let checked = "return document.querySelector(arguments[0])?.checked ?? null";
    let option = by_id("option-strimzi-authentication-scram-sha-512");
    app.wait_for("the option to be chosen again", async || {
        Ok(app.script(checked, &[option.clone().into()]).await? == Value::Bool(true))
    })
    .await?;
    app.close().await
}

#[tokio::test]
async fn the_export_says_which_errors_are_open_and_goes_on() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let app = App::start(&stage).await?;
    app.click("export").await?;
    app.wait_for_text("export-errors", "The design has 4 open errors, all in what is exported").await?;
    // Without the manifest no subject is exported, so a draft that breaks its mode is no error of the files.
    app.click("target-manifest").await?;
    app.wait_for_text("export-errors", "The design has 4 open errors, 2 of them in what is exported").await?;
    app.click("export-errors").await?;
    app.wait_for_text("export-errors-here", "legacy-billing cannot read the draft of OrderSubmitted").await?;
    app.wait_for_text("export-errors-elsewhere", "The draft of OrderSubmitted breaks").await?;
    ensure!(app.has("export-write").await?, "errors keep the person from writing");
    app.click("export-to-problems").await?;
    app.wait_until_gone("export-dialog").await?;
    app.wait_for_text("problems", "legacy-billing cannot read the draft of OrderSubmitted").await?;
    app.close().await
}
