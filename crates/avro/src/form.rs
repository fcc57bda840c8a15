//! A record as a form shows it: one row a field.

use crate::schema::{Field, Schema, Shape, SourceId, TypeId, Use};
use serde::Serialize;
use syntax::{Kind, NodeId, Span};

/// A row of the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FormField {
    /// The field's name.
    pub name: String,
    /// The type as people write it.
    #[serde(rename = "type")]
    pub type_text: String,
    /// The default as it is written in JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_text: Option<String>,
    /// The doc.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// The other names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Words that free properties attach to it, such as `pii`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// A JSON pointer to the field's object, in the text that defines the record.
    pub pointer: String,
    /// The bytes of the field's object there.
    pub span: Span,
    /// The bytes of its type there.
    pub type_span: Span,
    /// The record, enum, union or fixed type that can be unfolded under it: its own, or that of its elements.
    #[serde(skip)]
    pub inner: Option<TypeId>,
}

/// Free properties whose texts are tags.
pub(crate) const TAG_LISTS: [&str; 4] = ["tags", "confluent:tags", "classification", "dataClass"];

impl Schema {
    /// The fields of the outermost record; none when the schema is no record.
    pub fn form(&self) -> Vec<FormField> {
        self.form_of(self.root().ty)
    }

    /// The fields of a record.
    pub fn form_of(&self, id: TypeId) -> Vec<FormField> {
        let source = self.ty(id).source;
        let fields = self.record(id).into_iter().flat_map(|record| &record.fields);
        fields.map(|field| self.form_field(source, field)).collect()
    }

    pub(crate) fn form_field(&self, source: SourceId, field: &Field) -> FormField {
        let tree = self.tree(source);
        FormField {
            name: field.name.to_string(),
            type_text: self.type_text(field.ty),
            default_text: field.default.map(|default| tree.raw(default).to_owned()),
            doc: self.doc(source, field.node),
            aliases: field.aliases.iter().map(ToString::to_string).collect(),
            tags: self.tags(source, field),
            pointer: tree.pointer(field.node),
            span: tree.span(field.node),
            type_span: tree.span(field.ty.node),
            inner: self.inner(field.ty),
        }
    }

    /// The tags of a field, in the order of the text, without repetition.
    pub fn tags(&self, source: SourceId, field: &Field) -> Vec<String> {
        let tree = self.tree(source);
        let mut tags: Vec<String> = Vec::new();
        let of_type = (tree.kind(field.ty.node) == Kind::Object).then_some(field.ty.node);
        for object in [field.node].into_iter().chain(of_type) {
            for member in tree.children(object) {
                let Some(key) = tree.key(member) else { continue };
                let found = match tree.kind(member) {
                    Kind::True => vec![key.into_owned()],
                    Kind::String if TAG_LISTS.contains(&&*key) => texts(self, source, member),
                    Kind::Array if TAG_LISTS.contains(&&*key) => {
                        tree.children(member).flat_map(|tag| texts(self, source, tag)).collect()
                    }
                    Kind::Array
                    | Kind::Object
                    | Kind::String
                    | Kind::Number
                    | Kind::False
                    | Kind::Null
                    | Kind::Invalid => Vec::new(),
                };
                for tag in found {
                    if key_is_free(&tag) && !tags.contains(&tag) {
                        tags.push(tag);
                    }
                }
            }
        }
        tags
    }

    /// The named type or union that a use leads to through arrays, maps and "or null".
    fn inner(&self, at: Use) -> Option<TypeId> {
        let mut id = at.ty;
        for _ in 0..16 {
            id = match self.shape(id) {
                Shape::Array(element) | Shape::Map(element) => element.ty,
                Shape::Record(_) | Shape::Enum(_) | Shape::Fixed(_) => return Some(id),
                Shape::Union(union) => {
                    let is_null = |at: &&Use| matches!(self.shape(at.ty), Shape::Null);
                    let mut others = union.branches.iter().filter(|at| !is_null(at));
                    match (others.next(), others.next()) {
                        (Some(only), None) => only.ty,
                        _ => return Some(id),
                    }
                }
                Shape::Null
                | Shape::Boolean
                | Shape::Int
                | Shape::Long
                | Shape::Float
                | Shape::Double
                | Shape::Bytes
                | Shape::String
                | Shape::Unknown => return None,
            };
        }
        None
    }
}

fn texts(schema: &Schema, source: SourceId, node: NodeId) -> Vec<String> {
    schema.tree(source).string(node).map(Into::into).into_iter().collect()
}

/// Attributes of Avro itself are no tags, even when they are `true`.
fn key_is_free(key: &str) -> bool {
    !matches!(key, "default" | "type" | "name" | "doc" | "order" | "aliases" | "items" | "values" | "logicalType")
}

#[cfg(test)]
mod tests {
    use crate::Schema;

    #[test]
    fn a_row_shows_what_people_write() {
        let text = r#"{"type": "record", "name": "Order", "namespace": "shop", "fields": [
            {"name": "id", "type": {"type": "string", "logicalType": "uuid"}, "doc": "Its key"},
            {"name": "email", "type": ["null", "string"], "default": null, "pii": true, "tags": ["gdpr"]},
            {"name": "items", "type": {"type": "array", "items": {"type": "record", "name": "OrderItem", "fields": []}}},
            {"name": "parts", "type": {"type": "map", "values": ["null", "OrderItem"]}, "default": {}},
            {"name": "total", "type": {"type": "bytes", "logicalType": "decimal", "precision": 10, "scale": 2}},
            {"name": "ref", "type": ["int", "string", "null"]},
            {"name": "other", "type": {"type": "fixed", "name": "x.Hash", "size": 4}, "confluent:tags": ["PII", "PII"]}
        ]}"#;
        let (schema, findings) = Schema::parse(text, &[]);
        assert_eq!(findings, []);
        let rows: Vec<String> = schema
            .unwrap()
            .form()
            .into_iter()
            .map(|row| {
                format!(
                    "{} {} {:?} {:?} {:?}",
                    row.name,
                    row.type_text,
                    row.default_text,
                    row.tags,
                    row.inner.is_some()
                )
            })
            .collect();
        assert_eq!(
            rows,
            [
                "id uuid None [] false",
                r#"email string? Some("null") ["pii", "gdpr"] false"#,
                "items array<OrderItem> None [] true",
                r#"parts map<OrderItem?> Some("{}") [] true"#,
                "total decimal(10,2) None [] false",
                "ref int | string | null None [] true",
                r#"other x.Hash None ["PII"] true"#,
            ]
        );
    }
}
