//! Edits of a type's definition can leave a default elsewhere that is no value of the type any more; it must change along.

use crate::build::Reference;
use crate::rule::Rule;
use crate::schema::{Schema, SourceId};
use syntax::{TextEdit, apply_edits};

/// The edits together with those of the defaults that they would break.
pub(super) fn with_defaults(schema: &Schema, source: SourceId, mut edits: Vec<TextEdit>) -> Vec<TextEdit> {
    if !source.is_own() {
        return edits;
    }
    let Ok(after) = apply_edits(schema.text(), &edits) else { return edits };
    let references: Vec<Reference<'_>> = schema
        .references()
        .iter()
        .map(|it| Reference { name: it.name.as_deref().unwrap_or_default(), text: it.tree.text() })
        .collect();
    let (Some(changed), findings) = Schema::parse(&after, &references) else { return edits };
    let tree = schema.tree(source);
    let mut defaults = Vec::new();
    for finding in findings.iter().filter(|it| it.source.is_own()) {
        if !matches!(finding.rule, Rule::DefaultMisfit | Rule::DefaultUnencodable) {
            continue;
        }
        let Some(was) = before(&edits, finding.span.start) else { continue };
        let node = tree.node_at(was);
        if tree.key(node).as_deref() != Some("default") {
            continue;
        }
        let now = changed.tree(SourceId::OWN);
        let field = now.parent(now.node_at(finding.span.start));
        let fields = changed.types().filter_map(|(id, _)| changed.record(id)).flat_map(|record| &record.fields);
        let kind = fields.filter(|it| Some(it.node) == field).map(|it| it.ty.ty);
        let zero = kind.last().and_then(|ty| changed.zero(ty));
        defaults.push(zero.map_or_else(|| tree.remove(node), |zero| tree.replace_value(node, &zero)));
    }
    edits.extend(defaults);
    edits
}

/// The same for edits that keep the default beside them in order: only values of records and lists can still break. Most
/// schemas have none as a default, and then there is nothing to parse again.
pub(super) fn with_deep_defaults(schema: &Schema, source: SourceId, edits: Vec<TextEdit>) -> Vec<TextEdit> {
    if schema.has_deep_defaults { with_defaults(schema, source, edits) } else { edits }
}

/// Where a byte after the edits stood before them; nothing when an edit put it there.
fn before(edits: &[TextEdit], after: usize) -> Option<usize> {
    let mut ordered: Vec<&TextEdit> = edits.iter().collect();
    ordered.sort_by_key(|edit| (edit.start, edit.end));
    let mut shifted = after;
    for edit in ordered {
        if shifted < edit.start {
            break;
        }
        if shifted < edit.start + edit.text.len() {
            return None;
        }
        shifted = shifted - edit.text.len() + (edit.end - edit.start);
    }
    Some(shifted)
}

#[cfg(test)]
mod tests {
    use super::before;
    use syntax::TextEdit;

    #[test]
    fn a_byte_is_found_where_it_stood() {
        let edits = [TextEdit::replace(4, 6, "longer"), TextEdit::delete(1, 2), TextEdit::insert(9, "x")];
        for (after, was) in [(0, Some(0)), (1, Some(2)), (3, None), (9, Some(6)), (12, None), (13, Some(9))] {
            assert_eq!(before(&edits, after), was, "{after}");
        }
    }
}
