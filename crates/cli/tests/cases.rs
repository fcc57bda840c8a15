//! `eventscape compat --cases`: every unambiguous row of the corpus is answered as it says, and what is no row is told.
//!
//! The cases of the peers lie beside the checkout. Without them the test says so and runs our own alone, except where
//! `EVENTSCAPE_PEER_CASES` is set, as `.ci/run` does.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

use serde_json::Value;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The answers to a file of cases, and the exit code.
fn answers(file: &Path, arguments: &[&str]) -> (Vec<Value>, i32) {
    let output = Command::new(env!("CARGO_BIN_EXE_eventscape"))
        .args(["compat", "--format", "json", "--cases"])
        .arg(file)
        .args(arguments)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    (text.lines().map(|line| serde_json::from_str(line).unwrap()).collect(), output.status.code().unwrap())
}

/// The files of that name, ours and the peers'.
fn corpora(file: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let (ours, peers) = (root.join("tests/corpus/avro").join(file), root.join("../shared/corpus/avro").join(file));
    if peers.is_file() {
        return vec![ours, peers];
    }
    assert!(std::env::var_os("EVENTSCAPE_PEER_CASES").is_none(), "{} is not there", peers.display());
    println!("not run: the cases of the peers are not beside the checkout ({})", peers.display());
    vec![ours]
}

/// A row without its schemas, which may be nested deeper than others read.
fn without_schemas(line: &str) -> Value {
    let (tree, _) = engine::syntax::parse(line);
    let members = tree.children(tree.root()).map(|node| (tree.key(node).unwrap().into_owned(), tree.raw(node)));
    let members =
        members.filter(|(key, _)| !["reader", "writer", "candidate", "versions", "schema"].contains(&key.as_str()));
    members.map(|(key, raw)| (key, serde_json::from_str::<Value>(raw).unwrap())).collect()
}

/// Runs every corpus file of a name; `wrong` says what is wrong with an answer, when it is.
fn check_corpus(file: &str, arguments: &[&str], wrong: impl Fn(&Value, &Value) -> Option<String>) {
    let mut failures = Vec::new();
    for path in corpora(file) {
        let text = fs::read_to_string(&path).unwrap();
        let (answers, code) = answers(&path, arguments);
        assert_eq!((answers.len(), code), (text.lines().count(), 0), "{}", path.display());
        for (line, answer) in text.lines().zip(&answers) {
            let row = without_schemas(line);
            assert_eq!(row["id"], answer["id"]);
            failures.extend(wrong(&row, answer).map(|why| format!("{}: {why}\n  {answer}", row["id"])));
        }
    }
    assert!(failures.is_empty(), "{file}:\n{}", failures.join("\n"));
}

fn differs(what: &str, expected: &Value, found: &Value) -> Option<String> {
    (expected != found).then(|| format!("{what} is {found}, not {expected}"))
}

#[test]
fn readers_and_writers() {
    // Java names the wrong reason there: it compares an enum with the writer's record where a default is missing.
    const WRONG_REASON_IN_JAVA: &str = "rw-0148";
    check_corpus("reader-writer.jsonl", &[], |row, answer| {
        if row.get("ambiguous").is_some() {
            return None;
        }
        let told = |key: &str| {
            answer["findings"].as_array().map(|all| all.iter().map(|it| it[key].clone()).collect::<Value>())
        };
        let mut wrong = differs("compatible", &row["compatible"], &answer["compatible"]);
        for (column, key) in [("expect_types", "type"), ("expect_paths", "path"), ("java_messages", "message")] {
            if row["id"] != WRONG_REASON_IN_JAVA && row.get(column).is_some() {
                wrong = wrong.or(differs(column, &row[column], &told(key).unwrap_or_default()));
            }
        }
        wrong
    });
}

#[test]
fn candidates_under_every_mode() {
    check_corpus("modes.jsonl", &[], |row, answer| {
        if row.get("disagrees").is_some() {
            return None;
        }
        let found = answer["findings"].as_array().unwrap().len();
        let wrong = differs("compatible", &row["compatible"], &answer["compatible"]);
        wrong.or_else(|| ((found == 0) != (row["compatible"] == true)).then(|| "has no reason".to_owned()))
    });
}

#[test]
fn texts_that_are_schemas_and_texts_that_are_not() {
    let columns = [
        ("spec", "specification"),
        ("java_strict", "java-strict"),
        ("java_default", "java-default"),
        ("java_lenient", "java-lenient"),
    ];
    for (column, profile) in columns {
        check_corpus("parse.jsonl", &["--profile", profile], |row, answer| {
            let refused = !answer["findings"].as_array().unwrap().is_empty();
            let wrong = differs(column, &row[column], &answer["valid"]);
            let wrong = wrong.or(differs(column, &row[column], &answer[column]));
            wrong.or_else(|| (refused == (answer["valid"] == true)).then(|| "verdict and findings differ".to_owned()))
        });
    }
    check_corpus("parse.jsonl", &[], |row, answer| differs("spec", &row["spec"], &answer["valid"]));
}

#[test]
fn canonical_forms_and_fingerprints() {
    check_corpus("canonical.jsonl", &[], |row, answer| {
        // What Java refuses for something that is no part of the form has a form all the same.
        let is_refused = row["java"].as_str().is_some_and(|java| java.starts_with("error"));
        if row["java_canonical_equal"] != true && !is_refused {
            return None;
        }
        let mut wrong = differs("canonical", &row["canonical"], &answer["canonical"]);
        for column in ["fingerprint64", "md5", "sha256"] {
            // Where the source's own fingerprint is known to be wrong, so are the hashes that it published.
            let is_wrong = column != "fingerprint64" && row.get("source_fingerprint64_wrong").is_some();
            if row.get(column).is_some_and(|it| !it.is_null()) && !is_wrong {
                wrong = wrong.or(differs(column, &row[column], &answer[column]));
            }
        }
        wrong
    });
}

#[test]
fn a_schema_that_is_refused_has_an_identity_where_one_can_be_told() {
    let record = |fields: &str, more: &str| format!(r#"{{"type": "record", "name": "R"{more}, "fields": [{fields}]}}"#);
    let a = r#"{"name": "a", "type": "int"}"#;
    let form = |fields: &str| Some(format!(r#"{{"name":"R","type":"record","fields":[{fields}]}}"#));
    let a_form = r#"{"name":"a","type":"int"}"#;
    let cases: Vec<(String, Option<String>)> = vec![
        (record(a, r#", "aliases": "S""#), form(a_form)),
        (record(&format!("{a}, {a}"), ""), form(&format!("{a_form},{a_form}"))),
        (record(r#"{"name": "a", "type": "int", "order": "up"}"#, ""), form(a_form)),
        (record(r#"{"name": "a", "type": "float", "default": "x"}"#, ""), form(r#"{"name":"a","type":"float"}"#)),
        (record(r#"{"name": "a", "type": {"type": {"type": "int"}}}"#, ""), form(a_form)),
        (r#"["int", "int"]"#.to_owned(), Some(r#"["int","int"]"#.to_owned())),
        (
            r#"{"type": "enum", "name": "E", "symbols": ["A"], "default": "B"}"#.to_owned(),
            Some(r#"{"name":"E","type":"enum","symbols":["A"]}"#.to_owned()),
        ),
        // Here nobody could say what the form would be.
        (record(r#"{"name": "a", "type": "Nowhere"}"#, ""), None),
        (record(r#"{"name": "a"}"#, ""), None),
        (record(r#"{"type": "int"}"#, ""), None),
        (record("1", ""), None),
        (r#"{"type": "record", "name": "R"}"#.to_owned(), None),
        (r#"{"type": "record", "fields": []}"#.to_owned(), None),
        (r#"{"type": "fixed", "name": "F"}"#.to_owned(), None),
        (r#"{"type": "enum", "name": "E", "symbols": ["A", "A"]}"#.to_owned(), None),
        (r#"{"type": "array"}"#.to_owned(), None),
        (r#"["int", ["string"]]"#.to_owned(), None),
        (r#"[{"type": "fixed", "name": "F", "size": 1}, {"type": "fixed", "name": "F", "size": 2}]"#.to_owned(), None),
        ("{\"type\": \"int\"".to_owned(), None),
        (String::new(), None),
    ];
    let file = tempfile::NamedTempFile::new().unwrap();
    let row = |(schema, _): &(String, Option<String>)| serde_json::json!({"id": schema, "schema": schema}).to_string();
    fs::write(file.path(), cases.iter().map(row).collect::<Vec<_>>().join("\n")).unwrap();
    let (answers, code) = answers(file.path(), &[]);
    assert_eq!((answers.len(), code), (cases.len(), 0));
    for ((schema, form), answer) in cases.iter().zip(&answers) {
        assert_eq!(answer["valid"], false, "{schema}");
        assert!(!answer["findings"].as_array().unwrap().is_empty(), "{schema}");
        assert_eq!(answer["canonical"].as_str(), form.as_deref(), "{schema}");
        assert_eq!(answer["fingerprint64"].is_i64(), form.is_some(), "{schema}");
    }
}

/// A chain of arrays around `int`.
fn arrays(levels: usize) -> String {
    format!("{}\"int\"{}", r#"{"type":"array","items":"#.repeat(levels), "}".repeat(levels))
}

#[test]
fn what_cannot_be_judged_says_why_and_the_run_goes_on() {
    let good = r#"{"id": "good", "reader": "long", "writer": "int"}"#;
    let long = format!(
        r#"{{"id": "long", "schema": {}}}"#,
        serde_json::to_string(&format!("\"{}\"", "x".repeat(1 << 20))).unwrap()
    );
    let deep = |levels| format!(r#"{{"id": "deep", "reader": {}, "writer": {}}}"#, arrays(levels), arrays(levels));
    // The line, and what its answer says: a verdict, or a part of the error.
    let cases: Vec<(Vec<u8>, &str)> = [
        ("", "the line is empty"),
        (good, "true"),
        ("nonsense", "the line is not JSON"),
        (r#"{"id": "cut", "reader": "int", "writer": "#, "the line is not JSON"),
        (r#"{"id": "two", "reader": "int", "writer": "int"} {}"#, "the line is not JSON"),
        (r#"{"id": "nan", "reader": "int", "writer": NaN}"#, "the line is not JSON"),
        ("[]", "the line is no JSON object"),
        ("{}", "the row asks nothing"),
        (r#"{"id": "no writer", "reader": "int"}"#, "the row has no writer"),
        (r#"{"id": "no mode", "versions": [], "candidate": "int"}"#, "the row has no mode"),
        (r#"{"id": "mode", "mode": "SIDEWAYS", "versions": [], "candidate": "int"}"#, "is no compatibility mode"),
        (r#"{"id": "mode", "mode": 1, "versions": [], "candidate": "int"}"#, "mode is no text"),
        (r#"{"id": "no list", "mode": "FULL", "versions": "int", "candidate": "int"}"#, "versions is no list"),
        (
            r#"{"id": "name", "reader": "int", "writer": {"type": "array", "items": "Nowhere"}}"#,
            "No type has the name Nowhere",
        ),
        (r#"{"id": "null", "reader": null, "writer": "int"}"#, "the reader is no schema"),
        (r#"{"id": "fields", "reader": {"type": "record", "name": "R", "fields": [{"name": "a"}]}, "writer": "int"}"#, "the reader is no schema"),
        (r#"{"id": "old version", "mode": "FULL", "versions": [{}, "int"], "candidate": "int"}"#, "true"),
        (r#"{"id": "none", "mode": "none", "versions": [{}], "candidate": "int"}"#, "true"),
        (r#"{"id": "all versions", "mode": "FULL_TRANSITIVE", "versions": [{}, "int"], "candidate": "int"}"#, "version 1 is no schema"),
        (r#"{"id": "version", "mode": "FULL", "versions": ["int", {}], "candidate": "int"}"#, "version 2 is no schema"),
        (r#"{"id": "default", "reader": {"type": "enum", "name": "E", "symbols": ["A"], "default": "B"}, "writer": "int"}"#, "false"),
        (r#"{"id": "names", "reader": {"type": "fixed", "name": "a-b", "size": 1}, "writer": {"type": "fixed", "name": "a-b", "size": 1}}"#, "true"),
        (r#"{"id": "twice", "reader": "string", "reader": "int", "writer": "int"}"#, "true"),
        (r#"{"id": "half a pair", "reader": "\"\ud800\"", "writer": "int"}"#, "the reader is no schema"),
        (r#"{"id": "text", "reader": "{\"type\": \"int\"}", "writer": "\"long\""}"#, "false"),
        ("{\"id\": \"crlf\", \"schema\": \"\\\"int\\\"\"}\r", "true"),
        (r#"{"id": "bare", "schema": "int"}"#, "false"),
        (r#"{"id": "embedded", "schema": {"type": "int"}}"#, "true"),
    ]
    .into_iter()
    .map(|(line, expected)| (line.as_bytes().to_vec(), expected))
    .chain([
        (b"{\"id\": \"latin\", \"schema\": \"\xe9\"}".to_vec(), "the line is not UTF-8 from byte 28 on"),
        (deep(400).into_bytes(), "true"),
        (deep(10_000).into_bytes(), "nested deeper than 1000 levels"),
        (long.into_bytes(), "false"),
        (good.as_bytes().to_vec(), "true"),
    ])
    .collect();
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all("\u{feff}".as_bytes()).unwrap();
    for (line, _) in &cases {
        file.write_all(line).unwrap();
        file.write_all(b"\n").unwrap();
    }
    file.write_all(b"\n\n").unwrap();
    let (answers, code) = answers(file.path(), &[]);
    assert_eq!((answers.len(), code), (cases.len(), 1));
    for ((line, expected), answer) in cases.iter().zip(&answers) {
        let verdict = answer.get("compatible").or(answer.get("valid")).map(Value::to_string);
        let told = verdict.or(answer["error"].as_str().map(str::to_owned)).unwrap();
        assert!(told.contains(expected), "{}: {told}", String::from_utf8_lossy(&line[..line.len().min(200)]));
        let id =
            String::from_utf8_lossy(line).split('"').nth(3).filter(|_| line.starts_with(b"{\"id\"")).map(str::to_owned);
        assert_eq!(answer["id"].as_str().map(str::to_owned), id);
    }
}

/// A nullable record in a nullable record, and so on, around a type.
fn nullable(levels: usize, innermost: &str) -> String {
    (0..levels).fold(format!("\"{innermost}\""), |inner, level| {
        format!(r#"["null", {{"type": "record", "name": "R{level}", "fields": [{{"name": "f", "type": {inner}}}]}}]"#)
    })
}

#[test]
fn an_answer_is_no_deeper_than_others_read() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let row = format!(r#"{{"id": "deep", "reader": {}, "writer": {}}}"#, nullable(100, "int"), nullable(100, "string"));
    fs::write(file.path(), row).unwrap();
    let (answers, code) = answers(file.path(), &[]);
    assert_eq!((code, &answers[0]["compatible"]), (0, &Value::Bool(false)));
    assert_eq!(answers[0]["findings"][0]["type"], "MISSING_UNION_BRANCH");
}

#[test]
fn cases_come_from_the_standard_input_too_and_can_be_read_by_people() {
    let mut run = Command::new(env!("CARGO_BIN_EXE_eventscape"))
        .args(["compat", "--cases", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let rows = [
        r#"{"id": "narrower", "reader": "int", "writer": "long"}"#,
        r#"{"id": 2, "schema": "\"int\""}"#,
        r#"{"id": "third", "schema": "{\"type\": \"lnog\"}"}"#,
        r#"{"mode": "FULL"}"#,
    ];
    run.stdin.take().unwrap().write_all(rows.join("\n").as_bytes()).unwrap();
    let output = run.wait_with_output().unwrap();
    insta::assert_snapshot!(String::from_utf8(output.stdout).unwrap(), @r"
    narrower: incompatible
      TYPE_MISMATCH /: reader type: INT not compatible with writer type: LONG
    2: valid, fingerprint 8247732601305521295
    third: not valid
      avro/undefined /type: No type has the name lnog; did you mean long?
    line 4: cannot be judged: the row asks nothing: it needs reader and writer; or versions, candidate and mode; or schema
    ");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_file_that_cannot_be_read_ends_with_3_and_a_senseless_request_with_2() {
    let check = |arguments: &[&str], code: i32, expected: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_eventscape")).arg("compat").args(arguments).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(code), "{said}");
        assert!(said.contains(expected), "{said}");
    };
    let folder = tempfile::tempdir().unwrap();
    check(&["--cases", "no-such-file.jsonl"], 3, "no-such-file.jsonl");
    check(&["--cases", folder.path().to_str().unwrap()], 3, "this is a folder");
    check(&["--cases", "x.jsonl", "--format", "sarif"], 2, "--format json");
    check(&["--cases", "x.jsonl", "--mode", "FULL"], 2, "cannot be used with");
    check(&["--cases", "x.jsonl", "y.avsc"], 2, "cannot be used with");
    check(&["--cases", "x.jsonl", "--profile", "strict"], 2, "java-strict");
}
