//! Writing a decision: a new file in MADR's order of keys, an old one with only the lines changed that say something else.

use crate::decision_file::entries;
use crate::decision_status::said_in;
use crate::front_matter;
use crate::source::Source;
use crate::text::split_marks;
use crate::tree::{Entry, Node};
use model::{Decision, title_of, with_title};
use serde_json::Value;
use std::ops::Range;

/// The keys of the front matter in the order in which they are written.
const KEYS: [&str; 7] = ["status", "date", "decision-makers", "consulted", "informed", "records", "supersedes"];

/// The text of a decision that has no file yet.
pub(crate) fn text(decision: &Decision) -> String {
    format!("---\n{}---\n{}", front(decision, "\n"), body(decision, None))
}

/// The text with the difference from `base` to `new` carried over; `base` is what the text says now.
pub(crate) fn patch(text: &str, base: &Decision, new: &Decision) -> String {
    let parts = front_matter::parts(text);
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let old_body = text.get(parts.body..).unwrap_or_default();
    let new_body =
        if base.body == new.body && base.title == new.title { old_body.to_owned() } else { body(new, Some(base)) };
    let head = text.get(..parts.body).unwrap_or_default();
    let before = fields(base);
    let after = fields(new);
    // Without front matter of its own, a body that begins like one would be read as that.
    // A text that says another status than the decision has needs front matter too, which comes before it.
    let says_another = || {
        let said = said_in(&new_body);
        let date = said.date.clone().unwrap_or_default();
        after.first() != Some(&Some(Value::from(said.word()))) || date != new.date
    };
    let is_bare = parts.front.is_none() && !parts.is_unclosed && new_body != old_body;
    let needs_front = is_bare && (front_matter::parts(&new_body).front.is_some() || says_another());
    if before == after && !needs_front {
        return format!("{head}{new_body}");
    }
    let marks = split_marks(head).0;
    let fenced = |front: &str| format!("{marks}---{end}{front}---{end}");
    let Some(range) = parts.front.clone() else {
        return format!("{}{head}{new_body}", fenced(&front(new, end)));
    };
    let source = Source::new("", text, None);
    let entries = entries(&source, &parts).ok().filter(|entries| entries.iter().all(|it| starts_its_line(text, it)));
    let Some(entries) = entries else {
        // Keys cannot be told apart here, so everything is written anew and the old lines stay as comments.
        let old = text.get(range).unwrap_or_default();
        let old: String = printable(old).split_inclusive('\n').map(|line| format!("# {line}")).collect();
        return format!("{}{new_body}", fenced(&format!("{}{old}", front(new, end))));
    };
    let mut splices = Vec::new();
    for (key, (old, new)) in KEYS.into_iter().zip(before.iter().zip(&after)) {
        if old != new {
            splices.push(splice(text, &range, &entries, key, new.as_ref(), end));
        }
    }
    format!("{}{new_body}", spliced(head, splices))
}

/// The body with the title as its heading. A body that has none gets none for a title that nobody has changed.
fn body(decision: &Decision, base: Option<&Decision>) -> String {
    let heading = title_of(&decision.body);
    let is_unchanged = heading.is_none() && base.is_some_and(|base| base.title == decision.title);
    if is_unchanged || heading == Some(decision.title.as_str()) {
        return decision.body.clone();
    }
    with_title(&decision.body, &decision.title)
}

/// The values of the front matter, by the order of the keys.
fn fields(decision: &Decision) -> Vec<Option<Value>> {
    let values = serde_json::to_value(decision).unwrap_or_default();
    KEYS.into_iter().map(|key| values.get(key).cloned()).collect()
}

fn front(decision: &Decision, end: &str) -> String {
    let fields = KEYS.into_iter().zip(fields(decision));
    fields.filter_map(|(key, value)| Some(line(key, &value?, "", end) + end)).collect()
}

/// A key and its value, without the last line end.
fn line(key: &str, value: &Value, indent: &str, end: &str) -> String {
    match value {
        Value::Array(items) => {
            let items =
                items.iter().map(|item| format!("{end}{indent}  - {}", scalar(item.as_str().unwrap_or_default())));
            format!("{key}:{}", items.collect::<String>())
        }
        Value::String(text) => format!("{key}: {}", scalar(text)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => format!("{key}: {value}"),
    }
}

/// A text as YAML: plain where no reader of YAML could take it for anything else, else in quotes.
fn scalar(text: &str) -> String {
    let is_date = text.len() == 10
        && text.char_indices().all(|(at, it)| if at == 4 || at == 7 { it == '-' } else { it.is_ascii_digit() });
    let starts_plain = text.starts_with(|it: char| it.is_alphabetic());
    let has_plain_characters = text
        .chars()
        .all(|it| it.is_alphanumeric() || matches!(it, ' ' | '-' | '_' | '.' | '/' | ':' | '@' | '(' | ')'));
    let is_word_of_yaml = ["true", "false", "yes", "no", "on", "off", "null", "y", "n", "nan", "inf"]
        .contains(&text.to_lowercase().as_str());
    let has_mark = text.contains(": ") || text.ends_with([':', ' ']);
    if is_date || starts_plain && has_plain_characters && !is_word_of_yaml && !has_mark {
        text.to_owned()
    } else {
        // YAML's double quotes take all that JSON's do.
        printable(&Value::from(text).to_string())
    }
}

/// The text with escapes for what YAML does not allow in a file at all, not even in a comment.
fn printable(text: &str) -> String {
    let is_barred = |it: char| {
        it.is_control() && !matches!(it, '\n' | '\r' | '\t')
            || matches!(it, '\u{2028}' | '\u{2029}' | '\u{feff}'..='\u{ffff}')
    };
    text.chars().map(|it| if is_barred(it) { format!("\\u{:04x}", u32::from(it)) } else { it.to_string() }).collect()
}

fn starts_its_line(text: &str, entry: &Entry) -> bool {
    let start = line_start(text, entry.key_span.start);
    text.get(start..entry.key_span.start).is_some_and(|it| it.trim().is_empty())
}

fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1)
}

fn line_end(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|after| after.find('\n')).map_or(text.len(), |found| at + found + 1)
}

/// The bytes of an entry, from its key to the end of its value.
fn extent(text: &str, entry: &Entry) -> Range<usize> {
    let colon =
        text.get(entry.key_span.end..).and_then(|after| after.find(':')).map_or(0, |at| entry.key_span.end + at + 1);
    let end = if entry.value.node == Node::Empty { colon } else { entry.value.span.end.max(colon) };
    let written = text.get(entry.key_span.start..end).unwrap_or_default();
    entry.key_span.start..entry.key_span.start + written.trim_end().len()
}

/// The bytes to replace and what comes there, so that a key says something else, comes in or goes.
fn splice(
    text: &str,
    front: &Range<usize>,
    entries: &[Entry],
    key: &str,
    value: Option<&Value>,
    end: &str,
) -> (Range<usize>, String) {
    let find = |key: &str| entries.iter().find(|entry| entry.key == key);
    let indent = entries
        .first()
        .map_or("", |first| text.get(line_start(text, first.key_span.start)..first.key_span.start).unwrap_or_default());
    match (find(key), value) {
        (Some(entry), Some(value)) => (extent(text, entry), line(key, value, indent, end)),
        (Some(entry), None) => {
            let extent = extent(text, entry);
            (line_start(text, extent.start)..line_end(text, extent.end), String::new())
        }
        (None, None) => (front.end..front.end, String::new()),
        (None, Some(value)) => {
            let place = KEYS.iter().position(|it| *it == key).unwrap_or_default();
            let before = KEYS.iter().take(place).rev().find_map(|key| find(key));
            let after = KEYS.iter().skip(place + 1).find_map(|key| find(key));
            let at = match (before, after) {
                (Some(before), _) => line_end(text, extent(text, before).end),
                (None, Some(after)) => line_start(text, after.key_span.start),
                (None, None) => front.end,
            };
            (at..at, format!("{indent}{}{end}", line(key, value, indent, end)))
        }
    }
}

fn spliced(text: &str, mut splices: Vec<(Range<usize>, String)>) -> String {
    splices.sort_by_key(|(range, _)| (range.start, range.end));
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (range, new) in splices {
        out.push_str(text.get(at..range.start).unwrap_or_default());
        out.push_str(&new);
        at = range.end.max(at);
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}
