//! Findings as a compiler prints them: the line of the file with the place underlined, the reason, and what to do next.

use crate::say;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use engine::diagnostic::{Diagnostic, Place, Position, Severity, counted, without_credentials};
use std::collections::BTreeMap;

/// The most of a file that is worth showing; a longer line says nothing to a person, and takes long to draw.
const LONGEST_SHOWN: usize = 4_000;

/// The findings and a closing line that counts them. `source` gives a file's text.
pub fn text<'a>(findings: &[Diagnostic], source: impl Fn(&str) -> Option<&'a str>) -> String {
    let renderer = Renderer::plain();
    let mut files: BTreeMap<&str, Option<File<'_>>> = BTreeMap::new();
    let mut out = String::new();
    for finding in findings {
        let level = match finding.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Info => Level::INFO,
        };
        let title = level.primary_title(finding.message.as_str()).id(finding.code.as_str());
        let group = Group::with_title(title);
        let place = finding.location.place.as_ref();
        let file = place
            .and_then(|place| files.entry(&place.file).or_insert_with(|| source(&place.file).map(File::of)).as_ref());
        let mut group = match (place, file) {
            (Some(place), Some(file)) => {
                let (from, shown) = file.lines(place.start.line, place.end.unwrap_or(place.start).line);
                if shown.len() > LONGEST_SHOWN || tells_credentials(place, shown) {
                    group.element(origin(place))
                } else {
                    group.element(snippet(place, from, shown))
                }
            }
            (Some(place), None) => group.element(Origin::path(say::line(&place.file))),
            (None, _) => match &finding.location.record {
                Some(record) => group.element(Origin::path(say::line(record))),
                None => group,
            },
        };
        if !finding.help.is_empty() {
            group = group.element(Level::HELP.message(finding.help.as_str()));
        }
        if let Some(titles) = super::repair_titles(finding) {
            group = group.element(Level::HELP.message(titles));
        }
        out.push_str(&renderer.render(&[group]));
        out.push_str("\n\n");
    }
    out.push_str(&summary(findings));
    out
}

/// Whether lines of a record's file hold an address with a password. A schema in one line may look so, and holds none.
fn tells_credentials(place: &Place, shown: &str) -> bool {
    !place.file.ends_with(".avsc") && without_credentials(shown) != shown
}

/// A place without its text.
fn origin(place: &Place) -> Origin<'_> {
    Origin::path(say::line(&place.file)).line(place.start.line as usize).char_column(place.start.column as usize)
}

/// A place in its lines, of which the first has the number `from`.
fn snippet<'a>(place: &'a Place, from: u32, shown: &'a str) -> Snippet<'a, Annotation<'a>> {
    let within = |at: Position| offset(shown, Position { line: at.line.saturating_sub(from) + 1, ..at });
    let start = within(place.start);
    let end = place.end.map_or(start, within).max(start);
    Snippet::source(shown)
        .line_start(from as usize)
        .path(say::line(&place.file))
        .annotation(AnnotationKind::Primary.span(start..end))
}

/// A file with the places where its lines begin. A finding is drawn from its own lines alone, and these are found without a walk
/// through the file: a file with a thousand findings would be walked through a thousand times otherwise.
struct File<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> File<'a> {
    fn of(text: &'a str) -> Self {
        Self { text, starts: std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect() }
    }

    /// The lines from one to another, and the number of the first.
    fn lines(&self, first: u32, last: u32) -> (u32, &'a str) {
        let start = self.starts.get(first.saturating_sub(1) as usize).copied();
        let end = self.starts.get(last.max(first) as usize).copied().unwrap_or(self.text.len());
        match start.and_then(|start| self.text.get(start..end)) {
            Some(shown) => (first.max(1), shown),
            None => (1, self.text),
        }
    }
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
    let count = |(severity, noun): (Severity, &str)| {
        let count = findings.iter().filter(|it| it.severity == severity).count();
        (count > 0).then(|| counted(count, noun))
    };
    let weights = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Info, "note")];
    let parts: Vec<String> = weights.into_iter().filter_map(count).collect();
    if parts.is_empty() { "No problems found\n".to_owned() } else { format!("{}\n", parts.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::diagnostic::{Code, Location};

    #[test]
    fn a_finding_shows_its_lines_by_their_numbers() {
        let check = |source: &str, start: (u32, u32), end: Option<(u32, u32)>, expected: &str| {
            let at = |(line, column)| Position { line, column };
            let place = Place { file: "a.toml".to_owned(), start: at(start), end: end.map(at) };
            let location = Location { place: Some(place), ..Location::default() };
            let finding = Diagnostic::new(Code::new("a/b"), Severity::Error, "wrong", location);
            let shown = text(&[finding], |_| Some(source));
            let (shown, _) = shown.split_once("\n\n").unwrap_or_default();
            assert_eq!(shown, format!("error[a/b]: wrong\n{expected}"), "{source:?}");
        };
        let three = "one\r\ntwo = 2\r\nthree";
        check(three, (1, 1), None, " --> a.toml:1:1\n  |\n1 | one\n  | ^");
        check(three, (2, 7), Some((2, 8)), " --> a.toml:2:7\n  |\n2 | two = 2\n  |       ^");
        check(three, (3, 1), Some((3, 6)), " --> a.toml:3:1\n  |\n3 | three\n  | ^^^^^");
        check(three, (2, 1), Some((3, 3)), " --> a.toml:2:1\n  |\n2 | / two = 2\n3 | | three\n  | |__^");
        check(three, (9, 1), None, " --> a.toml:3:6\n  |\n3 | three\n  |      ^");
        check("", (1, 1), None, " --> a.toml:1:1\n  |\n1 |\n  | ^");
        check("a\n", (2, 1), None, " --> a.toml:2:1\n  |\n2 |\n  | ^");
    }
}
