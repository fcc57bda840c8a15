//! Types that several subjects share: a draft of one is judged through all that use it, and is repaired from there.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod world;

use engine::Engine;
use world::{Files, World};

const MONEY: &str =
    r#"{"type": "record", "name": "Money", "namespace": "shop", "fields": [{"name": "amount", "type": "long"}]}"#;
const PLACED: &str =
    r#"{"type": "record", "name": "Placed", "namespace": "shop", "fields": [{"name": "price", "type": "Money"}]}"#;

/// A producer and a consumer of `Placed`, which uses `Money`.
fn open(draft_of_money: &str) -> Engine {
    let files = [
        ("eventscape.toml", "format_version = 1\nname = \"Shop\"\n"),
        ("contexts/order/context.toml", "name = \"Order\"\nteam = \"checkout\"\n"),
        ("contexts/order/services/api.toml", "name = \"api\"\n"),
        ("contexts/order/services/mailer.toml", "name = \"mailer\"\n"),
        ("contexts/order/topics/events.toml", "name = \"events\"\npartitions = 3\nreplication = 3\n"),
        ("contexts/order/messages/placed.toml", "name = \"Placed\"\nschema = \"placed\"\ntopics = [\"events\"]\n"),
        (
            "contexts/order/flows/api-writes.toml",
            "service = \"api\"\ntopic = \"events\"\n[direction.produce]\nidempotent = true\n",
        ),
        ("contexts/order/flows/mailer-reads.toml", "service = \"mailer\"\ntopic = \"events\"\n[direction.consume]\n"),
        ("contexts/order/schemas/placed/schema.toml", "compatibility = \"FULL\"\n"),
        ("contexts/order/schemas/placed/v1.avsc", PLACED),
        ("contexts/order/schemas/money/v1.avsc", MONEY),
        ("contexts/order/schemas/money/draft.avsc", draft_of_money),
    ];
    let files: Files = files.map(|(path, text)| (path.to_owned(), text.to_owned())).into();
    world::open(&files, &World::default())
}

fn told(engine: &Engine) -> Vec<String> {
    engine.findings().map(|it| it.message.clone()).collect()
}

#[test]
fn a_break_of_a_shared_type_is_repaired_where_it_is_used() {
    let check = |draft: &str, first: &str| {
        let mut engine = open(draft);
        let breaks = |engine: &Engine| {
            told(engine).iter().filter(|it| it.contains("breaks") || it.contains("cannot read")).count()
        };
        assert!(breaks(&engine) > 0, "{draft}");
        let before = engine.design().clone();
        let finding = engine.findings().find(|it| it.message.starts_with("With the draft of money")).cloned();
        let finding = finding.unwrap();
        assert_eq!(finding.record.to_string(), "schema:money", "it is told where it can be mended");
        let repair = finding.repairs.first().unwrap();
        assert_eq!(repair.title, first);
        engine.repair(repair).unwrap();
        assert_eq!(breaks(&engine), 0, "{draft}: {:?}", told(&engine));
        engine.undo().unwrap();
        assert_eq!(*engine.design(), before);
    };
    check(&MONEY.replace("\"long\"", "\"string\""), "Change the type to long in money");
    check(&MONEY.replace("}]", "}, {\"name\": \"currency\", \"type\": \"string\"}]"), "Add default \"\" in money");
}

#[test]
fn without_its_subject_a_type_is_unknown_and_with_it_all_is_well() {
    let engine = open(MONEY);
    assert_eq!(told(&engine), Vec::<String>::new());
}
