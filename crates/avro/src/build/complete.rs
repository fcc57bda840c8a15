//! Checks that need every name to be known: uses before definitions, the branches of unions, aliases.

use super::{Builder, Pending, reference_name};
use crate::finding::TextFix;
use crate::name::Name;
use crate::nearest::nearest;
use crate::rule::Rule;
use crate::schema::{Shape, SourceId, TypeId, Use};
use std::collections::HashSet;
use syntax::{NodeId, quote};

/// The most branches that are compared with each other.
const SHORT: usize = 8;

impl Builder<'_> {
    pub(super) fn complete(&mut self) {
        for pending in std::mem::take(&mut self.pending) {
            self.look_up(pending);
        }
        self.unions();
        self.alias_clashes();
    }

    fn look_up(&mut self, pending: Pending) {
        let Pending { at, slot, name, namespace } = pending;
        let full = reference_name(&name, &namespace);
        if let Some(&ty) = self.names.get(full.as_str()) {
            self.fill(slot, Use { ty, ..at });
            let same_text = self.types.get(ty.0 as usize).is_some_and(|ty| ty.source == at.source);
            if same_text {
                let message = format!("{name} is used before it is defined; Java allows that, other parsers do not");
                self.finding(at.source, at.node, Rule::UsedBeforeDefined, message);
            }
            return;
        }
        self.undefined.push(full.as_str().into());
        if self.names.contains_key(name.as_str()) {
            let message = format!(
                "{name} means {full} here, which is not defined; a type without namespace cannot be referred to from inside one"
            );
            self.finding(at.source, at.node, Rule::Undefined, message);
            let ty = self.add(Shape::Unknown, at.source, at.node);
            self.fill(slot, Use { ty, ..at });
            return;
        }
        if self.is_beside_its_parts(at, &name) {
            let ty = self.add(Shape::Unknown, at.source, at.node);
            self.fill(slot, Use { ty, ..at });
            return;
        }
        let guess = nearest(&name, self.type_words(&namespace)).map(str::to_owned);
        let hint = guess.as_ref().map_or(String::new(), |near| format!("; did you mean {near}?"));
        let fix = guess.map(|near| TextFix {
            title: format!("Change it to {near}"),
            edits: vec![self.tree(at.source).replace_value(at.node, &quote(&near))],
        });
        self.finding(at.source, at.node, Rule::Undefined, format!("No type has the name {name}{hint}")).extend(fix);
        let ty = self.add(Shape::Unknown, at.source, at.node);
        self.fill(slot, Use { ty, ..at });
    }

    /// Tells of a field whose type is only a word such as `array`, with what it holds beside it.
    fn is_beside_its_parts(&mut self, at: Use, word: &str) -> bool {
        let part = match word {
            "array" => "items",
            "map" => "values",
            "enum" => "symbols",
            "fixed" => "size",
            "record" | "error" => "fields",
            _ => return false,
        };
        let tree = self.tree(at.source);
        let field = tree.parent(at.node).filter(|_| tree.key(at.node).as_deref() == Some("type"));
        let found = field.and_then(|field| Some((field, tree.get(field, part)?)));
        let message = format!("{word} needs an object of its own: \"type\": {{\"type\": \"{word}\", \"{part}\": …}}");
        let fix = found.and_then(|(field, held)| {
            let name = tree.get(field, "name").and_then(|name| tree.string(name))?;
            let mut members = vec![format!("\"type\": \"{word}\"")];
            if !matches!(word, "array" | "map") {
                let mut letters = name.chars();
                let first = letters.next()?.to_ascii_uppercase();
                members.push(format!("\"name\": {}", quote(&format!("{first}{}", letters.as_str()))));
            }
            members.push(format!("\"{part}\": {}", tree.raw(held)));
            let mut edits = tree.remove_all(field, &[held]);
            edits.push(tree.replace_value(at.node, &format!("{{{}}}", members.join(", "))));
            Some(TextFix { title: format!("Put {part} into the type"), edits })
        });
        self.finding(at.source, at.node, Rule::Undefined, message).extend(fix);
        true
    }

    /// The names that a reference in a namespace could have meant.
    fn type_words(&self, namespace: &str) -> impl Iterator<Item = &str> {
        let primitives = ["null", "boolean", "int", "long", "float", "double", "bytes", "string"];
        let named = self.types.iter().filter_map(|ty| ty.shape.name());
        primitives
            .into_iter()
            .chain(named.map(move |name| if name.namespace() == namespace { name.simple() } else { name.full() }))
    }

    fn unions(&mut self) {
        for at in 0..self.types.len() {
            let Some(Shape::Union(union)) = self.types.get(at).map(|ty| &ty.shape) else { continue };
            let (mut index, mut unknown) = (Vec::new(), Vec::new());
            for (place, branch) in (0u32..).zip(&union.branches) {
                let shape = self.shape(branch.ty);
                if matches!(shape, Shape::Unknown) {
                    unknown.push(*branch);
                }
                if let Some(name) = shape.name() {
                    index.push((name.simple_hash(), place));
                    index.extend(shape.aliases().iter().map(|alias| (alias.full_hash(), place)));
                }
            }
            index.sort();
            index.dedup();
            for (branch, key) in self.repeated(&union.branches) {
                let message = format!("{key} stands twice in this union; readers cannot tell the two apart");
                let edits = vec![self.tree(branch.source).remove(branch.node)];
                self.finding(branch.source, branch.node, Rule::BranchDuplicate, message)
                    .push(TextFix { title: "Remove it".to_owned(), edits });
            }
            if let Some(Shape::Union(union)) = self.types.get_mut(at).map(|ty| &mut ty.shape) {
                union.index = index;
                union.unknown = unknown;
            }
        }
    }

    fn shape(&self, id: TypeId) -> &Shape {
        self.types.get(id.0 as usize).map_or(&Shape::Unknown, |ty| &ty.shape)
    }

    /// The branches that an earlier branch is of the same kind or name as, with that kind or name.
    fn repeated(&self, branches: &[Use]) -> Vec<(Use, String)> {
        let key = |branch: &Use| {
            let shape = self.shape(branch.ty);
            (!matches!(shape, Shape::Unknown)).then(|| shape.name().map_or(shape.word(), Name::full))
        };
        let keys = branches.iter().filter_map(|branch| Some((branch, key(branch)?)));
        let found = |(branch, key): (&Use, &str)| (*branch, key.to_owned());
        if branches.len() <= SHORT {
            // Nearly all unions are short, and there comparing is cheaper than hashing.
            let is_repeated = |&(at, (_, key)): &(usize, (&Use, &str))| keys.clone().take(at).any(|(_, it)| it == key);
            return keys.clone().enumerate().filter(is_repeated).map(|(_, branch)| found(branch)).collect();
        }
        let mut seen = HashSet::new();
        keys.filter(|(_, key)| !seen.insert(*key)).map(found).collect()
    }

    fn alias_clashes(&mut self) {
        let mut clashes: Vec<(SourceId, NodeId, String)> = Vec::new();
        for (id, ty) in (0u32..).zip(&self.types) {
            let taken = ty
                .shape
                .aliases()
                .iter()
                .find(|alias| self.names.get(alias.full()).is_some_and(|&other| other != TypeId(id)));
            if let Some(alias) = taken {
                clashes.push((ty.source, ty.node, format!("Alias {alias} is the name of another type")));
            }
            let Shape::Record(record) = &ty.shape else { continue };
            for (at, field) in record.fields.iter().enumerate() {
                for alias in &field.aliases {
                    if record.position(alias).is_some_and(|other| other != at) {
                        let message = format!("Alias {alias} of field {} is another field's name", field.name);
                        clashes.push((ty.source, field.node, message));
                    }
                }
            }
        }
        for (source, object, message) in clashes {
            let at = self.tree(source).get(object, "aliases").unwrap_or(object);
            self.finding(source, at, Rule::AliasClash, message);
        }
    }
}
