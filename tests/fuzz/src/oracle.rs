//! The rules of resolution a second time, as plainly as they can be said: a table of all pairs of types, true at first, from
//! which pairs are struck until nothing changes. Slow, without indexes and without order, so that it fails in other ways than
//! the engine does.

use avro::{Field, LogicalType, Profile, Record, Schema, Shape, Type, TypeId, Use};
use std::collections::{BTreeSet, HashMap};

/// Above so many pairs the table takes too long.
const MOST_PAIRS: usize = 10_000;

/// Whether the reader reads all that the writer writes; nothing when there are too many pairs.
pub fn reads(reader: &Schema, writer: &Schema, profile: Profile) -> Option<bool> {
    if reader.types().count() * writer.types().count() > MOST_PAIRS {
        return None;
    }
    let mut table: HashMap<(TypeId, TypeId), bool> = HashMap::new();
    for (r, _) in reader.types() {
        table.extend(writer.types().map(|(w, _)| ((r, w), true)));
    }
    let mut changes = true;
    while changes {
        changes = false;
        for (r, wanted) in reader.types() {
            for (w, written) in writer.types() {
                let asked = |a: Use, b: Use| table.get(&(a.ty, b.ty)).copied().unwrap_or(true);
                let at = |ty| Use { ty, ..reader.root() };
                if asked(at(r), at(w)) && !holds((at(r), wanted), (at(w), written), profile, &asked) {
                    table.insert((r, w), false);
                    changes = true;
                }
            }
        }
    }
    table.get(&(reader.root().ty, writer.root().ty)).copied()
}

fn holds(
    (r, wanted): (Use, &Type),
    (w, written): (Use, &Type),
    profile: Profile,
    ask: &dyn Fn(Use, Use) -> bool,
) -> bool {
    let decimal = |ty: &Type| match ty.logical {
        Some(LogicalType::Decimal { precision, scale }) => Some((precision, scale)),
        _ => None,
    };
    if let (Profile::Specification, Some(a), Some(b)) = (profile, decimal(wanted), decimal(written)) {
        return a == b;
    }
    match (&wanted.shape, &written.shape) {
        (Shape::Unknown, _) | (_, Shape::Unknown) => true,
        (_, Shape::Union(all)) => all.branches.iter().all(|written| ask(r, *written)),
        (Shape::Union(union), _) => union.branches.iter().any(|branch| ask(*branch, w)),
        (Shape::Array(a), Shape::Array(b)) | (Shape::Map(a), Shape::Map(b)) => ask(*a, *b),
        (Shape::Record(a), Shape::Record(b)) => {
            same_name(&wanted.shape, &written.shape, profile)
                && a.fields.iter().all(|field| match counterpart(field, b, profile) {
                    Counterpart::Field(other) => ask(field.ty, other.ty),
                    Counterpart::None => field.default.is_some(),
                    Counterpart::Several => false,
                })
        }
        (Shape::Enum(a), Shape::Enum(b)) => {
            same_name(&wanted.shape, &written.shape, profile)
                && (a.default.is_some() || b.symbols.iter().all(|symbol| a.symbols.contains(symbol)))
        }
        (Shape::Fixed(a), Shape::Fixed(b)) => same_name(&wanted.shape, &written.shape, profile) && a.size == b.size,
        (a, b) => promotes(a.word(), b.word()),
    }
}

fn promotes(reader: &str, writer: &str) -> bool {
    let simple = ["null", "boolean", "int", "long", "float", "double", "string", "bytes"];
    reader == writer && simple.contains(&reader)
        || matches!(
            (reader, writer),
            ("long" | "float" | "double", "int")
                | ("float" | "double", "long")
                | ("double", "float")
                | ("string", "bytes")
                | ("bytes", "string")
        )
}

fn same_name(reader: &Shape, writer: &Shape, profile: Profile) -> bool {
    let (Some(a), Some(b)) = (reader.name(), writer.name()) else { return false };
    // Registries look for an alias that leads out of a namespace into none under a name with a dot, which nothing has.
    let leads_nowhere = profile == Profile::Confluent && !a.namespace().is_empty() && b.namespace().is_empty();
    a.simple() == b.simple() || !leads_nowhere && reader.aliases().iter().any(|alias| alias.full() == b.full())
}

enum Counterpart<'a> {
    None,
    Field(&'a Field),
    Several,
}

fn counterpart<'a>(field: &Field, written: &'a Record, profile: Profile) -> Counterpart<'a> {
    let named = |name: &str| written.fields.iter().find(|other| *other.name == *name);
    let mut hits: Vec<&Field> = named(&field.name).into_iter().collect();
    // Aliases are a set: one that stands twice is one.
    let mut seen = BTreeSet::new();
    hits.extend(field.aliases.iter().filter(|alias| seen.insert(&***alias)).filter_map(|alias| named(alias)));
    match (hits.as_slice(), profile) {
        ([], _) => Counterpart::None,
        ([one], _) | ([one, ..], Profile::Specification) => Counterpart::Field(one),
        ([..], Profile::Confluent) => Counterpart::Several,
    }
}
