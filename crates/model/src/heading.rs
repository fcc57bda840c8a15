//! The title of a Markdown text: its first heading. A decision keeps its title beside its body, and both must say the same.

use std::ops::Range;

/// The bytes of the first heading's text, outside of code blocks.
fn heading(body: &str) -> Option<Range<usize>> {
    let mut offset = 0;
    let mut fence: Option<&str> = None;
    for line in body.split_inclusive('\n') {
        let start = line.trim_start();
        let mark = ["```", "~~~"].into_iter().find(|mark| start.starts_with(mark));
        match (fence, mark) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            (Some(_), Some(_) | None) => {}
            (None, None) => {
                if let Some(rest) = line.strip_prefix("# ") {
                    let text = rest.trim();
                    if !text.is_empty() {
                        let from = offset + line.len() - rest.trim_start().len();
                        return Some(from..from + text.len());
                    }
                }
            }
        }
        offset += line.len();
    }
    None
}

/// The title that a Markdown text has: the text of its first heading of the first level.
pub fn title_of(body: &str) -> Option<&str> {
    body.get(heading(body)?)
}

/// The same text with another title: its first heading rewritten, or one put before it.
pub fn with_title(body: &str, title: &str) -> String {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    if title.is_empty() {
        return body.to_owned();
    }
    match heading(body).and_then(|at| Some((body.get(..at.start)?, body.get(at.end..)?))) {
        Some((before, after)) => format!("{before}{title}{after}"),
        None => format!("# {title}\n\n{body}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_is_the_first_heading() {
        let check = |body: &str, expected: Option<&str>| assert_eq!(title_of(body), expected, "{body:?}");
        check("\n# Use Kafka\n\nWords\n", Some("Use Kafka"));
        check("#  Use Kafka \r\n", Some("Use Kafka"));
        check("```sh\n# a comment\n```\n# Use Kafka", Some("Use Kafka"));
        check("#\n## Second level\n", None);
        check("#no heading\n", None);
        check("", None);
    }

    #[test]
    fn a_new_title_changes_the_heading_and_nothing_else() {
        let check = |body: &str, title: &str, expected: &str| assert_eq!(with_title(body, title), expected, "{body:?}");
        check("\n# Use Kafka\n\n# Why\n", "Use Pulsar", "\n# Use Pulsar\n\n# Why\n");
        check("#  Use Kafka \r\nWords", "Use Pulsar", "#  Use Pulsar \r\nWords");
        check("Words\n", "Use\n Kafka", "# Use Kafka\n\nWords\n");
        check("# Use Kafka\n", "  ", "# Use Kafka\n");
    }
}
