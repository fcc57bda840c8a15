//! Repairs of a missing branch by what is wrong under it. One cause lends its repairs; several are repaired together or not at
//! all, because removing one of them would not help.

use super::clauses::Rules;
use super::fixpoint::Verdicts;
use super::incompatibility::{Incompatibility, Repair, RepairKind, SchemaPlace, Side};
use super::mend::changed;
use crate::finding::is_valid;
use crate::rule::Parser;
use crate::schema::{Schema, SourceId, TypeId};
use diagnostic::listed;
use syntax::TextEdit;

/// How deep causes of causes are followed.
const MAX_DEPTH: usize = 32;

/// How many bytes are parsed again in one explanation to prove that repairs hold together.
const MAX_BYTES: usize = 4 << 20;

/// How many causes a title names.
const NAMED: usize = 4;

/// The pair of types that a repair must make hold.
pub(super) type Pair = (TypeId, TypeId);

pub(super) struct Combination<'a> {
    rules: Rules<'a>,
    /// How many bytes may still be parsed.
    left: usize,
}

impl<'a> Combination<'a> {
    pub fn new(rules: Rules<'a>) -> Self {
        Self { rules, left: MAX_BYTES }
    }

    /// Puts the repairs of the causes beside the finding's own.
    pub fn take_up(&mut self, finding: &mut Incompatibility, pair: Pair) {
        let found = self.of_causes(&finding.causes, Some(pair), 0);
        finding.repairs.extend(found);
        finding.repairs.sort_by_key(|repair| repair.kind);
    }

    /// The repairs of causes. Those of several are proved by the pair; inside others, which prove them, there is none.
    fn of_causes(&mut self, causes: &[Incompatibility], pair: Option<Pair>, depth: usize) -> Vec<Repair> {
        if depth > MAX_DEPTH {
            return Vec::new();
        }
        let of_cause = |this: &mut Self, cause: &Incompatibility, pair: Option<Pair>| {
            let inner = this.of_causes(&cause.causes, pair, depth + 1);
            cause.repairs.iter().cloned().chain(inner).collect::<Vec<Repair>>()
        };
        match causes {
            [] => Vec::new(),
            [only] => of_cause(self, only, pair),
            several => {
                let offers: Vec<Vec<Repair>> = several.iter().map(|cause| of_cause(self, cause, None)).collect();
                self.together(several, &offers, pair)
            }
        }
    }

    /// Repairs that take one offer for each cause: for each kind of repair one that prefers it.
    fn together(&mut self, causes: &[Incompatibility], offers: &[Vec<Repair>], pair: Option<Pair>) -> Vec<Repair> {
        let mut found: Vec<Repair> = Vec::new();
        for side in [Side::Reader, Side::Writer] {
            let mut kinds: Vec<RepairKind> =
                offers.iter().flatten().filter(|it| it.side == side).map(|it| it.kind).collect();
            kinds.sort();
            kinds.dedup();
            for kind in kinds {
                let Some(repair) = self.joined(causes, offers, side, kind) else { continue };
                let is_known = found.iter().any(|it| (it.side, &it.edits) == (side, &repair.edits));
                if !is_known && pair.is_none_or(|pair| self.holds(&repair, pair)) {
                    found.push(repair);
                }
            }
        }
        found
    }

    /// One offer for each cause, joined; nothing when some cause has none on this side, or when they are of several texts.
    fn joined(
        &self,
        causes: &[Incompatibility],
        offers: &[Vec<Repair>],
        side: Side,
        preferred: RepairKind,
    ) -> Option<Repair> {
        let mut chosen: Vec<&Repair> = Vec::new();
        for offers in offers {
            let fits = |it: &&Repair| {
                // Two fields do not take their values from one.
                let is_taken = |other: &&Repair| other.kind == RepairKind::AddAlias && other.title == it.title;
                it.side == side
                    && chosen.first().is_none_or(|first| first.reference == it.reference)
                    && !chosen.iter().any(is_taken)
            };
            let mut fitting = offers.iter().filter(fits);
            chosen.push(fitting.clone().find(|it| it.kind == preferred).or_else(|| fitting.next())?);
        }
        let first = chosen.first()?;
        let titles: Vec<String> = causes
            .iter()
            .zip(&chosen)
            .enumerate()
            .map(|(at, (cause, repair))| {
                let title = self.named(&repair.title, cause);
                if at == 0 { title } else { lower(&title) }
            })
            .collect();
        let mut shown: Vec<String> = titles.iter().take(NAMED).cloned().collect();
        if titles.len() > NAMED {
            shown.push(format!("{} more", titles.len() - NAMED));
        }
        let kind = chosen.iter().map(|it| it.kind).max().unwrap_or(preferred);
        let edits = merged(chosen.iter().flat_map(|it| it.edits.clone()));
        Some(Repair {
            kind,
            title: listed(&shown, "and"),
            side,
            reference: first.reference.clone(),
            edits,
            default: None,
        })
    }

    /// A title that says which field of the reader it is about.
    fn named(&self, title: &str, cause: &Incompatibility) -> String {
        match field_at(self.rules.reader, &cause.reader) {
            Some(name) if title.contains(" it ") => title.replacen(" it ", &format!(" {name} "), 1),
            Some(name) if !title.split(' ').any(|word| word == name) => format!("{title} for {name}"),
            Some(_) | None => title.to_owned(),
        }
    }

    /// Whether the pair holds after a repair, and the text is as valid as before.
    fn holds(&mut self, repair: &Repair, (reader, writer): Pair) -> bool {
        let rules = self.rules;
        let side = if repair.side == Side::Reader { rules.reader } else { rules.writer };
        let Some(source) = source_of(side, repair.reference.as_deref()) else { return false };
        let bytes = side.references().iter().map(|it| it.tree.text().len()).sum::<usize>() + side.text().len();
        let Some(left) = self.left.checked_sub(bytes) else { return false };
        self.left = left;
        let Some((after, findings)) = changed(side, source, &repair.edits) else { return false };
        let keeps = is_valid(&findings, Parser::Specification) || {
            let (_, before) = changed(side, source, &[]).unzip();
            !is_valid(&before.unwrap_or_default(), Parser::Specification)
        };
        let now = |id: TypeId| moved(side, id, source, &repair.edits, &after);
        let (rules, pair) = match repair.side {
            Side::Reader => (Rules { reader: &after, ..rules }, now(reader).map(|it| (it, writer))),
            Side::Writer => (Rules { writer: &after, ..rules }, now(writer).map(|it| (reader, it))),
        };
        keeps && pair.is_some_and(|(reader, writer)| Verdicts::of(rules).ask(reader, writer))
    }
}

fn source_of(schema: &Schema, reference: Option<&str>) -> Option<SourceId> {
    let Some(name) = reference else { return Some(SourceId::OWN) };
    let at = schema.references().iter().position(|it| it.name.as_deref() == Some(name))?;
    u32::try_from(at).ok().map(|at| SourceId(at + 1))
}

/// The name of the field at a place, or of the one whose type stands there.
fn field_at(schema: &Schema, place: &SchemaPlace) -> Option<String> {
    let tree = schema.tree(source_of(schema, place.reference.as_deref())?);
    let mut node = Some(tree.locate(&place.pointer)?);
    while let Some(at) = node {
        let is_field = tree.parent(at).is_some_and(|list| tree.key(list).as_deref() == Some("fields"));
        if is_field {
            return tree.string(tree.get(at, "name")?).map(Into::into);
        }
        node = tree.parent(at);
    }
    None
}

/// The type that stands, after edits of a text, where one stood before.
fn moved(before: &Schema, id: TypeId, source: SourceId, edits: &[TextEdit], after: &Schema) -> Option<TypeId> {
    let ty = before.ty(id);
    let start = before.tree(ty.source).span(ty.node).start;
    let shifted = edits
        .iter()
        .filter(|edit| ty.source == source && edit.end <= start)
        .try_fold(start, |at, edit| (at + edit.text.len()).checked_sub(edit.end - edit.start))?;
    let is_there =
        |it: &crate::schema::Type| it.source == ty.source && after.tree(it.source).span(it.node).start == shifted;
    after.types().find(|(_, it)| is_there(it)).map(|(id, _)| id)
}

/// Edits in the order of the text; those that insert at one place become one, with a comma between whole values.
fn merged(edits: impl Iterator<Item = TextEdit>) -> Vec<TextEdit> {
    let mut ordered: Vec<TextEdit> = edits.collect();
    ordered.sort_by_key(|edit| (edit.start, edit.end));
    let mut merged: Vec<TextEdit> = Vec::new();
    for edit in ordered {
        match merged
            .last_mut()
            .filter(|last| last.end == edit.start && edit.start == edit.end && last.start == last.end)
        {
            Some(last) => {
                let has_comma = last.text.trim_end().ends_with(',') || edit.text.trim_start().starts_with(',');
                last.text.push_str(if has_comma { "" } else { ", " });
                last.text.push_str(&edit.text);
            }
            None => merged.push(edit),
        }
    }
    merged
}

fn lower(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
