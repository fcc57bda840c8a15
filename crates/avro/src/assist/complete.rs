//! Completions at the cursor.

use super::words::{ATTRIBUTES, DEFAULTS, KINDS, Owner, PRIMITIVES, owner};
use crate::logical::LogicalType;
use crate::schema::{Schema, Shape, SourceId};
use syntax::{Kind, NodeId, Span, TextEdit, Tree, quote};

/// The kinds of completion.
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
    /// The text in the list.
    pub label: String,
    /// Its kind.
    pub kind: CompletionKind,
    /// A few words beside it.
    pub detail: String,
    /// The edit that puts it there.
    pub edit: TextEdit,
}

/// A named type of a text that this one does not refer to yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OtherType<'a> {
    /// Its full name.
    pub full_name: &'a str,
    /// The word for what it is: record, enum, fixed.
    pub kind: &'a str,
    /// The name of the text that defines it.
    pub of: &'a str,
}

impl Schema {
    /// The completions at a cursor of the own text, best first. A cursor beyond the text stands at its end. `others` are
    /// offered after the types that the text knows.
    pub fn complete(&self, offset: usize, others: &[OtherType<'_>]) -> Vec<Completion> {
        let tree = self.tree(SourceId::OWN);
        let offset = self.text().floor_char_boundary(offset);
        let node = tree.node_at(offset);
        if let (Some(key), Some(object)) = (tree.key_span(node).filter(|key| key.touches(offset)), tree.parent(node)) {
            // Before a key there is room for another one.
            let key = (key.start < offset).then_some(key);
            return self.attributes(object, key, offset);
        }
        if is_behind(tree, node, offset) {
            let object = tree.parent(node).filter(|&it| tree.kind(it) == Kind::Object);
            return object.map_or_else(Vec::new, |object| self.attributes(object, None, offset));
        }
        match tree.kind(node) {
            Kind::Object => match missing_value(tree, node, offset) {
                Some(value) => self.values(tree, value, Span::at(offset), others),
                None => self.attributes(node, None, offset),
            },
            Kind::String | Kind::Invalid => self.values(tree, node, tree.span(node), others),
            Kind::Array | Kind::Number | Kind::True | Kind::False | Kind::Null => Vec::new(),
        }
    }

    /// Values for the attribute that a node is the value of, to be put in the place of some bytes.
    fn values(&self, tree: &Tree, node: NodeId, span: Span, others: &[OtherType<'_>]) -> Vec<Completion> {
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
                let symbols = parent.map_or(&[][..], |object| self.symbols_for(object));
                let is_open = symbols.is_empty() && tree.kind(node) != Kind::String;
                let symbols = symbols.iter().map(|symbol| offer(symbol, CompletionKind::Value, "symbol"));
                let written = DEFAULTS.iter().filter(|_| is_open);
                let written = written.map(|text| Completion {
                    label: (*text).to_owned(),
                    kind: CompletionKind::Value,
                    detail: String::new(),
                    edit: TextEdit::replace(span.start, span.end, *text),
                });
                symbols.chain(written).collect()
            }
            None | Some("type" | "items" | "values") => {
                let words = PRIMITIVES.iter().map(|(word, detail)| offer(word, CompletionKind::Keyword, detail));
                let named = self.types().filter_map(|(_, ty)| {
                    let name = ty.shape.name()?;
                    let simple = name.namespace() == self.namespace();
                    let from = self.source_name(ty.source).map_or_else(String::new, |it| format!(" of {it}"));
                    let label = if simple { name.simple() } else { name.full() };
                    Some(offer(label, CompletionKind::Type, &format!("{}{from}", ty.shape.word())))
                });
                let is_object =
                    key.as_deref() == Some("type") && parent.is_some_and(|it| owner(tree, it) != Owner::Field);
                let kinds = KINDS.iter().filter(|_| is_object);
                let kinds = kinds.map(|(word, detail)| offer(word, CompletionKind::Keyword, detail));
                let others = others.iter().filter(|it| self.named(it.full_name).is_none());
                let others =
                    others.map(|it| offer(it.full_name, CompletionKind::Type, &format!("{} of {}", it.kind, it.of)));
                named.chain(words).chain(kinds).chain(others).collect()
            }
            Some(_) => Vec::new(),
        }
    }

    /// The attributes that an object does not have yet, in place of a key or at the cursor.
    fn attributes(&self, object: NodeId, key: Option<Span>, offset: usize) -> Vec<Completion> {
        let tree = self.tree(SourceId::OWN);
        let own = owner(tree, object);
        let is_taken = |name: &str| {
            tree.children(object).any(|it| tree.key(it).as_deref() == Some(name) && tree.key_span(it) != key)
        };
        let in_place = key.and_then(|key| tree.children(object).find(|it| tree.key_span(*it) == Some(key)));
        // Behind a key that was just typed there is neither a colon nor a value.
        let lacks_value = in_place.is_some_and(|it| {
            let between = key.map_or(Span::at(0), |key| Span::new(key.end, tree.span(it).end));
            tree.kind(it) == Kind::Invalid && !tree.slice(between).contains(':')
        });
        let missing = ATTRIBUTES.iter().filter(|(name, owners, ..)| owners.contains(&own) && !is_taken(name));
        let zero = self.field_defined_at(object).and_then(|(_, _, field)| self.zero(field.ty.ty));
        missing
            .map(|(name, _, detail, value)| {
                let value = zero.as_deref().filter(|_| *name == "default").unwrap_or(value);
                let member = format!("{}: {value}", quote(name));
                Completion {
                    label: (*name).to_owned(),
                    kind: CompletionKind::Attribute,
                    detail: (*detail).to_owned(),
                    edit: match key {
                        Some(key) if lacks_value => TextEdit::replace(key.start, key.end, member),
                        Some(key) => TextEdit::replace(key.start, key.end, quote(name)),
                        None => new_member(tree, object, offset, &member),
                    },
                }
            })
            .collect()
    }

    /// The symbols among which a default chooses: those of the enum that an object defines, or of the field's type.
    fn symbols_for(&self, object: NodeId) -> &[Box<str>] {
        let shape = match self.field_defined_at(object).map(|(_, _, field)| self.shape(field.ty.ty)) {
            // The default of a field with a union is one of the first branch, as a rule.
            Some(Shape::Union(union)) => union.branches.first().map(|it| self.shape(it.ty)),
            Some(shape) => Some(shape),
            None => self.types().find(|(_, ty)| ty.source.is_own() && ty.node == object).map(|(_, ty)| &ty.shape),
        };
        if let Some(Shape::Enum(it)) = shape { &it.symbols } else { &[] }
    }
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

/// Whether a cursor stands behind a string, list or object that is closed.
fn is_behind(tree: &Tree, node: NodeId, offset: usize) -> bool {
    let is_closed = match tree.kind(node) {
        Kind::String | Kind::Invalid => tree.raw(node).len() > 1 && tree.raw(node).ends_with('"'),
        Kind::Object | Kind::Array => tree.inside(node).end < tree.span(node).end,
        Kind::Number | Kind::True | Kind::False | Kind::Null => false,
    };
    is_closed && offset == tree.span(node).end
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
    use super::super::fixtures::{at, record};
    use super::{Completion, OtherType};
    use syntax::apply_edits;

    fn others() -> [OtherType<'static>; 2] {
        let of = |full_name| OtherType { full_name, kind: "enum", of: "units" };
        [of("units.Unit"), of("shop.Money")]
    }

    fn labels(completions: &[Completion]) -> Vec<&str> {
        completions.iter().map(|it| it.label.as_str()).collect()
    }

    #[test]
    fn types_are_offered_where_a_type_may_stand() {
        let check = |marked: &str, expected: &[&str]| {
            let (schema, offset) = at(marked);
            let offered = schema.complete(offset, &others());
            for word in expected {
                assert!(labels(&offered).contains(word), "{word} in {:?} for {marked}", labels(&offered));
            }
            for completion in &offered {
                let after = apply_edits(schema.text(), std::slice::from_ref(&completion.edit)).unwrap();
                assert!(after.contains(&format!("\"{}\"", completion.label)), "{after}");
            }
        };
        check(&record(r#"{"name": "a", "type": "|"}"#), &["Money", "Order", "string", "null", "units.Unit"]);
        check(&record(r#"{"name": "a", "type": |}"#), &["Money", "string"]);
        check(&record(r#"{"name": "a", "type": ["null", "|"]}"#), &["Money", "long"]);
        check(&record(r#"{"name": "a", "type": {"type": "|"}}"#), &["record", "enum", "Money", "string"]);
        check(&record(r#"{"name": "a", "type": {"type": "array", "items": "|"}}"#), &["Money", "int"]);
        check(r#"{"type": "long", "logicalType": "|"}"#, &["timestamp-millis", "time-micros"]);
        check(&record(r#"{"name": "a", "type": "int", "order": "|"}"#), &["ascending", "descending", "ignore"]);
        check(r#"{"type": "enum", "name": "E", "symbols": ["A", "B"], "default": "|"}"#, &["A", "B"]);
        let of_enum = r#"{"name": "a", "type": {"type": "enum", "name": "E", "symbols": ["A", "B"]}, "default": |}"#;
        check(&record(of_enum), &["A", "B"]);
    }

    #[test]
    fn logical_types_are_offered_only_where_they_fit() {
        let (schema, offset) = at(r#"{"type": "int", "logicalType": "|"}"#);
        assert_eq!(labels(&schema.complete(offset, &others())), ["date", "time-millis"]);
    }

    #[test]
    fn missing_attributes_are_offered_and_put_in_with_their_commas() {
        let check = |marked: &str, label: &str, expected: &str| {
            let (schema, offset) = at(marked);
            let offered = schema.complete(offset, &others());
            let one = offered.iter().find(|it| it.label == label).unwrap();
            assert_eq!(apply_edits(schema.text(), std::slice::from_ref(&one.edit)).unwrap(), expected);
        };
        check(
            &record(r#"{"name": "a", "type": "int"|}"#),
            "default",
            &record(r#"{"name": "a", "type": "int", "default": 0}"#),
        );
        check(
            &record(r#"{"name": "a", "type": ["null", "int"]|}"#),
            "default",
            &record(r#"{"name": "a", "type": ["null", "int"], "default": null}"#),
        );
        check(
            &record(r#"{"name": "a", "type": {"type": "int"}|}"#),
            "doc",
            &record(r#"{"name": "a", "type": {"type": "int"}, "doc": ""}"#),
        );
        check(
            &record(r#"{|"name": "a", "type": "int"}"#),
            "doc",
            &record(r#"{"doc": "", "name": "a", "type": "int"}"#),
        );
        check(&record(r#"{"name": "a", "ty|"}"#), "type", &record(r#"{"name": "a", "type": ""}"#));
        check(&record(r#"{"name": "a", "ty|": 1}"#), "type", &record(r#"{"name": "a", "type": 1}"#));
        let (schema, offset) = at(&record(r#"{"name": "a", "type": "int"|}"#));
        assert!(!labels(&schema.complete(offset, &others())).contains(&"name"), "what is there is not offered again");
    }

    #[test]
    fn what_is_typed_without_quotes_is_put_right() {
        let check = |marked: &str, label: &str, expected: &str| {
            let (schema, offset) = at(marked);
            let offered = schema.complete(offset, &others());
            let one = offered.iter().find(|it| it.label == label).unwrap();
            assert_eq!(apply_edits(schema.text(), std::slice::from_ref(&one.edit)).unwrap(), expected);
        };
        check(r#"{"type": "enum", sy|}"#, "symbols", r#"{"type": "enum", "symbols": []}"#);
        check(&record(r#"{"name": "a", "type": st|}"#), "string", &record(r#"{"name": "a", "type": "string"}"#));
        check(&record(r#"{"name": "a", "default": |}"#), "null", &record(r#"{"name": "a", "default": null}"#));
        check(&record(r#"{"name": "a", "default": nu|}"#), "null", &record(r#"{"name": "a", "default": null}"#));
    }
}
