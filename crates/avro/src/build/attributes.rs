//! The attributes of a schema object or a field, found in one pass over its members.

use super::Builder;
use crate::finding::TextFix;
use crate::rule::Rule;
use crate::schema::SourceId;
use syntax::NodeId;

/// Where the attributes that Avro knows stand; others are free properties and stay in the text.
#[derive(Debug, Default)]
pub(super) struct Attributes {
    pub kind: Option<NodeId>,
    pub name: Option<NodeId>,
    pub namespace: Option<NodeId>,
    pub aliases: Option<NodeId>,
    pub doc: Option<NodeId>,
    pub fields: Option<NodeId>,
    pub symbols: Option<NodeId>,
    pub items: Option<NodeId>,
    pub values: Option<NodeId>,
    pub size: Option<NodeId>,
    pub default: Option<NodeId>,
    pub order: Option<NodeId>,
    pub logical_type: Option<NodeId>,
    /// Whether there are free properties, one of which may be a misspelt attribute.
    pub has_others: bool,
}

impl Builder<'_> {
    pub(super) fn attributes(&mut self, source: SourceId, object: NodeId) -> Attributes {
        let tree = self.tree(source);
        let mut found = Attributes::default();
        for member in tree.children(object) {
            let Some(key) = tree.key(member) else { continue };
            let place = match &*key {
                "type" => &mut found.kind,
                "name" => &mut found.name,
                "namespace" => &mut found.namespace,
                "aliases" => &mut found.aliases,
                "doc" => &mut found.doc,
                "fields" => &mut found.fields,
                "symbols" => &mut found.symbols,
                "items" => &mut found.items,
                "values" => &mut found.values,
                "size" => &mut found.size,
                "default" => &mut found.default,
                "order" => &mut found.order,
                "logicalType" => &mut found.logical_type,
                _ => {
                    found.has_others = true;
                    continue;
                }
            };
            if let Some(earlier) = place.replace(member) {
                let message = format!("\"{key}\" stands twice here; the last one counts");
                let edits = vec![tree.remove(earlier)];
                let span = tree.member_span(earlier);
                self.finding_at(source, earlier, span, Rule::DuplicateKey, message)
                    .push(TextFix { title: "Remove the first one".to_owned(), edits });
            }
        }
        found
    }
}
