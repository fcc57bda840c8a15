//! Whether names mean the same on the other side: a text that is carried from one schema to the other refers by name to what
//! is there already, and that can be another type of the same name.

use super::clauses::Rules;
use super::fixpoint::Verdicts;
use super::{Profile, Side};
use crate::portable::Spot;
use crate::schema::{Schema, TypeId};

/// How many types are looked at before it is taken that they differ.
const MOST_NAMES: usize = 64;

/// Whether every named type that a type leads to reads, or is read by, its namesake on the other side, if it has one there.
/// `namesake` finds it, `agrees` is asked with the type and its namesake.
pub(super) fn agree(
    from: &Schema,
    ty: TypeId,
    namesake: impl Fn(&str) -> Option<TypeId>,
    mut agrees: impl FnMut(TypeId, TypeId) -> bool,
) -> bool {
    let mut seen = vec![ty];
    let mut next = 0;
    while let Some(&id) = seen.get(next) {
        next += 1;
        match from.shape(id).name().and_then(|name| namesake(name.full())) {
            Some(twin) if !agrees(id, twin) => return false,
            Some(_) => {}
            None => {
                let inner = from.shape(id).uses().map(|at| at.ty);
                let new: Vec<TypeId> = inner.filter(|inner| !seen.contains(inner)).take(MOST_NAMES).collect();
                seen.extend(new);
            }
        }
        if seen.len() > MOST_NAMES {
            return false;
        }
    }
    true
}

/// Whether a type of the other schema means the same when it is written at a spot of this one, which is the reader or the
/// writer. A definition at the spot itself goes, and its name with it.
pub(super) fn means_the_same(schema: &Schema, spot: Spot, other: &Schema, wanted: TypeId, side: Side) -> bool {
    let (reader, writer) = match side {
        Side::Reader => (schema, other),
        Side::Writer => (other, schema),
    };
    let stays = |id: &TypeId| {
        let ty = schema.ty(*id);
        let span = schema.tree(ty.source).span(ty.node);
        ty.source != spot.source || span.start < spot.span.start || spot.span.end < span.end
    };
    let namesake = |name: &str| schema.named(name).filter(stays);
    let mut verdicts: Option<Verdicts<'_>> = None;
    agree(other, wanted, namesake, |id, twin| {
        let rules = Rules { reader, writer, profile: Profile::Confluent };
        let (r, w) = match side {
            Side::Reader => (twin, id),
            Side::Writer => (id, twin),
        };
        verdicts.get_or_insert_with(|| Verdicts::of(rules)).ask(r, w)
    })
}
