//! YAML text to values with places, for the front matter of decisions. Plain scalars stay text, whatever else YAML could
//! take them for: in front matter `2026-11-21` and `no` are words that a person wrote.

use crate::tree::{Entry, Node, Tree};
use serde_saphyr::granit_parser::StructureStyle::Block;
use serde_saphyr::granit_parser::{Event, Parser, ScalarStyle};
use std::ops::Range;

/// Deeper nesting than front matter ever has; a limit, so that no walk over the tree can exhaust the stack.
const DEEPEST: usize = 32;

/// Why a text is not YAML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NotYaml {
    pub message: String,
    pub at: usize,
}

/// A list or table whose end has not come yet. A block has no end mark of its own: it ends with its last value.
struct Open {
    start: usize,
    is_block: bool,
    content: Content,
}

enum Content {
    List(Vec<Tree>),
    Table(Vec<Entry>, Option<(String, Range<usize>)>),
}

impl Open {
    fn close(self, end: usize) -> Tree {
        let last = match &self.content {
            Content::List(items) => items.last().map(|item| item.span.end),
            Content::Table(entries, _) => entries.last().map(|entry| entry.value.span.end),
        };
        let end = if self.is_block { last.unwrap_or(self.start) } else { end };
        let node = match self.content {
            Content::List(items) => Node::List(items),
            Content::Table(entries, _) => Node::Table(entries),
        };
        Tree { node, span: self.start..end }
    }
}

/// The value of a YAML text whose first byte is the byte `offset` of its file; all places count from the file's start.
pub(crate) fn parse(text: &str, offset: usize) -> Result<Tree, NotYaml> {
    let mut open: Vec<Open> = Vec::new();
    let mut root: Option<Tree> = None;
    for next in Parser::new_from_str(text) {
        let (event, span) = next.map_err(|error| NotYaml {
            message: error.info(),
            at: offset + error.marker().byte_offset().unwrap_or_default(),
        })?;
        let range = span.byte_range().unwrap_or_default();
        let range = range.start + offset..range.end + offset;
        let done = match event {
            Event::Scalar(text, style, ..) => {
                let is_null =
                    style == ScalarStyle::Plain && matches!(text.as_ref(), "" | "~" | "null" | "Null" | "NULL");
                let node = if is_null { Node::Empty } else { Node::Text(text.into_owned()) };
                Tree { node, span: range }
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => Tree { node: Node::Empty, span: range },
            Event::SequenceStart(style, ..) | Event::MappingStart(style, ..) if open.len() >= DEEPEST => {
                let message = format!("{} is nested too deeply", if style == Block { "this block" } else { "this" });
                return Err(NotYaml { message, at: range.start });
            }
            Event::SequenceStart(style, ..) => {
                open.push(Open { start: range.start, is_block: style == Block, content: Content::List(Vec::new()) });
                continue;
            }
            Event::MappingStart(style, ..) => {
                let content = Content::Table(Vec::new(), None);
                open.push(Open { start: range.start, is_block: style == Block, content });
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => match open.pop() {
                Some(ended) => ended.close(range.end),
                None => continue,
            },
            Event::DocumentEnd => break,
            Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(..)
            | Event::Anchor(..)
            | Event::Comment(..)
            | _ => continue,
        };
        match open.last_mut().map(|open| &mut open.content) {
            Some(Content::List(items)) => items.push(done),
            Some(Content::Table(entries, key)) => match key.take() {
                Some((key, key_span)) => entries.push(Entry { key, key_span, value: done }),
                None => {
                    let name = if let Node::Text(text) = &done.node { text.clone() } else { String::new() };
                    *key = Some((name, done.span));
                }
            },
            None => root = Some(done),
        }
    }
    Ok(root.unwrap_or(Tree { node: Node::Table(Vec::new()), span: offset..offset }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_where_they_are_written() {
        let text = "# words\nstatus: accepted # so be it\ndate: 2026-11-21\nwho:\n  - Ada\n  - 'Ben, Jr.'\n# end\nnone:\nin: [a, b]\n";
        let tree = parse(text, 0).unwrap();
        let Node::Table(entries) = tree.node else { panic!("{tree:?}") };
        let shown: Vec<_> =
            entries.iter().map(|it| (it.key.as_str(), text.get(it.value.span.clone()).unwrap())).collect();
        assert_eq!(
            shown,
            [
                ("status", "accepted"),
                ("date", "2026-11-21"),
                ("who", "- Ada\n  - 'Ben, Jr.'"),
                ("none", ""),
                ("in", "[a, b]")
            ]
        );
    }

    #[test]
    fn what_is_no_yaml_says_where() {
        let error = parse("a: [1, 2\nb: 3\n", 10).unwrap_err();
        assert!(error.at > 10, "{error:?}");
        assert!(parse(&"[".repeat(100_000), 0).is_err());
        assert!(parse(&"- ".repeat(100_000), 0).is_err());
    }
}
