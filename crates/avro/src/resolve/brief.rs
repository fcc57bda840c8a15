//! Answers to most questions in six bytes a type: which plain values a type writes and which it reads.
//!
//! Most fields are primitive, or a union of primitives such as "string or null". Whether one reads the other is a comparison
//! of two sets of bits, without a look at the types, which are large and far apart.

use crate::logical::LogicalType;
use crate::schema::{Shape, Type, TypeId, Use};

/// Plain values that a type reads and writes, a bit a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Brief {
    reads: u16,
    writes: u16,
    is_primitive: bool,
}

/// A decimal, for rules that mind precision and scale. No type reads it for sure.
const DECIMAL: u16 = 1 << 14;

/// Anything that is not plain. No type reads it for sure.
const OTHER: u16 = 1 << 15;

/// By the place of a primitive type among [`rank`]s: which it reads.
const READS: [u16; 8] = [0b1, 0b11, 0b111, 0b1111, 0b11_0000, 0b11_0000, 0b100_0000, 0b1000_0000];

impl Brief {
    /// The brief of every type, by its id.
    pub fn all(types: &[Type]) -> Vec<Self> {
        let of = |id: TypeId| types.get(id.index());
        let union = |branches: &[Use]| {
            let branches = branches.iter().map(|branch| of(branch.ty).map_or(NOTHING, Self::of));
            branches.fold(EMPTY, |a, b| Self { reads: a.reads | b.reads, writes: a.writes | b.writes, ..EMPTY })
        };
        let brief = |ty: &Type| if let Shape::Union(it) = &ty.shape { union(&it.branches) } else { Self::of(ty) };
        types.iter().map(brief).collect()
    }

    fn of(ty: &Type) -> Self {
        if matches!(ty.shape, Shape::Unknown) {
            return Self { reads: u16::MAX, writes: 0, is_primitive: false };
        }
        let decimal = if matches!(ty.logical, Some(LogicalType::Decimal { .. })) { DECIMAL } else { 0 };
        match rank(&ty.shape) {
            Some(rank) => Self {
                reads: READS.get(usize::from(rank)).copied().unwrap_or(0),
                writes: 1 << rank | decimal,
                is_primitive: true,
            },
            None => NOTHING,
        }
    }

    /// Whether it is one primitive type.
    pub fn is_primitive(self) -> bool {
        self.is_primitive
    }

    /// Whether a type reads all that another writes. False when it takes a closer look to tell.
    pub fn surely_reads(self, writer: Self, decimals_count: bool) -> bool {
        let writes = if decimals_count { writer.writes } else { writer.writes & !DECIMAL };
        writes & !self.reads == 0
    }
}

const EMPTY: Brief = Brief { reads: 0, writes: 0, is_primitive: false };

/// A type that is not plain.
pub(crate) const NOTHING: Brief = Brief { reads: 0, writes: OTHER, is_primitive: false };

/// Primitive types by number, so that promotion is arithmetic.
pub(crate) fn rank(shape: &Shape) -> Option<u8> {
    Some(match shape {
        Shape::Int => 0,
        Shape::Long => 1,
        Shape::Float => 2,
        Shape::Double => 3,
        Shape::String => 4,
        Shape::Bytes => 5,
        Shape::Null => 6,
        Shape::Boolean => 7,
        Shape::Array(_)
        | Shape::Map(_)
        | Shape::Union(_)
        | Shape::Record(_)
        | Shape::Enum(_)
        | Shape::Fixed(_)
        | Shape::Unknown => return None,
    })
}

/// Whether one primitive type reads another, by their ranks.
pub(crate) fn reads(reader: u8, writer: u8) -> bool {
    READS.get(usize::from(reader)).is_some_and(|reads| reads >> writer & 1 == 1)
}
