//! Findings as SARIF 2.1.0, which code scanning of forges and editors reads. Repairs that are edits of text are `fixes`, which
//! editors apply; the others change records of a design and stand among a result's properties.

use super::replacement::{Replacement, replacements};
use crate::compat;
use crate::files;
use crate::say;
use engine::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use engine::{check, export, format};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;

/// The findings as one SARIF document. `of_edit` says what an edit replaces in a file, when it is one of text.
pub fn sarif(findings: &[Diagnostic], of_edit: impl Fn(&Edit) -> Option<Replacement>) -> String {
    let others = format::CODES.iter().chain(export::CODES).chain(compat::CODES).chain(files::CODES).copied();
    let rules = check::RULES.iter().map(|rule| rule.info()).chain(others);
    let mut summaries: BTreeMap<&str, &str> = rules.map(|rule| (rule.code, rule.summary)).collect();
    for finding in findings {
        summaries.entry(finding.code.as_str()).or_insert("");
    }
    let rules: Vec<Value> = summaries
        .iter()
        .map(|(code, summary)| {
            let text = if summary.is_empty() { code } else { summary };
            json!({ "id": code, "shortDescription": { "text": text } })
        })
        .collect();
    let document = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "Eventscape", "version": env!("CARGO_PKG_VERSION"), "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "results": findings.iter().map(|it| result(it, &of_edit)).collect::<Vec<_>>(),
        }],
    });
    say::json(&document)
}

fn result(finding: &Diagnostic, of_edit: impl Fn(&Edit) -> Option<Replacement>) -> Value {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    };
    let mut text = finding.message.clone();
    if !finding.help.is_empty() {
        text.push_str(&format!(". {}", finding.help));
    }
    // Not every reader shows `fixes`.
    if let Some(titles) = super::repair_titles(finding) {
        text.push_str(&format!("\n{titles}"));
    }
    let mut result = json!({ "ruleId": finding.code, "level": level, "message": { "text": text } });
    let mut location = json!({});
    if let Some(place) = &finding.location.place {
        let physical = json!({ "artifactLocation": { "uri": uri(&place.file) }, "region": region(place) });
        put(&mut location, "physicalLocation", physical);
    }
    if let Some(record) = &finding.location.record {
        let name = format!("{record}{}", finding.location.pointer);
        put(&mut location, "logicalLocations", json!([{ "fullyQualifiedName": name }]));
    }
    put(&mut result, "locations", json!([location]));
    let (mut fixes, mut others): (Vec<Value>, Vec<&Fix>) = (Vec::new(), Vec::new());
    for it in &finding.fixes {
        match replacements(it, &of_edit) {
            Some(replacements) => fixes.push(fix(&it.title, &replacements)),
            None => others.push(it),
        }
    }
    if !fixes.is_empty() {
        put(&mut result, "fixes", Value::Array(fixes));
    }
    if !others.is_empty() {
        put(&mut result, "properties", json!({ "repairsOfTheDesign": others }));
    }
    result
}

fn region(place: &Place) -> Value {
    let mut region = json!({ "startLine": place.start.line, "startColumn": place.start.column });
    if let Some(end) = place.end {
        put(&mut region, "endLine", json!(end.line));
        put(&mut region, "endColumn", json!(end.column));
    }
    region
}

/// A repair, one change for each file.
fn fix(title: &str, replacements: &[Replacement]) -> Value {
    let mut changes: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for it in replacements {
        let mut replacement = json!({ "deletedRegion": region(&it.place) });
        if !it.text.is_empty() {
            put(&mut replacement, "insertedContent", json!({ "text": it.text }));
        }
        changes.entry(&it.place.file).or_default().push(replacement);
    }
    let change = |(file, replacements): (&str, Vec<Value>)| json!({ "artifactLocation": { "uri": uri(file) }, "replacements": replacements });
    let changes: Vec<Value> = changes.into_iter().map(change).collect();
    json!({ "description": { "text": title }, "artifactChanges": changes })
}

fn put(object: &mut Value, key: &str, value: Value) {
    if let Some(map) = object.as_object_mut() {
        map.insert(key.to_owned(), value);
    }
}

/// A path as a URI reference; one from the root with its scheme.
fn uri(path: &str) -> String {
    let mut out = String::new();
    if Path::new(path).is_absolute() {
        out.push_str(if path.starts_with('/') { "file://" } else { "file:///" });
    }
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
