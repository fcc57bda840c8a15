//! The cases of the peers: every unambiguous row must be judged right.
//!
//! The corpus lies beside the checkout. Without it the test says so and passes, except in continuous integration.

#![expect(clippy::print_stdout, reason = "the numbers are what one runs this for")]

use avro::{
    Compatibility, Finding, Incompatibility, Parser, Profile, Schema, check, check_candidate, is_compatible, is_valid,
};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// The rows of a corpus file, or nothing when the corpus is not there.
fn rows(file: &str) -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/avro");
    let path: PathBuf = folder.join(file);
    let Ok(text) = std::fs::read_to_string(&path) else {
        assert!(std::env::var_os("CI").is_none(), "the corpus is missing: {}", path.display());
        println!("not run, the corpus is not beside the checkout: {}", path.display());
        return Vec::new();
    };
    text.lines().map(|line| serde_json::from_str(line).unwrap_or_default()).collect()
}

fn report(file: &str, total: usize, wrong: &[String]) {
    println!("{file}: {} of {total} right", total - wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn text<'a>(row: &'a Value, key: &str) -> &'a str {
    row.get(key).and_then(Value::as_str).unwrap_or_default()
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
        let (schema, findings) = Schema::parse(text(row, "schema"), &[]);
        for (column, parser) in parsers {
            let expected = row.get(column).and_then(Value::as_bool);
            let ours = schema.is_some() && is_valid(&findings, parser);
            if expected != Some(ours) {
                wrong.push(format!(
                    "{} {column} {expected:?}: {} {}",
                    text(row, "id"),
                    text(row, "schema"),
                    told(&findings)
                ));
            }
        }
    }
    report("parse.jsonl", rows.len(), &wrong);
}

#[test]
fn canonical_forms_and_fingerprints_are_the_published_ones() {
    let rows = rows("canonical.jsonl");
    let mut wrong = Vec::new();
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let judged: Vec<&Value> =
        rows.iter().filter(|row| row.get("java_canonical_equal") == Some(&Value::Bool(true))).collect();
    for row in &judged {
        let (schema, _) = Schema::parse(text(row, "schema"), &[]);
        let Some(schema) = schema else {
            wrong.push(format!("{} has no schema", text(row, "id")));
            continue;
        };
        let mut check = |what: &str, ours: String, theirs: String| {
            if ours != theirs {
                wrong.push(format!("{} {what}: {ours}, not {theirs}", text(row, "id")));
            }
        };
        check("canonical", schema.canonical_form(), text(row, "canonical").to_owned());
        if let Some(fingerprint) = row.get("fingerprint64").and_then(Value::as_i64) {
            check("fingerprint64", schema.fingerprint().cast_signed().to_string(), fingerprint.to_string());
        }
        // Where the source's own fingerprint is known to be wrong, so are the hashes that it published.
        if row.get("md5").is_some() && row.get("source_fingerprint64_wrong").is_none() {
            check("md5", hex(&schema.md5()), text(row, "md5").to_owned());
            check("sha256", hex(&schema.sha256()), text(row, "sha256").to_owned());
        }
    }
    report("canonical.jsonl", judged.len(), &wrong);
}

/// Rows where Java's reason is known to be wrong: a field without default whose enum type has a default symbol is missing in
/// the writer, and Java compares the enum with the writer's record instead of naming the missing default.
const WRONG_REASON_IN_JAVA: [&str; 1] = ["rw-0148"];

fn schema(row: &Value) -> Option<Schema> {
    Schema::parse(&row.to_string(), &[]).0
}

fn kinds_and_paths(found: &[Incompatibility]) -> Vec<String> {
    found.iter().map(|it| format!("{} {}", it.kind, it.path)).collect()
}

#[test]
fn readers_and_writers_are_judged_right_with_java_s_reasons() {
    let rows = rows("reader-writer.jsonl");
    let mut wrong = Vec::new();
    let judged: Vec<&Value> = rows.iter().filter(|row| row.get("ambiguous").is_none()).collect();
    for row in &judged {
        let list = |key: &str| row.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
        let sides = (row.get("reader").and_then(schema), row.get("writer").and_then(schema));
        let (Some(reader), Some(writer)) = sides else {
            wrong.push(format!("{} has no schema", text(row, "id")));
            continue;
        };
        let found = check(&reader, &writer);
        let compatible = is_compatible(&reader, &writer, Profile::Confluent);
        let expected: Vec<String> = list("expect_types")
            .iter()
            .zip(&list("expect_paths"))
            .map(|(kind, path)| format!("{} {}", kind.as_str().unwrap_or_default(), path.as_str().unwrap_or_default()))
            .collect();
        let verdict = row.get("compatible").and_then(Value::as_bool) == Some(compatible);
        let consistent = compatible == found.is_empty();
        let messages =
            list("java_messages").iter().map(|it| it.as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>();
        let ours: Vec<String> = found.iter().map(|it| it.message.clone()).collect();
        let reasons_count = !WRONG_REASON_IN_JAVA.contains(&text(row, "id"));
        let same_reasons = kinds_and_paths(&found) == expected && (messages.is_empty() || messages == ours);
        if !verdict || !consistent || (reasons_count && !same_reasons) {
            wrong.push(format!(
                "{}: {:?} {ours:?}, expected {expected:?} {messages:?}\n  reader {}\n  writer {}",
                text(row, "id"),
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
    let judged: Vec<&Value> = rows.iter().filter(|row| row.get("disagrees").is_none()).collect();
    for row in &judged {
        let mode: Option<Compatibility> = text(row, "mode").parse().ok();
        let versions: Vec<Schema> =
            row.get("versions").and_then(Value::as_array).into_iter().flatten().filter_map(schema).collect();
        let (Some(mode), Some(candidate)) = (mode, row.get("candidate").and_then(schema)) else {
            wrong.push(format!("{} has no candidate", text(row, "id")));
            continue;
        };
        let numbered: Vec<(u32, &Schema)> = (1..).zip(&versions).collect();
        let found = check_candidate(&candidate, &numbered, mode, Profile::Confluent);
        if row.get("compatible").and_then(Value::as_bool) != Some(found.is_empty()) {
            let told: Vec<String> = found.iter().map(|it| it.incompatibility.sentence.clone()).collect();
            wrong.push(format!("{}: {told:?} {row}", text(row, "id")));
        }
    }
    report("modes.jsonl", judged.len(), &wrong);
}
