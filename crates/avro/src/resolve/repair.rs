//! Repairs: edits of one of the two texts after which the finding is gone.

use super::agree::{agree, means_the_same};
use super::branch::renamed_branches;
use super::brief::{rank, reads};
use super::clauses::{Fault, Lookup, Rules, Step, can_be_alias};
use super::enum_repair::symbols;
use super::explain::Site;
use super::fixpoint::Verdicts;
use super::incompatibility::{Repair, RepairKind, Side};
use super::mend::{with_deep_defaults, with_defaults};
use crate::default::Defaults;
use crate::portable::Spot;
use crate::rename::add_alias;
use crate::schema::{Field, Record, Schema, Shape, SourceId, TypeId, Use};
use diagnostic::listed;
use syntax::{Kind, NodeId, Span, TextEdit, Tree, quote};

/// How many renamed fields are guessed.
pub(super) const GUESSES: usize = 2;

/// How many fields on either side of a place are looked at for that.
const NEAR: usize = 16;

pub(super) struct Repairs<'a> {
    rules: Rules<'a>,
    /// The writer's fields that no field of the reader takes, for the pair of records asked last.
    unclaimed: Option<((TypeId, TypeId), Vec<usize>)>,
}

impl<'a> Repairs<'a> {
    pub fn new(rules: Rules<'a>) -> Self {
        Self { rules, unclaimed: None }
    }

    /// Repairs of a pair of types that fails by itself.
    pub fn of_fault(&mut self, site: Site, fault: Fault, verdicts: &mut Verdicts<'a>) -> Vec<Repair> {
        let (reader, writer) = (self.rules.reader, self.rules.writer);
        match fault {
            Fault::MissingDefault(at) => self.missing_default(site, at, verdicts),
            Fault::AmbiguousField(at) => self.ambiguous(site, at).into_iter().collect(),
            Fault::Kinds | Fault::Decimal => self.kinds(site),
            Fault::Name => names(self.rules, site),
            Fault::Symbols => symbols(reader, writer, site),
            Fault::Size => {
                let sizes = (fixed_size(reader, site.reader.ty), fixed_size(writer, site.writer.ty));
                let (Some(wanted), Some(written)) = sizes else { return Vec::new() };
                let set = |schema: &Schema, id, side, size: u64| {
                    let ty = schema.ty(id);
                    let edit = schema.tree(ty.source).set_member(ty.node, "size", &size.to_string(), None);
                    let edits = with_defaults(schema, id, vec![edit], |_| true);
                    let title = format!("Change the size to {size}");
                    repair(schema, RepairKind::ChangeBack, title, side, ty.source, edits)
                };
                vec![
                    set(reader, site.reader.ty, Side::Reader, written),
                    set(writer, site.writer.ty, Side::Writer, wanted),
                ]
            }
        }
    }

    /// Repairs of a missing branch of the reader's union.
    pub fn of_branch(
        &self,
        site: Site,
        branch: Use,
        step: Step,
        nearest: Option<Use>,
        verdicts: &mut Verdicts<'a>,
    ) -> Vec<Repair> {
        let (reader, writer) = (self.rules.reader, self.rules.writer);
        let text = writer.type_text(branch);
        let mut repairs = Vec::new();
        if nearest.is_none() && self.takes_another(site.reader, branch) {
            let end = reader.tree(site.reader.source).inside(site.reader.node).end;
            let spot = Spot { source: site.reader.source, span: Span::at(end) };
            let added = writer
                .portable_text(branch, reader, spot)
                .filter(|_| means_the_same(reader, spot, writer, branch.ty, Side::Reader))
                .map(|json| reader.tree(site.reader.source).insert_element(site.reader.node, usize::MAX, &json));
            repairs.extend(added.map(|edit| {
                let title = format!("Accept {text} too");
                repair(reader, RepairKind::KeepBranch, title, Side::Reader, site.reader.source, vec![edit])
            }));
        }
        if nearest.is_none() {
            for renamed in renamed_branches(self.rules, site, branch, verdicts) {
                repairs.extend(names(self.rules, Site { reader: renamed, writer: branch }));
            }
        }
        match step {
            Step::WriterBranch(_) => repairs.extend(remove_branch(writer, branch)),
            Step::ReaderBranch | Step::Field { .. } | Step::Items | Step::Values => {
                repairs.extend(change_type(writer, site.writer, reader, site.reader, Side::Writer));
            }
        }
        repairs
    }

    /// Whether a union can take another branch beside those that it has.
    fn takes_another(&self, union: Use, branch: Use) -> bool {
        let Shape::Union(union) = self.rules.reader.shape(union.ty) else { return false };
        let key = |shape: &Shape| shape.name().map_or(shape.word().to_owned(), |name| name.full().to_owned());
        let wanted = key(self.rules.writer.shape(branch.ty));
        union.branches.iter().all(|branch| key(self.rules.reader.shape(branch.ty)) != wanted)
    }

    fn kinds(&self, site: Site) -> Vec<Repair> {
        let (reader, writer) = (self.rules.reader, self.rules.writer);
        let mut repairs = Vec::new();
        if matches!(writer.shape(site.writer.ty), Shape::Null) {
            repairs.extend(make_nullable(reader, site.reader));
        } else {
            repairs.extend(change_type(reader, site.reader, writer, self.whole(site.writer), Side::Reader));
        }
        if parent_union(writer, site.writer).is_some() {
            repairs.extend(remove_branch(writer, site.writer));
        } else {
            repairs.extend(change_type(writer, site.writer, reader, site.reader, Side::Writer));
        }
        repairs
    }

    /// The writer's whole union, where a reader of the branch alone would not read the other branches.
    fn whole(&self, branch: Use) -> Use {
        let writer = self.rules.writer;
        let Some(node) = parent_union(writer, branch) else { return branch };
        let union = writer.types().find(|(_, ty)| ty.source == branch.source && ty.node == node);
        let Some((ty, Shape::Union(union))) = union.map(|(id, ty)| (id, &ty.shape)) else { return branch };
        let rules = Rules { reader: writer, ..self.rules };
        let reads = |other: &Use| rules.leaf(writer.ty(branch.ty), writer.ty(other.ty)) == Some(Ok(()));
        if union.branches.iter().all(reads) { branch } else { Use { ty, source: branch.source, node } }
    }

    fn missing_default(&mut self, site: Site, at: usize, verdicts: &mut Verdicts<'a>) -> Vec<Repair> {
        let (reader, writer) = (self.rules.reader, self.rules.writer);
        let (Some(wanted), Some(written)) = (reader.record(site.reader.ty), writer.record(site.writer.ty)) else {
            return Vec::new();
        };
        let Some(field) = wanted.fields.get(at) else { return Vec::new() };
        let source = reader.ty(site.reader.ty).source;
        let tree = reader.tree(source);
        // A field whose alias is its own name finds a field of that name twice.
        let is_own_alias = field.aliases.contains(&field.name);
        let mut repairs = Vec::new();
        for other in self.renamed(site, at, field, verdicts) {
            let title = format!("Read it from field {} by an alias", other.name);
            let edits = vec![add_alias(tree, field.node, &other.name)];
            repairs.push(repair(reader, RepairKind::AddAlias, title, Side::Reader, source, edits));
            if is_own_alias {
                continue;
            }
            let there = writer.ty(site.writer.ty).source;
            let mut edits = vec![writer.tree(there).set_member(other.node, "name", &quote(&field.name), None)];
            edits.extend(writer.rename_in_defaults(site.writer.ty, &other.name, &field.name, there));
            let title = format!("Rename field {} to {}", other.name, field.name);
            let edits = with_deep_defaults(writer, site.writer.ty, there, edits);
            repairs.push(repair(writer, RepairKind::RenameBack, title, Side::Writer, there, edits));
        }
        let nullable = is_nullable(reader, field.ty);
        if nullable {
            let (title, edits) = reader.null_default(source, field);
            repairs
                .push(repair(reader, RepairKind::AddDefault, title, Side::Reader, source, edits).with_default("null"));
        } else if let Some(zero) = reader.zero(field.ty.ty) {
            let title = format!("Add default {zero}");
            let edits = vec![tree.set_member(field.node, "default", &zero, Some("type"))];
            repairs.push(repair(reader, RepairKind::AddDefault, title, Side::Reader, source, edits).with_default(zero));
        }
        if !nullable {
            repairs.extend(make_nullable(reader, field.ty));
        }
        if !is_own_alias && self.names_the_same(field.ty.ty, site, verdicts) {
            repairs.extend(keep_field(reader, writer, site, field, at, written));
        }
        repairs
    }

    /// Whether every named type that a type of the reader leads to reads the writer's type of that name, if it has one. Only
    /// then does what is written by name mean the same on the other side. The pair under repair is taken for repaired.
    fn names_the_same(&self, ty: TypeId, site: Site, verdicts: &mut Verdicts<'a>) -> bool {
        let writer = self.rules.writer;
        let repaired = (site.reader.ty, site.writer.ty);
        let namesake = |name: &str| writer.named(name);
        agree(self.rules.reader, ty, namesake, |id, twin| (id, twin) == repaired || verdicts.ask(id, twin))
    }

    /// The writer's fields that the reader's field at a place could have been called, the most alike first. A person who renames a
    /// field leaves it about where it was, so only those near its place are looked at.
    fn renamed(&mut self, site: Site, at: usize, field: &Field, verdicts: &mut Verdicts<'a>) -> Vec<&'a Field> {
        let writer = self.rules.writer;
        let Some(written) = writer.record(site.writer.ty) else { return Vec::new() };
        let unclaimed = self.unclaimed(site, written);
        let middle = unclaimed.partition_point(|place| *place < at);
        let near = middle.saturating_sub(NEAR)..unclaimed.len().min(middle + NEAR);
        let near = unclaimed.get(near).unwrap_or_default().iter().filter_map(|place| written.fields.get(*place));
        let mut likely: Vec<(usize, &Field)> =
            near.map(|other| (unlikeness(&field.name, &other.name), other)).collect();
        likely.sort_by_key(|(unlikeness, _)| *unlikeness);
        let fitting = likely.into_iter().map(|(_, other)| other);
        fitting.filter(|other| verdicts.ask(field.ty.ty, other.ty.ty)).take(GUESSES).collect()
    }

    /// The places of the writer's fields that no field of the reader takes, in order.
    fn unclaimed(&mut self, site: Site, written: &Record) -> &[usize] {
        let pair = (site.reader.ty, site.writer.ty);
        if self.unclaimed.as_ref().is_none_or(|(known, _)| *known != pair) {
            let mut free: Vec<bool> = vec![true; written.fields.len()];
            for field in self.rules.reader.record(site.reader.ty).into_iter().flat_map(|record| &record.fields) {
                if let Lookup::One(at) = self.rules.field(field, written, 0)
                    && let Some(place) = free.get_mut(at)
                {
                    *place = false;
                }
            }
            let places = free.iter().enumerate().filter(|(_, free)| **free).map(|(at, _)| at).collect();
            self.unclaimed = Some((pair, places));
        }
        self.unclaimed.as_ref().map_or(&[], |(_, places)| places)
    }

    fn ambiguous(&self, site: Site, at: usize) -> Option<Repair> {
        let (reader, writer) = (self.rules.reader, self.rules.writer);
        let field = reader.record(site.reader.ty)?.fields.get(at)?;
        let written = writer.record(site.writer.ty)?;
        let source = reader.ty(site.reader.ty).source;
        let tree = reader.tree(source);
        let list = tree.get(field.node, "aliases")?;
        let mut met = written.position(&field.name).is_some();
        let kept: Vec<&str> = field
            .aliases
            .iter()
            .filter(|alias| written.position(alias).is_none() || !std::mem::replace(&mut met, true))
            .map(|alias| &**alias)
            .collect();
        let gone: Vec<&str> =
            field.aliases.iter().map(|alias| &**alias).filter(|alias| !kept.contains(alias)).collect();
        let edit = if kept.is_empty() {
            tree.remove(list)
        } else {
            let texts: Vec<String> = kept.iter().map(|alias| quote(alias)).collect();
            tree.replace_value(list, &format!("[{}]", texts.join(", ")))
        };
        let title = format!("Remove the alias {}", listed(&gone, "and"));
        Some(repair(reader, RepairKind::RemoveAlias, title, Side::Reader, source, vec![edit]))
    }
}

pub(super) fn repair(
    schema: &Schema,
    kind: RepairKind,
    title: String,
    side: Side,
    source: SourceId,
    edits: Vec<TextEdit>,
) -> Repair {
    Repair { kind, title, side, reference: schema.source_name(source).map(str::to_owned), edits, default: None }
}

fn is_nullable(schema: &Schema, at: Use) -> bool {
    let is_null = |at: Use| matches!(schema.shape(at.ty), Shape::Null);
    is_null(at) || schema.shape(at.ty).uses().any(is_null) && matches!(schema.shape(at.ty), Shape::Union(_))
}

/// The field object that a use is the type of, with its default.
fn field_of(tree: &Tree, node: NodeId) -> Option<(NodeId, Option<NodeId>)> {
    let field = tree.parent(node).filter(|_| tree.key(node).as_deref() == Some("type"))?;
    tree.get(field, "name")?;
    Some((field, tree.get(field, "default")))
}

/// Lets a reader's type be null as well. Null stands first with null as default, unless there is another default, which then
/// stays first as older parsers want it.
fn make_nullable(schema: &Schema, at: Use) -> Option<Repair> {
    let at = schema.as_written(at);
    let tree = schema.tree(at.source);
    if parent_union(schema, at).is_some() {
        return None;
    }
    let field = field_of(tree, at.node);
    let default = field.and_then(|(_, default)| default);
    let null_first = default.is_none_or(|default| tree.kind(default) == Kind::Null);
    let is_union = tree.kind(at.node) == Kind::Array;
    let mut edits = Vec::new();
    edits.push(match (is_union, null_first) {
        (true, _) => tree.insert_element(at.node, if null_first { 0 } else { usize::MAX }, "\"null\""),
        (false, true) => tree.replace_value(at.node, &format!("[\"null\", {}]", tree.raw(at.node))),
        (false, false) => tree.replace_value(at.node, &format!("[{}, \"null\"]", tree.raw(at.node))),
    });
    if let Some((field, None)) = field {
        edits.push(tree.set_member(field, "default", "null", Some("type")));
    }
    let title = "Make it nullable".to_owned();
    let merged = merge_insertions(edits);
    Some(repair(schema, RepairKind::MakeNullable, title, Side::Reader, at.source, merged))
}

/// Replaces a type by that of the other schema, and its default with it where it no longer fits.
pub(super) fn change_type(schema: &Schema, at: Use, other: &Schema, wanted: Use, side: Side) -> Option<Repair> {
    let at = schema.as_written(at);
    let spot = Spot { source: at.source, span: schema.span(at) };
    if schema.is_needed_elsewhere(at)
        || !fits_beside(schema, at, other.shape(wanted.ty))
        || !means_the_same(schema, spot, other, wanted.ty, side)
    {
        return None;
    }
    let json = other.portable_text(wanted, schema, spot)?;
    let tree = schema.tree(at.source);
    let mut edits = vec![tree.replace_value(at.node, &json)];
    if let Some((_, Some(default))) = field_of(tree, at.node)
        && !Defaults::new(other, tree).fits(wanted.ty, default)
    {
        let there = other.tree(wanted.source);
        let theirs = field_of(there, wanted.node).and_then(|(_, default)| default);
        let theirs = theirs.filter(|&default| Defaults::new(other, there).fits(wanted.ty, default));
        let fitting = theirs.map(|default| there.raw(default).to_owned()).or_else(|| other.zero(wanted.ty));
        edits.push(fitting.map_or_else(|| tree.remove(default), |text| tree.replace_value(default, &text)));
    }
    let (now, then) = (rank(schema.shape(at.ty)), rank(other.shape(wanted.ty)));
    let reads_more = now.zip(then).is_some_and(|(now, then)| reads(then, now) && !reads(now, then));
    let widens = side == Side::Reader && reads_more;
    let (kind, verb) = if widens { (RepairKind::Widen, "Widen") } else { (RepairKind::ChangeBack, "Change") };
    // Of two types of one name, what they mean tells them apart.
    let named = Some(other.type_text(wanted)).filter(|text| *text != schema.type_text(at));
    let title = format!("{verb} the type to {}", named.unwrap_or_else(|| other.meaning_text(wanted)));
    let edits = with_deep_defaults(schema, at.ty, at.source, edits);
    Some(repair(schema, kind, title, side, at.source, edits))
}

/// The union that a use is a branch of, as a JSON array.
fn parent_union(schema: &Schema, branch: Use) -> Option<NodeId> {
    let branch = schema.as_written(branch);
    let tree = schema.tree(branch.source);
    tree.parent(branch.node).filter(|&parent| tree.kind(parent) == Kind::Array)
}

/// Whether a type can stand where a use stands: in a union, beside the other branches.
fn fits_beside(schema: &Schema, at: Use, wanted: &Shape) -> bool {
    let Some(list) = parent_union(schema, at) else { return true };
    let of_list = |ty: &crate::schema::Type| ty.source == at.source && ty.node == list;
    let Some(Shape::Union(union)) = schema.types().find(|(_, ty)| of_list(ty)).map(|(_, ty)| &ty.shape) else {
        return true;
    };
    let key = |shape: &Shape| shape.name().map_or(shape.word().to_owned(), |name| name.full().to_owned());
    let is_other = |branch: &&Use| schema.as_written(**branch).node != schema.as_written(at).node;
    let mut others = union.branches.iter().filter(is_other);
    !matches!(wanted, Shape::Union(_)) && others.all(|branch| key(schema.shape(branch.ty)) != key(wanted))
}

/// Takes a branch out of a writer's union, and a default that was its value.
fn remove_branch(schema: &Schema, branch: Use) -> Option<Repair> {
    let branch = schema.as_written(branch);
    let tree = schema.tree(branch.source);
    let union = parent_union(schema, branch)?;
    // A union of nothing could write nothing at all, and a definition that others use cannot go.
    tree.children(union).nth(1)?;
    if schema.is_needed_elsewhere(branch) {
        return None;
    }
    let mut edits = vec![tree.remove(branch.node)];
    if let Some((_, Some(default))) = field_of(tree, union)
        && Defaults::new(schema, tree).fits(branch.ty, default)
    {
        edits.push(tree.remove(default));
    }
    let title = format!("Remove {} from the union", schema.type_text(branch));
    let edits = with_deep_defaults(schema, branch.ty, branch.source, edits);
    Some(repair(schema, RepairKind::KeepBranch, title, Side::Writer, branch.source, edits))
}

/// Puts a field of the reader back into the writer.
fn keep_field(
    reader: &Schema,
    writer: &Schema,
    site: Site,
    field: &Field,
    at: usize,
    written: &Record,
) -> Option<Repair> {
    let here = reader.tree(reader.ty(site.reader.ty).source);
    let (object, text) = (here.span(field.node), here.raw(field.node));
    let kind = here.span(field.ty.node);
    let before = text.get(..kind.start.checked_sub(object.start)?)?;
    let after = text.get(kind.end.checked_sub(object.start)?..)?;
    let ty = writer.ty(site.writer.ty);
    let tree = writer.tree(ty.source);
    let fields = tree.get(ty.node, "fields").filter(|&fields| tree.kind(fields) == Kind::Array)?;
    // Where it stood is best; where its types are defined later, the end may do.
    let (place, json) = [at.min(written.fields.len()), written.fields.len()].into_iter().find_map(|place| {
        let next = written.fields.get(place).map(|field| tree.span(field.node).start);
        let at = next.unwrap_or_else(|| tree.inside(fields).end);
        let spot = Spot { source: ty.source, span: Span::at(at) };
        Some((place, reader.portable_text(field.ty, writer, spot)?))
    })?;
    let edit = tree.insert_element(fields, place, &format!("{before}{json}{after}"));
    let title = format!("Keep field {}", field.name);
    let edits = with_deep_defaults(writer, site.writer.ty, ty.source, vec![edit]);
    Some(repair(writer, RepairKind::KeepField, title, Side::Writer, ty.source, edits))
}

fn names(rules: Rules<'_>, site: Site) -> Vec<Repair> {
    let (reader, writer) = (rules.reader, rules.writer);
    let (Some(wanted), Some(written)) = (reader.shape(site.reader.ty).name(), writer.shape(site.writer.ty).name())
    else {
        return Vec::new();
    };
    let ty = reader.ty(site.reader.ty);
    let mut repairs = Vec::new();
    // An alias that is another type's name would turn that type into this one.
    let is_free = reader.named(written.full()).is_none();
    if !is_free {
        repairs.extend(change_type(reader, site.reader, writer, site.writer, Side::Reader));
    }
    if is_free && can_be_alias(wanted, written, rules.profile) {
        let dot = if written.namespace().is_empty() && !wanted.namespace().is_empty() { "." } else { "" };
        let alias = format!("{dot}{}", written.full());
        let edits = vec![add_alias(reader.tree(ty.source), ty.node, &alias)];
        let title = format!("Add alias {written}");
        repairs.push(repair(reader, RepairKind::AddAlias, title, Side::Reader, ty.source, edits));
    }
    repairs.extend(reader.rename(site.reader.ty, written.simple()).map(|edits| {
        let title = format!("Rename {} to {}", wanted.simple(), written.simple());
        repair(reader, RepairKind::RenameBack, title, Side::Reader, ty.source, edits)
    }));
    repairs.extend(writer.rename(site.writer.ty, wanted.simple()).map(|edits| {
        let title = format!("Rename {} to {}", written.simple(), wanted.simple());
        repair(writer, RepairKind::RenameBack, title, Side::Writer, writer.ty(site.writer.ty).source, edits)
    }));
    repairs
}

fn fixed_size(schema: &Schema, ty: TypeId) -> Option<u64> {
    if let Shape::Fixed(fixed) = schema.shape(ty) { Some(fixed.size) } else { None }
}

/// Joins edits that touch, in the order given, so that they do not count as overlapping.
pub(super) fn merge_insertions(edits: Vec<TextEdit>) -> Vec<TextEdit> {
    let mut merged: Vec<TextEdit> = Vec::new();
    for edit in edits {
        match merged.iter_mut().find(|other| other.end == edit.start && edit.start == edit.end) {
            Some(other) => other.text.push_str(&edit.text),
            None => merged.push(edit),
        }
    }
    merged
}

/// How unlike two names of fields are: how many letters are left when what they begin and end with is taken away. One
/// within the other is likely a rename.
pub(super) fn unlikeness(a: &str, b: &str) -> usize {
    let same = |(x, y): &(char, char)| x.eq_ignore_ascii_case(y);
    let letters = |name: &str| name.chars().filter(|c| *c != '_').count();
    let start = a.chars().zip(b.chars()).take_while(same).count();
    let end = a.chars().rev().zip(b.chars().rev()).take_while(same).count();
    let (long, short) = (letters(a).max(letters(b)), letters(a).min(letters(b)));
    if start >= short || end >= short { 0 } else { long.saturating_sub(start + end) }
}
