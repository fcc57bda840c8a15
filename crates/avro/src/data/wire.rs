//! A schema as `apache-avro` encodes by it: with the same bytes, but without anything that it cannot parse.
//!
//! That library refuses names that histories have, knows no `error`, and reads defaults and logical types that do not matter
//! for the bytes. So every named type gets a plain name here, and an enum becomes a record that holds its symbol's place: the
//! bytes are the same.

use super::Datum;
use crate::schema::{Schema, Shape, TypeId, Use};
use apache_avro::types::Value;
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};
use serde_json::{Value as Json, json};
use std::collections::HashSet;

/// The field of the record that stands for an enum.
const PLACE: &str = "place";

/// How deep types may be written into each other for the library, which walks them on the stack.
const MAX_NESTING: usize = 300;

/// The twin of a schema; nothing when its types are nested too deep for the library.
pub(super) fn twin(schema: &Schema) -> Option<Json> {
    Twin { schema, written: HashSet::new() }.of(schema.root(), 0)
}

struct Twin<'a> {
    schema: &'a Schema,
    written: HashSet<TypeId>,
}

impl Twin<'_> {
    fn of(&mut self, at: Use, depth: usize) -> Option<Json> {
        if depth > MAX_NESTING {
            return None;
        }
        let schema = self.schema;
        let name = format!("t{}", at.ty.0);
        let shape = schema.shape(at.ty);
        if shape.name().is_some() && !self.written.insert(at.ty) {
            return Some(Json::String(name));
        }
        Some(match shape {
            Shape::Array(element) => json!({"type": "array", "items": self.of(*element, depth + 1)?}),
            Shape::Map(element) => json!({"type": "map", "values": self.of(*element, depth + 1)?}),
            Shape::Union(union) => {
                Json::Array(union.branches.iter().map(|branch| self.of(*branch, depth + 1)).collect::<Option<_>>()?)
            }
            Shape::Record(record) => {
                let mut fields = Vec::new();
                for (place, field) in record.fields.iter().enumerate() {
                    fields.push(json!({"name": format!("f{place}"), "type": self.of(field.ty, depth + 1)?}));
                }
                json!({"type": "record", "name": name, "fields": fields})
            }
            Shape::Enum(_) => json!({"type": "record", "name": name, "fields": [{"name": PLACE, "type": "int"}]}),
            Shape::Fixed(fixed) => json!({"type": "fixed", "name": name, "size": fixed.size}),
            Shape::Null
            | Shape::Boolean
            | Shape::Int
            | Shape::Long
            | Shape::Float
            | Shape::Double
            | Shape::Bytes
            | Shape::String => Json::String(shape.word().to_owned()),
            Shape::Unknown => return None,
        })
    }
}

/// A value, written as its twin.
pub(super) struct AsWire<'a>(pub &'a Datum);

impl Serialize for AsWire<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Datum::Null => serializer.serialize_unit(),
            Datum::Boolean(value) => serializer.serialize_bool(*value),
            Datum::Int(value) => serializer.serialize_i32(*value),
            Datum::Long(value) => serializer.serialize_i64(*value),
            Datum::Float(value) => serializer.serialize_f32(*value),
            Datum::Double(value) => serializer.serialize_f64(*value),
            Datum::Bytes(bytes) | Datum::Fixed(bytes) => serializer.serialize_bytes(bytes),
            Datum::String(text) => serializer.serialize_str(text),
            Datum::Enum(place) => {
                let mut map = serializer.serialize_map(Some(1))?;
                map.serialize_entry(PLACE, &i32::try_from(*place).unwrap_or(i32::MAX))?;
                map.end()
            }
            Datum::Array(elements) => {
                let mut sequence = serializer.serialize_seq(Some(elements.len()))?;
                for element in elements {
                    sequence.serialize_element(&AsWire(element))?;
                }
                sequence.end()
            }
            Datum::Map(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for (key, value) in entries {
                    map.serialize_entry(key, &AsWire(value))?;
                }
                map.end()
            }
            Datum::Union(place, value) => {
                let place = u32::try_from(*place).unwrap_or(u32::MAX);
                serializer.serialize_newtype_variant("", place, "", &AsWire(value))
            }
            Datum::Record(values) => {
                let mut map = serializer.serialize_map(Some(values.len()))?;
                for (at, value) in values.iter().enumerate() {
                    map.serialize_entry(&format!("f{at}"), &AsWire(value))?;
                }
                map.end()
            }
        }
    }
}

/// A value from its twin; the keys of maps are sorted, since the library forgets their order. Nothing when the two do not
/// belong together.
pub(super) fn from_wire(schema: &Schema, id: TypeId, value: Value) -> Option<Datum> {
    Some(match (schema.shape(id), value) {
        (Shape::Null | Shape::Unknown, Value::Null) => Datum::Null,
        (Shape::Boolean, Value::Boolean(value)) => Datum::Boolean(value),
        (Shape::Int, Value::Int(value)) => Datum::Int(value),
        (Shape::Long, Value::Long(value)) => Datum::Long(value),
        (Shape::Float, Value::Float(value)) => Datum::Float(value),
        (Shape::Double, Value::Double(value)) => Datum::Double(value),
        (Shape::Bytes, Value::Bytes(bytes)) => Datum::Bytes(bytes),
        (Shape::String, Value::String(text)) => Datum::String(text),
        (Shape::Fixed(_), Value::Fixed(_, bytes)) => Datum::Fixed(bytes),
        (Shape::Enum(it), Value::Record(fields)) => match fields.into_iter().next() {
            Some((_, Value::Int(place))) => {
                Datum::Enum(usize::try_from(place).ok().filter(|place| *place < it.symbols.len())?)
            }
            _ => return None,
        },
        (Shape::Array(element), Value::Array(items)) => {
            Datum::Array(items.into_iter().map(|item| from_wire(schema, element.ty, item)).collect::<Option<_>>()?)
        }
        (Shape::Map(element), Value::Map(items)) => {
            let entry = |(key, value)| Some((key, from_wire(schema, element.ty, value)?));
            let mut entries: Vec<(String, Datum)> = items.into_iter().map(entry).collect::<Option<_>>()?;
            entries.sort_by(|a, b| a.0.cmp(&b.0));
            Datum::Map(entries)
        }
        (Shape::Union(union), Value::Union(place, value)) => {
            let place = usize::try_from(place).ok()?;
            Datum::Union(place, Box::new(from_wire(schema, union.branches.get(place)?.ty, *value)?))
        }
        (Shape::Record(record), Value::Record(values)) if record.fields.len() == values.len() => {
            let fields = record.fields.iter().zip(values);
            Datum::Record(
                fields.map(|(field, (_, value))| from_wire(schema, field.ty.ty, value)).collect::<Option<_>>()?,
            )
        }
        _ => return None,
    })
}
