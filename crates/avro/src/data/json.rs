//! Values as JSON: Avro's own encoding, which names the branches of unions, and the plain form that people expect.

use super::{Datum, MAX_DEPTH};
use crate::schema::{Field, Schema, Shape, TypeId, Union};
use std::cell::Cell;
use syntax::{Kind, NodeId, Span, Tree, quote};

/// Why a JSON text is no value of a schema.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct JsonFault {
    /// Where in the text.
    pub span: Span,
    /// One sentence: what stands there and what should.
    pub message: String,
}

/// How values are written as JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JsonForm {
    /// Avro's JSON encoding: `{"string": "x"}` for a branch of a union.
    Avro,
    /// As people write it: branches of unions without their names, fields that are null left in.
    Plain,
}

impl Datum {
    /// The value as JSON on many lines.
    pub fn to_json(&self, schema: &Schema, form: JsonForm) -> String {
        let mut out = String::new();
        write(self, schema, schema.root().ty, form, 0, &mut out);
        out
    }
}

fn write(datum: &Datum, schema: &Schema, ty: TypeId, form: JsonForm, depth: usize, out: &mut String) {
    match (datum, schema.shape(ty)) {
        (Datum::Null, _) => out.push_str("null"),
        (Datum::Boolean(value), _) => out.push_str(if *value { "true" } else { "false" }),
        (Datum::Int(value), _) => out.push_str(&value.to_string()),
        (Datum::Long(value), _) => out.push_str(&value.to_string()),
        (Datum::Float(value), _) => out.push_str(&number(f64::from(*value), &format!("{value:?}"))),
        (Datum::Double(value), _) => out.push_str(&number(*value, &format!("{value:?}"))),
        (Datum::Bytes(bytes) | Datum::Fixed(bytes), _) => {
            out.push_str(&quote(&bytes.iter().copied().map(char::from).collect::<String>()));
        }
        (Datum::String(text), _) => out.push_str(&quote(text)),
        (Datum::Enum(place), Shape::Enum(it)) => {
            out.push_str(&quote(it.symbols.get(*place).map_or("", |symbol| symbol)));
        }
        (Datum::Array(items), Shape::Array(element)) => {
            let write_item = |item: &Datum, out: &mut String| write(item, schema, element.ty, form, depth + 1, out);
            list(items.iter(), ['[', ']'], depth, out, write_item);
        }
        (Datum::Map(entries), Shape::Map(element)) => {
            list(entries.iter(), ['{', '}'], depth, out, |(key, value), out| {
                out.push_str(&quote(key));
                out.push_str(": ");
                write(value, schema, element.ty, form, depth + 1, out);
            });
        }
        (Datum::Record(values), Shape::Record(record)) => {
            list(record.fields.iter().zip(values), ['{', '}'], depth, out, |(field, value), out| {
                out.push_str(&quote(&field.name));
                out.push_str(": ");
                write(value, schema, field.ty.ty, form, depth + 1, out);
            });
        }
        (Datum::Union(place, value), Shape::Union(union)) => {
            let Some(branch) = union.branches.get(*place) else { return };
            if form == JsonForm::Plain || matches!(schema.shape(branch.ty), Shape::Null) {
                write(value, schema, branch.ty, form, depth, out);
            } else {
                out.push('{');
                out.push_str(&quote(branch_name(schema, branch.ty)));
                out.push_str(": ");
                write(value, schema, branch.ty, form, depth, out);
                out.push('}');
            }
        }
        (Datum::Enum(_) | Datum::Array(_) | Datum::Map(_) | Datum::Record(_) | Datum::Union(..), _) => {}
    }
}

/// A floating number; what JSON cannot write stands in quotes, as Java does it.
fn number(value: f64, written: &str) -> String {
    if value.is_nan() {
        quote("NaN")
    } else if value.is_infinite() {
        quote(if value > 0.0 { "Infinity" } else { "-Infinity" })
    } else {
        written.to_owned()
    }
}

fn list<T>(
    items: impl Iterator<Item = T>,
    [open, close]: [char; 2],
    depth: usize,
    out: &mut String,
    mut item: impl FnMut(T, &mut String),
) {
    out.push(open);
    let mut is_empty = true;
    for each in items {
        out.push_str(if is_empty { "\n" } else { ",\n" });
        out.push_str(&"  ".repeat(depth + 1));
        item(each, out);
        is_empty = false;
    }
    if !is_empty {
        out.push('\n');
        out.push_str(&"  ".repeat(depth));
    }
    out.push(close);
}

/// The name of a branch in Avro's JSON encoding.
fn branch_name(schema: &Schema, ty: TypeId) -> &str {
    let shape = schema.shape(ty);
    shape.name().map_or(shape.word(), |name| name.full())
}

/// Reads a value from JSON in either form. Fields that are missing take their defaults.
pub fn read_json(schema: &Schema, text: &str) -> Result<Datum, JsonFault> {
    let (tree, errors) = syntax::parse(text);
    if let Some(error) = errors.into_iter().next() {
        return Err(JsonFault { span: error.span, message: error.message });
    }
    Reader { schema, tree: &tree, tries: &Cell::new(0), is_default: false }.value(schema.root().ty, tree.root(), 0)
}

/// The default of a field as a value. Nothing when it is none, as one that needs itself.
pub(super) fn read_default(schema: &Schema, record: TypeId, field: &Field) -> Option<Datum> {
    let tree = schema.tree(schema.ty(record).source);
    Reader { schema, tree, tries: &Cell::new(0), is_default: true }.value(field.ty.ty, field.default?, 0).ok()
}

/// How many values are tried. A union without names lets a value be read on many ways, and inside it again.
const MAX_TRIES: usize = 200_000;

struct Reader<'a> {
    schema: &'a Schema,
    tree: &'a Tree,
    tries: &'a Cell<usize>,
    /// In defaults, branches are not named, and members that no field takes count for nothing.
    is_default: bool,
}

impl Reader<'_> {
    fn fault<T>(&self, at: NodeId, message: impl Into<String>) -> Result<T, JsonFault> {
        Err(JsonFault { span: self.tree.span(at), message: message.into() })
    }

    fn misfit<T>(&self, at: NodeId, ty: TypeId) -> Result<T, JsonFault> {
        let written: String = self.tree.raw(at).chars().take(40).collect();
        self.fault(at, format!("{written} is no {}", self.schema.type_text_of(ty)))
    }

    fn value(&self, ty: TypeId, at: NodeId, depth: usize) -> Result<Datum, JsonFault> {
        self.tries.set(self.tries.get() + 1);
        if depth > MAX_DEPTH || self.tries.get() > MAX_TRIES {
            return self
                .fault(at, "This is nested too deep, or could mean too many things; name the branches of unions");
        }
        let (schema, tree) = (self.schema, self.tree);
        let kind = tree.kind(at);
        let bytes = || {
            let text = tree.string(at)?;
            text.chars().map(|c| u8::try_from(c).ok()).collect::<Option<Vec<u8>>>()
        };
        match (schema.shape(ty), kind) {
            (Shape::Null, Kind::Null) => Ok(Datum::Null),
            (Shape::Boolean, Kind::True | Kind::False) => Ok(Datum::Boolean(kind == Kind::True)),
            (Shape::Int, Kind::Number) => match tree.integer(at).and_then(|number| i32::try_from(number).ok()) {
                Some(number) => Ok(Datum::Int(number)),
                None => self.misfit(at, ty),
            },
            (Shape::Long, Kind::Number) => match tree.integer(at).and_then(|number| i64::try_from(number).ok()) {
                Some(number) => Ok(Datum::Long(number)),
                None => self.misfit(at, ty),
            },
            (Shape::Float, Kind::Number | Kind::String) => match self.float(at).map(single) {
                Some(number) => Ok(Datum::Float(number)),
                None => self.misfit(at, ty),
            },
            (Shape::Double, Kind::Number | Kind::String) => match self.float(at) {
                Some(number) => Ok(Datum::Double(number)),
                None => self.misfit(at, ty),
            },
            (Shape::String, Kind::String) => Ok(Datum::String(tree.string(at).unwrap_or_default().into_owned())),
            (Shape::Bytes, Kind::String) => match bytes() {
                Some(bytes) => Ok(Datum::Bytes(bytes)),
                None => self.fault(at, "Bytes are written with characters up to U+00FF"),
            },
            (Shape::Fixed(fixed), Kind::String) => match bytes() {
                Some(bytes) if u64::try_from(bytes.len()) == Ok(fixed.size) => Ok(Datum::Fixed(bytes)),
                Some(bytes) => self.fault(at, format!("{} has {} bytes, not {}", fixed.name, fixed.size, bytes.len())),
                None => self.fault(at, "Bytes are written with characters up to U+00FF"),
            },
            (Shape::Enum(it), Kind::String) => {
                let symbol = tree.string(at).unwrap_or_default();
                match it.symbols.iter().position(|known| **known == *symbol) {
                    Some(place) => Ok(Datum::Enum(place)),
                    None => self.fault(at, format!("{symbol} is no symbol of {}", it.name)),
                }
            }
            (Shape::Array(element), Kind::Array) => {
                let items = tree.children(at).map(|item| self.value(element.ty, item, depth + 1));
                Ok(Datum::Array(items.collect::<Result<_, _>>()?))
            }
            (Shape::Map(element), Kind::Object) => {
                let mut entries: Vec<(String, Datum)> = Vec::new();
                for member in tree.children(at) {
                    let key = tree.key(member).unwrap_or_default().into_owned();
                    entries.push((key, self.value(element.ty, member, depth + 1)?));
                }
                Ok(Datum::Map(entries))
            }
            (Shape::Record(_), Kind::Object) => self.record(ty, at, depth),
            (Shape::Union(union), _) => self.union(ty, union, at, depth),
            _ => self.misfit(at, ty),
        }
    }

    fn float(&self, at: NodeId) -> Option<f64> {
        match self.tree.string(at).as_deref() {
            None => self.tree.float(at),
            Some("NaN") => Some(f64::NAN),
            Some("Infinity") => Some(f64::INFINITY),
            Some("-Infinity") => Some(f64::NEG_INFINITY),
            Some(_) => None,
        }
    }

    fn record(&self, ty: TypeId, at: NodeId, depth: usize) -> Result<Datum, JsonFault> {
        let Some(record) = self.schema.record(ty) else { return self.misfit(at, ty) };
        for member in self.tree.children(at) {
            let key = self.tree.key(member).unwrap_or_default();
            if !self.is_default && record.position(&key).is_none() {
                return self.fault(member, format!("{} has no field {key}", record.name));
            }
        }
        let mut values = Vec::new();
        for field in &record.fields {
            values.push(match (self.tree.get(at, &field.name), field.default) {
                (Some(member), _) => self.value(field.ty.ty, member, depth + 1)?,
                (None, Some(default)) => match self.default(ty, field, default, depth) {
                    Ok(datum) => datum,
                    Err(_) => {
                        return self.fault(at, format!("Field {} is missing and its default is no value", field.name));
                    }
                },
                (None, None) => return self.fault(at, format!("Field {} is missing", field.name)),
            });
        }
        Ok(Datum::Record(values))
    }

    /// The default of a field; depth and tries go on, since defaults can need each other without end.
    fn default(&self, record: TypeId, field: &Field, default: NodeId, depth: usize) -> Result<Datum, JsonFault> {
        let tree = self.schema.tree(self.schema.ty(record).source);
        Reader { tree, is_default: true, ..*self }.value(field.ty.ty, default, depth + 1)
    }

    /// A branch by its name, or else the first that the value fits: a record of one field can look like a named branch.
    fn union(&self, ty: TypeId, union: &Union, at: NodeId, depth: usize) -> Result<Datum, JsonFault> {
        let wrap = |place: usize, datum: Datum| Datum::Union(place, Box::new(datum));
        let mut named_fault = None;
        let mut members = self.tree.children(at);
        if let (false, Kind::Object, Some(only), None) =
            (self.is_default, self.tree.kind(at), members.next(), members.next())
        {
            let key = self.tree.key(only).unwrap_or_default();
            let named = union.branches.iter().position(|branch| branch_name(self.schema, branch.ty) == key);
            if let Some((place, branch)) = named.and_then(|place| Some((place, union.branches.get(place)?))) {
                match self.value(branch.ty, only, depth + 1) {
                    Ok(datum) => return Ok(wrap(place, datum)),
                    Err(fault) => named_fault = Some(fault),
                }
            }
        }
        let mut nearest = None;
        for (place, branch) in union.branches.iter().enumerate() {
            match self.value(branch.ty, at, depth + 1) {
                Ok(datum) => return Ok(wrap(place, datum)),
                // A fault inside the value says more than that the whole is of another kind.
                Err(fault) if fault.span != self.tree.span(at) => nearest = nearest.or(Some(fault)),
                Err(_) => {}
            }
        }
        named_fault.or(nearest).map_or_else(|| self.misfit(at, ty), Err)
    }
}

/// The nearest single to a double.
#[expect(clippy::cast_possible_truncation, reason = "rounding to the nearest single is what a float field does")]
fn single(number: f64) -> f32 {
    number as f32
}
