//! Named types of all schemas: what a field may use of another subject, and the texts that go along when it does.

use engine::Engine;
use engine::avro::{Reference, Schema};
use engine::model::SchemaId;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A named type of some schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedType {
    /// Its full name.
    pub full_name: String,
    /// The word for what it is: record, enum, fixed.
    pub kind: &'static str,
    /// The schema that defines it.
    pub schema: SchemaId,
    /// Whether it is the schema's outermost type, made to be shared.
    pub is_outermost: bool,
    /// The newest text of that schema.
    pub text: Arc<str>,
}

/// The named types of the newest texts of all schemas: those first that stand by themselves, then by name.
pub fn shared_types(engine: &Engine) -> Vec<SharedType> {
    let mut out: Vec<SharedType> = Vec::new();
    for schema in engine.design().schemas().values() {
        let Some(text) = engine.verdict(&schema.id).and_then(|it| it.written()) else { continue };
        let Some(parsed) = &text.schema else { continue };
        for (id, ty) in parsed.types().filter(|(_, ty)| ty.source.is_own()) {
            let Some(name) = ty.shape.name() else { continue };
            out.push(SharedType {
                full_name: name.full().to_owned(),
                kind: ty.shape.word(),
                schema: schema.id.clone(),
                is_outermost: id == parsed.root().ty,
                text: text.text.clone(),
            });
        }
    }
    out.sort_by(|a, b| (!a.is_outermost, &a.full_name, &a.schema).cmp(&(!b.is_outermost, &b.full_name, &b.schema)));
    out.dedup_by(|a, b| a.full_name == b.full_name);
    out
}

/// The texts of other subjects that a text names types of and does not define itself, each under its subject's name. `also`
/// is about to be put in.
pub fn needed<'a>(shared: &'a [SharedType], own: &SchemaId, text: &str, also: &str) -> Vec<(&'a SchemaId, &'a str)> {
    let defined: BTreeSet<String> = Schema::parse(text, &[]).0.map_or_else(BTreeSet::new, |schema| {
        schema.types().filter_map(|(_, ty)| ty.shape.name()).map(|it| it.full().to_owned()).collect()
    });
    let mut out: Vec<(&SchemaId, &str)> = Vec::new();
    let mut open: Vec<&str> = vec![text, also];
    while let Some(text) = open.pop() {
        for it in shared.iter().filter(|it| it.schema != *own && !defined.contains(&it.full_name)) {
            if out.iter().any(|(schema, _)| **schema == it.schema) || !mentions(text, &it.full_name) {
                continue;
            }
            out.push((&it.schema, &it.text));
            open.push(&it.text);
        }
    }
    out
}

/// Whether a text has a name as a whole word.
fn mentions(text: &str, name: &str) -> bool {
    let is_of_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-');
    text.match_indices(name).any(|(at, _)| {
        let before = text.get(..at).and_then(|it| it.chars().last());
        let after = text.get(at + name.len()..).and_then(|it| it.chars().next());
        !before.is_some_and(is_of_word) && !after.is_some_and(is_of_word)
    })
}

/// A text together with those that it needs.
pub fn parse_with(text: &str, needed: &[(&SchemaId, &str)]) -> Option<Schema> {
    let references: Vec<Reference<'_>> =
        needed.iter().map(|(schema, text)| Reference { name: schema.as_str(), text }).collect();
    Schema::parse(text, &references).0
}

#[cfg(test)]
mod tests {
    use super::{SharedType, mentions, needed, parse_with};
    use engine::avro::{FormEdit, Shape};

    fn shared(id: &str, name: &str, text: &str) -> SharedType {
        SharedType {
            full_name: name.to_owned(),
            kind: "record",
            schema: id.parse().unwrap(),
            is_outermost: true,
            text: text.into(),
        }
    }

    #[test]
    fn a_type_of_another_subject_can_be_used() {
        let money = r#"{"type": "record", "name": "shop.Money", "fields": [{"name": "unit", "type": "shop.Unit"}]}"#;
        let unit = r#"{"type": "enum", "name": "shop.Unit", "symbols": ["EUR"]}"#;
        let all = [shared("money", "shop.Money", money), shared("unit", "shop.Unit", unit)];
        let own = "cart".parse().unwrap();
        let text = r#"{"type": "record", "name": "Cart", "fields": [{"name": "a", "type": "string"}]}"#;
        assert_eq!(needed(&all, &own, text, "string"), []);
        let needed = needed(&all, &own, text, "shop.Money?");
        assert_eq!(needed.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), ["money", "unit"]);
        let edit = FormEdit::SetType { field: "/fields/0".to_owned(), text: "shop.Money?".to_owned() };
        let after = parse_with(text, &needed).unwrap().edit_form(&edit).unwrap();
        assert!(after.contains(r#"["null", "shop.Money"]"#), "{after}");
        let schema = parse_with(&after, &needed).unwrap();
        assert!(matches!(schema.shape(schema.named("shop.Money").unwrap()), Shape::Record(_)));
    }

    #[test]
    fn a_name_is_a_whole_word() {
        assert!(mentions(r#""shop.Item""#, "shop.Item"));
        assert!(mentions("array<shop.Item>?", "shop.Item"));
        assert!(!mentions(r#""shop.ItemLine""#, "shop.Item"));
        assert!(!mentions(r#""my.shop.Item""#, "shop.Item"));
    }
}
