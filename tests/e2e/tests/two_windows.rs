//! Two windows on one folder: the second looks and does not touch, and says why.

use anyhow::ensure;
use e2e::{App, Stage, by_id, differing, main_job, read_files, refusal_code, sample};
use serde_json::{Value, json};
use thirtyfour::Key;

#[tokio::test]
async fn the_second_window_on_a_folder_is_read_only() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let first = App::start(&stage).await?;
    let second = App::start(&stage).await?;
    second.wait_for_text("read-only-bar", "Read-only").await?;
    second.wait_for_text("read-only-bar", "Another window is editing this design").await?;
    ensure!(!first.has("read-only-bar").await?, "the first window says that it is read-only");

    // Looking is possible, everything that changes is not.
    second.press_at(second.on_canvas("topic:order-events").await?.center()).await?;
    second.wait_for_text("inspector-name", "order-events").await?;
    for id in ["tool-context", "tool-service", "tool-topic", "tool-message", "tool-flow", "field-partitions"] {
        ensure!(!second.find(id).await?.is_enabled().await?, "{id} can be used in a read-only window");
    }
    let repairs = second.script("return [...document.querySelectorAll('.repair')].map(it => it.disabled)", &[]).await?;
    ensure!(
        repairs.as_array().is_some_and(|all| !all.is_empty() && all.iter().all(|it| *it == Value::Bool(true))),
        "repairs can be applied in a read-only window: {repairs}"
    );

    let card = second.on_canvas("topic:order-events").await?;
    second.press(Key::Delete).await?;
    second.press(Key::F2).await?;
    second.drag(card.center(), e2e::Point { x: card.center().x + 60.0, y: card.center().y }).await?;
    second.chord(&[Key::Control], "d").await?;
    second.wait_for_text("status-counts", "14 topics").await?;
    ensure!(second.on_canvas("topic:order-events").await? == card, "a card was moved in a read-only window");
    for field in ["rename", "canvas-name"] {
        ensure!(!second.has(field).await?, "a name can be typed in a read-only window");
    }
    second.wait_for_text("saved-state", "read-only").await?;

    // The shell does not trust the window to keep to it.
    let change = json!({ "path": "policy.toml", "before": null, "after": "" });
    let handle = second.open_handle().await?;
    let refused = second.invoke("save", json!({ "handle": handle, "changes": [change] })).await?;
    ensure!(refusal_code(&refused) == Some("read_only"), "the shell answers {refused:?}");

    // The first goes on as before, and the second sees what it saves.
    first.press_at(first.on_canvas("topic:order-events").await?.center()).await?;
    first.wait_for_text("inspector-name", "order-events").await?;
    first.fill("field-partitions", "24").await?;
    main_job::save(&first).await?;
    second
        .wait_for("the second window to show what the first saved", async || {
            let value = "return document.querySelector(arguments[0])?.value ?? ''";
            Ok(second.script(value, &[by_id("field-partitions").into()]).await?.as_str() == Some("24"))
        })
        .await?;
    second.close().await?;
    first.close().await?;
    let changed = differing(&read_files(&sample())?, &read_files(&stage.folder)?);
    ensure!(changed == ["contexts/order/topics/order-events.toml"], "the two windows changed {changed:?}");
    Ok(())
}
