//! What changed between two texts, line by line, for the list of unsaved files and for two versions of a schema.

use engine::diagnostic::counted;
use leptos::prelude::*;
use similar::{Algorithm, DiffTag, capture_diff_slices, group_diff_ops};
use std::ops::Range;

/// How many unchanged lines stand around a change.
const AROUND: usize = 3;

/// A line of a difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// In both.
    Same {
        /// Its number after.
        number: usize,
        /// Its text.
        text: String,
    },
    /// Only before.
    Gone {
        /// Its number before.
        number: usize,
        /// Its text.
        text: String,
    },
    /// Only after.
    New {
        /// Its number after.
        number: usize,
        /// Its text.
        text: String,
    },
    /// Unchanged lines that are left out.
    Skipped {
        /// How many.
        count: usize,
    },
}

/// The difference between two texts, with a few lines around each change.
pub fn difference(before: &str, after: &str) -> Vec<Line> {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let operations = capture_diff_slices(Algorithm::Myers, &old, &new);
    let groups = group_diff_ops(operations, AROUND);
    let gone = |range: Range<usize>| numbered(&old, range).map(|(number, text)| Line::Gone { number, text });
    let fresh = |range: Range<usize>| numbered(&new, range).map(|(number, text)| Line::New { number, text });
    let mut lines = Vec::new();
    let mut told = 0;
    for operation in groups.iter().flatten() {
        skip(operation.new_range().start - told, &mut lines);
        match operation.tag() {
            DiffTag::Equal => {
                lines.extend(numbered(&new, operation.new_range()).map(|(number, text)| Line::Same { number, text }));
            }
            DiffTag::Delete | DiffTag::Insert | DiffTag::Replace => {
                lines.extend(gone(operation.old_range()).chain(fresh(operation.new_range())));
            }
        }
        told = operation.new_range().end;
    }
    skip(new.len() - told, &mut lines);
    lines
}

/// Says that unchanged lines were left out, if any were.
fn skip(count: usize, lines: &mut Vec<Line>) {
    if count > 0 {
        lines.push(Line::Skipped { count });
    }
}

/// Lines of a text with their numbers, from 1.
fn numbered<'a>(lines: &'a [&str], range: Range<usize>) -> impl Iterator<Item = (usize, String)> + 'a {
    let first = range.start;
    let inside = lines.get(range).unwrap_or_default();
    inside.iter().enumerate().map(move |(index, text)| (first + index + 1, (*text).to_owned()))
}

/// The lines of a difference.
#[component]
pub fn Difference(
    /// The lines.
    lines: Vec<Line>,
) -> impl IntoView {
    lines
        .into_iter()
        .map(|line| {
            let (before, after) = match &line {
                Line::Gone { number, .. } => (Some(*number), None),
                Line::Same { number, .. } | Line::New { number, .. } => (None, Some(*number)),
                Line::Skipped { .. } => (None, None),
            };
            let (class, sign, number, text) = match line {
                Line::Same { number, text } => ("same", " ", number.to_string(), text),
                Line::Gone { number, text } => ("gone", "−", number.to_string(), text),
                Line::New { number, text } => ("new", "+", number.to_string(), text),
                Line::Skipped { count } => ("skipped", "", String::new(), counted(count, "unchanged line")),
            };
            view! {
                <div class=format!("diff-line {class}") data-old=before data-new=after>
                    <span class="diff-number">{number}</span>
                    <span class="diff-sign">{sign}</span>
                    <span class="diff-text">{text}</span>
                </div>
            }
        })
        .collect_view()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(before: &str, after: &str) -> String {
        let mut out = String::new();
        for line in difference(before, after) {
            out.push_str(&match line {
                Line::Same { number, text } => format!("{number}   {text}\n"),
                Line::Gone { number, text } => format!("{number} - {text}\n"),
                Line::New { number, text } => format!("{number} + {text}\n"),
                Line::Skipped { count } => format!("… {count}\n"),
            });
        }
        out
    }

    #[test]
    fn differences_are_the_lines_that_changed() {
        let check = |before: &str, after: &str, expected: &str| assert_eq!(shown(before, after), expected);
        check("a\nb\nc\n", "a\nx\nc\n", "1   a\n2 - b\n2 + x\n3   c\n");
        check("", "a\nb\n", "1 + a\n2 + b\n");
        check("a\n", "", "1 - a\n");
        check("a\nb\n", "a\nb\n", "… 2\n");
        check("a\nb\nc\nd\n", "b\nc\nx\nd\n", "1 - a\n1   b\n2   c\n3 + x\n4   d\n");
    }

    #[test]
    fn lines_far_from_a_change_are_left_out() {
        let before: String = (1..=20).map(|it| format!("{it}\n")).collect();
        let after = before.replace("10\n", "ten\n");
        let expected = "… 6\n7   7\n8   8\n9   9\n10 - 10\n10 + ten\n11   11\n12   12\n13   13\n… 7\n";
        assert_eq!(shown(&before, &after), expected);
    }

    #[test]
    fn a_difference_holds_every_line_that_only_one_text_has() {
        let texts = ["", "a\n", "a\nb\na\nb\n", "b\nb\n", "x\na\ny\nb\nz\n", "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n"];
        for before in texts {
            for after in texts {
                let lines = difference(before, after);
                // The text after, with what is skipped taken from where the lines before left off.
                let mut old = before.lines();
                let mut made = Vec::new();
                for line in lines {
                    match line {
                        Line::Same { text, number } => {
                            assert_eq!(old.next(), Some(text.as_str()));
                            made.push(text);
                            assert_eq!(number, made.len());
                        }
                        Line::Gone { text, .. } => assert_eq!(old.next(), Some(text.as_str())),
                        Line::New { text, number } => {
                            made.push(text);
                            assert_eq!(number, made.len());
                        }
                        Line::Skipped { count } => made.extend(old.by_ref().take(count).map(str::to_owned)),
                    }
                }
                assert_eq!(old.next(), None);
                assert_eq!(made, after.lines().collect::<Vec<_>>());
            }
        }
    }
}
