//! Edits of a type's definition can leave a default elsewhere that is no value of the type any more; it must change along.

use crate::build::Reference;
use crate::finding::Finding;
use crate::rule::Rule;
use crate::schema::{Schema, Shape, SourceId, TypeId};
use syntax::{TextEdit, apply_edits};

/// Edits of a named type's definition, together with those of the defaults that they would break. `breaks` says of a default
/// of the type itself, which is a text, whether it is one of those.
///
/// To find out takes parsing again what the edits lead to, so it is done only where there is such a default.
pub(super) fn with_defaults(
    schema: &Schema,
    id: TypeId,
    edits: Vec<TextEdit>,
    breaks: impl Fn(&str) -> bool,
) -> Vec<TextEdit> {
    if schema.is_under_deep_default(id) || has_plain_default(schema, id, breaks) {
        mended(schema, schema.ty(id).source, edits)
    } else {
        edits
    }
}

/// The same for edits of what stands inside a type, or of the type itself, that keep the default beside them in order: only
/// values of records and lists can still break.
pub(super) fn with_deep_defaults(schema: &Schema, id: TypeId, source: SourceId, edits: Vec<TextEdit>) -> Vec<TextEdit> {
    if schema.is_under_deep_default(id) { mended(schema, source, edits) } else { edits }
}

/// Whether a field has a default of a type that is a text and breaks.
fn has_plain_default(schema: &Schema, id: TypeId, breaks: impl Fn(&str) -> bool) -> bool {
    schema.types().filter(|(_, ty)| ty.source.is_own()).any(|(_, ty)| {
        let Shape::Record(record) = &ty.shape else { return false };
        let tree = schema.tree(ty.source);
        record.fields.iter().any(|field| {
            let Some(default) = field.default else { return false };
            let is_it = field.ty.ty == id || schema.shape(field.ty.ty).uses().any(|branch| branch.ty == id);
            is_it && tree.string(default).is_some_and(|text| breaks(&text))
        })
    })
}

/// The edits with those of the defaults that no longer fit what the text is after them.
fn mended(schema: &Schema, source: SourceId, mut edits: Vec<TextEdit>) -> Vec<TextEdit> {
    if !source.is_own() {
        return edits;
    }
    let Some((changed, findings)) = changed(schema, source, &edits) else { return edits };
    let tree = schema.tree(source);
    let mut defaults: Vec<TextEdit> = Vec::new();
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
    // An edit inside a default goes with the whole of it.
    edits.retain(|edit| !defaults.iter().any(|whole| whole.start < edit.end && edit.start < whole.end));
    edits.extend(defaults);
    edits
}

/// The schema after edits of one of its texts, with what is wrong with it then.
pub(super) fn changed(schema: &Schema, source: SourceId, edits: &[TextEdit]) -> Option<(Schema, Vec<Finding>)> {
    let after = apply_edits(schema.tree(source).text(), edits).ok()?;
    let text = |at: SourceId| if at == source { after.as_str() } else { schema.tree(at).text() };
    let references: Vec<Reference<'_>> = (1..)
        .map(SourceId)
        .zip(schema.references())
        .map(|(at, it)| Reference { name: it.name.as_deref().unwrap_or_default(), text: text(at) })
        .collect();
    let (changed, findings) = Schema::parse(text(SourceId::OWN), &references);
    Some((changed?, findings))
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
