//! The two parts of a Markdown file: the front matter between two lines of dashes, and the body after it.

use crate::text::split_marks;
use std::ops::Range;

const FENCE: &str = "---";

/// Where the parts of a Markdown file are, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Parts {
    /// The text between the lines of dashes; None when the file does not begin with one.
    pub front: Option<Range<usize>>,
    /// Where the body begins.
    pub body: usize,
    /// Whether the file begins with a line of dashes that no second one follows.
    pub is_unclosed: bool,
}

/// The parts of a Markdown file.
pub(crate) fn parts(text: &str) -> Parts {
    let mut offset = 0;
    let mut start = None;
    for line in text.split_inclusive('\n') {
        let is_fence = if offset == 0 { split_marks(line).1 } else { line }.trim_end() == FENCE;
        let end = offset + line.len();
        match start {
            None if is_fence && offset == 0 => start = Some(end),
            None => break,
            Some(start) if is_fence => {
                return Parts { front: Some(start..offset), body: end, is_unclosed: false };
            }
            Some(_) => {}
        }
        offset = end;
    }
    Parts { front: None, body: 0, is_unclosed: start.is_some() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_and_body() {
        let check = |text: &str, front: Option<&str>, body: &str| {
            let parts = parts(text);
            assert_eq!(parts.front.map(|it| text.get(it).unwrap()), front, "{text:?}");
            assert_eq!(text.get(parts.body..).unwrap(), body, "{text:?}");
        };
        check("---\na: 1\n---\n# T\n", Some("a: 1\n"), "# T\n");
        check("---\r\na: 1\r\n---\r\n# T\r\n", Some("a: 1\r\n"), "# T\r\n");
        check("---\n---", Some(""), "");
        check("\u{feff}---\na: 1\n---\n# T\n", Some("a: 1\n"), "# T\n");
        check("---\na: 1\n\u{feff}---\n# T\n", None, "---\na: 1\n\u{feff}---\n# T\n");
        check("# T\n---\n---\n", None, "# T\n---\n---\n");
        check("---\na: 1\n", None, "---\na: 1\n");
        assert!(parts("---\na: 1\n").is_unclosed);
        check("", None, "");
    }
}
