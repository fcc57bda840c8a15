//! Attributes that count for nothing where they stand: a logical type beside the type, a default inside it, a misspelt word.
//!
//! Every parser takes them for free properties, so nothing fails, and the field means something else than its author thinks.
//! The walk over the text notes the objects in question ([`Odd`]); they are judged once the types are known.

use crate::default::Defaults;
use crate::finding::{Finding, TextFix};
use crate::logical::LogicalType;
use crate::nearest::nearest;
use crate::rule::Rule;
use crate::schema::{Field, Schema, Shape, SourceId, TypeId, Use};
use std::borrow::Cow;
use syntax::{Kind, NodeId, TextEdit, Tree, quote};

/// An object with an attribute that may count for nothing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Odd {
    pub source: SourceId,
    pub object: NodeId,
    pub bearer: Bearer,
}

/// The kind of object that bears the attributes.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Bearer {
    /// A field, by its record and its place there.
    Field { record: TypeId, at: usize },
    /// The definition of a type.
    Type(TypeId),
    /// An object that only names a type: `{"type": "shop.Money"}`.
    Reference,
}

/// Words for an attribute that are too far from it to count as slips of a finger.
const SYNONYMS: [(&str, &str); 3] = [("alias", "aliases"), ("defaultvalue", "default"), ("sorting", "order")];

/// Judges the objects that the walk has noted.
pub(crate) fn check_attributes(schema: &Schema, noted: &[Odd], findings: &mut Vec<Finding>) {
    for odd in noted {
        let judge = Judge { schema, tree: schema.tree(odd.source), odd: *odd };
        match odd.bearer {
            Bearer::Field { record, at } => {
                let field = schema.record(record).and_then(|record| record.fields.get(at));
                findings.extend(field.and_then(|field| judge.logical_type_beside(field)));
                findings.extend(judge.ignored("namespace", "a field has no namespace"));
                findings.extend(judge.misspelt(&["name", "type", "default", "aliases", "doc", "order"], field));
            }
            Bearer::Type(ty) => {
                let shape = schema.shape(ty);
                if !matches!(shape, Shape::Enum(_)) {
                    findings.extend(judge.belongs_to_field("default"));
                }
                if shape.name().is_none() {
                    findings.extend(judge.ignored("aliases", "only fields and named types have aliases"));
                }
                findings.extend(judge.belongs_to_field("order"));
                findings.extend(judge.misspelt(words(shape, schema.ty(ty).logical, judge.tree, odd.object), None));
            }
            Bearer::Reference => {
                findings.extend(judge.belongs_to_field("default"));
                findings.extend(judge.belongs_to_field("order"));
                let why = "it belongs where the type is defined";
                findings.extend(["aliases", "logicalType"].into_iter().filter_map(|key| judge.ignored(key, why)));
            }
        }
    }
}

/// The attributes that count for a type.
fn words(shape: &Shape, logical: Option<LogicalType>, tree: &Tree, object: NodeId) -> &'static [&'static str] {
    let named = tree.get(object, "logicalType").and_then(|node| tree.string(node));
    let is_decimal = named.as_deref() == Some("decimal") || matches!(logical, Some(LogicalType::Decimal { .. }));
    match shape {
        Shape::Record(_) => &["name", "namespace", "aliases", "doc", "fields"],
        Shape::Enum(_) => &["name", "namespace", "aliases", "doc", "symbols", "default"],
        Shape::Fixed(_) if is_decimal => &["name", "namespace", "aliases", "doc", "size", "precision", "scale"],
        Shape::Fixed(_) => &["name", "namespace", "aliases", "doc", "size", "logicalType"],
        Shape::Bytes if is_decimal => &["precision", "scale"],
        Shape::Null
        | Shape::Boolean
        | Shape::Int
        | Shape::Long
        | Shape::Float
        | Shape::Double
        | Shape::Bytes
        | Shape::String => &["logicalType"],
        // An array or map that does not say what it holds was not understood.
        Shape::Unknown => match tree.get(object, "type").and_then(|node| tree.string(node)).as_deref() {
            Some("array") => &["items"],
            Some("map") => &["values"],
            Some(_) | None => &[],
        },
        Shape::Array(_) | Shape::Map(_) | Shape::Union(_) => &[],
    }
}

/// The attributes that Avro knows somewhere.
const KNOWN: [&str; 15] = [
    "type",
    "name",
    "namespace",
    "aliases",
    "doc",
    "fields",
    "symbols",
    "items",
    "values",
    "size",
    "default",
    "order",
    "logicalType",
    "precision",
    "scale",
];

struct Judge<'a> {
    schema: &'a Schema,
    tree: &'a Tree,
    odd: Odd,
}

impl Judge<'_> {
    fn member(&self, key: &str) -> Option<NodeId> {
        self.tree.get(self.odd.object, key)
    }

    fn finding(&self, at: NodeId, rule: Rule, message: String, fixes: Vec<TextFix>) -> Finding {
        let (span, pointer) = (self.tree.member_span(at), self.tree.pointer(at));
        Finding { rule, source: self.odd.source, span, pointer, message, fixes }
    }

    /// An attribute that counts nowhere near.
    fn ignored(&self, key: &str, why: &str) -> Option<Finding> {
        let at = self.member(key)?;
        let message = format!("\"{key}\" counts for nothing here: {why}");
        let edits = vec![self.tree.remove(at)];
        Some(self.finding(at, Rule::AttributeIgnored, message, vec![TextFix { title: "Remove it".to_owned(), edits }]))
    }

    /// A default or an order inside a type, which only a field can have.
    fn belongs_to_field(&self, key: &str) -> Option<Finding> {
        let at = self.member(key)?;
        let message = format!("\"{key}\" inside the type counts for nothing; it belongs beside the type, in the field");
        let field = self.tree.parent(self.odd.object).filter(|&field| {
            let is_type = self.tree.key(self.odd.object).as_deref() == Some("type");
            is_type && self.tree.get(field, "name").is_some() && self.tree.get(field, key).is_none()
        });
        let remove = self.tree.remove(at);
        let fits = |field: NodeId| key != "default" || self.default_fits(self.field_type(field), at);
        let fixes = match field.filter(|&field| fits(field)) {
            Some(field) => {
                let set = self.tree.set_member(field, key, self.tree.raw(at), Some("type"));
                vec![TextFix { title: "Move it to the field".to_owned(), edits: vec![remove, set] }]
            }
            None => vec![TextFix { title: "Remove it".to_owned(), edits: vec![remove] }],
        };
        Some(self.finding(at, Rule::AttributeIgnored, message, fixes))
    }

    fn field_type(&self, object: NodeId) -> Option<TypeId> {
        let is_it = |field: &&Field| field.node == object;
        let records = self.schema.types().filter(|(_, ty)| ty.source == self.odd.source);
        let mut records = records.filter_map(|(id, _)| self.schema.record(id));
        records.find_map(|record| record.fields.iter().find(is_it)).map(|field| field.ty.ty)
    }

    fn default_fits(&self, ty: Option<TypeId>, value: NodeId) -> bool {
        ty.is_some_and(|ty| Defaults::new(self.schema, self.tree).fits(ty, value))
    }

    /// A logical type that stands in the field instead of in the type.
    fn logical_type_beside(&self, field: &Field) -> Option<Finding> {
        let at = self.member("logicalType")?;
        let name = self.tree.string(at)?;
        let types = [field.ty].into_iter().chain(self.schema.shape(field.ty.ty).uses());
        let is_union = matches!(self.schema.shape(field.ty.ty), Shape::Union(_));
        let types: Vec<Use> = types.take(if is_union { usize::MAX } else { 1 }).collect();
        // Tools that write both say the same twice.
        let says = |at: &Use| self.schema.ty(at.ty).logical.is_some_and(|logical| logical.name() == name);
        if types.iter().any(says) {
            return None;
        }
        let reads = |at: &&Use| LogicalType::read(&name, self.schema.shape(at.ty), self.tree, self.odd.object).is_ok();
        let repair = types.iter().find(reads).and_then(|target| self.moved_into_type(*target));
        let message = format!(
            "\"logicalType\" stands beside the type of field {} and counts for nothing; it belongs into the type",
            field.name
        );
        Some(self.finding(at, Rule::AttributeIgnored, message, repair.into_iter().collect()))
    }

    /// The logical type with its attributes, taken from the field and put into a type of it.
    fn moved_into_type(&self, target: Use) -> Option<TextFix> {
        let tree = self.tree;
        let parts: Vec<(Cow<'_, str>, NodeId)> = ["logicalType", "precision", "scale"]
            .into_iter()
            .filter_map(|key| Some((Cow::from(key), self.member(key)?)))
            .collect();
        let inner = self.schema.as_written(target);
        let is_own = target.source == self.odd.source && self.schema.ty(target.ty).node == target.node;
        let written = match tree.kind(inner.node) {
            // A name that stands for a type with a definition elsewhere has uses elsewhere, too.
            Kind::String if self.schema.shape(target.ty).name().is_none() => tree.raw(inner.node).to_owned(),
            Kind::Object if is_own => String::new(),
            Kind::String
            | Kind::Object
            | Kind::Array
            | Kind::Number
            | Kind::True
            | Kind::False
            | Kind::Null
            | Kind::Invalid => return None,
        };
        let gone: Vec<NodeId> = parts.iter().map(|(_, node)| *node).collect();
        let mut edits = tree.remove_all(self.odd.object, &gone);
        let mut members: Vec<String> =
            parts.iter().map(|(key, node)| format!("{}: {}", quote(key), tree.raw(*node))).collect();
        if written.is_empty() {
            let inside = tree.children(inner.node).last()?;
            edits.push(TextEdit::insert(tree.span(inside).end, format!(", {}", members.join(", "))));
            return Some(TextFix { title: "Move it into the type".to_owned(), edits });
        }
        members.insert(0, format!("\"type\": {written}"));
        let json = format!("{{{}}}", members.join(", "));
        edits.push(tree.replace_value(inner.node, &json));
        Some(TextFix { title: format!("Write the type as {json}"), edits })
    }

    /// Free properties that look like an attribute that is not there.
    fn misspelt(&self, words: &[&'static str], field: Option<&Field>) -> Vec<Finding> {
        let absent: Vec<&str> = words.iter().copied().filter(|word| self.member(word).is_none()).collect();
        let judge = |member: NodeId| {
            let key = self.tree.key(member)?;
            if KNOWN.contains(&&*key) {
                return None;
            }
            let word = meant(&key, &absent).filter(|word| self.is_plausible(word, member))?;
            let message = format!("\"{key}\" counts for nothing here; did you mean \"{word}\"?");
            let fix = self.respelt(member, word, field);
            Some(self.finding(member, Rule::AttributeMisspelt, message, fix.into_iter().collect()))
        };
        self.tree.children(self.odd.object).filter_map(judge).collect()
    }

    /// Whether a value is one that an attribute could have, so that a property of another's own is left alone.
    fn is_plausible(&self, word: &str, value: NodeId) -> bool {
        let (tree, kind) = (self.tree, self.tree.kind(value));
        match word {
            "name" | "namespace" | "doc" | "logicalType" => kind == Kind::String,
            "aliases" => matches!(kind, Kind::String | Kind::Array),
            "fields" | "symbols" => kind == Kind::Array,
            "size" | "precision" | "scale" => tree.integer(value).is_some(),
            "order" => tree.string(value).is_some_and(|order| {
                ["ascending", "descending", "ignore"].contains(&order.to_ascii_lowercase().as_str())
            }),
            "type" | "items" | "values" => matches!(kind, Kind::String | Kind::Object | Kind::Array),
            _ => true,
        }
    }

    fn respelt(&self, member: NodeId, word: &str, field: Option<&Field>) -> Option<TextFix> {
        let tree = self.tree;
        if word == "default" && field.is_some_and(|field| !self.default_fits(Some(field.ty.ty), member)) {
            return None;
        }
        let key = tree.key_span(member)?;
        let mut edits = vec![TextEdit::replace(key.start, key.end, quote(word))];
        if word == "aliases" && tree.kind(member) == Kind::String {
            edits.push(tree.replace_value(member, &format!("[{}]", tree.raw(member))));
        }
        Some(TextFix { title: format!("Change it to \"{word}\""), edits })
    }
}

/// The attribute that a key is a slip for.
fn meant<'w>(key: &str, words: &[&'w str]) -> Option<&'w str> {
    let plain = |text: &str| -> String { text.chars().filter(char::is_ascii_alphanumeric).collect() };
    let letters = plain(key).to_ascii_lowercase();
    let same = words.iter().find(|word| word.eq_ignore_ascii_case(&letters));
    let other = SYNONYMS.iter().find(|(known, _)| *known == letters).map(|(_, word)| *word);
    let synonym = words.iter().find(|word| other == Some(**word));
    same.or(synonym).copied().or_else(|| nearest(key, words.iter().copied()))
}

#[cfg(test)]
mod tests {
    use crate::{Rule, Schema};
    use syntax::apply_edits;

    /// The rule, the place and the message of what counts for nothing in a field, and the text after its first repair.
    fn told(field: &str) -> Vec<(String, Option<String>)> {
        let text = format!(r#"{{"type": "record", "name": "R", "fields": [{field}]}}"#);
        let (_, findings) = Schema::parse(&text, &[]);
        let odd = findings.iter().filter(|it| matches!(it.rule, Rule::AttributeIgnored | Rule::AttributeMisspelt));
        let repaired = |fix: &crate::TextFix| {
            let after = apply_edits(&text, &fix.edits).unwrap_or_default();
            let (_, left) = Schema::parse(&after, &[]);
            assert!(left.len() < findings.len(), "{} leaves {left:?} in {after}", fix.title);
            let fields = after.strip_prefix(r#"{"type": "record", "name": "R", "fields": ["#);
            fields.and_then(|it| it.strip_suffix("]}")).unwrap_or_default().to_owned()
        };
        odd.map(|it| (format!("{} {}", it.pointer, it.message), it.fixes.first().map(repaired))).collect()
    }

    fn check(field: &str, message: &str, repaired: Option<&str>) {
        let found = told(field);
        let (said, after) = found.first().cloned().unwrap_or_default();
        assert!(said.contains(message), "{field}: {found:?}");
        assert_eq!(after.as_deref(), repaired, "{field}");
    }

    #[test]
    fn a_logical_type_belongs_into_the_type() {
        check(
            r#"{"name": "at", "type": "long", "logicalType": "timestamp-micros"}"#,
            "beside the type of field at",
            Some(r#"{"name": "at", "type": {"type": "long", "logicalType": "timestamp-micros"}}"#),
        );
        check(
            r#"{"name": "sum", "scale": 2, "type": "bytes", "precision": 8, "x": 1, "logicalType": "decimal"}"#,
            "field sum",
            Some(
                r#"{"name": "sum", "type": {"type": "bytes", "logicalType": "decimal", "precision": 8, "scale": 2}, "x": 1}"#,
            ),
        );
        check(
            r#"{"logicalType": "date", "name": "day", "type": ["null", "int"], "default": null}"#,
            "field day",
            Some(r#"{"name": "day", "type": ["null", {"type": "int", "logicalType": "date"}], "default": null}"#),
        );
        check(
            r#"{"name": "id", "type": {"type": "fixed", "name": "Id", "size": 16}, "logicalType": "uuid"}"#,
            "field id",
            Some(r#"{"name": "id", "type": {"type": "fixed", "name": "Id", "size": 16, "logicalType": "uuid"}}"#),
        );
        // A value that fits no type of the field has no repair, and neither has a name that others use.
        check(r#"{"name": "day", "type": "string", "logicalType": "date"}"#, "field day", None);
        check(r#"{"name": "day", "type": "int", "logicalType": "weekday"}"#, "field day", None);
        let said_twice = r#"{"type": "long", "logicalType": "time-micros"}"#;
        assert_eq!(told(&format!(r#"{{"name": "at", "type": {said_twice}, "logicalType": "time-micros"}}"#)), []);
    }

    #[test]
    fn a_default_belongs_to_the_field() {
        check(
            r#"{"name": "tag", "type": {"type": "string", "default": "none"}}"#,
            "\"default\" inside the type",
            Some(r#"{"name": "tag", "type": {"type": "string"}, "default": "none"}"#),
        );
        check(
            r#"{"name": "tags", "type": {"type": "array", "items": "int", "default": []}}"#,
            "inside the type",
            Some(r#"{"name": "tags", "type": {"type": "array", "items": "int"}, "default": []}"#),
        );
        check(
            r#"{"name": "r", "type": {"type": "record", "name": "S", "fields": [], "default": {}}}"#,
            "inside the type",
            Some(r#"{"name": "r", "type": {"type": "record", "name": "S", "fields": []}, "default": {}}"#),
        );
        // A default that is no value of the type, or beside another one, only goes.
        check(
            r#"{"name": "n", "type": {"type": "int", "default": "x"}}"#,
            "inside the type",
            Some(r#"{"name": "n", "type": {"type": "int"}}"#),
        );
        check(
            r#"{"name": "n", "type": {"type": "int", "default": 2}, "default": 1}"#,
            "inside the type",
            Some(r#"{"name": "n", "type": {"type": "int"}, "default": 1}"#),
        );
        assert_eq!(
            told(r#"{"name": "e", "type": {"type": "enum", "name": "E", "symbols": ["A"], "default": "A"}}"#),
            []
        );
    }

    #[test]
    fn a_misspelt_attribute_is_told_with_the_one_that_was_meant() {
        check(
            r#"{"name": "seat", "type": "int", "alias": ["place"]}"#,
            "did you mean \"aliases\"",
            Some(r#"{"name": "seat", "type": "int", "aliases": ["place"]}"#),
        );
        check(
            r#"{"name": "seat", "type": "int", "Alias": "place"}"#,
            "did you mean \"aliases\"",
            Some(r#"{"name": "seat", "type": "int", "aliases": ["place"]}"#),
        );
        check(
            r#"{"name": "seat", "type": "int", "defualt": 1}"#,
            "did you mean \"default\"",
            Some(r#"{"name": "seat", "type": "int", "default": 1}"#),
        );
        check(r#"{"name": "seat", "type": "int", "default_value": "x"}"#, "did you mean \"default\"", None);
        check(
            r#"{"name": "at", "type": {"type": "long", "logical-type": "time-micros"}}"#,
            "did you mean \"logicalType\"",
            Some(r#"{"name": "at", "type": {"type": "long", "logicalType": "time-micros"}}"#),
        );
        check(
            r#"{"name": "e", "type": {"type": "enum", "name": "E", "symbol": ["A"], "symbols": ["A"], "Default": "A"}}"#,
            "did you mean \"default\"",
            Some(
                r#"{"name": "e", "type": {"type": "enum", "name": "E", "symbol": ["A"], "symbols": ["A"], "default": "A"}}"#,
            ),
        );
        // Properties of others are left alone, near as they may be.
        for property in [r#""border": 1"#, r#""older": "yes""#, r#""pii": true"#, r#""docs": ["a"]"#, r#""sized": 3"#] {
            assert_eq!(told(&format!(r#"{{"name": "a", "type": "int", {property}}}"#)), [], "{property}");
        }
    }

    #[test]
    fn what_only_names_a_type_says_nothing_more_about_it() {
        let money = r#"{"name": "a", "type": {"type": "fixed", "name": "Money", "size": 8}}"#;
        let found = told(&format!(
            r#"{money}, {{"name": "b", "type": {{"type": "Money", "logicalType": "decimal", "precision": 5}}}}"#
        ));
        assert!(found.first().is_some_and(|(said, _)| said.contains("where the type is defined")), "{found:?}");
    }
}
