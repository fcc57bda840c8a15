//! From a field of a record to the place where it is written, for front ends that show files.

use crate::decision_file::entries;
use crate::folder::Folder;
use crate::front_matter::parts;
use crate::source::Source;
use crate::text::{split_marks, unix, without_mark};
use crate::tree::{Entry, Node, Tree, child, of_toml};
use diagnostic::Place;
use model::RecordKey;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;
use syntax::{Kind, Lines, NodeId};
use toml_edit::Document;

/// The places in the files of a folder. Each file is read once, however many of its fields are asked about: a file with a
/// thousand findings would be read a thousand times otherwise.
pub struct Places<'a> {
    folder: &'a Folder,
    known: RefCell<BTreeMap<String, Arc<Written>>>,
}

impl<'a> Places<'a> {
    /// The places in the files of a folder.
    pub fn of(folder: &'a Folder) -> Self {
        Self { folder, known: RefCell::default() }
    }

    /// The place where a field of a record is written; the nearest that is written when the field itself is not. `part` chooses a
    /// schema's version or draft: `v` and a number, or `draft`.
    pub fn place(&self, key: &RecordKey, pointer: &str, part: Option<&str>) -> Option<Place> {
        if let RecordKey::Placement(view, node) = key {
            let pointer = format!("{}{pointer}", child("/nodes", &node.to_string()));
            return self.place(&RecordKey::View(view.clone()), &pointer, None);
        }
        let path = self.folder.path_of_part(key, part)?;
        let known = self.known.borrow().get(&path).map(Arc::clone);
        let written = match known {
            Some(written) => written,
            None => {
                let written = Arc::new(Written::of(&path, self.folder.text(&path)?));
                self.known.borrow_mut().insert(path.clone(), Arc::clone(&written));
                written
            }
        };
        // A schema without a file of its own fields is named by its first text, whose JSON has none of them.
        let is_field_of_text = !path.ends_with(".avsc") || part.is_some();
        Some(written.place(path, if is_field_of_text { pointer } else { "" }))
    }
}

/// The fields that a file writes, by their JSON pointers.
struct Written {
    text: String,
    lines: Lines,
    spans: HashMap<String, Range<usize>>,
}

impl Written {
    fn of(path: &str, text: &str) -> Self {
        let mut spans = HashMap::new();
        let text = match path.rsplit_once('.') {
            Some((_, "md")) => {
                let text = without_mark(text);
                let parts = parts(text);
                for field in ["/title", "/body"] {
                    spans.insert(field.to_owned(), parts.body..parts.body);
                }
                let entries = entries(&Source::new(path, text, None), &parts).unwrap_or_default();
                add_entries(&entries, "", &mut spans);
                text.to_owned()
            }
            Some((_, "avsc")) => {
                let text = without_mark(text);
                let (tree, _) = syntax::parse(text);
                add_json(&tree, tree.root(), "", &mut spans);
                text.to_owned()
            }
            Some(_) | None => {
                let text = unix(split_marks(text).1).into_owned();
                let entries = Document::parse(&text).map(|document| of_toml(&document)).unwrap_or_default();
                add_entries(&entries, "", &mut spans);
                text
            }
        };
        Self { lines: Lines::of(&text), text, spans }
    }

    fn place(&self, file: String, pointer: &str) -> Place {
        let span = ancestors(pointer).find_map(|pointer| self.spans.get(pointer)).cloned().unwrap_or(0..0);
        let position = |offset| self.lines.position(&self.text, offset);
        Place { file, start: position(span.start), end: (span.end > span.start).then(|| position(span.end)) }
    }
}

/// Notes each entry. Of a key that stands twice the first counts.
fn add_entries(entries: &[Entry], pointer: &str, spans: &mut HashMap<String, Range<usize>>) {
    for entry in entries {
        add_tree(&entry.value, child(pointer, &entry.key), spans);
    }
}

fn add_tree(tree: &Tree, pointer: String, spans: &mut HashMap<String, Range<usize>>) {
    match &tree.node {
        Node::Table(entries) => add_entries(entries, &pointer, spans),
        Node::List(items) => {
            for (index, item) in items.iter().enumerate() {
                add_tree(item, format!("{pointer}/{index}"), spans);
            }
        }
        Node::Text(_) | Node::Date(_) | Node::Whole(_) | Node::Number(_) | Node::Bool(_) | Node::Empty => {}
    }
    spans.entry(pointer).or_insert_with(|| tree.span.clone());
}

/// Notes each value. Of a key that stands twice the last counts.
fn add_json(tree: &syntax::Tree, node: NodeId, pointer: &str, spans: &mut HashMap<String, Range<usize>>) {
    let mut members = BTreeMap::new();
    if tree.kind(node) == Kind::Object {
        members.extend(tree.children(node).filter_map(|member| Some((tree.key(member)?, member))));
    }
    for (key, member) in members {
        add_json(tree, member, &child(pointer, &key), spans);
    }
    if tree.kind(node) == Kind::Array {
        for (index, item) in tree.children(node).enumerate() {
            add_json(tree, item, &format!("{pointer}/{index}"), spans);
        }
    }
    let span = tree.span(node);
    spans.insert(pointer.to_owned(), span.start..span.end);
}

/// A pointer and those to what contains it, the innermost first, without the whole.
fn ancestors(pointer: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(pointer), |pointer| pointer.rsplit_once('/').map(|(outer, _)| outer))
        .filter(|pointer| !pointer.is_empty())
}
