//! The plainest value of a type, as a JSON default.

use crate::logical::LogicalType;
use crate::schema::{Schema, Shape, TypeId};
use syntax::quote;

/// How deep records are followed.
const MAX_DEPTH: usize = 8;

/// The longest fixed type that a default is written for.
const MAX_FIXED: u64 = 64;

impl Schema {
    /// The plainest value of a type: zero, empty, false, the first symbol, the first branch. Nothing when there is none that
    /// anyone would want to write, as for a record that holds itself.
    pub fn zero(&self, ty: TypeId) -> Option<String> {
        self.zero_at(ty, 0)
    }

    fn zero_at(&self, id: TypeId, depth: usize) -> Option<String> {
        if depth > MAX_DEPTH {
            return None;
        }
        let ty = self.ty(id);
        Some(match &ty.shape {
            Shape::Null => "null".to_owned(),
            Shape::Boolean => "false".to_owned(),
            Shape::Int | Shape::Long | Shape::Float | Shape::Double => "0".to_owned(),
            Shape::Bytes if ty.logical.is_some() => quote("\0"),
            Shape::String if ty.logical == Some(LogicalType::Uuid) => quote("00000000-0000-0000-0000-000000000000"),
            Shape::Bytes | Shape::String => quote(""),
            Shape::Array(_) => "[]".to_owned(),
            Shape::Map(_) => "{}".to_owned(),
            Shape::Union(union) => self.zero_at(union.branches.first()?.ty, depth + 1)?,
            Shape::Enum(it) => quote(it.default.as_ref().or_else(|| it.symbols.first())?),
            Shape::Fixed(fixed) => {
                let size = usize::try_from(fixed.size).ok().filter(|_| fixed.size <= MAX_FIXED)?;
                quote(&"\0".repeat(size))
            }
            Shape::Record(record) => {
                let mut members = Vec::new();
                for field in record.fields.iter().filter(|field| field.default.is_none()) {
                    members.push(format!("{}: {}", quote(&field.name), self.zero_at(field.ty.ty, depth + 1)?));
                }
                format!("{{{}}}", members.join(", "))
            }
            Shape::Unknown => return None,
        })
    }
}
