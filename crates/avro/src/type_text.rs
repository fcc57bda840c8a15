//! Types as people type them, turned into Avro: the way back from what a form shows.

use crate::logical::LogicalType;
use crate::name::Name;
use crate::schema::{Schema, Shape, TypeId};
use std::collections::BTreeSet;
use syntax::quote;

/// How deep a typed type may nest. Nobody types deeper by hand.
const MAX_DEPTH: usize = 32;

/// Why a text is no type. The text says what to type instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAType {
    /// Nothing stands where a type is needed.
    #[error("type a type, for example string, long?, array<string> or decimal(10,2)")]
    Missing,
    /// Something else than a type stands there.
    #[error("“{0}” does not belong here; write for example string?, array<string> or int | string")]
    Unexpected(String),
    /// A bracket is not closed.
    #[error("“{0}” is missing at the end")]
    Unclosed(char),
    /// A number is needed in brackets.
    #[error("{0}")]
    Number(&'static str),
    /// Types are nested too deep.
    #[error("this nests too deep; give the inner part a name of its own")]
    TooDeep,
}

/// Where a typed type will stand.
pub(crate) struct Surroundings<'a> {
    /// The schema.
    pub schema: &'a Schema,
    /// The namespace in which names are looked up first.
    pub namespace: &'a str,
    /// Types whose definitions go with the text that is replaced, so that they are written out where they are named first.
    pub leaving: BTreeSet<TypeId>,
    /// Whether a `?` puts null behind the type, because the default is a value of the type.
    pub null_last: bool,
}

/// A type as JSON, and which of the leaving definitions it holds.
pub(crate) struct Written {
    /// The JSON text.
    pub json: String,
    /// The definitions that stand in it.
    pub kept: BTreeSet<TypeId>,
}

/// The JSON of a typed type such as `array<OrderItem>?`, `decimal(10,2)`, `int | string` or `enum Channel(WEB, APP)`.
pub(crate) fn write_type(text: &str, around: &Surroundings<'_>) -> Result<Written, NotAType> {
    let mut reader = Reader { rest: text, around, kept: BTreeSet::new() };
    let ty = reader.union(0)?;
    let rest = reader.rest.trim();
    if !rest.is_empty() {
        return Err(NotAType::Unexpected(rest.to_owned()));
    }
    Ok(Written { json: json(&ty), kept: reader.kept })
}

/// A type on its way to JSON: unions stay open, because a `?` adds to them.
enum Part {
    One(String),
    Several(Vec<String>),
}

fn json(part: &Part) -> String {
    match part {
        Part::One(json) => json.clone(),
        Part::Several(branches) => format!("[{}]", branches.join(", ")),
    }
}

struct Reader<'t, 'b> {
    rest: &'t str,
    around: &'b Surroundings<'b>,
    kept: BTreeSet<TypeId>,
}

impl<'t> Reader<'t, '_> {
    fn union(&mut self, depth: usize) -> Result<Part, NotAType> {
        if depth > MAX_DEPTH {
            return Err(NotAType::TooDeep);
        }
        let mut branches = branches(self.optional(depth)?);
        while self.takes('|') {
            branches.extend(self::branches(self.optional(depth)?));
        }
        Ok(match <[String; 1]>::try_from(branches) {
            Ok([only]) => Part::One(only),
            Err(several) => Part::Several(several),
        })
    }

    fn optional(&mut self, depth: usize) -> Result<Part, NotAType> {
        let mut part = self.single(depth)?;
        while self.takes('?') {
            let mut all = branches(part);
            if !all.iter().any(|it| it == "\"null\"") {
                let at = if self.around.null_last { all.len() } else { 0 };
                all.insert(at, "\"null\"".to_owned());
            }
            part = Part::Several(all);
        }
        Ok(part)
    }

    fn single(&mut self, depth: usize) -> Result<Part, NotAType> {
        if self.takes('(') {
            let inner = self.union(depth + 1)?;
            self.needs(')')?;
            return Ok(inner);
        }
        let word = self.word()?;
        Ok(Part::One(match word {
            "array" | "map" if self.takes('<') => {
                let inner = json(&self.union(depth + 1)?);
                self.needs('>')?;
                let key = if word == "array" { "items" } else { "values" };
                format!("{{ \"type\": \"{word}\", \"{key}\": {inner} }}")
            }
            "decimal" => self.decimal()?,
            "enum" if self.begins_word() => {
                let name = quote(self.word()?);
                let symbols: Vec<String> = self.list()?.into_iter().map(quote).collect();
                format!("{{ \"type\": \"enum\", \"name\": {name}, \"symbols\": [{}] }}", symbols.join(", "))
            }
            "fixed" if self.begins_word() => {
                let name = quote(self.word()?);
                let size = self.number("a fixed type needs its size in bytes, for example fixed Hash(16)")?;
                format!("{{ \"type\": \"fixed\", \"name\": {name}, \"size\": {size} }}")
            }
            "record" if self.begins_word() => {
                let name = quote(self.word()?);
                format!("{{ \"type\": \"record\", \"name\": {name}, \"fields\": [] }}")
            }
            name => self.named(name),
        }))
    }

    fn named(&mut self, name: &str) -> String {
        if Shape::primitive(name).is_some() {
            return quote(name);
        }
        if let Some(base) = base_of(name) {
            return format!("{{ \"type\": \"{base}\", \"logicalType\": \"{name}\" }}");
        }
        let schema = self.around.schema;
        let own = Name::new(name, self.around.namespace);
        let simple = |id: &TypeId| schema.shape(*id).name().is_some_and(|it| it.simple() == name);
        let Some(id) = schema
            .named(own.full())
            .or_else(|| schema.named(name))
            .or_else(|| schema.types().map(|(id, _)| id).find(simple))
        else {
            return quote(name);
        };
        if self.around.leaving.contains(&id) && self.kept.insert(id) {
            let ty = schema.ty(id);
            return schema.tree(ty.source).raw(ty.node).to_owned();
        }
        schema.shape(id).name().map_or_else(|| quote(name), |it| quote(spelled(it, self.around.namespace)))
    }

    fn decimal(&mut self) -> Result<String, NotAType> {
        const EXAMPLE: &str = "a decimal needs its digits, for example decimal(10,2)";
        if !self.takes('(') {
            return Err(NotAType::Number(EXAMPLE));
        }
        let precision = self.digits().ok_or(NotAType::Number(EXAMPLE))?;
        let scale = if self.takes(',') { Some(self.digits().ok_or(NotAType::Number(EXAMPLE))?) } else { None };
        self.needs(')')?;
        let scale = scale.filter(|it| *it != 0).map_or(String::new(), |scale| format!(", \"scale\": {scale}"));
        Ok(format!("{{ \"type\": \"bytes\", \"logicalType\": \"decimal\", \"precision\": {precision}{scale} }}"))
    }

    fn number(&mut self, example: &'static str) -> Result<u64, NotAType> {
        if !self.takes('(') {
            return Err(NotAType::Number(example));
        }
        let number = self.digits().ok_or(NotAType::Number(example))?;
        self.needs(')')?;
        Ok(number)
    }

    fn list(&mut self) -> Result<Vec<&'t str>, NotAType> {
        if !self.takes('(') {
            return Err(NotAType::Number("an enum needs its symbols, for example enum Channel(WEB, APP)"));
        }
        let (inner, rest) = self.rest.split_once(')').ok_or(NotAType::Unclosed(')'))?;
        self.rest = rest;
        Ok(inner.split(',').map(str::trim).filter(|it| !it.is_empty()).collect())
    }

    fn digits(&mut self) -> Option<u64> {
        self.rest = self.rest.trim_start();
        let end = self.rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(self.rest.len());
        let (digits, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest;
        digits.parse().ok()
    }

    fn begins_word(&self) -> bool {
        self.rest.trim_start().starts_with(is_of_word)
    }

    fn word(&mut self) -> Result<&'t str, NotAType> {
        self.rest = self.rest.trim_start();
        let end = self.rest.find(|c: char| !is_of_word(c)).unwrap_or(self.rest.len());
        match self.rest.split_at_checked(end) {
            Some((word, rest)) if !word.is_empty() => {
                self.rest = rest;
                Ok(word)
            }
            Some(_) | None if self.rest.is_empty() => Err(NotAType::Missing),
            Some(_) | None => Err(NotAType::Unexpected(self.rest.to_owned())),
        }
    }

    fn takes(&mut self, sign: char) -> bool {
        match self.rest.trim_start().strip_prefix(sign) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn needs(&mut self, sign: char) -> Result<(), NotAType> {
        if self.takes(sign) {
            return Ok(());
        }
        let rest = self.rest.trim();
        Err(if rest.is_empty() { NotAType::Unclosed(sign) } else { NotAType::Unexpected(rest.to_owned()) })
    }
}

fn branches(part: Part) -> Vec<String> {
    match part {
        Part::One(json) => vec![json],
        Part::Several(branches) => branches,
    }
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '.' | '-')
}

/// A name as short as it can stand in a namespace.
fn spelled<'a>(name: &'a Name, namespace: &str) -> &'a str {
    if name.namespace() == namespace { name.simple() } else { name.full() }
}

/// The primitive type on which a logical type stands by itself; none for those that need more than a name.
fn base_of(logical: &str) -> Option<&'static str> {
    let (_, bases) = LogicalType::NAMES.iter().find(|(name, _)| *name == logical)?;
    bases.split(' ').next().filter(|base| Shape::primitive(base).is_some())
}

#[cfg(test)]
mod tests {
    use super::{Surroundings, write_type};
    use crate::Schema;
    use std::collections::BTreeSet;

    const ORDER: &str = r#"{"type": "record", "name": "Order", "namespace": "shop", "fields": [
        {"name": "hash", "type": {"type": "fixed", "name": "x.Hash", "size": 4}},
        {"name": "items", "type": {"type": "array", "items": {"type": "record", "name": "Item", "fields": []}}}
    ]}"#;

    #[test]
    fn typed_types_become_avro() {
        let schema = Schema::parse(ORDER, &[]).0.unwrap();
        let check = |text: &str, expected: &str| {
            let around =
                Surroundings { schema: &schema, namespace: "shop", leaving: BTreeSet::new(), null_last: false };
            let written = write_type(text, &around).map_or_else(|error| error.to_string(), |it| it.json);
            assert_eq!(written, expected, "{text}");
        };
        check("string", r#""string""#);
        check(" long ? ", r#"["null", "long"]"#);
        check("uuid", r#"{ "type": "string", "logicalType": "uuid" }"#);
        check("decimal(10,2)", r#"{ "type": "bytes", "logicalType": "decimal", "precision": 10, "scale": 2 }"#);
        check("decimal(8)", r#"{ "type": "bytes", "logicalType": "decimal", "precision": 8 }"#);
        check("array<Item?>", r#"{ "type": "array", "items": ["null", "Item"] }"#);
        check("map<Hash>", r#"{ "type": "map", "values": "x.Hash" }"#);
        check("shop.Item", r#""Item""#);
        check("int | string | null", r#"["int", "string", "null"]"#);
        check("(int | null)?", r#"["int", "null"]"#);
        check("enum Channel(WEB, APP)", r#"{ "type": "enum", "name": "Channel", "symbols": ["WEB", "APP"] }"#);
        check("fixed Sum(16)", r#"{ "type": "fixed", "name": "Sum", "size": 16 }"#);
        check("record Address", r#"{ "type": "record", "name": "Address", "fields": [] }"#);
        check("lnog", r#""lnog""#);
        check("", "type a type, for example string, long?, array<string> or decimal(10,2)");
        check("array<int", "“>” is missing at the end");
        check("int int", "“int” does not belong here; write for example string?, array<string> or int | string");
        check("decimal", "a decimal needs its digits, for example decimal(10,2)");
        check(&"(".repeat(99), "this nests too deep; give the inner part a name of its own");
    }
}
