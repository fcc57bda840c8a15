//! What a text file has besides its text: a byte order mark, line ends of one system or another, a last line without an
//! end. An edit must leave all of it as it was, or a one-word change becomes a diff of the whole file.

use std::borrow::Cow;

const BYTE_ORDER_MARK: char = '\u{feff}';

/// The text without its byte order mark.
pub(crate) fn without_mark(text: &str) -> &str {
    text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text)
}

/// The text with the byte order mark that `original` had.
pub(crate) fn with_mark_of(original: Option<&str>, text: &str) -> String {
    let text = without_mark(text);
    match original {
        Some(original) if original.starts_with(BYTE_ORDER_MARK) => format!("{BYTE_ORDER_MARK}{text}"),
        Some(_) | None => text.to_owned(),
    }
}

/// The text with `\n` alone as line end.
pub(crate) fn unix(text: &str) -> Cow<'_, str> {
    if text.contains("\r\n") { Cow::Owned(text.replace("\r\n", "\n")) } else { Cow::Borrowed(text) }
}

/// An edited text, written with `\n`, in the manner of the original: untouched lines keep their own line ends, new ones
/// take the most common, and a last line that had no end gets none.
pub(crate) fn in_manner_of(original: &str, edited: &str) -> String {
    let lacks_last_end = !original.is_empty() && !original.ends_with('\n');
    let edited = if lacks_last_end { edited.strip_suffix('\n').unwrap_or(edited) } else { edited };
    if !original.contains("\r\n") {
        return edited.to_owned();
    }
    let before: Vec<&str> = original.split_inclusive('\n').collect();
    let after: Vec<&str> = edited.split_inclusive('\n').collect();
    let same = |(old, new): &(&&str, &&str)| content(old) == content(new);
    let head = before.iter().zip(&after).take_while(same).count();
    let most = before.len().min(after.len()) - head;
    let tail = before.iter().rev().zip(after.iter().rev()).take(most).take_while(same).count();

    let windows = before.iter().filter(|line| line.ends_with("\r\n")).count();
    let common = if windows * 2 >= before.len() { "\r\n" } else { "\n" };
    let mut out = String::with_capacity(edited.len() + after.len());
    for (index, line) in after.iter().enumerate() {
        let twin = if index < head {
            before.get(index)
        } else if index + tail >= after.len() {
            before.get(index + before.len() - after.len())
        } else {
            None
        };
        match twin {
            Some(twin) if twin.ends_with('\n') == line.ends_with('\n') => out.push_str(twin),
            Some(_) | None if line.ends_with('\n') => {
                out.push_str(content(line));
                out.push_str(common);
            }
            Some(_) | None => out.push_str(line),
        }
    }
    out
}

/// A text that has `\n` as line end, with the line end that most lines of another have.
pub(crate) fn with_line_ends_of(original: &str, text: String) -> String {
    let windows = original.matches("\r\n").count();
    if windows * 2 > original.matches('\n').count() { text.replace('\n', "\r\n") } else { text }
}

fn content(line: &str) -> &str {
    let line = line.strip_suffix('\n').unwrap_or(line);
    line.strip_suffix('\r').unwrap_or(line)
}

/// Whether the text holds what a version control system leaves behind when it cannot merge, and the byte where it begins.
pub(crate) fn conflict_marker(text: &str) -> Option<usize> {
    let mut offset = 0;
    let mut start = None;
    for line in text.split_inclusive('\n') {
        if line.starts_with("<<<<<<< ") && start.is_none() {
            start = Some(offset);
        }
        if line.starts_with(">>>>>>> ") && start.is_some() {
            return start;
        }
        offset += line.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn untouched_lines_keep_their_line_ends() {
        let check = |original: &str, edited: &str, expected: &str| {
            assert_eq!(in_manner_of(original, edited), expected, "{original:?}");
        };
        check("a\nb\n", "a\nc\n", "a\nc\n");
        check("a\r\nb\r\n", "a\nc\nb\n", "a\r\nc\r\nb\r\n");
        check("a\r\nb\nc\r\n", "a\nx\nb\nc\n", "a\r\nx\r\nb\nc\r\n");
        check("a\nb\nc\nd\r\n", "a\nb\nx\nd\n", "a\nb\nx\nd\r\n");
        check("a\nb", "a\nc\n", "a\nc");
        check("a\r\nb", "a\nb\nc\n", "a\r\nb\r\nc");
        check("", "a\n", "a\n");
        check("a\r\na\r\na\r\n", "a\na\n", "a\r\na\r\n");
    }

    #[test]
    fn line_ends_become_those_of_most_lines() {
        let check = |original: &str, expected: &str| {
            assert_eq!(with_line_ends_of(original, "a\nb\n".to_owned()), expected, "{original:?}");
        };
        check("a\r\nb\r\nc\n", "a\r\nb\r\n");
        check("a\r\nb\n", "a\nb\n");
        check("", "a\nb\n");
    }

    #[test]
    fn a_byte_order_mark_stays_and_is_never_doubled() {
        assert_eq!(with_mark_of(Some("\u{feff}a"), "b"), "\u{feff}b");
        assert_eq!(with_mark_of(Some("\u{feff}a"), "\u{feff}b"), "\u{feff}b");
        assert_eq!(with_mark_of(Some("a"), "b"), "b");
        assert_eq!(with_mark_of(None, "b"), "b");
    }

    #[test]
    fn conflict_markers_are_told_from_headings_and_arrows() {
        assert_eq!(conflict_marker("a = 1\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> other\n"), Some(6));
        assert_eq!(conflict_marker("<<<<<<< only a start\n"), None);
        assert_eq!(conflict_marker("a\n=======\n"), None);
    }
}
