//! The explanation of the text under the cursor.

use super::words::{ATTRIBUTES, PRIMITIVES, owner};
use crate::form::FormField;
use crate::schema::{Schema, Shape, SourceId, TypeId, Use};
use syntax::Span;

/// The explanation of the text under the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// The bytes that it is about.
    pub span: Span,
    /// The first line: a name and what it is.
    pub title: String,
    /// More of it, a line each.
    pub lines: Vec<String>,
}

impl Schema {
    /// Explains the text under a cursor: a type, a field or an attribute.
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
        // The word of a type that is written as an object stands for it.
        let object = tree.parent(node).filter(|_| tree.key(node).as_deref() == Some("type"));
        if let Some(at) = self.uses().find(|at| at.source.is_own() && Some(at.node) == object) {
            return Some(Hover { span: tree.span(node), ..self.describe(at) });
        }
        // The name of a type or field stands for it.
        let object = tree.parent(node).filter(|_| tree.key(node).as_deref() == Some("name"))?;
        let ty = self.types().find(|(_, ty)| ty.source.is_own() && ty.node == object && ty.shape.name().is_some());
        if let Some((ty, _)) = ty {
            let hover = self.describe(Use { ty, source: SourceId::OWN, node: object });
            return Some(Hover { span: tree.span(node), ..hover });
        }
        let (_, _, field) = self.field_defined_at(object)?;
        Some(Hover { span: tree.span(node), ..describe_field(self.form_field(SourceId::OWN, field)) })
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
        let word = ty.shape.word();
        let bare = PRIMITIVES.iter().filter(|(it, _)| *it == word && ty.logical.is_none());
        lines.extend(bare.map(|(_, detail)| (*detail).to_owned()));
        Hover { span: self.span(at), title, lines }
    }

    /// The content of a named type, on one line each.
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

#[cfg(test)]
mod tests {
    use super::super::fixtures::{at, record};

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
        check(&record(r#"{"name": "a", "ty|pe": "int"}"#), "type: what values look like", &[]);
        check(&record(r#"{"name": "a", "x|": 1, "type": "int"}"#), "x: a property of your own, kept as it is", &[]);
        check(r#"{"type": "enum", "name": "E|", "symbols": ["A", "B"], "doc": "d"}"#, "enum E", &["d", "A, B"]);
        check(
            r#"{"type": "lo|ng", "logicalType": "timestamp-millis"}"#,
            "timestamp-millis",
            &["timestamp-millis in long"],
        );
        check(r#"{"type": "enu|m", "name": "E", "symbols": ["A"]}"#, "enum E", &["A"]);
        check(&record(r#"{"name": "a", "type": {"type": "array", "items": "st|ring"}}"#), "string", &["Unicode text"]);
    }
}
