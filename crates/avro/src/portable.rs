//! A type of one schema written so that it means the same in another.

use crate::name::Name;
use crate::schema::{Schema, Shape, SourceId, TypeId, Use};
use std::collections::HashSet;
use syntax::{Kind, NodeId, Span, TextEdit, apply_edits, quote};

/// How deep types are followed; deeper ones are not carried over.
const MAX_DEPTH: usize = 64;

/// Where a text is to stand in another schema: what it replaces, which is empty for an insertion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// The text.
    pub source: SourceId,
    /// The bytes that go.
    pub span: Span,
}

impl Schema {
    /// The JSON text of a use, fit to stand at a spot of another schema: names stand in full, a type that the other schema
    /// has defined by then is referred to, and one that it has not is written out where it is used first. Everything else
    /// stays as it is written.
    ///
    /// Nothing when that is not possible: when the other schema defines a type only later, or a type is nested too deep or
    /// not understood.
    pub fn portable_text(&self, at: Use, into: &Self, spot: Spot) -> Option<String> {
        let around = into.namespace_around(spot);
        Portable { from: self, into, spot, written: HashSet::new() }.write(at, around, 0)
    }

    /// The namespace of the innermost named type around a spot; empty for none.
    fn namespace_around(&self, spot: Spot) -> &str {
        let named = self.types().filter_map(|(_, ty)| Some((ty, ty.shape.name()?)));
        let around = named.filter(|(ty, _)| {
            let span = self.tree(ty.source).span(ty.node);
            ty.source == spot.source && span.start < spot.span.start && spot.span.end < span.end
        });
        // Types stand in the order of the text, so the last one around is the innermost.
        around.last().map_or("", |(_, name)| name.namespace())
    }

    /// Whether what stands at a use defines a type that is used elsewhere, so that it cannot go without harm.
    pub(crate) fn is_needed_elsewhere(&self, gone: Use) -> bool {
        if self.tree(gone.source).kind(gone.node) == Kind::String {
            return false;
        }
        let around = self.span(gone);
        let inside = |source: SourceId, node: NodeId| {
            let span = self.tree(source).span(node);
            source == gone.source && around.start <= span.start && span.end <= around.end
        };
        self.uses().any(|at| {
            let ty = self.ty(at.ty);
            ty.shape.name().is_some() && inside(ty.source, ty.node) && !inside(at.source, at.node)
        })
    }
}

struct Portable<'a> {
    from: &'a Schema,
    into: &'a Schema,
    spot: Spot,
    written: HashSet<TypeId>,
}

/// How a name stands in the other schema.
enum Known {
    Defined,
    Later,
    Absent,
}

impl Portable<'_> {
    fn known(&self, name: &str) -> Known {
        let Some(ty) = self.into.named(name).map(|id| self.into.ty(id)) else { return Known::Absent };
        let (span, gone) = (self.into.tree(ty.source).span(ty.node), self.spot.span);
        if ty.source != self.spot.source {
            Known::Defined
        } else if gone.start <= span.start && span.end <= gone.end {
            Known::Absent
        } else if span.start < gone.start {
            Known::Defined
        } else {
            Known::Later
        }
    }

    fn write(&mut self, at: Use, around: &str, depth: usize) -> Option<String> {
        if depth > MAX_DEPTH {
            return None;
        }
        let ty = self.from.ty(at.ty);
        let tree = self.from.tree(at.source);
        if let Some(name) = ty.shape.name() {
            return match self.known(name.full()) {
                Known::Defined => refer(name, around),
                Known::Later => None,
                Known::Absent if self.written.insert(at.ty) => self.definition(at.ty, name.namespace(), depth),
                Known::Absent => refer(name, around),
            };
        }
        if tree.kind(at.node) == Kind::String {
            return (!matches!(ty.shape, Shape::Unknown)).then(|| tree.raw(at.node).to_owned());
        }
        self.definition(at.ty, around, depth)
    }

    /// A type as it is written where it is defined, with its inner types made portable.
    fn definition(&mut self, id: TypeId, around: &str, depth: usize) -> Option<String> {
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
        if matches!(ty.shape, Shape::Unknown) {
            return None;
        }
        for at in ty.shape.uses() {
            let text = self.write(at, around, depth + 1)?;
            if text != tree.raw(at.node) {
                edits.push(tree.replace_value(self.from.as_written(at).node, &text));
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

/// A name as it is referred to inside a namespace. One without a namespace cannot be, unless there is none around either.
fn refer(name: &Name, around: &str) -> Option<String> {
    (around.is_empty() || !name.namespace().is_empty()).then(|| quote(name.full()))
}
