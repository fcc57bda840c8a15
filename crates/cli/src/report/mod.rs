//! Findings for people, for programs and for code scanning.

mod sarif;
mod text;

pub use sarif::sarif;
pub use text::text;

use engine::diagnostic::{Diagnostic, Severity};
use serde_json::json;

/// Findings as one JSON document: counts and the findings in their own shape.
pub fn json(findings: &[Diagnostic]) -> String {
    let count = |severity| findings.iter().filter(|it| it.severity == severity).count();
    let document = json!({
        "errors": count(Severity::Error),
        "warnings": count(Severity::Warning),
        "infos": count(Severity::Info),
        "findings": findings,
    });
    format!("{document:#}\n")
}
