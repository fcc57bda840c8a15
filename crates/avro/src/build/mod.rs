//! From text to schema: one walk over the JSON that goes on after every mistake.
//!
//! The walk keeps its own stack and visits types in the order of the specification, depth first and left to right, so that
//! "defined before used" can be judged; names that are used earlier are looked up again at the end. Nesting costs memory and
//! never the thread's stack.

mod attributes;
mod complete;
mod named;

use crate::attribute::{Bearer, Odd, check_attributes};
use crate::default::check_defaults;
use crate::finding::{Finding, TextFix};
use crate::logical::{Ignored, LogicalType};
use crate::name::Name;
use crate::nearest::nearest;
use crate::resolve::Brief;
use crate::rule::Rule;
use crate::schema::{Schema, Shape, Source, SourceId, Type, TypeId, Union, Use};
use attributes::Attributes;
use std::collections::HashMap;
use std::sync::Arc;
use syntax::{Kind, NodeId, Span, SyntaxErrorKind, TextEdit, Tree, quote};

/// Another text whose named types a schema may use: a referenced subject, or a file beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reference<'a> {
    /// Its name in messages, for example the subject and version or the file.
    pub name: &'a str,
    /// Its text.
    pub text: &'a str,
}

impl Schema {
    /// Reads a schema with the texts that it refers to, in any order.
    ///
    /// A text that breaks rules gives a schema all the same, with everything that could be understood, and every breach is
    /// in the findings; [`crate::is_valid`] says whether a certain parser would take it. There is no schema only where the
    /// text has no value at all.
    pub fn parse(text: &str, references: &[Reference<'_>]) -> (Option<Self>, Vec<Finding>) {
        let mut findings = Vec::new();
        let own = source(SourceId::OWN, None, text, &mut findings);
        let references: Vec<Source> = (1..)
            .zip(references)
            .map(|(id, reference)| source(SourceId(id), Some(reference.name), reference.text, &mut findings))
            .collect();
        let mut builder = Builder::new(&own, &references, findings);
        let texts = u32::try_from(references.len()).unwrap_or(u32::MAX);
        for reference in (1..=texts).chain([0]) {
            builder.walk(SourceId(reference));
        }
        builder.complete();
        let Builder { types, names, root, has_deep_defaults, mut undefined, mut findings, odd, .. } = builder;
        undefined.sort();
        undefined.dedup();
        let briefs = Brief::all(&types);
        let under_deep_defaults = Vec::new();
        let mut schema =
            root.map(|root| Self { own, references, types, briefs, root, names, undefined, under_deep_defaults });
        if let Some(schema) = schema.as_mut().filter(|_| has_deep_defaults) {
            schema.mark_deep_defaults();
        }
        if let Some(schema) = &schema {
            check_defaults(schema, &mut findings);
            check_attributes(schema, &odd, &mut findings);
        }
        findings.sort_by_key(|finding| (finding.source, finding.span, finding.rule));
        (schema, findings)
    }
}

/// Parses the JSON of one text.
fn source(id: SourceId, name: Option<&str>, text: &str, findings: &mut Vec<Finding>) -> Source {
    let (tree, errors) = syntax::parse(text);
    findings.extend(errors.into_iter().map(|error| Finding {
        // Java skips comments, but not after the end.
        rule: if error.kind == SyntaxErrorKind::Comment && error.span.start < tree.span(tree.root()).end {
            Rule::Comment
        } else {
            Rule::Json
        },
        source: id,
        span: error.span,
        pointer: tree.pointer(tree.node_at(error.span.start)),
        message: error.message,
        fixes: if error.edits.is_empty() {
            Vec::new()
        } else {
            vec![TextFix { title: syntax_fix_title(error.kind).to_owned(), edits: error.edits }]
        },
    }));
    Source { name: name.map(str::to_owned), tree }
}

fn syntax_fix_title(kind: SyntaxErrorKind) -> &'static str {
    match kind {
        SyntaxErrorKind::MissingComma => "Add the comma",
        SyntaxErrorKind::MissingColon => "Add the colon",
        SyntaxErrorKind::ExtraComma => "Remove the comma",
        SyntaxErrorKind::Unclosed => "Close the bracket",
        SyntaxErrorKind::UnclosedString => "Close the string",
        SyntaxErrorKind::Unquoted | SyntaxErrorKind::SingleQuotes => "Put it in double quotes",
        SyntaxErrorKind::ControlCharacter | SyntaxErrorKind::BadEscape => "Write it as an escape",
        SyntaxErrorKind::Comment => "Remove the comment",
        SyntaxErrorKind::MissingValue
        | SyntaxErrorKind::MissingKey
        | SyntaxErrorKind::Unexpected
        | SyntaxErrorKind::BadNumber
        | SyntaxErrorKind::ByteOrderMark
        | SyntaxErrorKind::ExtraData
        | SyntaxErrorKind::TooDeep => "Remove it",
    }
}

/// Where a type goes once it is known.
#[derive(Debug, Clone, Copy)]
enum Slot {
    Root,
    /// The root of a reference, or a part of something that counts for nothing: walked for its names alone.
    Nowhere,
    Element(TypeId),
    Branch(TypeId, usize),
    Field(TypeId, usize),
}

/// A JSON value that must be a schema.
struct Task {
    source: SourceId,
    node: NodeId,
    namespace: Arc<str>,
    slot: Slot,
    in_union: bool,
}

/// A name that was not defined yet when it was used.
struct Pending {
    at: Use,
    slot: Slot,
    name: String,
    namespace: Arc<str>,
}

struct Builder<'a> {
    own: &'a Source,
    references: &'a [Source],
    types: Vec<Type>,
    names: HashMap<Box<str>, TypeId>,
    root: Option<Use>,
    findings: Vec<Finding>,
    tasks: Vec<Task>,
    pending: Vec<Pending>,
    undefined: Vec<Box<str>>,
    has_deep_defaults: bool,
    /// Objects with an attribute that may count for nothing.
    odd: Vec<Odd>,
}

/// Stands in a slot until its type is known; no type has this id.
const PLACEHOLDER: TypeId = TypeId(u32::MAX);

impl<'a> Builder<'a> {
    fn new(own: &'a Source, references: &'a [Source], findings: Vec<Finding>) -> Self {
        Self {
            own,
            references,
            // About one type for five nodes of JSON.
            types: Vec::with_capacity(own.tree.len() / 5 + 1),
            names: HashMap::new(),
            root: None,
            findings,
            tasks: Vec::new(),
            pending: Vec::new(),
            undefined: Vec::new(),
            has_deep_defaults: false,
            odd: Vec::new(),
        }
    }

    fn tree(&self, source: SourceId) -> &'a Tree {
        let reference = (source.0 as usize).checked_sub(1).and_then(|at| self.references.get(at));
        &reference.unwrap_or(self.own).tree
    }

    fn walk(&mut self, source: SourceId) {
        let node = Tree::ROOT;
        if self.tree(source).kind(node) == Kind::Invalid {
            return;
        }
        let slot = if source.is_own() { Slot::Root } else { Slot::Nowhere };
        self.tasks.push(Task { source, node, namespace: Arc::from(""), slot, in_union: false });
        while let Some(task) = self.tasks.pop() {
            self.schema(task);
        }
    }

    fn finding(&mut self, source: SourceId, node: NodeId, rule: Rule, message: impl Into<String>) -> &mut Vec<TextFix> {
        let span = self.tree(source).span(node);
        self.finding_at(source, node, span, rule, message)
    }

    fn finding_at(
        &mut self,
        source: SourceId,
        node: NodeId,
        span: Span,
        rule: Rule,
        message: impl Into<String>,
    ) -> &mut Vec<TextFix> {
        let pointer = self.tree(source).pointer(node);
        let finding = Finding { rule, source, span, pointer, message: message.into(), fixes: Vec::new() };
        &mut self.findings.push_mut(finding).fixes
    }

    fn add(&mut self, shape: Shape, source: SourceId, node: NodeId) -> TypeId {
        let id = TypeId(u32::try_from(self.types.len()).unwrap_or(u32::MAX));
        self.types.push(Type { shape, logical: None, source, node });
        id
    }

    fn fill(&mut self, slot: Slot, value: Use) {
        let parent = match slot {
            Slot::Root => {
                self.root = Some(value);
                return;
            }
            Slot::Nowhere => return,
            Slot::Element(parent) | Slot::Branch(parent, _) | Slot::Field(parent, _) => parent,
        };
        let Some(parent) = self.types.get_mut(parent.0 as usize) else { return };
        let place = match (&mut parent.shape, slot) {
            (Shape::Array(element) | Shape::Map(element), _) => Some(element),
            (Shape::Union(union), Slot::Branch(_, index)) => union.branches.get_mut(index),
            (Shape::Record(record), Slot::Field(_, index)) => record.fields.get_mut(index).map(|field| &mut field.ty),
            _ => None,
        };
        if let Some(place) = place {
            *place = value;
        }
    }

    fn unknown(&mut self, task: &Task) {
        let ty = self.add(Shape::Unknown, task.source, task.node);
        self.fill(task.slot, Use { ty, source: task.source, node: task.node });
    }

    fn schema(&mut self, task: Task) {
        let tree = self.tree(task.source);
        match tree.kind(task.node) {
            Kind::String => {
                let name = tree.string(task.node).unwrap_or_default();
                self.by_name(&task, task.node, &name);
            }
            Kind::Array => self.union(task),
            Kind::Object => self.object(task),
            Kind::Invalid => self.unknown(&task),
            Kind::Number | Kind::True | Kind::False | Kind::Null => {
                let message = format!(
                    "{} is no type; write a name in quotes, an object with a type, or an array of types",
                    tree.raw(task.node)
                );
                self.finding(task.source, task.node, Rule::NotASchema, message);
                self.unknown(&task);
            }
        }
    }

    /// A primitive type or the name of a type, at the JSON string `at`.
    fn by_name(&mut self, task: &Task, at: NodeId, name: &str) {
        if let Some(shape) = Shape::primitive(name) {
            let ty = self.add(shape, task.source, task.node);
            self.fill(task.slot, Use { ty, source: task.source, node: task.node });
            return;
        }
        let at = Use { ty: PLACEHOLDER, source: task.source, node: at };
        let full = reference_name(name, &task.namespace);
        if let Some(&ty) = self.names.get(full.as_str()) {
            self.fill(task.slot, Use { ty, ..at });
        } else if let Some(&ty) = self.names.get(name).filter(|ty| !self.encloses(**ty, at)) {
            self.fill(task.slot, Use { ty, ..at });
            let message = format!("{name} means {full} here, which is not defined; Java falls back to {name}");
            self.finding(at.source, at.node, Rule::NamespaceFallback, message);
        } else {
            self.pending.push(Pending {
                at,
                slot: task.slot,
                name: name.to_owned(),
                namespace: Arc::clone(&task.namespace),
            });
        }
    }

    /// Whether a place is inside the definition of a type.
    fn encloses(&self, ty: TypeId, at: Use) -> bool {
        let Some(ty) = self.types.get(ty.0 as usize).filter(|ty| ty.source == at.source) else { return false };
        let tree = self.tree(at.source);
        tree.span(ty.node).touches(tree.span(at.node).start)
    }

    fn union(&mut self, task: Task) {
        let Task { source, node, namespace, slot, in_union } = task;
        let branches: Vec<NodeId> = self.tree(source).children(node).collect();
        let slot_of: Box<dyn Fn(usize) -> Slot> = if in_union {
            let message = "A union cannot stand directly in a union; put its branches into the outer one";
            let inner = self.tree(source).raw(node).trim_start_matches('[').trim_end_matches(']').trim().to_owned();
            let span = self.tree(source).span(node);
            let edits = vec![TextEdit::replace(span.start, span.end, inner)];
            self.finding(source, node, Rule::UnionNested, message)
                .push(TextFix { title: "Put its branches into the outer union".to_owned(), edits });
            let ty = self.add(Shape::Unknown, source, node);
            self.fill(slot, Use { ty, source, node });
            Box::new(|_| Slot::Nowhere)
        } else {
            let uses = branches.iter().map(|&node| Use { ty: PLACEHOLDER, source, node }).collect();
            let ty =
                self.add(Shape::Union(Union { branches: uses, index: Vec::new(), unknown: Vec::new() }), source, node);
            self.fill(slot, Use { ty, source, node });
            Box::new(move |index| Slot::Branch(ty, index))
        };
        for (index, &node) in branches.iter().enumerate().rev() {
            let namespace = Arc::clone(&namespace);
            self.tasks.push(Task { source, node, namespace, slot: slot_of(index), in_union: true });
        }
    }

    fn object(&mut self, task: Task) {
        let tree = self.tree(task.source);
        let attributes = self.attributes(task.source, task.node);
        let Some(kind) = attributes.kind else {
            let message = "A type is missing here; add \"type\"";
            self.finding(task.source, task.node, Rule::TypeMissing, message);
            self.unknown(&task);
            return;
        };
        let Some(word) = tree.string(kind) else {
            if matches!(tree.kind(kind), Kind::Object | Kind::Array) {
                self.nested_type(task, kind);
            } else {
                if tree.kind(kind) != Kind::Invalid {
                    let message = format!("{} is no type; write its name in quotes", tree.raw(kind));
                    self.finding(task.source, kind, Rule::NotASchema, message);
                }
                self.unknown(&task);
            }
            return;
        };
        match &*word {
            "record" | "error" => self.record(task, &attributes, &word == "error"),
            "enum" => self.enumeration(&task, &attributes),
            "fixed" => self.fixed(&task, &attributes),
            "array" => self.container(task, &attributes, true),
            "map" => self.container(task, &attributes, false),
            name => {
                self.by_name(&task, kind, name);
                let is_primitive = Shape::primitive(name).is_some();
                if is_primitive {
                    self.logical_type_of_last(&attributes);
                }
                self.note_odd(&task, &attributes, is_primitive);
            }
        }
    }

    /// `{"type": {…}}`, which only a field may write.
    fn nested_type(&mut self, task: Task, kind: NodeId) {
        let tree = self.tree(task.source);
        let message = "\"type\" must be the name of a type here; put the inner type in the place of this object";
        let edits = vec![tree.replace_value(task.node, tree.raw(kind))];
        self.finding(task.source, kind, Rule::TypeNested, message)
            .push(TextFix { title: "Put the inner type in its place".to_owned(), edits });
        self.tasks.push(Task { node: kind, ..task });
    }

    /// Notes an object without a name of its own whose attributes may count for nothing.
    fn note_odd(&mut self, task: &Task, attributes: &Attributes, is_type: bool) {
        let misplaced = attributes.default.or(attributes.aliases).or(attributes.order);
        let misplaced = misplaced.or(attributes.logical_type.filter(|_| !is_type));
        if misplaced.is_some() || is_type && attributes.has_others {
            let last = TypeId(u32::try_from(self.types.len().saturating_sub(1)).unwrap_or(u32::MAX));
            let bearer = if is_type { Bearer::Type(last) } else { Bearer::Reference };
            self.odd.push(Odd { source: task.source, object: task.node, bearer });
        }
    }

    fn container(&mut self, task: Task, attributes: &Attributes, is_array: bool) {
        let Task { source, node, ref namespace, slot, .. } = task;
        let element = if is_array { attributes.items } else { attributes.values };
        let Some(inner) = element else {
            let (rule, message) = if is_array {
                (Rule::ItemsMissing, "An array must say what it holds; add \"items\"")
            } else {
                (Rule::ValuesMissing, "A map must say what it holds; add \"values\"")
            };
            let key = if is_array { "items" } else { "values" };
            let edits = vec![self.tree(source).set_member(node, key, &quote("string"), Some("type"))];
            self.finding(source, node, rule, message)
                .push(TextFix { title: format!("Add \"{key}\": \"string\""), edits });
            let ty = self.add(Shape::Unknown, source, node);
            self.fill(slot, Use { ty, source, node });
            self.note_odd(&task, attributes, true);
            return;
        };
        let placeholder = Use { ty: PLACEHOLDER, source, node: inner };
        let shape = if is_array { Shape::Array(placeholder) } else { Shape::Map(placeholder) };
        let ty = self.add(shape, source, node);
        self.fill(slot, Use { ty, source, node });
        self.note_odd(&task, attributes, true);
        let namespace = Arc::clone(namespace);
        self.tasks.push(Task { source, node: inner, namespace, slot: Slot::Element(ty), in_union: false });
    }

    /// Reads the `logicalType` of the object whose type was added last.
    fn logical_type_of_last(&mut self, attributes: &Attributes) {
        let Some(last) = self.types.last() else { return };
        let Some(node) = attributes.logical_type else { return };
        let (source, object) = (last.source, last.node);
        let tree = self.tree(source);
        let name = tree.string(node).unwrap_or_default();
        let (rule, message) = match LogicalType::read(&name, &last.shape, tree, object) {
            Ok(logical) => {
                if let Some(last) = self.types.last_mut() {
                    last.logical = Some(logical);
                }
                return;
            }
            Err(Ignored::Unknown) => {
                let known = LogicalType::NAMES.iter().map(|(name, _)| *name);
                let guess = nearest(&name, known).map(|near| (near.to_owned(), format!("; did you mean {near}?")));
                let message = format!("{name} is no logical type that Avro knows, so it counts for nothing");
                let fix = guess.as_ref().map(|(near, _)| TextFix {
                    title: format!("Change it to {near}"),
                    edits: vec![tree.replace_value(node, &quote(near))],
                });
                let message = message + guess.as_ref().map_or("", |(_, hint)| hint.as_str());
                self.finding(source, node, Rule::LogicalTypeUnknown, message).extend(fix);
                return;
            }
            Err(Ignored::Misfit(why)) => {
                (Rule::LogicalTypeMisfit, format!("This logical type counts for nothing: {why}"))
            }
        };
        self.finding(source, node, rule, message);
    }
}

/// The full name that a reference means. Unlike in a definition, a leading dot is part of the name.
pub(crate) fn reference_name(name: &str, namespace: &str) -> String {
    if name.starts_with('.') { name.to_owned() } else { Name::new(name, namespace).full().to_owned() }
}
