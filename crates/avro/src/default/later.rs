//! Before version 1.12 a default had to be a value of the first branch of a union, and many libraries still want that.

use super::{Defaults, Fit, MAX_DEPTH};
use crate::finding::{Finding, TextFix};
use crate::rule::Rule;
use crate::schema::{Field, Schema, Shape, Type, TypeId, Use};
use std::collections::HashSet;
use syntax::{Kind, NodeId};

/// A union and the place of its branch that a default is a value of.
struct Later {
    union: TypeId,
    place: usize,
}

impl Defaults<'_> {
    /// The finding about a default that fits a union's later branch alone.
    pub(super) fn later_branch(&mut self, ty: &Type, field: &Field, default: NodeId) -> Option<Finding> {
        let Later { union, place } = self.later(field.ty.ty, default, 0, &mut HashSet::new())?;
        let Shape::Union(branches) = self.schema.shape(union) else { return None };
        let (first, fitting) = (*branches.branches.first()?, *branches.branches.get(place)?);
        let (tree, schema) = (self.tree, self.schema);
        let (first_text, fitting_text) = (schema.type_text(first), schema.type_text(fitting));
        let message = format!(
            "The default {} of field {} is {fitting_text}, not {first_text}, the first branch of the union, which Avro \
             before 1.12 refuses",
            tree.raw(default),
            field.name
        );
        let can_move = union == field.ty.ty && !uses_what_is_before(schema, &branches.branches, place);
        let fixes = can_move.then(|| TextFix {
            title: format!("Put {fitting_text} first"),
            edits: tree.move_element(schema.ty(union).node, place, 0),
        });
        Some(Finding {
            rule: Rule::DefaultOfLaterBranch,
            source: ty.source,
            span: tree.span(default),
            pointer: tree.pointer(default),
            message,
            fixes: fixes.into_iter().collect(),
        })
    }

    /// The first union that a value which fits meets with a later branch.
    fn later(
        &mut self,
        ty: TypeId,
        value: NodeId,
        depth: usize,
        seen: &mut HashSet<(TypeId, NodeId)>,
    ) -> Option<Later> {
        if depth > MAX_DEPTH || !seen.insert((ty, value)) {
            return None;
        }
        let (schema, tree) = (self.schema, self.tree);
        match (schema.shape(ty), tree.kind(value)) {
            (Shape::Union(union), _) => {
                let place = union.branches.iter().position(|it| self.fit(it.ty, value, depth) != Fit::Misfit)?;
                match union.branches.get(place) {
                    Some(first) if place == 0 => self.later(first.ty, value, depth + 1, seen),
                    Some(_) | None => Some(Later { union: ty, place }),
                }
            }
            (Shape::Array(inner), Kind::Array) | (Shape::Map(inner), Kind::Object) => {
                tree.children(value).find_map(|item| self.later(inner.ty, item, depth + 1, seen))
            }
            (Shape::Record(record), Kind::Object) => record.fields.iter().find_map(|field| {
                let inner = tree.get(value, &field.name)?;
                self.later(field.ty.ty, inner, depth + 1, seen)
            }),
            _ => None,
        }
    }
}

/// Whether a branch of a union uses a type that an earlier branch defines, so that it cannot go before it.
fn uses_what_is_before(schema: &Schema, branches: &[Use], place: usize) -> bool {
    let Some(branch) = branches.get(place) else { return false };
    let tree = schema.tree(branch.source);
    if tree.kind(branch.node) == Kind::String {
        return false;
    }
    let own = tree.span(branch.node);
    let before: Vec<_> = branches.iter().take(place).map(|it| tree.span(it.node)).collect();
    schema.uses().filter(|at| at.source == branch.source && own.touches(tree.span(at.node).start)).any(|at| {
        let ty = schema.ty(at.ty);
        ty.source == at.source && before.iter().any(|span| span.touches(tree.span(ty.node).start))
    })
}

#[cfg(test)]
mod tests {
    use crate::{Rule, Schema};
    use syntax::apply_edits;

    #[test]
    fn a_default_is_of_the_first_branch() {
        let check = |field: &str, title: Option<&str>| {
            let text = format!(r#"{{"type": "record", "name": "R", "fields": [{{"name": "f", {field}}}]}}"#);
            let later = |text: &str| {
                let found = Schema::parse(text, &[]).1.into_iter();
                found.filter(|it| it.rule == Rule::DefaultOfLaterBranch).collect::<Vec<_>>()
            };
            let found = later(&text);
            let fix = found.first().and_then(|it| it.fixes.first());
            assert_eq!(fix.map(|it| it.title.as_str()), title, "{field}: {found:?}");
            if let Some(fix) = fix {
                assert_eq!(later(&apply_edits(&text, &fix.edits).unwrap_or_default()), [], "{field}");
            }
        };
        check(r#""type": ["null", "int"], "default": 0"#, Some("Put int first"));
        check(r#""type": ["string", "null"], "default": null"#, Some("Put null first"));
        check(r#""type": ["null", "int", "string"], "default": "x""#, Some("Put string first"));
        check(
            r#""type": ["null", {"type": "enum", "name": "E", "symbols": ["A"]}], "default": "A""#,
            Some("Put E first"),
        );
        check(r#""type": ["null", {"type": "array", "items": "int"}], "default": []"#, Some("Put array<int> first"));
        // The first that fits is enough, and what the default is no value of is another finding.
        check(r#""type": ["double", "int"], "default": 1"#, None);
        check(r#""type": ["null", "int"], "default": null"#, None);
        check(r#""type": ["null", "int"], "default": "x""#, None);
        check(r#""type": ["null", "int"]"#, None);
    }

    #[test]
    fn a_union_inside_a_default_is_told_and_left_as_it_is() {
        let text = r#"{"type": "record", "name": "R", "fields": [
            {"name": "f", "type": {"type": "map", "values": ["null", "int"]}, "default": {"a": 1}}]}"#;
        let (_, found) = Schema::parse(text, &[]);
        assert_eq!(
            found.iter().map(|it| (it.rule, it.fixes.len())).collect::<Vec<_>>(),
            [(Rule::DefaultOfLaterBranch, 0)]
        );
    }

    #[test]
    fn a_branch_stays_behind_the_one_that_it_needs() {
        let text = r#"{"type": "record", "name": "R", "fields": [{"name": "f", "default": {"a": null}, "type": [
            {"type": "enum", "name": "E", "symbols": ["A"]},
            {"type": "record", "name": "S", "fields": [{"name": "a", "type": ["null", "E"]}]}]}]}"#;
        let (_, found) = Schema::parse(text, &[]);
        assert_eq!(
            found.iter().map(|it| (it.rule, it.fixes.len())).collect::<Vec<_>>(),
            [(Rule::DefaultOfLaterBranch, 0)]
        );
    }
}
