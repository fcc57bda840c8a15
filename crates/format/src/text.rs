//! The things that a text file has besides its text: a byte order mark, line ends of one system or another, a last line without an
//! end. An edit must leave all of it as it was, or a one-word change becomes a diff of the whole file.

use std::borrow::Cow;

const BYTE_ORDER_MARK: char = '\u{feff}';

/// The text of a file without its byte order mark. A second mark is part of the text.
pub(crate) fn without_mark(file: &str) -> &str {
    file.strip_prefix(BYTE_ORDER_MARK).unwrap_or(file)
}

/// The file that holds a text, with the byte order mark that `original` had. Exactly the other way round as [`without_mark`],
/// for every text: one that begins with a mark gets a mark of the file before it, which reading takes away again.
pub(crate) fn with_mark_of(original: Option<&str>, text: &str) -> String {
    let had_mark = original.is_some_and(|original| original.starts_with(BYTE_ORDER_MARK));
    if had_mark || text.starts_with(BYTE_ORDER_MARK) { format!("{BYTE_ORDER_MARK}{text}") } else { text.to_owned() }
}

/// All byte order marks that a text begins with, and what follows them. Programs that join files leave several. Where they
/// cannot be content, as before TOML or front matter, they are read over and kept.
pub(crate) fn split_marks(text: &str) -> (&str, &str) {
    let rest = text.trim_start_matches(BYTE_ORDER_MARK);
    text.split_at(text.len() - rest.len())
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
    fn a_byte_order_mark_belongs_to_the_file_and_a_second_to_the_text() {
        let check = |original: Option<&str>, text: &str, expected: &str| {
            assert_eq!(with_mark_of(original, text), expected, "{original:?}, {text:?}");
            assert_eq!(without_mark(expected), text, "what was written is read");
        };
        check(Some("\u{feff}a"), "b", "\u{feff}b");
        check(Some("\u{feff}a"), "\u{feff}b", "\u{feff}\u{feff}b");
        check(Some("a"), "b", "b");
        check(Some("a"), "\u{feff}b", "\u{feff}\u{feff}b");
        check(None, "b", "b");
        check(None, "\u{feff}", "\u{feff}\u{feff}");
        check(Some("\u{feff}"), "", "\u{feff}");
        for file in ["", "a", "\u{feff}", "\u{feff}a", "\u{feff}\u{feff}", "\u{feff}\u{feff}a", "\u{feff}\r\n\u{feff}"]
        {
            assert_eq!(with_mark_of(Some(file), without_mark(file)), file, "an untouched file stays as it is");
            let (marks, rest) = split_marks(file);
            assert_eq!(format!("{marks}{rest}"), file);
        }
    }

    #[test]
    fn conflict_markers_are_told_from_headings_and_arrows() {
        assert_eq!(conflict_marker("a = 1\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> other\n"), Some(6));
        assert_eq!(conflict_marker("<<<<<<< only a start\n"), None);
        assert_eq!(conflict_marker("a\n=======\n"), None);
    }
}
