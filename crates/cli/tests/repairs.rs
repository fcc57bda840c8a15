//! Repairs as programs see them: text, JSON and SARIF offer the same ones, and what a program puts into the file where SARIF
//! says makes the finding go away.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that cannot go on fails"
)]

use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Runs a command in a folder and gives what it prints.
fn told(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_eventscape")).args(arguments).current_dir(folder).output().unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(matches!(output.status.code(), Some(0 | 1)), "{arguments:?}\n{error}");
    String::from_utf8(output.stdout).unwrap()
}

fn parsed(folder: &Path, arguments: &[&str], format: &str) -> Value {
    serde_json::from_str(&told(folder, &[arguments, &["--format", format]].concat())).unwrap()
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The byte of a line and a column in characters, both from 1.
fn offset(text: &str, line: &Value, column: &Value) -> usize {
    let (line, column) = (line.as_u64().unwrap() as usize, column.as_u64().unwrap() as usize);
    let start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    start + text[start..].chars().take(column - 1).map(char::len_utf8).sum::<usize>()
}

/// Files with a `fix` of SARIF applied, by the specification: every region is one of the file as it was.
fn with_fix(folder: &Path, fix: &Value) -> Vec<(String, String)> {
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>();
    let are = |names: &[&str]| names.iter().map(ToString::to_string).collect::<BTreeSet<_>>();
    assert_eq!(keys(fix), are(&["artifactChanges", "description"]));
    assert!(!fix["description"]["text"].as_str().unwrap().is_empty());
    let change = |change: &Value| {
        assert_eq!(keys(change), are(&["artifactLocation", "replacements"]));
        let file = change["artifactLocation"]["uri"].as_str().unwrap().to_owned();
        let text = fs::read_to_string(folder.join(&file)).unwrap();
        let mut parts: Vec<(usize, usize, &str)> = Vec::new();
        for it in list(change, "replacements") {
            let region = &it["deletedRegion"];
            assert_eq!(keys(region), are(&["endColumn", "endLine", "startColumn", "startLine"]));
            let start = offset(&text, &region["startLine"], &region["startColumn"]);
            let end = offset(&text, &region["endLine"], &region["endColumn"]);
            parts.push((start, end, it["insertedContent"]["text"].as_str().unwrap_or_default()));
        }
        parts.sort_by_key(|part| part.0);
        assert!(parts.windows(2).all(|two| two[0].1 <= two[1].0), "regions overlap: {fix}");
        assert!(!parts.is_empty());
        let replaced = parts
            .iter()
            .rev()
            .fold(text, |text, (start, end, new)| format!("{}{new}{}", &text[..*start], &text[*end..]));
        (file, replaced)
    };
    let changes: Vec<(String, String)> = list(fix, "artifactChanges").iter().map(change).collect();
    assert!(!changes.is_empty());
    changes
}

/// What a result or finding says, to find it again.
fn word(result: &Value) -> (String, String) {
    let code = result.get("ruleId").or(result.get("code")).unwrap();
    let text = result.pointer("/message/text").or(result.get("message")).unwrap();
    (code.as_str().unwrap().to_owned(), text.as_str().unwrap().lines().next().unwrap().to_owned())
}

/// Applies every repair that SARIF has, each to the files as they were, and looks again. Gives how many there were.
fn check_all(folder: &Path, arguments: &[&str]) -> usize {
    let (sarif, json) = (parsed(folder, arguments, "sarif"), parsed(folder, arguments, "json"));
    let text = told(folder, arguments);
    assert_eq!(sarif["runs"][0]["columnKind"], "unicodeCodePoints");
    let (results, findings) = (list(&sarif["runs"][0], "results"), list(&json, "findings"));
    assert_eq!(results.len(), findings.len());
    let mut applied = 0;
    for (result, finding) in results.iter().zip(findings) {
        let titles: Vec<&str> = list(finding, "fixes").iter().map(|fix| fix["title"].as_str().unwrap()).collect();
        let in_sarif = |value: &Value| {
            let fixes = list(value, "fixes").iter().map(|fix| fix["description"]["text"].as_str());
            let others = value.get("properties").map_or(&[][..], |it| list(it, "repairsOfTheDesign"));
            let mut all: Vec<String> =
                fixes.chain(others.iter().map(|it| it["title"].as_str())).flatten().map(str::to_owned).collect();
            all.sort();
            all
        };
        let mut sorted: Vec<String> = titles.iter().map(ToString::to_string).collect();
        sorted.sort();
        assert_eq!(in_sarif(result), sorted, "{result}");
        if !titles.is_empty() {
            let line = format!("Repair: {}", titles.join("; or "));
            assert!(text.contains(&line), "{line} is not in\n{text}");
            assert!(result["message"]["text"].as_str().unwrap().ends_with(&line), "{result}");
        }
        for fix in list(result, "fixes") {
            let files = with_fix(folder, fix);
            let before: Vec<(String, String)> =
                files.iter().map(|(file, _)| (file.clone(), fs::read_to_string(folder.join(file)).unwrap())).collect();
            files.iter().for_each(|(file, text)| fs::write(folder.join(file), text).unwrap());
            let after = parsed(folder, arguments, "sarif");
            let still = list(&after["runs"][0], "results").iter().any(|it| word(it) == word(result));
            assert!(!still, "{} is still there after {fix}", result["message"]["text"]);
            before.iter().for_each(|(file, text)| fs::write(folder.join(file), text).unwrap());
            applied += 1;
        }
    }
    applied
}

fn record(fields: &str) -> String {
    format!(r#"{{"type": "record", "name": "Order", "namespace": "shop", "fields": [{fields}]}}"#)
}

#[test]
fn what_sarif_puts_into_the_file_repairs_it() {
    let check = |before: &str, candidate: &str, mode: &str, expected: usize| {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("order-v1.avsc"), before).unwrap();
        fs::write(folder.path().join("order.avsc"), candidate).unwrap();
        let arguments = ["compat", "order-v1.avsc", "order.avsc", "--mode", mode];
        let applied = check_all(folder.path(), &arguments);
        assert!(applied >= expected, "{candidate} has {applied} repairs");
    };
    let id = r#"{"name": "id", "type": "string"}"#;
    let status = |symbols: &str| {
        record(&format!(
            r#"{{"name": "status", "type": {{"type": "enum", "name": "Status", "symbols": [{symbols}]}}}}"#
        ))
    };
    let currency = r#"{"name": "currency", "type": "string"}"#;
    check(&record(id), &record(&format!("{id}, {currency}")), "BACKWARD", 2);
    // A place behind characters of several bytes, and of two units in UTF-16, in a file with the line ends of Windows.
    let behind = format!("{{\"name\": \"id\", \"doc\": \"größer als 🦀\", \"type\": \"string\"}}, {currency}");
    check(&record(id), &record(&behind), "BACKWARD", 2);
    check(&record(id), &record(&format!("\r\n  {id},\r\n  {currency}\r\n")), "BACKWARD", 2);
    check(&record(id), &record(&id.replace("string", "long")), "BACKWARD", 1);
    check(&status(r#""NEW""#), &status(r#""NEW", "LOST""#), "FORWARD", 1);
    check(&status(r#""NEW", "LOST""#), &status(r#""NEW""#), "BACKWARD", 2);
    check(&record(id), &record(id).replace("Order", "Purchase"), "BACKWARD", 2);
    // What is wrong with the text alone.
    check(&record(id), &record(&format!("{id},")), "BACKWARD", 1);
    check(&record(id), &record(r#"{"name": "id", "type": "strnig"}"#), "BACKWARD", 1);
}

#[test]
fn a_repair_stands_in_the_file_that_it_changes() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let money = |more: &str| {
        format!(
            r#"{{"type": "record", "name": "Money", "namespace": "shop", "fields": [{{"name": "a", "type": "long"}}{more}]}}"#
        )
    };
    for (file, text) in [
        ("old/order.avsc", record(r#"{"name": "total", "type": "Money"}"#)),
        ("old/money.avsc", money("")),
        ("new schemas/order.avsc", record(r#"{"name": "total", "type": "Money"}"#)),
        ("new schemas/money.avsc", money(r#", {"name": "currency", "type": "string"}"#)),
    ] {
        fs::create_dir_all(at.join(file).parent().unwrap()).unwrap();
        fs::write(at.join(file), text).unwrap();
    }
    let arguments = ["compat", "new schemas", "--against", "old", "--subject", "order"];
    let sarif = parsed(at, &arguments, "sarif");
    let fix = &sarif["runs"][0]["results"][0]["fixes"][0];
    assert_eq!(fix["artifactChanges"][0]["artifactLocation"]["uri"], "new%20schemas/money.avsc", "{fix}");
    assert_eq!(fix["description"]["text"], "Add default \"\" in new schemas/money.avsc");
}

#[test]
fn what_was_released_is_not_repaired() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    for (number, text) in ["string", "long", "long"].iter().enumerate() {
        fs::write(at.join(format!("n-v{}.avsc", number + 1)), record(&format!(r#"{{"name": "n", "type": "{text}"}}"#)))
            .unwrap();
    }
    let arguments = ["compat", "n-v1.avsc", "n-v2.avsc", "n-v3.avsc"];
    let json = parsed(at, &arguments, "json");
    assert_eq!((&json["errors"], &json["warnings"]), (&0.into(), &1.into()));
    let help = json["findings"][0]["help"].as_str().unwrap();
    assert!(
        help.ends_with("It is released, so it stays as it is; only the newest version can still be repaired"),
        "{help}"
    );
    assert_eq!(check_all(at, &arguments), 0);
}

/// Copies a folder, so that a test may change it.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn the_findings_of_a_design_are_repaired_in_its_files() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/ecommerce"), &at.join("shop"));
    for command in ["validate", "compat"] {
        let applied = check_all(at, &[command, "shop"]);
        assert!(applied >= 2, "{command} repairs {applied}");
    }
    // What changes records has no form in SARIF; it is said with the finding.
    let sarif = parsed(at, &["validate", "shop"], "sarif");
    let weak = list(&sarif["runs"][0], "results")
        .iter()
        .flat_map(|it| it.get("properties").map_or(&[][..], |properties| list(properties, "repairsOfTheDesign")));
    let edits: Vec<&str> = weak.flat_map(|fix| list(fix, "edits")).filter_map(|edit| edit["kind"].as_str()).collect();
    assert!(edits.contains(&"set-field"), "{edits:?}");
}
