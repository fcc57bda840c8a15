//! A value as another version of its schema reads it.

use super::Datum;
use super::json::read_default;
use crate::resolve::{Lookup, Rules, Verdicts};
use crate::schema::{Record, Shape, TypeId, Union};

/// Turns values of the writer into values of the reader.
pub(super) struct Projection<'v, 'a> {
    pub rules: Rules<'a>,
    pub verdicts: &'v mut Verdicts<'a>,
}

impl Projection<'_, '_> {
    /// The reader's value. Nothing when the reader cannot read this value, even if it can read others.
    pub fn value(&mut self, r: TypeId, w: TypeId, datum: &Datum) -> Option<Datum> {
        let (reader, writer) = (self.rules.reader, self.rules.writer);
        if let (Shape::Union(written), Datum::Union(place, inner)) = (writer.shape(w), datum) {
            return self.value(r, written.branches.get(*place)?.ty, inner);
        }
        Some(match (reader.shape(r), datum) {
            (Shape::Union(union), _) => {
                let place = self.branch(union, w)?;
                let branch = union.branches.get(place)?.ty;
                Datum::Union(place, Box::new(self.value(branch, w, datum)?))
            }
            (Shape::Null, Datum::Null) | (Shape::Boolean, Datum::Boolean(_)) | (Shape::Int, Datum::Int(_)) => {
                datum.clone()
            }
            (Shape::Long, Datum::Long(_))
            | (Shape::Float, Datum::Float(_))
            | (Shape::Double, Datum::Double(_))
            | (Shape::Bytes, Datum::Bytes(_))
            | (Shape::String, Datum::String(_)) => datum.clone(),
            (Shape::Long, Datum::Int(number)) => Datum::Long(i64::from(*number)),
            (Shape::Float, Datum::Int(number)) => Datum::Float(single(i64::from(*number))),
            (Shape::Float, Datum::Long(number)) => Datum::Float(single(*number)),
            (Shape::Double, Datum::Int(number)) => Datum::Double(f64::from(*number)),
            (Shape::Double, Datum::Long(number)) => Datum::Double(double(*number)),
            (Shape::Double, Datum::Float(number)) => Datum::Double(f64::from(*number)),
            (Shape::Bytes, Datum::String(text)) => Datum::Bytes(text.clone().into_bytes()),
            (Shape::String, Datum::Bytes(bytes)) => Datum::String(String::from_utf8(bytes.clone()).ok()?),
            (Shape::Fixed(_), Datum::Fixed(_)) => datum.clone(),
            (Shape::Enum(known), Datum::Enum(place)) => {
                let Shape::Enum(written) = writer.shape(w) else { return None };
                let symbol = written.symbols.get(*place)?;
                let find = |symbol: &str| known.symbols.iter().position(|it| **it == *symbol);
                Datum::Enum(find(symbol).or_else(|| find(known.default.as_ref()?))?)
            }
            (Shape::Array(element), Datum::Array(items)) => {
                let Shape::Array(written) = writer.shape(w) else { return None };
                let (element, written) = (element.ty, written.ty);
                Datum::Array(items.iter().map(|item| self.value(element, written, item)).collect::<Option<_>>()?)
            }
            (Shape::Map(element), Datum::Map(entries)) => {
                let Shape::Map(written) = writer.shape(w) else { return None };
                let (element, written) = (element.ty, written.ty);
                let entry = |(key, value): &(String, Datum)| Some((key.clone(), self.value(element, written, value)?));
                Datum::Map(entries.iter().map(entry).collect::<Option<_>>()?)
            }
            (Shape::Record(record), Datum::Record(values)) => {
                let Shape::Record(written) = writer.shape(w) else { return None };
                self.record(r, record, written, values)?
            }
            _ => return None,
        })
    }

    fn record(&mut self, r: TypeId, record: &Record, written: &Record, values: &[Datum]) -> Option<Datum> {
        let mut read = Vec::with_capacity(record.fields.len());
        for field in &record.fields {
            read.push(match self.rules.field(field, written, 0) {
                Lookup::One(at) => self.value(field.ty.ty, written.fields.get(at)?.ty.ty, values.get(at)?)?,
                Lookup::None => read_default(self.rules.reader, r, field)?,
                Lookup::Several => return None,
            });
        }
        Some(Datum::Record(read))
    }

    /// The branch that reads a type of the writer: of the same kind and full name if there is one, or else the first.
    fn branch(&mut self, union: &Union, w: TypeId) -> Option<usize> {
        let (reader, writer) = (self.rules.reader, self.rules.writer);
        let name = |shape: &Shape| shape.name().map(|name| name.full().to_owned());
        let (word, wanted) = (writer.shape(w).word(), name(writer.shape(w)));
        let fits: Vec<usize> = (0..union.branches.len())
            .filter(|&at| union.branches.get(at).is_some_and(|branch| self.verdicts.ask(branch.ty, w)))
            .collect();
        let is_same = |at: &&usize| {
            let shape = union.branches.get(**at).map(|branch| reader.shape(branch.ty));
            shape.is_some_and(|shape| shape.word() == word && name(shape) == wanted)
        };
        fits.iter().find(is_same).or_else(|| fits.first()).copied()
    }
}

#[expect(clippy::cast_precision_loss, reason = "promotion to a float loses digits, as the specification has it")]
fn single(number: i64) -> f32 {
    number as f32
}

#[expect(clippy::cast_precision_loss, reason = "promotion to a double loses digits, as the specification has it")]
fn double(number: i64) -> f64 {
    number as f64
}
