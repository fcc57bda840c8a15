//! The cases of the peers and our own: every unambiguous row must be judged right.
//!
//! The cases of the peers lie beside the checkout. Without them the tests say so and judge our own alone, except where
//! `EVENTSCAPE_PEER_CASES` is set, as `.ci/run` does.

#![expect(clippy::print_stdout, reason = "the numbers are what one runs this for")]

use avro::{
    Compatibility, Finding, Incompatibility, Parser, Profile, Schema, check, check_candidate, is_compatible, is_valid,
};
use std::path::Path;
use syntax::{Kind, Tree};

/// A row of a file, read with our own parser because its schemas may be nested deeper than others go.
struct Row(Tree);

impl Row {
    fn text(&self, key: &str) -> String {
        self.0.get(self.0.root(), key).and_then(|node| self.0.string(node)).unwrap_or_default().into_owned()
    }

    fn has(&self, key: &str) -> bool {
        self.0.get(self.0.root(), key).is_some()
    }

    fn is(&self, key: &str) -> Option<bool> {
        match self.0.kind(self.0.get(self.0.root(), key)?) {
            Kind::True => Some(true),
            Kind::False => Some(false),
            Kind::Object | Kind::Array | Kind::String | Kind::Number | Kind::Null | Kind::Invalid => None,
        }
    }

    /// The elements of a list as JSON texts.
    fn raws(&self, key: &str) -> Vec<&str> {
        let list = self.0.get(self.0.root(), key);
        list.into_iter().flat_map(|list| self.0.children(list)).map(|node| self.0.raw(node)).collect()
    }

    fn texts(&self, key: &str) -> Vec<String> {
        let list = self.0.get(self.0.root(), key);
        let nodes = list.into_iter().flat_map(|list| self.0.children(list));
        nodes.map(|node| self.0.string(node).unwrap_or_default().into_owned()).collect()
    }

    fn schema(&self, key: &str) -> Option<Schema> {
        Schema::parse(self.0.raw(self.0.get(self.0.root(), key)?), &[]).0
    }
}

/// The rows of a file of ours and of the peers.
fn rows(file: &str) -> Vec<Row> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let (ours, peers) = (root.join("tests/corpus/avro"), root.join("../shared/corpus/avro"));
    let mut rows: Vec<Row> = Vec::new();
    for (folder, must) in [(ours, true), (peers, std::env::var_os("EVENTSCAPE_PEER_CASES").is_some())] {
        match std::fs::read_to_string(folder.join(file)) {
            Ok(text) => rows.extend(text.lines().map(|line| Row(syntax::parse(line).0))),
            Err(error) => {
                assert!(!must, "{}: {error}", folder.display());
                println!("not run: the cases of the peers are not beside the checkout ({})", folder.display());
            }
        }
    }
    rows
}

fn report(file: &str, total: usize, wrong: &[String]) {
    println!("{file}: {} of {total} right", total - wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn told(findings: &[Finding]) -> String {
    findings.iter().map(|it| format!("{} {}", it.rule.code(), it.pointer)).collect::<Vec<_>>().join(", ")
}

#[test]
fn schemas_are_valid_for_whom_they_are() {
    let rows = rows("parse.jsonl");
    let mut wrong = Vec::new();
    let parsers = [
        ("spec", Parser::Specification),
        ("java_strict", Parser::JavaStrict),
        ("java_default", Parser::JavaDefault),
        ("java_lenient", Parser::JavaLenient),
    ];
    for row in &rows {
        let text = row.text("schema");
        let (schema, findings) = Schema::parse(&text, &[]);
        for (column, parser) in parsers {
            let ours = schema.is_some() && is_valid(&findings, parser);
            if row.is(column) != Some(ours) {
                wrong.push(format!("{} {column}: {ours} {text} {}", row.text("id"), told(&findings)));
            }
        }
        // Our own rows name the rule that they are about; a row that breaks nothing may be about one all the same.
        let rule = row.text("rule");
        let breaks = findings.iter().any(|it| it.rule.code() == format!("avro/{rule}"));
        if !rule.is_empty() && row.is("java_strict") == Some(false) && row.is("spec") == Some(false) && !breaks {
            wrong.push(format!("{} does not break {rule}: {}", row.text("id"), told(&findings)));
        }
    }
    report("parse.jsonl", rows.len(), &wrong);
}

#[test]
fn canonical_forms_and_fingerprints_are_the_published_ones() {
    let rows = rows("canonical.jsonl");
    let mut wrong = Vec::new();
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let judged: Vec<&Row> = rows.iter().filter(|row| row.is("java_canonical_equal") == Some(true)).collect();
    for row in &judged {
        let (schema, _) = Schema::parse(&row.text("schema"), &[]);
        let Some(schema) = schema else {
            wrong.push(format!("{} has no schema", row.text("id")));
            continue;
        };
        let mut check = |what: &str, ours: String, theirs: String| {
            if ours != theirs {
                wrong.push(format!("{} {what}: {ours}, not {theirs}", row.text("id")));
            }
        };
        check("canonical", schema.canonical_form(), row.text("canonical"));
        let fingerprint = row.0.get(row.0.root(), "fingerprint64").and_then(|node| row.0.integer(node));
        if let Some(fingerprint) = fingerprint {
            check("fingerprint64", schema.fingerprint().cast_signed().to_string(), fingerprint.to_string());
        }
        // Where the source's own fingerprint is known to be wrong, so are the hashes that it published.
        if row.has("md5") && !row.has("source_fingerprint64_wrong") {
            check("md5", hex(&schema.md5()), row.text("md5"));
            check("sha256", hex(&schema.sha256()), row.text("sha256"));
        }
    }
    report("canonical.jsonl", judged.len(), &wrong);
}

/// Rows where Java's reason is known to be wrong: a field without default whose enum type has a default symbol is missing in
/// the writer, and Java compares the enum with the writer's record instead of naming the missing default.
const WRONG_REASON_IN_JAVA: [&str; 1] = ["rw-0148"];

fn kinds_and_paths(found: &[Incompatibility]) -> Vec<String> {
    found.iter().map(|it| format!("{} {}", it.kind, it.path)).collect()
}

#[test]
fn readers_and_writers_are_judged_right_with_java_s_reasons() {
    let rows = rows("reader-writer.jsonl");
    let mut wrong = Vec::new();
    let judged: Vec<&Row> = rows.iter().filter(|row| !row.has("ambiguous")).collect();
    for row in &judged {
        let id = row.text("id");
        let (Some(reader), Some(writer)) = (row.schema("reader"), row.schema("writer")) else {
            wrong.push(format!("{id} has no schema"));
            continue;
        };
        let found = check(&reader, &writer);
        let compatible = is_compatible(&reader, &writer, Profile::Confluent);
        let paths = row.texts("expect_paths");
        let expected: Vec<String> =
            row.texts("expect_types").iter().zip(&paths).map(|(kind, path)| format!("{kind} {path}")).collect();
        let (theirs, ours) =
            (row.texts("java_messages"), found.iter().map(|it| it.message.clone()).collect::<Vec<_>>());
        let same_reasons = kinds_and_paths(&found) == expected && (theirs.is_empty() || theirs == ours);
        let verdict = row.is("compatible") == Some(compatible) && compatible == found.is_empty();
        if !verdict || !same_reasons && !WRONG_REASON_IN_JAVA.contains(&id.as_str()) {
            wrong.push(format!(
                "{id}: {:?} {ours:?}, expected {expected:?} {theirs:?}\n  reader {}\n  writer {}",
                kinds_and_paths(&found),
                reader.text(),
                writer.text(),
            ));
        }
    }
    report("reader-writer.jsonl", judged.len(), &wrong);
}

#[test]
fn candidates_are_judged_right_under_every_mode() {
    let rows = rows("modes.jsonl");
    let mut wrong = Vec::new();
    let judged: Vec<&Row> = rows.iter().filter(|row| !row.has("disagrees")).collect();
    for row in &judged {
        let id = row.text("id");
        let versions: Vec<Schema> =
            row.raws("versions").into_iter().filter_map(|text| Schema::parse(text, &[]).0).collect();
        let (Ok(mode), Some(candidate)) = (row.text("mode").parse::<Compatibility>(), row.schema("candidate")) else {
            wrong.push(format!("{id} has no mode or candidate"));
            continue;
        };
        let numbered: Vec<(u32, &Schema)> = (1..).zip(&versions).collect();
        let found = check_candidate(&candidate, &numbered, mode, Profile::Confluent);
        if row.is("compatible") != Some(found.is_empty()) {
            let told: Vec<String> = found.iter().map(|it| it.incompatibility.sentence.clone()).collect();
            wrong.push(format!("{id}: {told:?}"));
        }
    }
    report("modes.jsonl", judged.len(), &wrong);
}
