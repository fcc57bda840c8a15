//! Findings as SARIF 2.1.0, which code scanning of forges and editors reads.

use crate::compat;
use crate::files::PASSED_OVER;
use engine::diagnostic::{Diagnostic, Severity};
use engine::{check, export, format};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;

/// The findings as one SARIF document.
pub fn sarif(findings: &[Diagnostic]) -> String {
    let rules =
        check::RULES.iter().chain(format::CODES).chain(export::CODES).chain(compat::CODES).chain([&PASSED_OVER]);
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
            "results": findings.iter().map(result).collect::<Vec<_>>(),
        }],
    });
    format!("{document:#}\n")
}

fn result(finding: &Diagnostic) -> Value {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    };
    let text = if finding.help.is_empty() {
        finding.message.clone()
    } else {
        format!("{}. {}", finding.message, finding.help)
    };
    let mut result = json!({ "ruleId": finding.code, "level": level, "message": { "text": text } });
    let mut location = json!({});
    if let Some(place) = &finding.location.place {
        let mut region = json!({ "startLine": place.start.line, "startColumn": place.start.column });
        if let Some(end) = place.end {
            put(&mut region, "endLine", json!(end.line));
            put(&mut region, "endColumn", json!(end.column));
        }
        put(
            &mut location,
            "physicalLocation",
            json!({ "artifactLocation": { "uri": uri(&place.file) }, "region": region }),
        );
    }
    if let Some(record) = &finding.location.record {
        let name = format!("{record}{}", finding.location.pointer);
        put(&mut location, "logicalLocations", json!([{ "fullyQualifiedName": name }]));
    }
    put(&mut result, "locations", json!([location]));
    result
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
