//! The status of a decision as people and tools write it: MADR in the front matter with free words after the first, adr-tools
//! and the MADR of before in the text itself.

use crate::text::split_marks;

/// The words that a status begins with, and what they mean.
const WORDS: [(&str, &str); 8] = [
    ("proposed", "proposed"),
    ("rejected", "rejected"),
    ("accepted", "accepted"),
    ("deprecated", "deprecated"),
    ("superseded", "superseded"),
    // As adr-tools spells it.
    ("superceded", "superseded"),
    ("replaced", "superseded"),
    ("approved", "accepted"),
];

/// The status that a text means, by its first word: `superseded by ADR-0123`, `Accepted (2026-01-31)`, `**Proposed**`.
pub(crate) fn status_word(text: &str) -> Option<&'static str> {
    let first = text.trim_start_matches(|it: char| !it.is_alphanumeric() && it != '{' && it != '[');
    let first: String = first.chars().take_while(|it| it.is_alphanumeric()).collect();
    let first = first.to_lowercase();
    // The list of a template says all of them and means none.
    WORDS.iter().find(|(word, _)| *word == first).map(|(_, status)| *status).filter(|_| !text.contains('|'))
}

/// Whether a status is the choice that a template leaves to its reader.
pub(crate) fn is_placeholder(text: &str) -> bool {
    let text = text.trim();
    text.contains('|') || text.starts_with('{') && text.ends_with('}') || text.starts_with('[') && text.ends_with(']')
}

/// The statements in a decision's text when there is no front matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Said {
    /// The status as it is written.
    pub status: Option<String>,
    /// The date as `YYYY-MM-DD`.
    pub date: Option<String>,
}

impl Said {
    /// The status that counts.
    pub fn word(&self) -> &'static str {
        self.status.as_deref().and_then(status_word).unwrap_or("proposed")
    }
}

/// Reads lines such as `Date: 2026-01-31` and `* Status: accepted` above the first section, and the section `## Status`.
pub(crate) fn said_in(body: &str) -> Said {
    let mut said = Said::default();
    let (mut is_above, mut in_status, mut in_code) = (true, false, false);
    let mut lines: Vec<&str> = Vec::new();
    for line in split_marks(body).1.lines().map(str::trim) {
        if line.starts_with("```") || line.starts_with("~~~") {
            in_code = !in_code;
        }
        if in_code {
            continue;
        }
        if let Some(heading) = line.strip_prefix("##").map(|it| it.trim_matches(['#', ' '])) {
            (is_above, in_status) = (false, heading.eq_ignore_ascii_case("status"));
        } else if in_status && !line.is_empty() {
            lines.push(line);
        } else if is_above && let Some((key, value)) = field(line) {
            match key.as_str() {
                "status" => said.status = said.status.or_else(|| Some(value.to_owned())),
                "date" if is_date(value) => said.date = said.date.or_else(|| Some(value.to_owned())),
                _ => {}
            }
        }
    }
    // A decision that was superseded keeps its older words in some tools.
    let of = |wanted: fn(&str) -> bool| lines.iter().find(|line| status_word(line).is_some_and(wanted)).copied();
    let status = of(|word| word == "superseded").or_else(|| of(|_| true)).or_else(|| lines.first().copied());
    said.status = status.map(str::to_owned).or(said.status);
    said
}

/// A line such as `* **Status:** accepted`, as its key in small letters and its value.
fn field(line: &str) -> Option<(String, &str)> {
    let (key, value) = line.split_once(':')?;
    let key = key.trim_matches(|it: char| !it.is_alphanumeric()).to_lowercase();
    Some((key, value.trim_matches(['*', '_', ' '])))
}

fn is_date(text: &str) -> bool {
    let is_digit = |at: usize, it: u8| if at == 4 || at == 7 { it == b'-' } else { it.is_ascii_digit() };
    text.len() == 10 && text.bytes().enumerate().all(|(at, it)| is_digit(at, it))
}

#[cfg(test)]
mod tests {
    use super::{Said, is_placeholder, said_in, status_word};

    #[test]
    fn the_first_word_is_the_status() {
        let check = |text: &str, expected: Option<&str>| assert_eq!(status_word(text), expected, "{text}");
        check("accepted", Some("accepted"));
        check("Accepted", Some("accepted"));
        check("ACCEPTED (2026-01-31)", Some("accepted"));
        check("superseded by ADR-0123", Some("superseded"));
        check("superseded by [ADR-0005](0005-use-queues.md)", Some("superseded"));
        check("Superceded by [5. Use queues](0005-use-queues.md)", Some("superseded"));
        check("**Deprecated**, see below", Some("deprecated"));
        check("on hold", None);
        check("acceptedly", None);
        check("{proposed | accepted}", None);
        check("proposed | accepted", None);
        check("", None);
        for text in ["{proposed | accepted}", "[proposed | rejected]", "{status}"] {
            assert!(is_placeholder(text), "{text}");
        }
        assert!(!is_placeholder("superseded by [ADR-0005](0005-use-queues.md)"));
    }

    #[test]
    fn the_text_says_what_front_matter_would() {
        let check = |body: &str, status: Option<&str>, date: Option<&str>| {
            let expected = Said { status: status.map(str::to_owned), date: date.map(str::to_owned) };
            assert_eq!(said_in(body), expected, "{body:?}");
        };
        check(
            "# 1. Use queues\n\nDate: 2026-01-31\n\n## Status\n\nAccepted\n\n## Context\n\nStatus: unclear\n",
            Some("Accepted"),
            Some("2026-01-31"),
        );
        check(
            "# 1. Use queues\r\n\r\n## Status\r\n\r\nAccepted\r\n\r\nSuperceded by [2. x](0002-x.md)\r\n",
            Some("Superceded by [2. x](0002-x.md)"),
            None,
        );
        check("# T\n\n## STATUS ##\nIn review\n\nAmends [1. x](0001-x.md)\n", Some("In review"), None);
        check("# T\n\n* Status: accepted\n* Date: 2026-01-31\n\n## Context\n", Some("accepted"), Some("2026-01-31"));
        check("# T\n\n- **Status:** superseded by ADR-7\n- Date: someday\n", Some("superseded by ADR-7"), None);
        check("# T\n\n```\n## Status\nAccepted\n```\n", None, None);
        check("# T\n\nWords.\n", None, None);
    }
}
