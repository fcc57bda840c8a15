//! From a field of a record to the place where it is written, for front ends that show files.

use crate::decision_file::entries;
use crate::front_matter::parts;
use crate::source::Source;
use crate::tree::{Entry, locate, of_toml};
use diagnostic::Place;
use std::ops::Range;
use toml_edit::Document;

/// The place of a field in a TOML file.
pub(crate) fn in_toml(path: &str, text: &str, pointer: &str) -> Place {
    let source = Source::new(path, text, None);
    let entries = Document::parse(text).map(|document| of_toml(&document)).unwrap_or_default();
    source.place(nearest(&entries, pointer))
}

/// The place of a field in a decision's Markdown.
pub(crate) fn in_decision(path: &str, text: &str, pointer: &str) -> Place {
    let source = Source::new(path, text, None);
    let parts = parts(text);
    if pointer == "/title" || pointer == "/body" {
        return source.place(parts.body..parts.body);
    }
    source.place(nearest(&entries(&source, &parts).unwrap_or_default(), pointer))
}

/// The place in a schema's text that a pointer into its JSON leads to.
pub(crate) fn in_schema(path: &str, text: &str, pointer: &str) -> Place {
    let source = Source::new(path, text, None);
    let (tree, _) = syntax::parse(text);
    let span = ancestors(pointer)
        .find_map(|pointer| tree.locate(pointer))
        .filter(|_| !pointer.is_empty())
        .map(|id| tree.span(id));
    source.place(span.map_or(0..0, |span| span.start..span.end))
}

fn nearest(entries: &[Entry], pointer: &str) -> Range<usize> {
    ancestors(pointer).find_map(|pointer| locate(entries, pointer)).map_or(0..0, |tree| tree.span.clone())
}

/// A pointer and those to what contains it, the innermost first, without the whole.
fn ancestors(pointer: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(pointer), |pointer| pointer.rsplit_once('/').map(|(outer, _)| outer))
        .filter(|pointer| !pointer.is_empty())
}
