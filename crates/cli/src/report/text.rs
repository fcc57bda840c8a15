//! Findings as a compiler prints them: the line of the file with the place underlined, the reason, and what to do next.

use crate::say;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use engine::diagnostic::{Diagnostic, Position, Severity};

/// The findings and a closing line that counts them. `source` gives a file's text.
pub fn text<'a>(findings: &[Diagnostic], source: impl Fn(&str) -> Option<&'a str>) -> String {
    let renderer = Renderer::plain();
    let mut out = String::new();
    for finding in findings {
        let level = match finding.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Info => Level::INFO,
        };
        let title = level.primary_title(finding.message.as_str()).id(finding.code.as_str());
        let place = finding.location.place.as_ref();
        let text = place.and_then(|place| source(&place.file));
        let mut group = match (place, text) {
            (Some(place), Some(text)) => {
                let start = offset(text, place.start);
                let end = place.end.map_or(start, |end| offset(text, end)).max(start);
                let snippet = Snippet::source(text)
                    .path(say::line(&place.file))
                    .annotation(AnnotationKind::Primary.span(start..end));
                Group::with_title(title).element(snippet)
            }
            (Some(place), None) => Group::with_title(title).element(Origin::path(say::line(&place.file))),
            (None, _) => match &finding.location.record {
                Some(record) => Group::with_title(title).element(Origin::path(record.as_str())),
                None => Group::with_title(title),
            },
        };
        if !finding.help.is_empty() {
            group = group.element(Level::HELP.message(finding.help.as_str()));
        }
        out.push_str(&renderer.render(&[group]));
        out.push_str("\n\n");
    }
    out.push_str(&summary(findings));
    out
}

/// The byte at a position; a position beyond its line gives the line's end.
fn offset(text: &str, at: Position) -> usize {
    let mut start = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        if index + 1 == at.line as usize {
            let content = line.trim_end_matches(['\n', '\r']);
            let column = content.char_indices().nth(at.column.saturating_sub(1) as usize);
            return start + column.map_or(content.len(), |(offset, _)| offset);
        }
        start += line.len();
    }
    text.len()
}

fn summary(findings: &[Diagnostic]) -> String {
    let count = |severity, one: &str, many: &str| {
        let count = findings.iter().filter(|it| it.severity == severity).count();
        (count > 0).then(|| format!("{count} {}", if count == 1 { one } else { many }))
    };
    let parts: Vec<String> = [
        count(Severity::Error, "error", "errors"),
        count(Severity::Warning, "warning", "warnings"),
        count(Severity::Info, "note", "notes"),
    ]
    .into_iter()
    .flatten()
    .collect();
    if parts.is_empty() { "No problems found\n".to_owned() } else { format!("{}\n", parts.join(", ")) }
}
