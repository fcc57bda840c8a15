//! A type of one schema written so that it means the same in another.

use crate::schema::{Schema, Shape, TypeId, Use};
use std::collections::HashSet;
use syntax::{Kind, TextEdit, apply_edits, quote};

/// How deep types are followed; deeper ones are not carried over.
const MAX_DEPTH: usize = 64;

impl Schema {
    /// The JSON text of a use, fit to stand in another schema: names stand in full, a type that the other schema has is
    /// referred to, and one that it has not is written out where it is used first. Everything else stays as it is written.
    ///
    /// Nothing when the type is nested too deep or not understood.
    pub fn portable_text(&self, at: Use, into: &Self) -> Option<String> {
        Portable { from: self, into, written: HashSet::new() }.write(at, 0)
    }
}

struct Portable<'a> {
    from: &'a Schema,
    into: &'a Schema,
    written: HashSet<TypeId>,
}

impl Portable<'_> {
    fn write(&mut self, at: Use, depth: usize) -> Option<String> {
        if depth > MAX_DEPTH {
            return None;
        }
        let ty = self.from.ty(at.ty);
        let tree = self.from.tree(at.source);
        if let Some(name) = ty.shape.name() {
            if self.into.named(name.full()).is_some() || !self.written.insert(at.ty) {
                return Some(quote(name.full()));
            }
            return self.definition(at.ty, depth);
        }
        if tree.kind(at.node) == Kind::String {
            return (!matches!(ty.shape, Shape::Unknown)).then(|| tree.raw(at.node).to_owned());
        }
        self.definition(at.ty, depth)
    }

    /// A type as it is written where it is defined, with its inner types made portable.
    fn definition(&mut self, id: TypeId, depth: usize) -> Option<String> {
        let ty = self.from.ty(id);
        let tree = self.from.tree(ty.source);
        let mut edits = Vec::new();
        if let Some(name) = ty.shape.name() {
            let namespace = tree.get(ty.node, "namespace");
            let written = tree.get(ty.node, "name").filter(|&node| tree.kind(node) == Kind::String)?;
            if namespace.is_none() && !tree.string(written)?.contains('.') && !name.namespace().is_empty() {
                edits.push(tree.replace_value(written, &quote(name.full())));
            }
            if namespace.is_none() && name.namespace().is_empty() {
                edits.push(tree.set_member(ty.node, "namespace", "\"\"", Some("name")));
            }
        }
        let inner: Vec<Use> = match &ty.shape {
            Shape::Array(element) | Shape::Map(element) => vec![*element],
            Shape::Union(union) => union.branches.clone(),
            Shape::Record(record) => record.fields.iter().map(|field| field.ty).collect(),
            Shape::Unknown => return None,
            Shape::Null
            | Shape::Boolean
            | Shape::Int
            | Shape::Long
            | Shape::Float
            | Shape::Double
            | Shape::Bytes
            | Shape::String
            | Shape::Enum(_)
            | Shape::Fixed(_) => Vec::new(),
        };
        for at in inner {
            let text = self.write(at, depth + 1)?;
            if text != tree.raw(at.node) {
                edits.push(tree.replace_value(at.node, &text));
            }
        }
        let span = tree.span(ty.node);
        let relative: Vec<TextEdit> = edits
            .into_iter()
            .map(|edit| TextEdit { start: edit.start - span.start, end: edit.end - span.start, text: edit.text })
            .collect();
        apply_edits(tree.raw(ty.node), &relative).ok()
    }
}
