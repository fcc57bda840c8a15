//! Renaming a type with every use of its name.

use crate::name::Name;
use crate::schema::{Schema, TypeId, Use};
use syntax::{Kind, NodeId, TextEdit, quote};

impl Schema {
    /// The edits that give a named type another simple name, with every use of the name in the same text. Nothing when the
    /// name is taken, or used from another text.
    pub fn rename(&self, ty: TypeId, simple: &str) -> Option<Vec<TextEdit>> {
        let definition = self.ty(ty);
        let name = definition.shape.name()?;
        let renamed = Name::new(simple, name.namespace());
        if self.named(renamed.full()).is_some() {
            return None;
        }
        let tree = self.tree(definition.source);
        let rename_at = |node: NodeId| {
            let is_full = tree.string(node).is_some_and(|written| written.contains('.'));
            tree.replace_value(node, &quote(if is_full { renamed.full() } else { simple }))
        };
        let mut edits = vec![rename_at(tree.get(definition.node, "name")?)];
        for at in self.uses_by_name(ty) {
            if at.source != definition.source {
                return None;
            }
            edits.push(rename_at(at.node));
        }
        Some(edits)
    }

    /// Every place where a named type is used by its name.
    pub fn uses_by_name(&self, ty: TypeId) -> Vec<Use> {
        let is_name = |at: &Use| at.ty == ty && self.tree(at.source).kind(at.node) == Kind::String;
        self.uses().filter(is_name).collect()
    }
}
