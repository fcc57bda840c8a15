//! Help while a schema is typed: what may stand at the cursor, and what that is which stands there.

use crate::form::FormField;
use crate::logical::LogicalType;
use crate::schema::{Schema, Shape, SourceId, TypeId, Use};
use syntax::{Kind, NodeId, Span, TextEdit, Tree, quote};

/// What a completion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CompletionKind {
    /// A primitive type, or the word of a kind of type.
    Keyword,
    /// A named type of this text or of one that it refers to.
    Type,
    /// A logical type.
    LogicalType,
    /// An attribute.
    Attribute,
    /// A value that an attribute may have.
    Value,
}

/// Something that may stand at the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// What the list shows.
    pub label: String,
    /// What it is.
    pub kind: CompletionKind,
    /// A few words beside it.
    pub detail: String,
    /// The edit that puts it there.
    pub edit: TextEdit,
}

/// What stands under the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// The bytes that it is about.
    pub span: Span,
    /// The first line: a name and what it is.
    pub title: String,
    /// More of it, a line each.
    pub lines: Vec<String>,
}

/// Attributes by what they stand on, with what they say and the text that begins their value.
const ATTRIBUTES: [(&str, &[Owner], &str, &str); 17] = [
    (
        "type",
        &[Owner::Field, Owner::Type, Owner::Record, Owner::Enum, Owner::Fixed, Owner::Array, Owner::Map],
        "the type",
        "\"\"",
    ),
    ("name", &[Owner::Field, Owner::Record, Owner::Enum, Owner::Fixed], "the name", "\"\""),
    ("namespace", &[Owner::Record, Owner::Enum, Owner::Fixed], "what stands before the name", "\"\""),
    ("doc", &[Owner::Field, Owner::Record, Owner::Enum, Owner::Fixed], "what it means", "\"\""),
    ("default", &[Owner::Field], "stands in when the field is not in the data", "null"),
    ("default", &[Owner::Enum], "stands in for symbols that are not known", "\"\""),
    ("aliases", &[Owner::Field, Owner::Record, Owner::Enum, Owner::Fixed], "older names", "[]"),
    ("order", &[Owner::Field], "how records are sorted by it", "\"ignore\""),
    ("fields", &[Owner::Record], "the fields", "[]"),
    ("symbols", &[Owner::Enum], "the symbols", "[]"),
    ("size", &[Owner::Fixed], "how many bytes", "16"),
    ("items", &[Owner::Array], "the type of the elements", "\"string\""),
    ("values", &[Owner::Map], "the type of the values", "\"string\""),
    ("logicalType", &[Owner::Type, Owner::Fixed], "what it means", "\"\""),
    ("precision", &[Owner::Type, Owner::Fixed], "digits in all, of a decimal", "10"),
    ("scale", &[Owner::Type, Owner::Fixed], "digits after the point, of a decimal", "2"),
    ("tags", &[Owner::Field], "words such as pii", "[\"pii\"]"),
];

/// What an object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owner {
    Field,
    Record,
    Enum,
    Fixed,
    Array,
    Map,
    /// A primitive type with properties, or one without a type yet.
    Type,
}

impl Schema {
    /// What may stand at a cursor of the own text, best first. A cursor beyond the text stands at its end.
    pub fn complete(&self, offset: usize) -> Vec<Completion> {
        let tree = self.tree(SourceId::OWN);
        let offset = self.text().floor_char_boundary(offset);
        let node = tree.node_at(offset);
        if let (Some(key), Some(object)) = (tree.key_span(node).filter(|key| key.touches(offset)), tree.parent(node)) {
            // Before a key there is room for another one.
            let key = (key.start < offset).then_some(key);
            return attributes(tree, object, key, offset);
        }
        match tree.kind(node) {
            Kind::Object => match missing_value(tree, node, offset) {
                Some(value) => self.values(tree, value, Span::at(offset)),
                None => attributes(tree, node, None, offset),
            },
            Kind::String | Kind::Invalid if !is_behind(tree, node, offset) => self.values(tree, node, tree.span(node)),
            Kind::String | Kind::Invalid => match tree.parent(node).filter(|&it| tree.kind(it) == Kind::Object) {
                Some(object) => attributes(tree, object, None, offset),
                None => Vec::new(),
            },
            Kind::Array | Kind::Number | Kind::True | Kind::False | Kind::Null => Vec::new(),
        }
    }

    /// Values for the attribute that a node is the value of, to be put in the place of some bytes.
    fn values(&self, tree: &Tree, node: NodeId, span: Span) -> Vec<Completion> {
        let offer = |label: &str, kind: CompletionKind, detail: &str| Completion {
            label: label.to_owned(),
            kind,
            detail: detail.to_owned(),
            edit: TextEdit::replace(span.start, span.end, quote(label)),
        };
        let parent = tree.parent(node);
        let key = tree.key(node).or_else(|| tree.key(parent.filter(|&it| tree.kind(it) == Kind::Array)?));
        match key.as_deref() {
            Some("logicalType") => {
                let base = parent.and_then(|object| tree.string(tree.get(object, "type")?)).unwrap_or_default();
                let fitting = LogicalType::NAMES.iter().filter(|(_, bases)| base.is_empty() || bases.contains(&*base));
                fitting.map(|(name, bases)| offer(name, CompletionKind::LogicalType, &format!("on {bases}"))).collect()
            }
            Some("order") => {
                ["ascending", "descending", "ignore"].map(|it| offer(it, CompletionKind::Value, "sort order")).into()
            }
            Some("default") => {
                let it =
                    self.types().find(|(_, ty)| ty.source.is_own() && Some(ty.node) == parent).map(|(_, ty)| &ty.shape);
                let Some(Shape::Enum(it)) = it else { return Vec::new() };
                it.symbols.iter().map(|symbol| offer(symbol, CompletionKind::Value, "symbol")).collect()
            }
            None | Some("type" | "items" | "values") => {
                let primitives = ["string", "int", "long", "boolean", "double", "float", "bytes", "null"];
                let words = primitives.map(|word| offer(word, CompletionKind::Keyword, "primitive type"));
                let named = self.types().filter_map(|(_, ty)| {
                    let name = ty.shape.name()?;
                    let simple = name.namespace() == self.namespace();
                    let from = self.source_name(ty.source).map_or_else(String::new, |it| format!(" of {it}"));
                    let label = if simple { name.simple() } else { name.full() };
                    Some(offer(label, CompletionKind::Type, &format!("{}{from}", ty.shape.word())))
                });
                let kinds = ["record", "enum", "array", "map", "fixed"];
                let is_object =
                    key.as_deref() == Some("type") && parent.is_some_and(|it| owner(tree, it) != Owner::Field);
                let kinds = kinds.into_iter().filter(|_| is_object);
                let kinds = kinds.map(|word| offer(word, CompletionKind::Keyword, "kind of type"));
                named.chain(words).chain(kinds).collect()
            }
            Some(_) => Vec::new(),
        }
    }

    /// What stands under a cursor of the own text: a type, a field or an attribute.
    pub fn hover(&self, offset: usize) -> Option<Hover> {
        let tree = self.tree(SourceId::OWN);
        let node = tree.node_at(offset);
        if let Some(key) = tree.key_span(node).filter(|key| key.touches(offset)) {
            let object = owner(tree, tree.parent(node)?);
            let name = tree.key(node)?;
            let known = ATTRIBUTES.iter().find(|(known, owners, ..)| *known == name && owners.contains(&object));
            let said = known.map_or("a property of your own, kept as it is", |(_, _, said, _)| said);
            return Some(Hover { span: key, title: format!("{name}: {said}"), lines: Vec::new() });
        }
        if let Some(at) = self.uses().find(|at| at.source.is_own() && at.node == node) {
            return Some(self.describe(at));
        }
        // The name of a type or field stands for it.
        let object = tree.parent(node).filter(|_| tree.key(node).as_deref() == Some("name"))?;
        let ty = self.types().find(|(_, ty)| ty.source.is_own() && ty.node == object && ty.shape.name().is_some());
        if let Some((ty, _)) = ty {
            let hover = self.describe(Use { ty, source: SourceId::OWN, node: object });
            return Some(Hover { span: tree.span(node), ..hover });
        }
        let pointer = tree.pointer(object);
        let records = self.types().filter(|(_, ty)| ty.source.is_own()).map(|(id, _)| id);
        let field = records.flat_map(|id| self.form_of(id)).find(|field| field.pointer == pointer)?;
        Some(Hover { span: tree.span(node), ..describe_field(field) })
    }

    fn describe(&self, at: Use) -> Hover {
        let ty = self.ty(at.ty);
        let title = match ty.shape.name() {
            Some(name) => format!("{} {name}", ty.shape.word()),
            None => self.type_text(at),
        };
        let mut lines = Vec::new();
        lines.extend(self.doc(ty.source, ty.node).filter(|_| ty.shape.name().is_some()));
        lines.extend(self.source_name(ty.source).map(|it| format!("from {it}")));
        lines.extend(ty.logical.map(|logical| format!("{} in {}", logical, ty.shape.word())));
        lines.extend(self.inside(at.ty));
        Hover { span: self.span(at), title, lines }
    }

    /// What a named type holds, on one line each.
    fn inside(&self, ty: TypeId) -> Vec<String> {
        match self.shape(ty) {
            Shape::Record(_) => {
                self.form_of(ty).into_iter().take(12).map(|it| format!("{}: {}", it.name, it.type_text)).collect()
            }
            Shape::Enum(it) => vec![it.symbols.join(", ")],
            Shape::Fixed(fixed) => vec![format!("{} bytes", fixed.size)],
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
            | Shape::Union(_)
            | Shape::Unknown => Vec::new(),
        }
    }
}

fn describe_field(field: FormField) -> Hover {
    let mut lines = Vec::new();
    lines.extend(field.doc);
    lines.extend(field.default_text.map(|default| format!("default {default}")));
    lines.extend((!field.tags.is_empty()).then(|| field.tags.join(", ")));
    Hover { span: field.span, title: format!("{}: {}", field.name, field.type_text), lines }
}

/// The member whose value is still missing when there is only white space between it and the cursor.
fn missing_value(tree: &Tree, object: NodeId, offset: usize) -> Option<NodeId> {
    let is_missing = |id: &NodeId| {
        let span = tree.span(*id);
        let between = Span::new(span.end, offset);
        tree.kind(*id) == Kind::Invalid
            && span.is_empty()
            && span.end <= offset
            && tree.slice(between).trim().is_empty()
    };
    tree.children(object).find(is_missing)
}

/// Whether a cursor stands behind a string that is closed.
fn is_behind(tree: &Tree, node: NodeId, offset: usize) -> bool {
    offset == tree.span(node).end && tree.raw(node).len() > 1 && tree.raw(node).ends_with('"')
}

/// What an object of the text is, as far as it is written.
fn owner(tree: &Tree, object: NodeId) -> Owner {
    let in_fields = tree.parent(object).is_some_and(|list| tree.key(list).as_deref() == Some("fields"));
    if in_fields {
        return Owner::Field;
    }
    match tree.get(object, "type").and_then(|node| tree.string(node)).as_deref() {
        Some("record" | "error") => Owner::Record,
        Some("enum") => Owner::Enum,
        Some("fixed") => Owner::Fixed,
        Some("array") => Owner::Array,
        Some("map") => Owner::Map,
        Some(_) | None => Owner::Type,
    }
}

/// The attributes that an object does not have yet, in place of a key or at the cursor.
fn attributes(tree: &Tree, object: NodeId, key: Option<Span>, offset: usize) -> Vec<Completion> {
    let own = owner(tree, object);
    let is_taken =
        |name: &str| tree.children(object).any(|it| tree.key(it).as_deref() == Some(name) && tree.key_span(it) != key);
    let missing = ATTRIBUTES.iter().filter(|(name, owners, ..)| owners.contains(&own) && !is_taken(name));
    missing
        .map(|(name, _, detail, value)| Completion {
            label: (*name).to_owned(),
            kind: CompletionKind::Attribute,
            detail: (*detail).to_owned(),
            edit: match key {
                Some(key) => TextEdit::replace(key.start, key.end, quote(name)),
                None => new_member(tree, object, offset, &format!("{}: {value}", quote(name))),
            },
        })
        .collect()
}

/// Puts a member at the cursor, with the commas that it needs there.
fn new_member(tree: &Tree, object: NodeId, offset: usize, member: &str) -> TextEdit {
    let before = tree.slice(Span::new(0, offset)).trim_end();
    let after = tree.slice(Span::new(offset, tree.span(object).end)).trim_start();
    let lead = if before.ends_with(['{', ',']) { "" } else { ", " };
    let tail = if after.starts_with(['}', ',']) || after.is_empty() { "" } else { ", " };
    TextEdit::insert(offset, format!("{lead}{member}{tail}"))
}

#[cfg(test)]
mod tests {
    use super::Completion;
    use crate::{Reference, Schema};
    use syntax::apply_edits;

    /// A text with `|` for the cursor.
    fn at(marked: &str) -> (Schema, usize) {
        let offset = marked.find('|').unwrap();
        let shared = Reference { name: "money", text: r#"{"type": "record", "name": "shop.Money", "fields": []}"# };
        (Schema::parse(&marked.replace('|', ""), &[shared]).0.unwrap(), offset)
    }

    fn labels(completions: &[Completion]) -> Vec<&str> {
        completions.iter().map(|it| it.label.as_str()).collect()
    }

    fn record(field: &str) -> String {
        format!(r#"{{"type": "record", "name": "Order", "namespace": "shop", "fields": [{field}]}}"#)
    }

    #[test]
    fn types_are_offered_where_a_type_may_stand() {
        let check = |marked: &str, expected: &[&str]| {
            let (schema, offset) = at(marked);
            let offered = schema.complete(offset);
            for word in expected {
                assert!(labels(&offered).contains(word), "{word} in {:?} for {marked}", labels(&offered));
            }
            for completion in &offered {
                let after = apply_edits(schema.text(), std::slice::from_ref(&completion.edit)).unwrap();
                assert!(after.contains(&format!("\"{}\"", completion.label)), "{after}");
            }
        };
        check(&record(r#"{"name": "a", "type": "|"}"#), &["Money", "Order", "string", "null"]);
        check(&record(r#"{"name": "a", "type": |}"#), &["Money", "string"]);
        check(&record(r#"{"name": "a", "type": ["null", "|"]}"#), &["Money", "long"]);
        check(&record(r#"{"name": "a", "type": {"type": "|"}}"#), &["record", "enum", "Money", "string"]);
        check(&record(r#"{"name": "a", "type": {"type": "array", "items": "|"}}"#), &["Money", "int"]);
        check(r#"{"type": "long", "logicalType": "|"}"#, &["timestamp-millis", "time-micros"]);
        check(&record(r#"{"name": "a", "type": "int", "order": "|"}"#), &["ascending", "descending", "ignore"]);
        check(r#"{"type": "enum", "name": "E", "symbols": ["A", "B"], "default": "|"}"#, &["A", "B"]);
    }

    #[test]
    fn logical_types_are_offered_only_where_they_fit() {
        let (schema, offset) = at(r#"{"type": "int", "logicalType": "|"}"#);
        assert_eq!(labels(&schema.complete(offset)), ["date", "time-millis"]);
    }

    #[test]
    fn missing_attributes_are_offered_and_put_in_with_their_commas() {
        let check = |marked: &str, label: &str, expected: &str| {
            let (schema, offset) = at(marked);
            let offered = schema.complete(offset);
            let one = offered.iter().find(|it| it.label == label).unwrap();
            assert_eq!(apply_edits(schema.text(), std::slice::from_ref(&one.edit)).unwrap(), expected);
        };
        check(
            &record(r#"{"name": "a", "type": "int"|}"#),
            "default",
            &record(r#"{"name": "a", "type": "int", "default": null}"#),
        );
        check(
            &record(r#"{|"name": "a", "type": "int"}"#),
            "doc",
            &record(r#"{"doc": "", "name": "a", "type": "int"}"#),
        );
        check(&record(r#"{"name": "a", "ty|"}"#), "type", &record(r#"{"name": "a", "type"}"#));
        let (schema, offset) = at(&record(r#"{"name": "a", "type": "int"|}"#));
        assert!(!labels(&schema.complete(offset)).contains(&"name"), "what is there is not offered again");
    }

    #[test]
    fn what_stands_under_the_cursor_is_told() {
        let check = |marked: &str, title: &str, lines: &[&str]| {
            let (schema, offset) = at(marked);
            let hover = schema.hover(offset).unwrap();
            assert_eq!(
                (hover.title.as_str(), hover.lines.as_slice()),
                (title, &lines.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>()[..])
            );
        };
        check(&record(r#"{"name": "a", "type": "Mo|ney"}"#), "record shop.Money", &["from money"]);
        check(
            &record(r#"{"name": "a|", "type": "int", "doc": "Its key", "default": 0, "pii": true}"#),
            "a: int",
            &["Its key", "default 0", "pii"],
        );
        check(&record(r#"{"name": "a", "ty|pe": "int"}"#), "type: the type", &[]);
        check(&record(r#"{"name": "a", "x|": 1, "type": "int"}"#), "x: a property of your own, kept as it is", &[]);
        check(r#"{"type": "enum", "name": "E|", "symbols": ["A", "B"], "doc": "d"}"#, "enum E", &["d", "A, B"]);
        check(&record(r#"{"name": "a", "type": {"type": "array", "items": "st|ring"}}"#), "string", &[]);
    }
}
