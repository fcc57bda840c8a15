//! The rules of resolution for one pair of types: what fails at once, and which pairs of inner types it comes down to.
//!
//! The rules stand here once. The fixpoint asks them for the verdict, the explanation asks the same rules for the reasons, so
//! the two cannot disagree.

use super::Profile;
use super::brief::{rank, reads};
use crate::logical::LogicalType;
use crate::name::Name;
use crate::schema::{Field, Record, Schema, Shape, Type, TypeId, Union, Use, find};

/// Why a pair of types fails by itself, whatever its inner types do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Another kind of type, and no promotion.
    Kinds,
    /// Another name, and no alias.
    Name,
    /// The writer has symbols that the reader has not, and the reader has no default.
    Symbols,
    /// Another number of bytes.
    Size,
    /// The reader's field at this place is not written and has no default.
    MissingDefault(usize),
    /// The reader's field at this place fits several of the writer's fields.
    AmbiguousField(usize),
    /// Another precision or scale; by the strict reading of the specification alone.
    Decimal,
}

/// The way from a pair of types to a pair inside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// The fields at these places.
    Field { reader: usize, writer: usize },
    /// The elements of arrays.
    Items,
    /// The values of maps.
    Values,
    /// The writer's branch at this place.
    WriterBranch(usize),
    /// One branch of the reader's union, against the whole of the writer's type.
    ReaderBranch,
}

/// A visitor of the rules.
pub(crate) trait Clauses {
    /// The pair fails by itself. Further clauses may follow.
    fn fault(&mut self, fault: Fault);
    /// Whether an inner pair is known to hold and need not be told.
    fn is_settled(&self, _reader: Use, _writer: Use) -> bool {
        false
    }
    /// The pair needs this inner pair.
    fn needs(&mut self, step: Step, reader: Use, writer: Use);
    /// The pair needs a branch of the reader's union that takes this type of the writer. The branches are those that can
    /// come into question at all.
    fn needs_any(&mut self, step: Step, branches: &[Use], writer: Use);
}

/// Unions of so many branches are looked through; longer ones have their index asked.
const SHORT: usize = 4;

/// Two schemas and how strictly one reads the other.
#[derive(Clone, Copy)]
pub(crate) struct Rules<'a> {
    pub reader: &'a Schema,
    pub writer: &'a Schema,
    pub profile: Profile,
}

impl<'a> Rules<'a> {
    /// Tells every clause of a pair of types.
    pub fn clauses(&self, r: TypeId, w: TypeId, sink: &mut impl Clauses) {
        let (reader, writer) = (self.reader.ty(r), self.writer.ty(w));
        if let Some(verdict) = self.leaf(reader, writer) {
            if let Err(fault) = verdict {
                sink.fault(fault);
            }
            return;
        }
        let here = |ty, at: &Type| Use { ty, source: at.source, node: at.node };
        match (&reader.shape, &writer.shape) {
            (Shape::Union(union), Shape::Union(written)) => {
                let mut branches = Vec::new();
                for (place, branch) in written.branches.iter().enumerate() {
                    // An `Unknown` type agrees even with a union of nothing.
                    if matches!(self.writer.shape(branch.ty), Shape::Unknown) {
                        continue;
                    }
                    if union.branches.len() <= SHORT && union.branches.iter().any(|it| sink.is_settled(*it, *branch)) {
                        continue;
                    }
                    // Nearly always there is one, and then no list is needed.
                    match self.only_candidate(union, branch.ty) {
                        Some(only) => sink.needs_any(Step::WriterBranch(place), &[only], *branch),
                        None => {
                            self.candidates(union, branch.ty, &mut branches);
                            sink.needs_any(Step::WriterBranch(place), &branches, *branch);
                        }
                    }
                }
            }
            (Shape::Union(union), _) => {
                let mut branches = Vec::new();
                self.candidates(union, w, &mut branches);
                sink.needs_any(Step::ReaderBranch, &branches, here(w, writer));
            }
            (_, Shape::Union(written)) => {
                for (place, branch) in written.branches.iter().enumerate() {
                    let reader = here(r, reader);
                    if !sink.is_settled(reader, *branch) {
                        sink.needs(Step::WriterBranch(place), reader, *branch);
                    }
                }
            }
            (Shape::Array(wanted), Shape::Array(written)) => {
                if !sink.is_settled(*wanted, *written) {
                    sink.needs(Step::Items, *wanted, *written);
                }
            }
            (Shape::Map(wanted), Shape::Map(written)) => {
                if !sink.is_settled(*wanted, *written) {
                    sink.needs(Step::Values, *wanted, *written);
                }
            }
            (Shape::Record(wanted), Shape::Record(written)) => {
                if !same_name(&reader.shape, &writer.shape, self.profile) {
                    sink.fault(Fault::Name);
                }
                self.fields(wanted, written, sink);
            }
            (Shape::Enum(wanted), Shape::Enum(written)) => {
                if !same_name(&reader.shape, &writer.shape, self.profile) {
                    sink.fault(Fault::Name);
                }
                let mut places = wanted.symbols.iter();
                let missing = |symbol: &str| places.next().map(|it| &**it) != Some(symbol) && !wanted.has(symbol);
                if wanted.default.is_none() && written.symbols.iter().map(|it| &**it).any(missing) {
                    sink.fault(Fault::Symbols);
                }
            }
            (Shape::Fixed(wanted), Shape::Fixed(written)) => {
                if !same_name(&reader.shape, &writer.shape, self.profile) {
                    sink.fault(Fault::Name);
                }
                if wanted.size != written.size {
                    sink.fault(Fault::Size);
                }
            }
            _ => sink.fault(Fault::Kinds),
        }
    }

    /// The verdict on a pair that needs no look inside; nothing when one is needed.
    pub fn leaf(&self, reader: &Type, writer: &Type) -> Option<Result<(), Fault>> {
        if let (Profile::Specification, Some(decimal), Some(written)) = (self.profile, decimal(reader), decimal(writer))
        {
            return Some(if decimal == written { Ok(()) } else { Err(Fault::Decimal) });
        }
        match (&reader.shape, &writer.shape) {
            (Shape::Unknown, _) | (_, Shape::Unknown) => Some(Ok(())),
            (wanted, written) => match (rank(wanted), rank(written)) {
                (Some(wanted), Some(written)) => Some(if reads(wanted, written) { Ok(()) } else { Err(Fault::Kinds) }),
                _ => None,
            },
        }
    }

    /// Whether a type reads another, as far as that can be told without looking inside. False when it cannot.
    pub fn surely(&self, r: TypeId, w: TypeId) -> bool {
        self.reader.brief(r).surely_reads(self.writer.brief(w), self.profile == Profile::Specification)
    }

    /// The one branch of a short union of the reader that can read a type of the writer, if it is the only one.
    fn only_candidate(&self, union: &Union, w: TypeId) -> Option<Use> {
        if union.branches.len() > SHORT {
            return None;
        }
        let writer = self.writer.ty(w);
        // Of a primitive type and another kind, neither reads the other, unless both are decimals and decimals count.
        let is_plain = self.writer.brief(w).is_primitive();
        let differ = |branch: &Use| {
            self.profile == Profile::Confluent && self.reader.brief(branch.ty).is_primitive() != is_plain
        };
        let of_writer = |branch: &&Use| !differ(branch) || self.surely(branch.ty, w);
        let likely = union.branches.iter().filter(of_writer);
        let mut can = likely.filter(|branch| self.can_match(self.reader.ty(branch.ty), writer));
        let only = can.next()?;
        can.next().is_none().then_some(*only)
    }

    /// The branches of the reader's union that can read a type of the writer, as far as kinds and names tell.
    pub fn candidates(&self, union: &Union, w: TypeId, out: &mut Vec<Use>) {
        out.clear();
        let writer = self.writer.ty(w);
        let is_decimal = self.profile == Profile::Specification && decimal(writer).is_some();
        let Some(name) = writer.shape.name().filter(|_| !is_decimal && union.branches.len() > SHORT) else {
            out.extend(union.branches.iter().filter(|branch| self.can_match(self.reader.ty(branch.ty), writer)));
            return;
        };
        for hash in [name.simple_hash(), name.full_hash()] {
            find(&union.index, hash, |at| {
                let branch = union.branches.get(at);
                if let Some(branch) = branch.filter(|branch| self.can_match(self.reader.ty(branch.ty), writer))
                    && !out.contains(branch)
                {
                    out.push(*branch);
                }
                false
            });
        }
        out.extend(&union.unknown);
    }

    fn can_match(&self, reader: &Type, writer: &Type) -> bool {
        match self.leaf(reader, writer) {
            Some(verdict) => verdict.is_ok(),
            None => match (&reader.shape, &writer.shape) {
                (Shape::Array(_), Shape::Array(_)) | (Shape::Map(_), Shape::Map(_)) => true,
                (Shape::Record(_), Shape::Record(_))
                | (Shape::Enum(_), Shape::Enum(_))
                | (Shape::Fixed(_), Shape::Fixed(_)) => same_name(&reader.shape, &writer.shape, self.profile),
                _ => false,
            },
        }
    }

    fn fields(&self, wanted: &Record, written: &Record, sink: &mut impl Clauses) {
        // Most versions keep the order of most fields, so the field after the last one found is tried first.
        let mut likely = 0;
        for (place, field) in wanted.fields.iter().enumerate() {
            match self.field(field, written, likely) {
                Lookup::One(at) => {
                    likely = at + 1;
                    if let Some(writer) = written.fields.get(at)
                        && !sink.is_settled(field.ty, writer.ty)
                    {
                        sink.needs(Step::Field { reader: place, writer: at }, field.ty, writer.ty);
                    }
                }
                Lookup::None if field.default.is_some() => {}
                Lookup::None => sink.fault(Fault::MissingDefault(place)),
                Lookup::Several => sink.fault(Fault::AmbiguousField(place)),
            }
        }
    }

    /// The writer's field that a reader's field takes its value from.
    pub fn field(&self, field: &Field, written: &Record, likely: usize) -> Lookup {
        let is_likely = |other: &Field| other.name_hash == field.name_hash && other.name == field.name;
        let direct = match written.fields.get(likely) {
            Some(other) if is_likely(other) && !written.has_twins => Some(likely),
            Some(_) | None => written.position_hashed(field.name_hash, &field.name),
        };
        if field.aliases.is_empty() {
            return direct.map_or(Lookup::None, Lookup::One);
        }
        let by_alias = field.aliases.iter().filter_map(|alias| written.position(alias));
        let mut hits = direct.into_iter().chain(by_alias);
        match (hits.next(), hits.next()) {
            (None, _) => Lookup::None,
            (Some(at), None) => Lookup::One(at),
            (Some(at), Some(_)) => match self.profile {
                Profile::Confluent => Lookup::Several,
                Profile::Specification => Lookup::One(at),
            },
        }
    }
}

/// The writer's value for a reader's field.
pub(crate) enum Lookup {
    None,
    One(usize),
    /// Its name and its aliases, or several aliases, meet several fields. Java refuses to choose.
    Several,
}

/// The same name without namespace, or a reader's alias that is the writer's full name.
pub(crate) fn same_name(reader: &Shape, writer: &Shape, profile: Profile) -> bool {
    let (Some(wanted), Some(written)) = (reader.name(), writer.name()) else { return false };
    wanted.same_simple(written)
        || can_be_alias(wanted, written, profile) && reader.aliases().iter().any(|it| Name::same_full(it, written))
}

/// Whether an alias can join two names. A type in a namespace writes an alias without one with a dot before it, and the
/// checker of registries then compares the dot too, so that the alias meets nothing.
pub(super) fn can_be_alias(wanted: &Name, written: &Name, profile: Profile) -> bool {
    profile == Profile::Specification || !written.namespace().is_empty() || wanted.namespace().is_empty()
}

fn decimal(ty: &Type) -> Option<(u32, u32)> {
    if let Some(LogicalType::Decimal { precision, scale }) = ty.logical { Some((precision, scale)) } else { None }
}
