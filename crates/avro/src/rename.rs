//! Renaming types and fields, with every use of the name and with an alias by which old data is still read.

use crate::default::Defaults;
use crate::name::{Legality, Name, legality};
use crate::schema::{Schema, Shape, SourceId, TypeId, Use};
use syntax::{Kind, NodeId, TextEdit, Tree, quote};

impl Schema {
    /// The edits that give a named type another simple name, with every use of the name in the same text. Nothing when the
    /// name is taken, is no name, or the type is used from another text; those are renamed with [`Schema::rename_uses`].
    pub fn rename(&self, ty: TypeId, simple: &str) -> Option<Vec<TextEdit>> {
        let definition = self.ty(ty);
        if self.uses_by_name(ty).iter().any(|at| at.source != definition.source) {
            return None;
        }
        let renamed = self.free_name(ty, simple)?;
        let tree = self.tree(definition.source);
        let mut edits = vec![rename_at(tree, tree.get(definition.node, "name")?, &renamed)];
        edits.extend(self.uses_by_name(ty).into_iter().map(|at| rename_at(tree, at.node, &renamed)));
        Some(edits)
    }

    /// The same with the old name as an alias, so that a reader with the new name reads what was written under the old.
    pub fn rename_with_alias(&self, ty: TypeId, simple: &str) -> Option<Vec<TextEdit>> {
        let mut edits = self.rename(ty, simple)?;
        let definition = self.ty(ty);
        let old = definition.shape.name()?;
        if !definition.shape.aliases().iter().any(|alias| alias == old) {
            edits.push(add_alias(self.tree(definition.source), definition.node, old.simple()));
        }
        Some(edits)
    }

    /// The edits of this schema's own text when a type of a text that it refers to gets another simple name.
    pub fn rename_uses(&self, full_name: &str, simple: &str) -> Vec<TextEdit> {
        let Some(ty) = self.named(full_name).filter(|ty| !self.ty(*ty).source.is_own()) else { return Vec::new() };
        let Some(name) = self.shape(ty).name() else { return Vec::new() };
        let renamed = Name::new(simple, name.namespace());
        let own = self.uses_by_name(ty).into_iter().filter(|at| at.source.is_own());
        own.map(|at| rename_at(self.tree(at.source), at.node, &renamed)).collect()
    }

    /// The edits that give a field another name with the old one as an alias, also where a default has a value of the record.
    /// Nothing when the name is taken or no name. Defaults in other texts are renamed with [`Schema::rename_in_defaults`].
    pub fn rename_field_with_alias(&self, record: TypeId, field: usize, name: &str) -> Option<Vec<TextEdit>> {
        let fields = self.record(record)?;
        let old = fields.fields.get(field)?;
        if fields.position(name).is_some() || legality(name) != Legality::Legal {
            return None;
        }
        let source = self.ty(record).source;
        let tree = self.tree(source);
        let mut edits = vec![tree.replace_value(tree.get(old.node, "name")?, &quote(name))];
        edits.extend(self.rename_in_defaults(record, &old.name, name, source));
        if !old.aliases.contains(&old.name) {
            edits.push(add_alias(tree, old.node, &old.name));
        }
        Some(edits)
    }

    /// The edits that give a record's field another name in the defaults of one text, wherever a value of the record stands.
    pub fn rename_in_defaults(&self, record: TypeId, old: &str, new: &str, source: SourceId) -> Vec<TextEdit> {
        let tree = self.tree(source);
        let fit = Defaults::new(self, tree);
        let mut walk = InDefaults { schema: self, tree, fit, record, old, new: quote(new), edits: Vec::new() };
        let records = self.types().filter(|(_, ty)| ty.source == source).filter_map(|(id, _)| self.record(id));
        for field in records.flat_map(|it| &it.fields) {
            if let Some(default) = field.default {
                walk.value(field.ty.ty, default);
            }
        }
        walk.edits
    }

    /// The name that a type would have, when it is free and legal.
    fn free_name(&self, ty: TypeId, simple: &str) -> Option<Name> {
        let name = self.shape(ty).name()?;
        let renamed = Name::new(simple, name.namespace());
        (legality(simple) == Legality::Legal && self.named(renamed.full()).is_none()).then_some(renamed)
    }

    /// Every place where a named type is used by its name.
    pub fn uses_by_name(&self, ty: TypeId) -> Vec<Use> {
        let is_name = |at: &Use| at.ty == ty && self.tree(at.source).kind(at.node) == Kind::String;
        self.uses().filter(is_name).collect()
    }
}

/// A walk through the values of defaults.
struct InDefaults<'a> {
    schema: &'a Schema,
    tree: &'a Tree,
    fit: Defaults<'a>,
    record: TypeId,
    old: &'a str,
    new: String,
    edits: Vec<TextEdit>,
}

impl InDefaults<'_> {
    /// Every turn leads deeper into the text or into a branch of a union, so that it ends.
    fn value(&mut self, ty: TypeId, value: NodeId) {
        let (schema, tree) = (self.schema, self.tree);
        match (schema.shape(ty), tree.kind(value)) {
            (Shape::Array(inner), Kind::Array) | (Shape::Map(inner), Kind::Object) => {
                for child in tree.children(value) {
                    self.value(inner.ty, child);
                }
            }
            (Shape::Union(union), _) => {
                let fitting = union.branches.iter().find(|branch| self.fit.fits(branch.ty, value));
                if let Some(branch) = fitting {
                    self.value(branch.ty, value);
                }
            }
            (Shape::Record(record), Kind::Object) => {
                for member in tree.children(value) {
                    let Some(key) = tree.key(member) else { continue };
                    let Some(field) = record.fields.iter().find(|field| *field.name == *key) else { continue };
                    if ty == self.record
                        && *key == *self.old
                        && let Some(span) = tree.key_span(member)
                    {
                        self.edits.push(TextEdit::replace(span.start, span.end, self.new.clone()));
                    }
                    self.value(field.ty.ty, member);
                }
            }
            _ => {}
        }
    }
}

/// The edit that puts a name where another stands, in full if that was in full, and with the dot that says "no namespace" if
/// that had it.
fn rename_at(tree: &Tree, node: NodeId, renamed: &Name) -> TextEdit {
    let written = tree.string(node).unwrap_or_default();
    let name = if written.starts_with('.') && renamed.namespace().is_empty() {
        format!(".{}", renamed.simple())
    } else if written.contains('.') {
        renamed.full().to_owned()
    } else {
        renamed.simple().to_owned()
    };
    tree.replace_value(node, &quote(&name))
}

/// The edit that adds an alias to a type or field.
pub(crate) fn add_alias(tree: &Tree, object: NodeId, alias: &str) -> TextEdit {
    match tree.get(object, "aliases") {
        Some(list) if tree.kind(list) == Kind::Array => tree.insert_element(list, usize::MAX, &quote(alias)),
        Some(_) | None => tree.set_member(object, "aliases", &format!("[{}]", quote(alias)), Some("name")),
    }
}

#[cfg(test)]
mod tests {
    use crate::{Parser, Profile, Reference, Schema, SourceId, is_compatible, is_valid};
    use syntax::apply_edits;

    const ORDER: &str = r#"{"type": "record", "name": "Order", "namespace": "shop", "fields": [
        {"name": "first", "type": {"type": "record", "name": "Item", "fields": []}},
        {"name": "rest", "type": {"type": "array", "items": "shop.Item"}},
        {"name": "last", "type": ["null", "Item"]}
    ]}"#;

    #[test]
    fn a_type_is_renamed_with_its_uses_and_reads_its_old_data() {
        let schema = Schema::parse(ORDER, &[]).0.unwrap();
        let item = schema.named("shop.Item").unwrap();
        let edits = schema.rename_with_alias(item, "Line").unwrap();
        let text = apply_edits(ORDER, &edits).unwrap();
        let expected = ORDER
            .replace(r#""name": "Item""#, r#""name": "Line", "aliases": ["Item"]"#)
            .replace("shop.Item", "shop.Line")
            .replace(r#""null", "Item""#, r#""null", "Line""#);
        assert_eq!(text, expected);
        let renamed = Schema::parse(&text, &[]).0.unwrap();
        assert!(is_compatible(&renamed, &schema, Profile::Confluent));
        assert_eq!(schema.rename(item, "Order"), None, "the name is taken");
        assert_eq!(schema.rename(item, "a-b"), None, "that is no name");
    }

    #[test]
    fn a_field_is_renamed_and_reads_its_old_data() {
        let schema = Schema::parse(ORDER, &[]).0.unwrap();
        let edits = schema.rename_field_with_alias(schema.root().ty, 0, "head").unwrap();
        let renamed = Schema::parse(&apply_edits(ORDER, &edits).unwrap(), &[]).0.unwrap();
        assert_eq!(renamed.form()[0].name, "head");
        assert!(is_compatible(&renamed, &schema, Profile::Confluent));
        assert_eq!(schema.rename_field_with_alias(schema.root().ty, 0, "rest"), None, "the name is taken");
    }

    #[test]
    fn a_field_is_renamed_inside_the_defaults_that_have_it() {
        let price = r#"{"type": "record", "name": "Price", "fields": [{"name": "unit", "type": "string"}, {"name": "of", "type": ["null", "Price"], "default": null}]}"#;
        let text = format!(
            r#"{{"type": "record", "name": "Order", "fields": [
                {{"name": "unit", "type": {price}, "default": {{"unit": "EUR", "of": {{"unit": "USD", "of": null}}}}}},
                {{"name": "all", "type": {{"type": "map", "values": ["int", {{"type": "array", "items": "Price"}}]}}, "default": {{"unit": [{{"unit": "a"}}]}}}},
                {{"name": "other", "type": {{"type": "map", "values": "string"}}, "default": {{"unit": "b"}}}}
            ]}}"#
        );
        let (schema, findings) = Schema::parse(&text, &[]);
        assert!(is_valid(&findings, Parser::JavaStrict), "{findings:?}");
        let schema = schema.unwrap();
        let edits = schema.rename_field_with_alias(schema.named("Price").unwrap(), 0, "currency").unwrap();
        let renamed = apply_edits(&text, &edits).unwrap();
        let expected = text
            .replace(r#"{"unit": "EUR", "of": {"unit": "USD""#, r#"{"currency": "EUR", "of": {"currency": "USD""#)
            .replace(r#"[{"unit": "a"}]"#, r#"[{"currency": "a"}]"#)
            .replace(
                r#"{"name": "unit", "type": "string"}"#,
                r#"{"name": "currency", "aliases": ["unit"], "type": "string"}"#,
            );
        assert_eq!(renamed, expected);
        let (_, findings) = Schema::parse(&renamed, &[]);
        assert!(is_valid(&findings, Parser::JavaStrict), "{findings:?}");
    }

    #[test]
    fn a_field_of_a_shared_record_is_renamed_in_the_defaults_of_those_that_use_it() {
        let shared = r#"{"type": "record", "name": "Price", "fields": [{"name": "unit", "type": "string"}]}"#;
        let text = r#"{"type": "record", "name": "Order", "fields": [{"name": "p", "type": "Price", "default": {"unit": "EUR"}}]}"#;
        let schema = Schema::parse(text, &[Reference { name: "price", text: shared }]).0.unwrap();
        let price = schema.named("Price").unwrap();
        let edits = schema.rename_in_defaults(price, "unit", "currency", SourceId::OWN);
        assert_eq!(apply_edits(text, &edits).unwrap(), text.replace("unit", "currency"));
    }

    #[test]
    fn a_renamed_shared_type_is_renamed_in_the_texts_that_refer_to_it() {
        let text =
            r#"{"type": "record", "name": "Cart", "namespace": "shop", "fields": [{"name": "a", "type": "Item"}]}"#;
        let shared = Reference { name: "item", text: r#"{"type": "record", "name": "shop.Item", "fields": []}"# };
        let (cart, findings) = Schema::parse(text, &[shared]);
        assert_eq!(findings, []);
        let edits = cart.unwrap().rename_uses("shop.Item", "Line");
        assert_eq!(apply_edits(text, &edits).unwrap(), text.replace("Item", "Line"));
    }
}
