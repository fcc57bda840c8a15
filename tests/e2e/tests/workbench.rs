//! The schemas workbench in the real window: what a break shows, that form and text are one, what else one can see of a
//! schema, and that undo returns to the byte.

use anyhow::ensure;
use e2e::workbench::{caret_after, open_schema, press_times, record, schema_folder, stage_schema, with_field};
use e2e::{App, Stage, by_id, main_job};
use thirtyfour::Key;

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
    app.wait_for_match(&by_id("sample"), "\"channelName\"").await?;

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

#[tokio::test]
async fn any_two_versions_are_compared_with_a_verdict_for_each_change() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let app = App::start(&stage).await?;
    open_schema(&app, "order-submitted").await?;
    app.click("compare").await?;
    app.wait_for_text("compare-count", "2 changes").await?;
    app.wait_for_text("compare-verdict", "Version 4 reads events of the draft, but not the other way round").await?;
    app.wait_for_match(&by_id("change-0"), "Field currency is new, string without default").await?;
    let verdicts = "return [...document.querySelectorAll('.reads')].map(it => it.getAttribute('aria-label'))";
    let said: Vec<String> = serde_json::from_value(app.script(verdicts, &[]).await?)?;
    ensure!(said[0] == "draft cannot read events of v4 because of it", "{said:?}");
    ensure!(said[1] == "v4 reads events of draft in spite of it", "{said:?}");
    app.wait_for_match(".diff-line.new", "\"currency\"").await?;

    // Any other pair, the newer one first or last.
    app.click("compare-from").await?;
    app.click("compare-from-option-v1").await?;
    app.click("compare-to").await?;
    app.click("compare-to-option-v2").await?;
    app.find_css("[data-testid=compare-panel] [data-testid=change-0]").await?;
    let forth = app.text("compare-count").await?;
    app.click("compare-swap").await?;
    app.wait_for_text("compare-count", &forth).await?;
    app.click("compare-to").await?;
    app.click("compare-to-option-v2").await?;
    app.wait_for_text("compare-count", "no change in meaning").await?;
    app.click("compare-close").await?;
    app.find("editor").await?;
    app.close().await
}

#[tokio::test]
async fn an_event_is_shown_made_up_and_read_when_pasted() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let folder = schema_folder(&stage, "event-draft");
    let paid = "{ \"type\": \"bytes\", \"logicalType\": \"decimal\", \"precision\": 9, \"scale\": 2 }";
    stage_schema(&folder, "BACKWARD", &record(""), &with_field("paid", paid, ", \"default\": \"\\u0001\""))?;
    let app = App::start(&stage).await?;
    open_schema(&app, "event-draft").await?;
    let first = async || app.text("sample").await;
    app.wait_for("a sample", async || Ok(first().await?.contains("\"paid\""))).await?;
    let before = first().await?;
    app.click("regenerate").await?;
    app.wait_for("another sample", async || Ok(first().await? != before)).await?;

    let paste = async |text: &str| {
        let set = "const input = document.querySelector('[data-testid=event-input]'); input.value = arguments[0];
            input.dispatchEvent(new Event('input', { bubbles: true }))";
        app.script(set, &[text.into()]).await
    };
    app.click("paste-event").await?;
    app.find("event-input").await?;
    // "ab" and 5.33, bare, behind the registry's prefix, and as Base64.
    for (text, how) in [
        ("04 61 62 04 02 15", "Read from hexadecimal digits, 6 bytes"),
        ("0x00 00 00 00 0c 04 61 62 04 02 15", "behind the registry’s prefix for schema 12"),
        ("BGFiBAIV", "Read from Base64, 6 bytes"),
        ("{\"id\": \"ab\", \"paid\": \"\\u0002\\u0015\"}", "Read as JSON"),
    ] {
        paste(text).await?;
        app.wait_for_text("event-how", how).await?;
        app.wait_for_match(".event-note", "5.33").await?;
    }
    // Version 1 wrote this one.
    paste("04 61 62").await?;
    app.wait_for_text("event-how", "Written as version 1").await?;
    app.wait_for_match(".event-note", "0.01").await?;
    // What cannot be read says where and why.
    paste("04 61 62 0a 02").await?;
    app.wait_for_text("event-unread", "This value needs 5 bytes, but only 1 is left").await?;
    app.wait_for_text("event-unread", "At byte 4, in paid").await?;
    paste("{\"id\": 7}").await?;
    app.wait_for_text("event-unread", "7 is no string").await?;
    app.wait_for_text("event-unread", "At line 1, column 8").await?;
    app.click("event-bytes").await?;
    paste("04 61 62 04 02 15").await?;
    app.wait_for_match(".event-bytes", "paid length").await?;
    app.close().await
}

#[tokio::test]
async fn fields_are_put_in_order_by_hand_and_by_key() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let app = App::start(&stage).await?;
    open_schema(&app, "order-cancelled").await?;
    app.click("start-draft").await?;
    app.find("field-orderId-grip").await?;
    let order = "return [...document.querySelectorAll('.form-field')].map(it => it.dataset.path).join(' ')";
    let is = async |expected: &str| {
        app.wait_for(&format!("the order {expected}"), async || {
            Ok(app.script(order, &[]).await?.as_str() == Some(expected))
        })
        .await
    };
    is("orderId reason cancelledAt compensated").await?;
    let from = app.area("field-orderId-grip").await?.center();
    let mut to = app.area("field-cancelledAt").await?.center();
    to.y += 8.0;
    app.drag(from, to).await?;
    is("reason cancelledAt orderId compensated").await?;
    app.script("document.querySelector('[data-testid=field-compensated-name]').focus()", &[]).await?;
    app.chord(&[Key::Alt], Key::Up).await?;
    is("reason cancelledAt compensated orderId").await?;
    // The focus has moved along.
    app.chord(&[Key::Alt], Key::Up).await?;
    is("reason compensated cancelledAt orderId").await?;
    app.chord(&[Key::Alt], Key::Down).await?;
    is("reason cancelledAt compensated orderId").await?;

    // Esc gives a drag up.
    let from = app.area("field-orderId-grip").await?.center();
    app.hold_and_move(from, app.area("field-reason").await?.center()).await?;
    app.find_css(".form-field.dragged").await?;
    app.press(Key::Escape).await?;
    app.web().action_chain().release().perform().await?;
    is("reason cancelledAt compensated orderId").await?;

    for expected in [
        "reason compensated cancelledAt orderId",
        "reason cancelledAt compensated orderId",
        "reason cancelledAt orderId compensated",
        "orderId reason cancelledAt compensated",
    ] {
        app.script("document.activeElement?.blur()", &[]).await?;
        app.chord(&[Key::Control], "z").await?;
        is(expected).await?;
    }
    main_job::save(&app).await?;
    app.close().await
}

#[tokio::test]
async fn a_type_is_renamed_with_an_alias_wherever_it_is_used() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let money = "{\n  \"type\": \"record\",\n  \"name\": \"Cash\",\n  \"namespace\": \"com.shop.coins\",\n  \"fields\": [\n    { \"name\": \"amount\", \"type\": \"long\" }\n  ]\n}\n";
    let user = with_field("price", "\"com.shop.coins.Cash\"", ", \"default\": { \"amount\": 0 }");
    for (id, text) in [("cash", money), ("bill", &user)] {
        let folder = schema_folder(&stage, id);
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join("v1.avsc"), text)?;
    }
    let app = App::start(&stage).await?;
    open_schema(&app, "cash").await?;
    app.click("start-draft").await?;
    app.find("discard-draft").await?;
    caret_after(&app, "\"name\": \"Ca").await?;
    app.press(Key::F2).await?;
    app.find("rename-bar").await?;
    app.fill("rename-name", "Coins").await?;
    app.wait_until_gone("rename-bar").await?;
    app.wait_for_match(".cm-content", "\"name\": \"Coins\"").await?;
    app.wait_for_match(".cm-content", "\"aliases\": [\"Cash\"]").await?;
    app.wait_for_text("verdict", "draft breaks nobody").await?;
    main_job::save(&app).await?;
    let drafted = std::fs::read_to_string(schema_folder(&stage, "bill").join("draft.avsc"))?;
    ensure!(drafted.contains("\"com.shop.coins.Coins\""), "the other subject is not renamed: {drafted}");

    // One step takes all of it back; the draft itself was a step of its own.
    app.script("document.querySelector('[data-testid=schemas]').focus()", &[]).await?;
    app.chord(&[Key::Control], "z").await?;
    app.wait_for_match(".cm-content", "\"name\": \"Cash\"").await?;
    main_job::save(&app).await?;
    ensure!(
        !schema_folder(&stage, "bill").join("draft.avsc").exists(),
        "the draft of the other subject is still there"
    );

    // A field in the form keeps its released name as an alias, and defaults of other subjects have the new one.
    app.click("field-amount-name").await?;
    app.fill("form-input", "cents").await?;
    app.wait_for_match(".cm-content", "\"name\": \"cents\", \"aliases\": [\"amount\"]").await?;
    main_job::save(&app).await?;
    let drafted = std::fs::read_to_string(schema_folder(&stage, "bill").join("draft.avsc"))?;
    ensure!(drafted.contains("\"default\": { \"cents\": 0 }"), "the default has the old name: {drafted}");
    app.close().await
}

#[tokio::test]
async fn a_default_of_ones_own_mends_a_missing_one() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    stage_schema(
        &schema_folder(&stage, "own-default"),
        "BACKWARD",
        &record(""),
        &with_field("currency", "\"string\"", ""),
    )?;
    let app = App::start(&stage).await?;
    open_schema(&app, "own-default").await?;
    app.click("own-default-0").await?;
    app.fill("own-default", "EUR").await?;
    app.wait_for_match(".cm-content", "\"default\": \"EUR\"").await?;
    app.wait_for_text("verdict", "draft breaks nobody").await?;
    main_job::save(&app).await?;
    app.close().await
}

#[tokio::test]
async fn a_draft_that_breaks_others_becomes_a_version_only_on_a_second_yes() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let app = App::start(&stage).await?;
    open_schema(&app, "order-submitted").await?;
    app.click("release").await?;
    app.wait_for_text("release-question", "Version 5 breaks 4 of 4 versions, 2 of 9 consumers").await?;
    app.wait_for_text("release-question", "inventory-service, legacy-billing").await?;
    app.click("release-keep").await?;
    app.wait_until_gone("release-question").await?;
    app.find("discard-draft").await?;

    // What is no schema cannot be released at all.
    caret_after(&app, "\"quantity\", \"type\": \"int").await?;
    app.type_text("X").await?;
    app.wait_for_text("verdict", "draft is no schema yet").await?;
    app.click("release").await?;
    ensure!(!app.find("release-anyway").await?.is_enabled().await?, "a text that is no schema can be released");
    app.click("release-keep").await?;
    app.chord(&[Key::Control], "z").await?;
    app.wait_for_text("verdict", "draft breaks 4 of 4").await?;

    app.click("release").await?;
    app.click("release-anyway").await?;
    app.find("version-5").await?;
    app.find("start-draft").await?;
    app.chord(&[Key::Control], "z").await?;
    app.find("discard-draft").await?;
    app.wait_until_gone("version-5").await?;
    app.wait_for("nothing to be unsaved", async || Ok(app.text("saved-state").await? == "saved")).await?;
    app.close().await
}

#[tokio::test]
async fn every_field_of_every_schema_is_found_with_its_uses() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let app = App::start(&stage).await?;
    app.click("view-schemas").await?;
    app.find("open-order-submitted").await?;
    let set = "const input = document.querySelector('[data-testid=schemas-filter]'); input.value = arguments[0];
        input.dispatchEvent(new Event('input', { bubbles: true }))";
    app.script(set, &["unitPrice".into()]).await?;
    app.wait_for_text("usage-unitPrice", "OrderItem in OrderSubmitted").await?;
    // A field is found by its tags, type and doc too.
    app.script(set, &["postalcode".into()]).await?;
    app.find("usage-postalCode").await?;
    app.script(set, &["iso 4217".into()]).await?;
    app.find("usage-currency").await?;
    app.click_css("[data-testid=usage-currency] .link").await?;
    app.find("versions").await?;
    app.find_css(".cm-selectionBackground").await?;
    app.wait_for_match(".cm-activeLine", "ISO 4217").await?;
    app.close().await
}
