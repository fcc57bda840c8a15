//! A person's edits of a row of the form, as edits of the text: everything that the edit is not about stays to the byte.
//!
//! Named types are defined where they are used first, so taking a field away, or moving it, can take a definition from
//! others that use it by name. It then moves to the first of them. An edit that would leave the text worse than it was is
//! refused with the reason.

use crate::build::Reference;
use crate::name::Name;
use crate::rule::{Parser, Rule};
use crate::schema::{Field, Record, Schema, SourceId, TypeId, Use};
use crate::type_text::{NotAType, Surroundings, write_type};
use std::collections::{BTreeMap, BTreeSet};
use syntax::{Kind, NodeId, Span, TextEdit, Tree, apply_edits, quote};

/// An edit of a form. Fields are named by the JSON pointer to their object, as [`crate::FormField::pointer`] gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormEdit {
    /// Gives a field another name.
    Rename {
        /// The field.
        field: String,
        /// Its new name.
        name: String,
    },
    /// Gives a field another type, as people write it: `array<OrderItem>?`.
    SetType {
        /// The field.
        field: String,
        /// The type.
        text: String,
    },
    /// Sets the default, or takes it away. A word that is no JSON counts as a text where the type is one.
    SetDefault {
        /// The field.
        field: String,
        /// The default.
        json: Option<String>,
    },
    /// Sets the doc, or takes it away.
    SetDoc {
        /// The field.
        field: String,
        /// The doc.
        doc: Option<String>,
    },
    /// Puts a tag such as `pii` on a field, or takes it away wherever it stands.
    SetTag {
        /// The field.
        field: String,
        /// The tag.
        tag: String,
        /// Whether it is to be there.
        on: bool,
    },
    /// Adds a field at the end of a record.
    Add {
        /// The JSON pointer to the record; empty for the outermost.
        record: String,
        /// The new field's name.
        name: String,
        /// Its type, as people write it.
        text: String,
    },
    /// Takes a field away.
    Remove {
        /// The field.
        field: String,
    },
    /// Moves a field to another place in its record.
    Move {
        /// The field.
        field: String,
        /// Its place afterwards, from 0.
        to: usize,
    },
}

/// Why an edit of the form is not carried out. The text is for people and says what to do next.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FormRefusal {
    /// The form is older than the text.
    #[error("the text no longer has this field; look at the form again")]
    Outdated,
    /// The typed text is no type.
    #[error(transparent)]
    NotAType(#[from] NotAType),
    /// The typed text is no default.
    #[error("a default is JSON, for example \"EUR\", 0, true, null or []; {0} is none")]
    NotJson(String),
    /// The edit would bring a mistake into the text.
    #[error("{0}")]
    Mistake(String),
}

/// Mistakes that a person mends in the next step, so that they are shown and not refused.
const MENDED_NEXT: [Rule; 6] = [
    Rule::DefaultMisfit,
    Rule::DefaultNotANumber,
    Rule::DefaultNumberAsText,
    Rule::DefaultUnencodable,
    Rule::LogicalTypeMisfit,
    Rule::LogicalTypeUnknown,
];

impl Schema {
    /// The text after an edit of the form.
    pub fn edit_form(&self, edit: &FormEdit) -> Result<String, FormRefusal> {
        let text = match edit {
            FormEdit::Rename { field, name } => self.apply(self.renamed(&self.field_at(field)?, name)?)?,
            FormEdit::SetType { field, text } => self.apply(self.retyped(&self.field_at(field)?, text)?)?,
            FormEdit::SetDefault { field, json } => {
                self.apply(vec![self.defaulted(&self.field_at(field)?, json.as_deref())?])?
            }
            FormEdit::SetDoc { field, doc } => {
                let at = self.field_at(field)?;
                let json = doc.as_deref().map(quote);
                self.apply(self.member(at.field.node, "doc", json.as_deref(), None).into_iter().collect())?
            }
            FormEdit::SetTag { field, tag, on } => self.apply(self.tagged(&self.field_at(field)?, tag, *on))?,
            FormEdit::Add { record, name, text } => self.apply(vec![self.added(record, name, text)?])?,
            FormEdit::Remove { field } => {
                let at = self.field_at(field)?;
                let tree = self.tree(SourceId::OWN);
                let mut edits = self.rehomed(&self.defined_in(tree.span(at.field.node)), tree.span(at.field.node));
                edits.push(tree.remove(at.field.node));
                self.apply(edits)?
            }
            FormEdit::Move { field, to } => self.moved(&self.field_at(field)?, *to)?,
        };
        self.accepted(text)
    }

    fn apply(&self, edits: Vec<TextEdit>) -> Result<String, FormRefusal> {
        apply_edits(self.text(), &edits).map_err(|_| FormRefusal::Outdated)
    }

    /// The text, unless it has a mistake that this one has not.
    fn accepted(&self, text: String) -> Result<String, FormRefusal> {
        let mistakes = |text: &str| {
            let mut found: BTreeMap<Rule, Vec<String>> = BTreeMap::new();
            for finding in Self::parse(text, &self.given_references()).1 {
                if finding.refused_by(Parser::Specification) && !MENDED_NEXT.contains(&finding.rule) {
                    found.entry(finding.rule).or_default().push(finding.message);
                }
            }
            found
        };
        let before = mistakes(self.text());
        for (rule, messages) in mistakes(&text) {
            let known = before.get(&rule).map_or(&[][..], Vec::as_slice);
            if messages.len() > known.len()
                && let Some(message) = messages.into_iter().find(|it| !known.contains(it))
            {
                return Err(FormRefusal::Mistake(message));
            }
        }
        Ok(text)
    }

    fn given_references(&self) -> Vec<Reference<'_>> {
        self.references()
            .iter()
            .map(|it| Reference { name: it.name.as_deref().unwrap_or_default(), text: it.tree.text() })
            .collect()
    }

    fn field_at(&self, pointer: &str) -> Result<Place<'_>, FormRefusal> {
        let node = self.tree(SourceId::OWN).locate(pointer).ok_or(FormRefusal::Outdated)?;
        let place = self
            .field_defined_at(node)
            .and_then(|(id, index, field)| Some(Place { id, record: self.record(id)?, index, field }));
        place.ok_or(FormRefusal::Outdated)
    }

    fn renamed(&self, at: &Place<'_>, name: &str) -> Result<Vec<TextEdit>, FormRefusal> {
        let tree = self.tree(SourceId::OWN);
        let old = tree.get(at.field.node, "name").ok_or(FormRefusal::Outdated)?;
        let mut edits = vec![tree.replace_value(old, &quote(name.trim()))];
        edits.extend(self.rename_in_defaults(at.id, &at.field.name, name.trim(), SourceId::OWN));
        Ok(edits)
    }

    fn retyped(&self, at: &Place<'_>, text: &str) -> Result<Vec<TextEdit>, FormRefusal> {
        let tree = self.tree(SourceId::OWN);
        let span = self.span(self.as_written(at.field.ty));
        let leaving = self.defined_in(span);
        let has_value = at.field.default.is_some_and(|it| tree.kind(it) != Kind::Null);
        let around =
            Surroundings { schema: self, namespace: at.record.name.namespace(), leaving, null_last: has_value };
        let written = write_type(text, &around)?;
        let mut gone = around.leaving;
        for kept in &written.kept {
            let ty = self.ty(*kept);
            for inner in self.defined_in(self.tree(ty.source).span(ty.node)) {
                gone.remove(&inner);
            }
        }
        let mut edits = self.rehomed(&gone, span);
        edits.push(TextEdit::replace(span.start, span.end, written.json));
        Ok(edits)
    }

    fn defaulted(&self, at: &Place<'_>, typed: Option<&str>) -> Result<TextEdit, FormRefusal> {
        let Some(typed) = typed.map(str::trim) else {
            return self.member(at.field.node, "default", None, None).ok_or(FormRefusal::Outdated);
        };
        let is_json = |text: &str| syntax::parse(text).1.is_empty();
        let is_text = matches!(self.type_text(at.field.ty).trim_end_matches('?'), "string" | "uuid");
        let is_symbol = |id: TypeId| matches!(self.shape(id), crate::Shape::Enum(_));
        let branches: Vec<Use> = self.shape(at.field.ty.ty).uses().collect();
        let takes_text = is_text || is_symbol(at.field.ty.ty) || branches.iter().any(|it| is_symbol(it.ty));
        let json = if is_json(typed) {
            typed.to_owned()
        } else if takes_text {
            quote(typed)
        } else {
            return Err(FormRefusal::NotJson(typed.to_owned()));
        };
        self.member(at.field.node, "default", Some(&json), Some("type")).ok_or(FormRefusal::Outdated)
    }

    fn tagged(&self, at: &Place<'_>, tag: &str, on: bool) -> Vec<TextEdit> {
        let tree = self.tree(SourceId::OWN);
        let is_tag = |text: Option<&str>| text.is_some_and(|it| it.eq_ignore_ascii_case(tag));
        if on {
            let after = if at.field.default.is_some() { "default" } else { "type" };
            return self.member(at.field.node, tag, Some("true"), Some(after)).into_iter().collect();
        }
        let mut edits = Vec::new();
        let own_type = (tree.kind(at.field.ty.node) == Kind::Object).then_some(at.field.ty.node);
        for object in [at.field.node].into_iter().chain(own_type) {
            for member in tree.children(object) {
                if is_tag(tree.key(member).as_deref()) {
                    edits.push(tree.remove(member));
                } else if tree.kind(member) == Kind::Array && tree.key(member).is_some_and(|key| is_tag_list(&key)) {
                    let tags = tree.children(member).filter(|it| is_tag(tree.string(*it).as_deref()));
                    edits.extend(tags.map(|it| tree.remove(it)));
                } else if is_tag(tree.string(member).as_deref())
                    && tree.key(member).is_some_and(|key| is_tag_list(&key))
                {
                    edits.push(tree.remove(member));
                }
            }
        }
        edits
    }

    fn added(&self, record: &str, name: &str, text: &str) -> Result<TextEdit, FormRefusal> {
        let tree = self.tree(SourceId::OWN);
        let node = tree.locate(record).ok_or(FormRefusal::Outdated)?;
        let mut own = self.types().filter(|(_, ty)| ty.source.is_own() && ty.node == node);
        let namespace =
            own.find_map(|(id, _)| self.record(id)).ok_or(FormRefusal::Outdated)?.name.namespace().to_owned();
        let around = Surroundings { schema: self, namespace: &namespace, leaving: BTreeSet::new(), null_last: false };
        let json = write_type(text, &around)?.json;
        let fields =
            tree.get(node, "fields").filter(|it| tree.kind(*it) == Kind::Array).ok_or(FormRefusal::Outdated)?;
        let style = Style::of(tree, tree.children(fields).last());
        let Style { lead, colon, between, tail } = style;
        let name = quote(name.trim());
        let object = format!("{{{lead}\"name\"{colon}{name}{between}\"type\"{colon}{json}{tail}}}");
        Ok(tree.insert_element(fields, usize::MAX, &object))
    }

    fn moved(&self, at: &Place<'_>, to: usize) -> Result<String, FormRefusal> {
        let fields = &at.record.fields;
        let to = to.min(fields.len().saturating_sub(1));
        let (first, last) = (at.index.min(to), at.index.max(to));
        let passed =
            fields.iter().enumerate().filter(|(index, _)| *index != at.index && (first..=last).contains(index));
        let passed: Vec<Span> = passed.map(|(_, field)| self.tree(SourceId::OWN).span(field.node)).collect();
        let own = [self.tree(SourceId::OWN).span(at.field.node)];
        // A later definition may come to stand before an earlier one.
        let (later, earlier) =
            if at.index < to { (&own[..], passed.as_slice()) } else { (passed.as_slice(), &own[..]) };
        let text = self.apply(self.swapped(later, earlier))?;
        let (tree, _) = syntax::parse(&text);
        let array = self.tree(SourceId::OWN).parent(at.field.node).ok_or(FormRefusal::Outdated)?;
        let array = tree.locate(&self.tree(SourceId::OWN).pointer(array)).ok_or(FormRefusal::Outdated)?;
        let place = |field: &Field| self.tree(SourceId::OWN).index(field.node);
        let target = fields.get(to).ok_or(FormRefusal::Outdated)?;
        apply_edits(&text, &tree.move_element(array, place(at.field), place(target))).map_err(|_| FormRefusal::Outdated)
    }

    /// The edits by which definitions move from spans that will stand later to the first use in spans that will stand
    /// earlier.
    fn swapped(&self, later: &[Span], earlier: &[Span]) -> Vec<TextEdit> {
        let tree = self.tree(SourceId::OWN);
        let mut edits: Vec<TextEdit> = Vec::new();
        for id in later.iter().flat_map(|span| self.defined_in(*span)) {
            let uses = self.uses_by_name(id);
            let first = uses
                .into_iter()
                .filter(|at| at.source.is_own() && earlier.iter().any(|span| within(tree.span(at.node), *span)))
                .min_by_key(|at| tree.span(at.node).start);
            let (Some(first), Some(name)) = (first, self.shape(id).name()) else { continue };
            let span = tree.span(self.ty(id).node);
            // A definition inside one that moves already moves along.
            if edits.iter().any(|edit| edit.start <= span.start && span.end <= edit.end) {
                continue;
            }
            edits.push(TextEdit::replace(span.start, span.end, quote(name.full())));
            edits.push(tree.replace_value(self.as_written(first).node, &self.definition_for(id, first)));
        }
        edits
    }

    /// The types that are defined within a span of the schema's own text, outermost first.
    fn defined_in(&self, span: Span) -> BTreeSet<TypeId> {
        let inside = |(_, ty): &(TypeId, &crate::Type)| {
            ty.source.is_own() && ty.shape.name().is_some() && within(self.tree(ty.source).span(ty.node), span)
        };
        self.types().filter(inside).map(|(id, _)| id).collect()
    }

    /// The edits that define types anew where they are used first outside a span that goes away.
    fn rehomed(&self, gone: &BTreeSet<TypeId>, span: Span) -> Vec<TextEdit> {
        let tree = self.tree(SourceId::OWN);
        let mut done: Vec<Span> = Vec::new();
        let mut edits = Vec::new();
        let mut ids: Vec<TypeId> = gone.iter().copied().collect();
        ids.sort_by_key(|id| tree.span(self.ty(*id).node).start);
        for id in ids {
            let own = tree.span(self.ty(id).node);
            let outside = |at: &Use| at.source.is_own() && !within(tree.span(at.node), span);
            let first = self.uses_by_name(id).into_iter().filter(outside).min_by_key(|at| tree.span(at.node).start);
            let Some(first) = first.filter(|_| !done.iter().any(|it| within(own, *it))) else { continue };
            done.push(own);
            edits.push(tree.replace_value(self.as_written(first).node, &self.definition_for(id, first)));
        }
        edits
    }

    /// A definition so that it means the same at another place of the text.
    fn definition_for(&self, id: TypeId, at: Use) -> String {
        let ty = self.ty(id);
        let tree = self.tree(ty.source);
        let (raw, start) = (tree.raw(ty.node), tree.span(ty.node).start);
        let (Some(name), Some(written)) = (ty.shape.name(), tree.get(ty.node, "name")) else { return raw.to_owned() };
        let says_all = tree.get(ty.node, "namespace").is_some()
            || tree.string(written).is_some_and(|it| it.contains('.'))
            || self.namespace_at(at) == name.namespace();
        if says_all {
            return raw.to_owned();
        }
        let mut edit = if name.namespace().is_empty() {
            tree.set_member(ty.node, "namespace", "\"\"", Some("name"))
        } else {
            tree.replace_value(written, &quote(name.full()))
        };
        edit.start -= start;
        edit.end -= start;
        apply_edits(raw, &[edit]).unwrap_or_else(|_| raw.to_owned())
    }

    /// The namespace in which a use stands: that of the innermost named type around it.
    fn namespace_at(&self, at: Use) -> &str {
        let tree = self.tree(at.source);
        let span = tree.span(at.node);
        let around = self.types().filter(|(_, ty)| ty.source == at.source && within(span, tree.span(ty.node)));
        let named = around.filter_map(|(_, ty)| Some((tree.span(ty.node).start, ty.shape.name()?)));
        named.max_by_key(|(start, _)| *start).map_or("", |(_, name): (usize, &Name)| name.namespace())
    }

    /// The edit that sets a member or takes it away.
    fn member(&self, object: NodeId, key: &str, json: Option<&str>, after: Option<&str>) -> Option<TextEdit> {
        let tree = self.tree(SourceId::OWN);
        match json {
            Some(json) => Some(tree.set_member(object, key, json, after)),
            None => tree.get(object, key).map(|member| tree.remove(member)),
        }
    }
}

/// A field and where it stands.
struct Place<'a> {
    id: TypeId,
    record: &'a Record,
    index: usize,
    field: &'a Field,
}

fn within(inner: Span, outer: Span) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

fn is_tag_list(key: &str) -> bool {
    crate::form::TAG_LISTS.contains(&key)
}

/// How the fields of a record are written, so that a new one looks like its neighbours.
struct Style {
    lead: String,
    colon: String,
    between: String,
    tail: String,
}

impl Style {
    fn of(tree: &Tree, neighbour: Option<NodeId>) -> Self {
        let plain = || Self { lead: " ".into(), colon: ": ".into(), between: ", ".into(), tail: " ".into() };
        let Some(object) = neighbour.filter(|it| tree.kind(*it) == Kind::Object) else { return plain() };
        let members: Vec<NodeId> = tree.children(object).collect();
        let (Some(first), Some(last)) = (members.first(), members.last()) else { return plain() };
        let white = |from: usize, to: usize| {
            let text = tree.slice(Span::new(from, to));
            if text.chars().all(char::is_whitespace) { text.to_owned() } else { " ".to_owned() }
        };
        let lead = white(tree.inside(object).start, tree.member_span(*first).start);
        let tail = white(tree.span(*last).end, tree.inside(object).end);
        let compact = tree.key_span(*first).is_some_and(|key| tree.span(*first).start == key.end + 1);
        let between = match lead.contains('\n') {
            true => format!(",{lead}"),
            false if compact => ",".to_owned(),
            false => ", ".to_owned(),
        };
        Self { lead, colon: if compact { ":".into() } else { ": ".into() }, between, tail }
    }
}
