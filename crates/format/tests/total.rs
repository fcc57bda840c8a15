//! Loading takes any bytes under any path: it never panics, never runs out of stack, and what it gives is sound.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod disk;

use disk::{standing, unsaved};
use format::{Loaded, OutsideChange, SourceFile, load};
use model::{RecordKey, validate};
use proptest::prelude::*;
use std::collections::BTreeSet;

const PATHS: [&str; 18] = [
    "eventscape.toml",
    "policy.toml",
    "relations/a.toml",
    "contexts/a/context.toml",
    "contexts/a/services/a.toml",
    "contexts/a/topics/a.toml",
    "contexts/b/topics/a.toml",
    "contexts/a/messages/a.toml",
    "contexts/a/flows/a.toml",
    "contexts/a/schemas/a/schema.toml",
    "contexts/a/schemas/a/v1.avsc",
    "contexts/b/schemas/a/draft.avsc",
    "contexts/A/topics/a.toml",
    "processes/a.toml",
    "environments/a.toml",
    "decisions/0001-a.md",
    "views/a.toml",
    "README.md",
];

/// Loads files and sweeps what must hold of every folder.
fn sound(files: Vec<SourceFile>) -> Loaded {
    let loaded = load(files);
    assert_eq!(validate(&loaded.design), []);
    if !loaded.folder.is_of_older_format() {
        assert_eq!(unsaved(&loaded.folder, &loaded.design, &standing(&loaded.folder, &loaded.design)), []);
    }
    for finding in &loaded.diagnostics {
        assert!(finding.location.place.is_some(), "{finding:?}");
    }
    loaded
}

/// Text that is nearly a file of ours.
fn scribble() -> impl Strategy<Value = Vec<u8>> {
    let word = proptest::sample::select(vec![
        "name",
        "partitions",
        "direction",
        "produce",
        "steps",
        "id",
        "nodes",
        "topics",
        "config",
        "status",
        "format_version",
        "=",
        ".",
        "\n",
        "\r\n",
        "[",
        "]",
        "[[",
        "]]",
        "{",
        "}",
        ",",
        "\"",
        "\"\"\"",
        "'",
        "#",
        "\"a\"",
        "1",
        "-1",
        "1e400",
        "nan",
        "true",
        "2026-11-21",
        "---",
        ": ",
        "- ",
        "# T",
        "|",
        "&a",
        "*a",
        "!!x",
        "\\u0000",
        "\u{feff}",
        "\u{85}",
        "é",
        "<<<<<<< a",
        ">>>>>>> b",
        " ",
        "\t",
    ]);
    prop_oneof![
        4 => proptest::collection::vec(word, 0..40).prop_map(|words| words.concat().into_bytes()),
        1 => proptest::collection::vec(any::<u8>(), 0..60),
    ]
}

proptest! {
    #![proptest_config(laws::cases(2000))]

    #[test]
    fn any_bytes_are_loaded_and_merged(
        files in proptest::collection::vec((proptest::sample::select(PATHS.to_vec()), scribble()), 0..8),
        later in proptest::collection::vec((proptest::sample::select(PATHS.to_vec()), proptest::option::of(scribble())), 0..4),
    ) {
        let files = files.into_iter().map(|(path, bytes)| SourceFile { path: path.to_owned(), bytes });
        let Loaded { design, mut folder, .. } = sound(files.collect());
        let changes = later.into_iter().map(|(path, bytes)| OutsideChange { path: path.to_owned(), bytes });
        let dirty: BTreeSet<RecordKey> = design.keys().into_iter().step_by(2).collect();
        let merged = folder.merge(changes.collect(), &design, &dirty);
        let mut after = design;
        for (key, record) in merged.updates {
            match record {
                Some(record) => drop(after.insert(record)),
                None => drop(after.remove(&key)),
            }
        }
        for key in after.keys() {
            folder.place(&key, "/name", None);
        }
    }
}

#[test]
fn a_file_that_begins_with_byte_order_marks_and_that_nobody_touched_is_not_changed() {
    let texts = [
        "",
        "\n",
        "\r\n",
        "name = \"a\"\n",
        "name = \"a\"\r\npartitions = 1\r\n",
        "---\nstatus: accepted\n---\n# T\n",
        "{}",
    ];
    for path in PATHS {
        for text in texts {
            for marks in 1..4 {
                let file = format!("{}{text}", "\u{feff}".repeat(marks));
                sound(vec![SourceFile { path: path.to_owned(), bytes: file.into_bytes() }]);
            }
        }
    }
}

#[test]
fn nesting_has_a_limit() {
    for path in PATHS {
        for text in [
            "[".repeat(100_000),
            format!("a = {}", "[".repeat(100_000)),
            format!("a = {}1{}", "{ a = ".repeat(50_000), " }".repeat(50_000)),
            format!("{}a = 1", "a.".repeat(100_000)),
            format!("[{}a]\nb = 1", "a.".repeat(100_000)),
            format!("a = {{ {}a = 1 }}", "a.".repeat(100_000)),
            format!("---\n{}\n---\n", "- ".repeat(100_000)),
            format!("---\na: {}\n---\n", "{a: ".repeat(100_000)),
            "{\"a\":".repeat(100_000),
        ] {
            sound(vec![SourceFile { path: path.to_owned(), bytes: text.into_bytes() }]);
        }
    }
}
