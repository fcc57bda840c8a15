//! Byte order marks: the first belongs to the file, what follows is its text, and none is lost or added.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

mod disk;

use disk::edited::{changed, check, edited, opened};
use disk::unsaved;
use format::load;
use model::RecordKey;
use serde_json::json;

const TOPIC: &str = "contexts/order/topics/order-events.toml";
const DECISION: &str = "decisions/0001-use-kafka.md";

#[test]
fn several_byte_order_marks_stay_and_the_first_line_keeps_its_end() {
    for marks in ["\u{feff}", "\u{feff}\u{feff}", "\u{feff}\u{feff}\u{feff}"] {
        for end in ["\n", "\r\n"] {
            let lines = |lines: &[&str]| format!("{marks}{}{end}", lines.join(end));
            check(
                TOPIC,
                &lines(&["name = \"a\"", "partitions = 1 # one", "replication = 1"]),
                &[("/partitions", json!(2))],
                &lines(&["name = \"a\"", "partitions = 2 # one", "replication = 1"]),
            );
            check(
                DECISION,
                &lines(&["---", "status: accepted # in May", "---", "# Use Kafka"]),
                &[("/status", json!("deprecated"))],
                &lines(&["---", "status: deprecated # in May", "---", "# Use Kafka"]),
            );
        }
    }
}

#[test]
fn a_schema_keeps_the_marks_of_every_version_when_its_draft_changes() {
    let draft = "contexts/order/schemas/a/draft.avsc";
    for version in ["\u{feff}\"int\"\r\n", "\u{feff}\u{feff}\"int\"\n", "\u{feff}", "\u{feff}\u{feff}", "\"int\""] {
        let (mut disk, ..) = opened(draft, "\u{feff}\"long\"");
        disk.0.insert("contexts/order/schemas/a/v1.avsc".to_owned(), version.to_owned());
        let mut loaded = load(disk.files());
        let key: RecordKey = "schema:a".parse().unwrap();
        let record = loaded.design.get(&key).unwrap();
        loaded.design.insert(changed(&record, &[("/draft", json!("\u{feff}\"string\""))]));
        let changes = unsaved(&loaded.folder, &loaded.design, &[key].into());
        let paths: Vec<&str> = changes.iter().map(|change| change.path.as_str()).collect();
        assert_eq!(paths, [draft], "{version:?}");
        disk.apply(&changes);
        assert_eq!(disk.0[draft], "\u{feff}\u{feff}\"string\"", "the mark of the file, and the one of the text");
        assert_eq!(load(disk.files()).design, loaded.design);
    }
}

#[test]
fn a_body_that_begins_like_front_matter_stays_a_body() {
    for body in ["---\nstatus: accepted\n---\n# T\n", "\u{feff}---\n---\n# T\n", "\u{feff}\n# T\n"] {
        edited(DECISION, "# T\n", &[("/body", json!(body)), ("/title", json!("T"))]);
    }
}
