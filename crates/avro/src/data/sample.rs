//! Sample events: values that look like what people send, the same for the same seed.

use super::json::read_default;
use super::{Datum, MAX_DEPTH};
use crate::logical::LogicalType;
use crate::schema::{Field, Schema, Shape, TypeId, Union};
use syntax::Kind;

/// From here on values take the shortest way to an end: null, empty, the plainest branch.
const SHALLOW: usize = 6;

/// 2026-01-15T09:30:00Z in seconds: samples must not depend on a clock.
const MORNING: i64 = 1_768_469_400;

/// The longest fixed type that a value is made up for: a schema may ask for gigabytes.
const MAX_FIXED: u64 = 1 << 16;

/// A value of a schema for a seed. Nothing when there is none: a record that needs itself, an enum without symbols, or one
/// that is nested too deep or too big to look at.
pub fn sample(schema: &Schema, seed: u64) -> Option<Datum> {
    let heights = heights(schema);
    let root = schema.root().ty;
    if usize::try_from(*heights.get(root.index())?).ok()? > MAX_DEPTH {
        return None;
    }
    Sampler { schema, heights, state: seed }.value(root, "", 0)
}

/// Taller than any value.
const ENDLESS: u32 = u32::MAX;

/// How deep the flattest value of each type is; a record that needs itself has none.
fn heights(schema: &Schema) -> Vec<u32> {
    let mut heights = vec![ENDLESS; schema.types.len()];
    loop {
        let mut changed = false;
        // Inner types mostly come after those around them.
        for (id, ty) in schema.types.iter().enumerate().rev() {
            let of = |at: TypeId| heights.get(at.index()).copied().unwrap_or(ENDLESS);
            let height = match &ty.shape {
                Shape::Union(union) => {
                    union.branches.iter().map(|branch| of(branch.ty)).min().unwrap_or(ENDLESS).saturating_add(1)
                }
                Shape::Record(record) => {
                    let needed = record.fields.iter().filter(|field| field.default.is_none());
                    needed.map(|field| of(field.ty.ty)).max().unwrap_or(0).saturating_add(1)
                }
                Shape::Enum(it) if it.symbols.is_empty() => ENDLESS,
                Shape::Fixed(fixed) if fixed.size > MAX_FIXED => ENDLESS,
                Shape::Null
                | Shape::Boolean
                | Shape::Int
                | Shape::Long
                | Shape::Float
                | Shape::Double
                | Shape::Bytes
                | Shape::String
                | Shape::Array(_)
                | Shape::Map(_)
                | Shape::Enum(_)
                | Shape::Fixed(_)
                | Shape::Unknown => 0,
            };
            if let Some(known) = heights.get_mut(id).filter(|known| height < **known) {
                *known = height;
                changed = true;
            }
        }
        if !changed {
            return heights;
        }
    }
}

struct Sampler<'a> {
    schema: &'a Schema,
    heights: Vec<u32>,
    state: u64,
}

impl Sampler<'_> {
    /// SplitMix64: small, well mixed, and the same everywhere.
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to below `end`.
    fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % end).unwrap_or(0)
    }

    fn pick<'t>(&mut self, words: &[&'t str]) -> &'t str {
        words.get(self.below(words.len())).copied().unwrap_or("")
    }

    fn height(&self, ty: TypeId) -> u32 {
        self.heights.get(ty.index()).copied().unwrap_or(ENDLESS)
    }

    fn value(&mut self, id: TypeId, hint: &str, depth: usize) -> Option<Datum> {
        let schema = self.schema;
        let ty = schema.ty(id);
        Some(match &ty.shape {
            Shape::Null | Shape::Unknown => Datum::Null,
            Shape::Boolean => Datum::Boolean(self.below(2) == 1),
            Shape::Int => Datum::Int(self.int(ty.logical, hint)),
            Shape::Long => Datum::Long(self.long(ty.logical, hint)),
            Shape::Float => Datum::Float(f32::from(self.small()) / 4.0),
            Shape::Double => Datum::Double(f64::from(self.small()) / 4.0),
            Shape::Bytes => Datum::Bytes(self.bytes(ty.logical)),
            Shape::String => Datum::String(self.text(ty.logical, hint)),
            Shape::Fixed(fixed) => Datum::Fixed(self.fixed(ty.logical, usize::try_from(fixed.size).ok()?)),
            Shape::Enum(it) => Datum::Enum(self.below(it.symbols.len())),
            Shape::Array(element) => {
                let singular = hint.strip_suffix('s').unwrap_or(hint);
                let count = self.count(element.ty, depth);
                let items = (0..count).map(|_| self.value(element.ty, singular, depth + 1));
                Datum::Array(items.collect::<Option<_>>()?)
            }
            Shape::Map(element) => {
                let count = self.count(element.ty, depth);
                let keys = ["first", "second"].into_iter().take(count);
                let entry = |key: &str| Some((key.to_owned(), self.value(element.ty, hint, depth + 1)?));
                Datum::Map(keys.map(entry).collect::<Option<_>>()?)
            }
            Shape::Union(union) => {
                let place = self.branch(union, depth)?;
                let branch = union.branches.get(place)?.ty;
                Datum::Union(place, Box::new(self.value(branch, hint, depth + 1)?))
            }
            Shape::Record(record) => {
                let fields = record.fields.iter().map(|field| self.field(id, field, depth));
                Datum::Record(fields.collect::<Option<_>>()?)
            }
        })
    }

    /// How many elements: one or two, and none where it would get too deep.
    fn count(&mut self, element: TypeId, depth: usize) -> usize {
        if depth > SHALLOW || self.height(element) == ENDLESS { 0 } else { 1 + self.below(2) }
    }

    /// A branch of a union: any that has a value, null less often, and the flattest where it would get too deep.
    fn branch(&mut self, union: &Union, depth: usize) -> Option<usize> {
        let height = |at: &usize| union.branches.get(*at).map_or(ENDLESS, |branch| self.height(branch.ty));
        let possible: Vec<usize> = (0..union.branches.len()).filter(|at| height(at) != ENDLESS).collect();
        if depth > SHALLOW {
            return possible.into_iter().min_by_key(height);
        }
        let is_null = |at: &usize| {
            union.branches.get(*at).is_some_and(|branch| matches!(self.schema.shape(branch.ty), Shape::Null))
        };
        let values: Vec<usize> = possible.iter().copied().filter(|at| !is_null(at)).collect();
        let from = if values.is_empty() || self.below(5) == 0 { &possible } else { &values };
        from.get(self.below(from.len())).copied()
    }

    /// The value of a field: a sampled one or its default, and the default where it would get too deep.
    fn field(&mut self, record: TypeId, field: &Field, depth: usize) -> Option<Datum> {
        // Only a default keeps a record from needing itself, so one that is no value ends the sample.
        let is_endless = self.height(field.ty.ty) == ENDLESS;
        let must_take_default = is_endless || (field.default.is_some() && depth > SHALLOW);
        if must_take_default {
            return read_default(self.schema, record, field);
        }
        if self.is_telling_default(record, field)
            && self.below(2) == 0
            && let Some(default) = read_default(self.schema, record, field)
        {
            return Some(default);
        }
        self.value(field.ty.ty, &field.name, depth + 1)
    }

    /// Whether a default shows something to whoever looks at a sample: null, "" and empty lists do not.
    fn is_telling_default(&self, record: TypeId, field: &Field) -> bool {
        let tree = self.schema.tree(self.schema.ty(record).source);
        field.default.is_some_and(|default| match tree.kind(default) {
            Kind::Null | Kind::Invalid => false,
            Kind::String => tree.string(default).is_some_and(|text| !text.is_empty()),
            Kind::Object | Kind::Array => tree.children(default).next().is_some(),
            Kind::True | Kind::False | Kind::Number => true,
        })
    }

    /// A number that people would write: from 0 to 999.
    fn small(&mut self) -> u16 {
        u16::try_from(self.below(1_000)).unwrap_or(0)
    }

    /// A whole number of at most so many digits.
    fn digits(&mut self, precision: u32) -> u16 {
        self.small() % 10u16.pow(precision.min(3))
    }

    fn int(&mut self, logical: Option<LogicalType>, hint: &str) -> i32 {
        let small = i32::from(self.small());
        match logical {
            Some(LogicalType::Date) => 20_468 + small % 90,
            Some(LogicalType::TimeMillis) => 32_400_000 + small * 20_000,
            _ if names(hint, &["year"]) => 2020 + small % 10,
            _ if names(hint, &["quantity", "count", "number", "retries", "attempt"]) => 1 + small % 5,
            _ if names(hint, &["version"]) => 1 + small % 9,
            _ => small,
        }
    }

    fn long(&mut self, logical: Option<LogicalType>, hint: &str) -> i64 {
        let small = i64::from(self.small());
        let seconds = MORNING + small * 61;
        match logical {
            Some(LogicalType::TimestampMillis | LogicalType::LocalTimestampMillis) => seconds * 1_000 + small,
            Some(LogicalType::TimestampMicros | LogicalType::LocalTimestampMicros) => seconds * 1_000_000 + small,
            Some(LogicalType::TimestampNanos | LogicalType::LocalTimestampNanos) => seconds * 1_000_000_000 + small,
            Some(LogicalType::TimeMicros) => 32_400_000_000 + small * 20_000_000,
            _ if names(hint, &["time", "timestamp", "at", "date", "millis", "ms"]) => seconds * 1_000,
            _ if names(hint, &["id", "number"]) => 1_000 + small,
            _ => small,
        }
    }

    fn bytes(&mut self, logical: Option<LogicalType>) -> Vec<u8> {
        match logical {
            Some(LogicalType::Decimal { precision, .. }) => self.digits(precision).to_be_bytes().to_vec(),
            // A big decimal: the length of the unscaled number, the number, and its scale, both in zigzag.
            Some(LogicalType::BigDecimal) => {
                let [high, low] = self.small().to_be_bytes();
                vec![4, high, low, 4]
            }
            _ => self.next().to_be_bytes().into_iter().take(4).collect(),
        }
    }

    fn fixed(&mut self, logical: Option<LogicalType>, size: usize) -> Vec<u8> {
        let mut bytes = vec![0; size];
        match logical {
            Some(LogicalType::Decimal { precision, .. }) => {
                for (place, byte) in bytes.iter_mut().rev().zip(self.digits(precision).to_le_bytes()) {
                    *place = byte;
                }
            }
            // Months, days and milliseconds, each in four bytes, the lowest first.
            Some(LogicalType::Duration) => {
                let (days, minutes) = (u32::from(self.small() % 14), u32::from(self.small() % 60));
                let parts = [0, days, minutes * 60_000].map(u32::to_le_bytes);
                for (place, byte) in bytes.iter_mut().zip(parts.into_iter().flatten()) {
                    *place = byte;
                }
            }
            Some(LogicalType::Uuid) => {
                let (high, low) = self.uuid_bits();
                for (place, byte) in bytes.iter_mut().zip([high, low].map(u64::to_be_bytes).into_iter().flatten()) {
                    *place = byte;
                }
            }
            _ => {
                for chunk in bytes.chunks_mut(8) {
                    for (place, byte) in chunk.iter_mut().zip(self.next().to_be_bytes()) {
                        *place = byte;
                    }
                }
            }
        }
        bytes
    }

    /// A random UUID: version 4, variant 1.
    fn uuid_bits(&mut self) -> (u64, u64) {
        let (high, low) = (self.next(), self.next());
        (high & 0xffff_ffff_ffff_0fff | 0x4000, low & 0x3fff_ffff_ffff_ffff | 0x8000_0000_0000_0000)
    }

    fn uuid(&mut self) -> String {
        let (high, low) = self.uuid_bits();
        format!(
            "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
            high >> 32,
            high >> 16 & 0xffff,
            high & 0xffff,
            low >> 48,
            low & 0xffff_ffff_ffff
        )
    }

    fn text(&mut self, logical: Option<LogicalType>, hint: &str) -> String {
        if logical == Some(LogicalType::Uuid) || names(hint, &["uuid", "guid"]) {
            return self.uuid();
        }
        let number = 1_000 + usize::from(self.small());
        if let Some((_, words)) = WORDS.iter().find(|(hints, _)| names(hint, hints)) {
            return self.pick(words).to_owned();
        }
        if names(hint, &["url", "uri", "link", "href"]) {
            return format!("https://example.com/{number}");
        }
        if names(hint, &["at", "timestamp", "date", "time"]) {
            return format!("2026-01-15T09:{:02}:00Z", number % 60);
        }
        if names(hint, &["phone", "mobile"]) {
            return format!("+49 30 555{number}");
        }
        if names(hint, &["id", "key", "number", "code", "sku", "reference", "ref"]) {
            let stem: String = hint.chars().take_while(char::is_ascii_lowercase).take(5).collect();
            return format!("{}-{number}", if stem.is_empty() || stem == "id" { "id" } else { &stem });
        }
        if hint.is_empty() { self.pick(&["one", "two", "three"]).to_owned() } else { format!("{hint} {}", number % 10) }
    }
}

/// Sample texts by words in the names of fields.
const WORDS: [(&[&str], &[&str]); 12] = [
    (&["email", "mail"], &["ada@example.com", "grace@example.com", "alan@example.com"]),
    (&["currency"], &["EUR", "USD", "GBP"]),
    (&["country"], &["DE", "FR", "NL"]),
    (&["city", "town"], &["Berlin", "Lyon", "Utrecht"]),
    (&["street", "address"], &["Hauptstrasse 1", "Rue de la Paix 12", "Oudegracht 5"]),
    (&["zip", "postcode", "postal"], &["10115", "69001", "3511"]),
    (&["first", "given"], &["Ada", "Grace", "Alan"]),
    (&["last", "family", "surname"], &["Lovelace", "Hopper", "Turing"]),
    (&["language", "locale", "lang"], &["de-DE", "fr-FR", "nl-NL"]),
    (&["status", "state"], &["open", "done", "failed"]),
    (&["description", "comment", "note", "message", "text", "reason"], &["As agreed by phone", "Please ring twice"]),
    (&["name", "title", "label", "customer", "user"], &["Ada Lovelace", "Grace Hopper", "Alan Turing"]),
];

/// Whether one of the words is a part of a name in camel or snake case.
fn names(name: &str, words: &[&str]) -> bool {
    let mut parts: Vec<String> = vec![String::new()];
    for character in name.chars() {
        if character == '_' || character == '-' || character.is_uppercase() {
            parts.push(String::new());
        }
        if let Some(part) = parts.last_mut()
            && character.is_alphanumeric()
        {
            part.extend(character.to_lowercase());
        }
    }
    parts.iter().any(|part| words.contains(&part.as_str()))
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn words_are_found_in_camel_and_snake_case() {
        assert!(names("customerEmail", &["email"]));
        assert!(names("created_at", &["at"]));
        assert!(!names("category", &["at"]));
    }
}
