//! The rows of the form: the fields of the outermost record, and under each what a person has unfolded. Nothing is looked at
//! that does not show, so a record of many hundred fields and one that holds itself cost what is seen.

use super::findings::{Row as Found, leads_into};
use engine::avro::{FormField, IncompatibilityType, Schema, Shape, SourceId, TypeId};
use engine::diagnostic::Severity;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

/// The finding that a default mends.
const MISSING_DEFAULT: &str = IncompatibilityType::ReaderFieldMissingDefaultValue.as_str();

/// How many rows are listed at most.
const MOST_ROWS: usize = 3000;

/// Whether a row can be unfolded.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Fold {
    /// There is nothing inside.
    None,
    /// It can be.
    Closed,
    /// It is.
    Open,
    /// What is inside stands around it already: the path of the row that holds it, empty for the schema itself.
    Recursive(String),
}

/// What a row is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A field.
    Field,
    /// A branch of a union.
    Branch,
    /// The symbols of an enum, or the size of a fixed type.
    Detail,
    /// The place for a new field of the record at a pointer.
    Add(String),
}

/// A row of the form.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FormRow {
    /// What it is about.
    pub kind: Kind,
    /// The names on the way to it, joined by dots; unique.
    pub path: String,
    /// How deep it is nested.
    pub depth: usize,
    /// The field's name.
    pub name: String,
    /// The type as people write it.
    pub type_text: String,
    /// The word for what the type is at its core, for its colour.
    pub type_kind: &'static str,
    /// The default as it is written.
    pub default: Option<String>,
    /// The doc.
    pub doc: String,
    /// Other names.
    pub aliases: String,
    /// Tags such as `pii`.
    pub tags: Vec<String>,
    /// The text of another subject that defines the field; nothing for the schema's own.
    pub of: Option<String>,
    /// The full name of the named type that the field leads to, when the schema's own text defines it.
    pub named_type: Option<String>,
    /// The pointer to the field.
    pub pointer: String,
    /// Its place in its record.
    pub index: usize,
    /// Whether another field comes after it.
    pub has_next: bool,
    /// Whether it can be unfolded.
    pub fold: Fold,
    /// The heaviest finding in it, as its word.
    pub severity: Option<&'static str>,
    /// Whether that finding is about the field itself and not about what is inside.
    pub is_own: bool,
    /// What the finding says.
    pub finding: String,
    /// Whether readers miss a default here.
    pub lacks_default: bool,
}

impl FormRow {
    /// Whether it is marked as personal data.
    pub fn is_pii(&self) -> bool {
        self.tags.iter().any(|it| it.eq_ignore_ascii_case("pii"))
    }

    /// What tells it from others when the form is drawn again: everything that shows. Its place in the text does not, so that
    /// an edit above leaves it as it stands.
    pub fn identity(&self) -> Self {
        Self { pointer: String::new(), index: 0, has_next: false, ..self.clone() }
    }

    /// The type as a table shows it: names without their namespaces.
    pub fn shown_type(&self) -> String {
        let mut out = String::new();
        for part in self.type_text.split_inclusive(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-' | '.')) {
            out.push_str(part.rsplit('.').next().unwrap_or(part));
        }
        if self.type_kind == "enum" && out.chars().all(|c| c.is_alphanumeric() || c == '_') {
            out.insert_str(0, "enum ");
        }
        out
    }

    /// The default as a table shows it: a text without its quotes.
    pub fn shown_default(&self) -> Option<String> {
        let written = self.default.as_deref()?;
        let inner = written.strip_prefix('"').and_then(|it| it.strip_suffix('"')).filter(|it| !it.contains('\\'));
        Some(inner.filter(|it| !it.is_empty()).unwrap_or(written).to_owned())
    }
}

/// The type inside the arrays and maps that a schema begins with, and the outermost one where there are none.
pub fn innermost(schema: &Schema) -> TypeId {
    let mut id = schema.root().ty;
    // A name is needed to hold oneself, and neither has one.
    while let Shape::Array(inner) | Shape::Map(inner) = schema.shape(id) {
        id = inner.ty;
    }
    id
}

/// The rows of a schema, with what is unfolded and what is wrong.
pub fn rows(schema: &Schema, unfolded: &BTreeSet<String>, found: &[Found], can_add: bool) -> Vec<FormRow> {
    let mut by_place: BTreeMap<&str, Vec<(usize, &Found)>> = BTreeMap::new();
    for (order, it) in found.iter().enumerate() {
        by_place.entry(&it.pointer).or_default().push((order, it));
    }
    let mut walk = Walk { schema, unfolded, found: by_place, can_add, rows: Vec::new(), around: Vec::new() };
    walk.inside(innermost(schema), "", 0);
    walk.rows
}

struct Walk<'a> {
    schema: &'a Schema,
    unfolded: &'a BTreeSet<String>,
    /// The findings by their places, each with its place in the list.
    found: BTreeMap<&'a str, Vec<(usize, &'a Found)>>,
    can_add: bool,
    rows: Vec<FormRow>,
    /// The types that stand around, with the paths of their rows.
    around: Vec<(TypeId, String)>,
}

impl Walk<'_> {
    fn record(&mut self, id: TypeId, path: &str, depth: usize) {
        self.around.push((id, path.to_owned()));
        let fields = self.schema.form_of(id);
        let count = fields.len();
        let ty = self.schema.ty(id);
        let of = (!ty.source.is_own()).then(|| self.schema.source_name(ty.source).unwrap_or("another text").to_owned());
        for (index, field) in fields.into_iter().enumerate() {
            if self.rows.len() >= MOST_ROWS {
                break;
            }
            self.field(field, path, depth, (index, index + 1 < count), of.as_deref());
        }
        if self.can_add && depth > 0 && ty.source.is_own() {
            let pointer = self.schema.tree(SourceId::OWN).pointer(ty.node);
            self.rows.push(blank(Kind::Add(pointer), format!("{path}.+"), depth));
        }
        self.around.pop();
    }

    fn field(&mut self, field: FormField, path: &str, depth: usize, place: (usize, bool), of: Option<&str>) {
        let (index, has_next) = place;
        let own_path = if path.is_empty() { field.name.clone() } else { format!("{path}.{}", field.name) };
        let inner = field.inner.filter(|id| self.has_inside(*id));
        let fold = self.fold(inner, &own_path);
        // Findings point into the schema's own text; the fields of another text stand elsewhere.
        let heaviest = if of.is_none() { self.heaviest_in(&field.pointer) } else { None };
        let is_own =
            heaviest.is_some_and(|it| !it.pointer.get(field.pointer.len()..).is_some_and(|it| it.contains("/fields/")));
        let is_open = fold == Fold::Open;
        let named = field.inner.filter(|id| self.schema.ty(*id).source.is_own());
        self.rows.push(FormRow {
            of: of.map(str::to_owned),
            named_type: named.and_then(|id| self.schema.shape(id).name()).map(|it| it.full().to_owned()),
            type_kind: field.inner.map_or("", |id| self.schema.shape(id).word()),
            name: field.name,
            type_text: field.type_text,
            default: field.default_text,
            doc: field.doc.unwrap_or_default(),
            aliases: field.aliases.join(", "),
            tags: field.tags,
            pointer: field.pointer,
            index,
            has_next,
            fold,
            severity: heaviest.map(|it| it.severity).filter(|it| *it > Severity::Info).map(Severity::as_str),
            is_own,
            finding: heaviest.map_or_else(String::new, |it| it.sentence.clone()),
            lacks_default: heaviest.is_some_and(|it| it.kind == MISSING_DEFAULT),
            ..blank(Kind::Field, own_path.clone(), depth)
        });
        if let Some(id) = inner.filter(|_| is_open) {
            self.inside(id, &own_path, depth + 1);
        }
    }

    /// The heaviest finding at a place or in it, of several as heavy the first.
    fn heaviest_in(&self, place: &str) -> Option<&Found> {
        let from = self.found.range::<str, _>((Bound::Included(place), Bound::Unbounded));
        let near = from.take_while(|(pointer, _)| pointer.starts_with(place));
        let inside = near.filter(|(pointer, _)| leads_into(pointer, place)).flat_map(|(_, all)| all);
        inside.max_by_key(|(order, it)| (it.severity, Reverse(*order))).map(|(_, it)| *it)
    }

    /// Whether a type has anything to unfold.
    fn has_inside(&self, id: TypeId) -> bool {
        match self.schema.shape(id) {
            Shape::Record(_) | Shape::Enum(_) | Shape::Fixed(_) | Shape::Union(_) => true,
            Shape::Null
            | Shape::Boolean
            | Shape::Int
            | Shape::Long
            | Shape::Float
            | Shape::Double
            | Shape::Bytes
            | Shape::String
            | Shape::Array(_)
            | Shape::Map(_)
            | Shape::Unknown => false,
        }
    }

    fn fold(&self, inner: Option<TypeId>, path: &str) -> Fold {
        let Some(id) = inner else { return Fold::None };
        if let Some((_, holder)) = self.around.iter().find(|(other, _)| *other == id) {
            return Fold::Recursive(holder.clone());
        }
        if self.unfolded.contains(path) { Fold::Open } else { Fold::Closed }
    }

    fn inside(&mut self, id: TypeId, path: &str, depth: usize) {
        let detail = |text: String| FormRow { doc: text, ..blank(Kind::Detail, format!("{path}.…"), depth) };
        match self.schema.shape(id) {
            Shape::Record(_) => self.record(id, path, depth),
            Shape::Enum(it) => {
                let default =
                    it.default.as_deref().map_or(String::new(), |it| format!(" · unknown ones are read as {it}"));
                self.rows.push(detail(format!("{}{default}", it.symbols.join(", "))));
            }
            Shape::Fixed(it) => self.rows.push(detail(format!("{} bytes", it.size))),
            Shape::Union(union) => {
                for (index, branch) in union.branches.iter().enumerate() {
                    let branch_path = format!("{path}.{index}");
                    let inner = Some(branch.ty).filter(|id| self.has_inside(*id));
                    let fold = self.fold(inner, &branch_path);
                    let is_open = fold == Fold::Open;
                    self.rows.push(FormRow {
                        type_text: self.schema.type_text(*branch),
                        type_kind: self.schema.shape(branch.ty).word(),
                        fold,
                        ..blank(Kind::Branch, branch_path.clone(), depth)
                    });
                    if let Some(id) = inner.filter(|_| is_open) {
                        self.inside(id, &branch_path, depth + 1);
                    }
                }
            }
            Shape::Null
            | Shape::Boolean
            | Shape::Int
            | Shape::Long
            | Shape::Float
            | Shape::Double
            | Shape::Bytes
            | Shape::String
            | Shape::Array(_)
            | Shape::Map(_)
            | Shape::Unknown => {}
        }
    }
}

fn blank(kind: Kind, path: String, depth: usize) -> FormRow {
    FormRow {
        kind,
        path,
        depth,
        name: String::new(),
        type_text: String::new(),
        type_kind: "",
        default: None,
        doc: String::new(),
        aliases: String::new(),
        tags: Vec::new(),
        of: None,
        named_type: None,
        pointer: String::new(),
        index: 0,
        has_next: false,
        fold: Fold::None,
        severity: None,
        is_own: false,
        finding: String::new(),
        lacks_default: false,
    }
}

/// How the fields of one text differ from those of another, in words: `+ currency`, `− note`, `total: Money → long`.
pub fn differences(from: &Schema, to: &Schema) -> Vec<(char, String)> {
    let (old, new) = (from.form(), to.form());
    let mut out = Vec::new();
    for field in &new {
        match old.iter().find(|it| it.name == field.name) {
            None => out.push(('+', field.name.clone())),
            Some(before) if before.type_text != field.type_text => {
                out.push(('~', format!("{}: {} → {}", field.name, before.type_text, field.type_text)));
            }
            Some(before) if before.default_text != field.default_text => {
                out.push(('~', format!("{}: default", field.name)))
            }
            Some(before) => {
                let written = |schema: &Schema, it: &FormField| {
                    let source = schema.ty(schema.root().ty).source;
                    schema.tree(source).slice(it.type_span).split_whitespace().collect::<String>()
                };
                if written(from, before) != written(to, field) {
                    out.push(('~', format!("{}: its type", field.name)));
                }
            }
        }
    }
    out.extend(old.iter().filter(|it| !new.iter().any(|other| other.name == it.name)).map(|it| ('−', it.name.clone())));
    out
}

#[cfg(test)]
mod tests {
    use super::{Fold, differences, rows};
    use engine::avro::Schema;
    use std::collections::BTreeSet;

    fn schema(text: &str) -> Schema {
        Schema::parse(text, &[]).0.unwrap()
    }

    const TREE: &str = r#"{"type": "record", "name": "Node", "fields": [
        {"name": "value", "type": "long", "default": 0, "pii": true},
        {"name": "next", "type": ["null", "Node"]},
        {"name": "kind", "type": {"type": "enum", "name": "Kind", "symbols": ["A", "B"]}},
        {"name": "any", "type": ["int", {"type": "record", "name": "Leaf", "fields": [{"name": "x", "type": "Node"}]}]}
    ]}"#;

    #[test]
    fn rows_unfold_where_a_person_asks_and_never_into_themselves() {
        let show = |unfolded: &[&str]| {
            let unfolded: BTreeSet<String> = unfolded.iter().map(ToString::to_string).collect();
            rows(&schema(TREE), &unfolded, &[], false)
                .iter()
                .map(|row| {
                    let fold = match &row.fold {
                        Fold::None => "",
                        Fold::Closed => ">",
                        Fold::Open => "v",
                        Fold::Recursive(_) => "^",
                    };
                    format!("{}{}{fold} {}", " ".repeat(row.depth), row.path, row.type_text)
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(show(&[]), ["value long", "next^ Node?", "kind> Kind", "any> int | Leaf"]);
        assert_eq!(show(&["kind"])[2..4], ["kindv Kind", " kind.… "]);
        assert_eq!(show(&["any", "any.1"])[3..], ["anyv int | Leaf", " any.0 int", " any.1v Leaf", "  any.1.x^ Node"]);
    }

    #[test]
    fn what_changed_between_two_versions() {
        let from = schema(
            r#"{"type": "record", "name": "A", "fields": [{"name": "a", "type": "int"}, {"name": "b", "type": "int"}, {"name": "d", "type": {"type": "enum", "name": "E", "symbols": ["X"]}}]}"#,
        );
        let to = schema(
            r#"{"type": "record", "name": "A", "fields": [{"name": "a", "type": "long"}, {"name": "c", "type": "int"}, {"name": "d", "type": {"type": "enum", "name": "E", "symbols": ["X", "Y"]}}]}"#,
        );
        let found: Vec<String> =
            differences(&from, &to).into_iter().map(|(sign, text)| format!("{sign} {text}")).collect();
        assert_eq!(found, ["~ a: int → long", "+ c", "~ d: its type", "− b"]);
    }
}
