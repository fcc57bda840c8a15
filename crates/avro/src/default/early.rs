//! Java judges a default as soon as it has read its field, and again when it has read everything. The first time, a type that
//! has not ended yet is a record without fields, so that only an object fits it. The second time, the record around the field
//! is without fields still, and whoever looks for them ends in an exception.

use super::{Defaults, Fit, MAX_DEPTH};
use crate::schema::{Field, Shape, SourceId, Type, TypeId, Use};
use std::collections::HashMap;
use syntax::{Kind, NodeId, Span};

/// Java ends with an exception.
struct Thrown;

/// Whether Java refuses a default that fits its type, because it looks at it too early.
pub(super) fn is_early(defaults: &Defaults<'_>, record: &Type, field: &Field, default: NodeId) -> bool {
    let (source, place) = (record.source, defaults.tree.span(field.node));
    let mut first = Early { defaults, source, place, known: HashMap::new() };
    !matches!(first.fits(field.ty, default, 0), Ok(true))
}

struct Early<'d, 'a> {
    defaults: &'d Defaults<'a>,
    source: SourceId,
    /// The field whose default it is.
    place: Span,
    known: HashMap<(TypeId, NodeId), bool>,
}

impl Early<'_, '_> {
    fn fits(&mut self, at: Use, value: NodeId, depth: usize) -> Result<bool, Thrown> {
        let (schema, tree) = (self.defaults.schema, self.defaults.tree);
        if depth > MAX_DEPTH {
            return Ok(false);
        }
        if self.is_open(at) {
            let is_object = tree.kind(value) == Kind::Object;
            return if is_object && self.leads_around(at.ty) { Err(Thrown) } else { Ok(is_object) };
        }
        match (schema.shape(at.ty), tree.kind(value)) {
            (Shape::Array(inner), Kind::Array) | (Shape::Map(inner), Kind::Object) => {
                for item in tree.children(value) {
                    if !self.fits(*inner, item, depth + 1)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            (Shape::Union(union), _) => {
                for branch in &union.branches {
                    if self.fits(*branch, value, depth + 1)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            (Shape::Record(record), Kind::Object) => {
                if let Some(&known) = self.known.get(&(at.ty, value)) {
                    return Ok(known);
                }
                let mut fits = true;
                for field in &record.fields {
                    let inner = tree.get(value, &field.name).or(field.default);
                    let same_text = schema.ty(at.ty).source == self.source;
                    fits = match inner {
                        Some(inner) if same_text || field.default != Some(inner) => {
                            self.fits(field.ty, inner, depth + 1)?
                        }
                        Some(_) => true,
                        None => false,
                    };
                    if !fits {
                        break;
                    }
                }
                self.known.insert((at.ty, value), fits);
                Ok(fits)
            }
            _ => Ok(self.defaults.leaf(at.ty, tree, value) != Fit::Misfit),
        }
    }

    /// Whether a type is used by its name before its definition has ended.
    fn is_open(&self, at: Use) -> bool {
        let (schema, tree) = (self.defaults.schema, self.defaults.tree);
        let ty = schema.ty(at.ty);
        ty.shape.name().is_some()
            && (ty.source, at.source) == (self.source, self.source)
            && ty.node != at.node
            && tree.span(ty.node).end > tree.span(at.node).start
    }

    /// Whether a type is around the field or leads to one that is.
    fn leads_around(&self, ty: TypeId) -> bool {
        let (schema, tree) = (self.defaults.schema, self.defaults.tree);
        let mut seen = vec![false; schema.types.len()];
        let mut open = vec![ty];
        while let Some(id) = open.pop() {
            let Some(mark) = seen.get_mut(id.index()).filter(|mark| !**mark) else { continue };
            *mark = true;
            let it = schema.ty(id);
            let span = tree.span(it.node);
            let is_around = span.start < self.place.start && self.place.end < span.end;
            if is_around && it.source == self.source && it.shape.name().is_some() {
                return true;
            }
            open.extend(it.shape.uses().map(|at| at.ty));
        }
        false
    }
}
