//! Reading a file's values as what its kind says they should be, without stopping at the first that is not: every problem
//! becomes a finding with its place, and everything else is taken.

use crate::code;
use crate::shape::{FieldShape, Shape, TableShape};
use crate::source::Source;
use crate::tree::{Entry, Node, Tree, child};
use crate::words::{self, Notation, Seat};
use diagnostic::{Diagnostic, Severity};
use model::Settings;
use serde_json::{Map, Number, Value};
use std::collections::BTreeSet;
use std::ops::Range;

/// Reads one file; the findings are collected in the order in which they are met.
pub(crate) struct Reader<'a> {
    pub source: &'a Source<'a>,
    /// The record's id: what a record without a name is called.
    pub id: &'a str,
    /// The thing that the file describes, with its article, for example `a topic`.
    pub what: &'a str,
    pub notation: Notation,
    pub findings: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    /// A reader without findings.
    pub fn new(source: &'a Source<'a>, id: &'a str, what: &'a str) -> Self {
        Self { source, id, what, notation: Notation::Toml, findings: Vec::new() }
    }

    /// The values of a table that can be taken. None when a key is missing or bad without which the whole means nothing.
    pub fn table(
        &mut self,
        entries: &[Entry],
        span: &Range<usize>,
        shape: &TableShape,
        pointer: &str,
    ) -> Option<Map<String, Value>> {
        let mut out = Map::new();
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        for entry in entries {
            let at = child(pointer, &entry.key);
            if !seen.insert(&entry.key) {
                let message = format!("`{}` stands here a second time", entry.key);
                self.report(code::DUPLICATE_KEY, Severity::Error, message, entry.key_span.clone(), &at)
                    .help("The first one counts; remove the other");
                continue;
            }
            let Some(field) = shape.field(&entry.key) else {
                self.unknown_key(entry, shape, pointer);
                continue;
            };
            if entry.value.node != Node::Empty
                && let Some(value) = self.value(&entry.value, &field.shape, &at, &words::quoted(&entry.key))
            {
                out.insert(entry.key.clone(), value);
            }
        }
        let mut complete = true;
        for field in shape.fields.iter().filter(|field| field.required) {
            if out.contains_key(&field.key) {
                continue;
            }
            let stand_in = stand_in(&shape.name, &field.key, self.id, &out);
            if !seen.contains(field.key.as_str()) {
                self.missing_key(field, stand_in.as_ref(), span, pointer);
            }
            if seen.contains(field.key.as_str()) {
                self.say_what_counts(&child(pointer, &field.key), stand_in.as_ref(), pointer);
            }
            match stand_in {
                Some(value) => drop(out.insert(field.key.clone(), value)),
                None => complete = false,
            }
        }
        complete.then_some(out)
    }

    /// The value as its shape says, or a finding. `label` names it for people, for example `` `partitions` ``.
    pub fn value(&mut self, tree: &Tree, shape: &Shape, pointer: &str, label: &str) -> Option<Value> {
        // In YAML a text with commas may stand for a list, because people write front matter so.
        match (shape, &tree.node) {
            (Shape::Text, Node::Text(text) | Node::Date(text)) => Some(Value::String(text.clone())),
            (Shape::Id, Node::Text(text)) if words::is_id(text) => Some(Value::String(text.clone())),
            (Shape::Key, Node::Text(text)) if words::is_key(text) => Some(Value::String(text.clone())),
            (Shape::Whole { min, max }, Node::Whole(number)) if (min..=max).contains(&number) => {
                Some(Value::from(*number))
            }
            (Shape::Number, Node::Whole(number)) => Some(Value::from(*number as f64)),
            (Shape::Number, Node::Number(number)) if number.is_finite() => Number::from_f64(*number).map(Value::Number),
            (Shape::Bool, Node::Bool(yes)) => Some(Value::Bool(*yes)),
            (Shape::Choice(known), Node::Text(text)) if known.contains(text) => Some(Value::String(text.clone())),
            (Shape::List(item), Node::List(items)) => Some(self.list(items, item, pointer, label)),
            (Shape::List(item), Node::Text(text)) if self.notation == Notation::Yaml => {
                let part = |text: &str| Tree { node: Node::Text(text.trim().to_owned()), span: tree.span.clone() };
                let parts: Vec<Tree> = text.split(',').filter(|it| !it.trim().is_empty()).map(part).collect();
                Some(self.list(&parts, item, pointer, label))
            }
            (Shape::Map { ids, value }, Node::Table(entries)) => {
                Some(Value::Object(self.map(entries, *ids, value, pointer)))
            }
            (Shape::Table(table), Node::Table(entries)) => {
                self.table(entries, &tree.span, table, pointer).map(Value::Object)
            }
            (Shape::OneOf(table), Node::Table(entries)) => self.one_of(entries, tree, table, pointer, label),
            (
                Shape::Text
                | Shape::Id
                | Shape::Key
                | Shape::Whole { .. }
                | Shape::Number
                | Shape::Bool
                | Shape::Choice(_)
                | Shape::List(_)
                | Shape::Map { .. }
                | Shape::Table(_)
                | Shape::OneOf(_),
                _,
            ) => {
                self.wrong_value(tree, shape, pointer, label);
                None
            }
        }
    }

    fn list(&mut self, items: &[Tree], shape: &Shape, pointer: &str, label: &str) -> Value {
        let each = items.iter().enumerate().filter_map(|(index, item)| {
            self.value(item, shape, &format!("{pointer}/{index}"), &format!("item {} of {label}", index + 1))
        });
        Value::Array(each.collect())
    }

    fn map(&mut self, entries: &[Entry], ids: bool, shape: &Shape, pointer: &str) -> Map<String, Value> {
        let mut out = Map::new();
        for entry in entries {
            let at = child(pointer, &entry.key);
            if ids && !words::is_id(&entry.key) {
                let message = format!("`{}` is not an id", entry.key);
                self.report(code::WRONG_VALUE, Severity::Error, message, entry.key_span.clone(), &at)
                    .help(words::id_advice(&entry.key));
                continue;
            }
            if let Some(value) = self.value(&entry.value, shape, &at, &words::quoted(&entry.key)) {
                out.insert(entry.key.clone(), value);
            }
        }
        out
    }

    fn one_of(
        &mut self,
        entries: &[Entry],
        tree: &Tree,
        shape: &TableShape,
        pointer: &str,
        label: &str,
    ) -> Option<Value> {
        let (known, unknown): (Vec<&Entry>, Vec<&Entry>) =
            entries.iter().partition(|entry| shape.field(&entry.key).is_some());
        for entry in unknown {
            self.unknown_key(entry, shape, pointer);
        }
        let choices = || words::listed(shape.fields.iter().map(|field| field.key.as_str()), "or");
        match known.as_slice() {
            [entry] => {
                let field = shape.field(&entry.key)?;
                let value =
                    self.value(&entry.value, &field.shape, &child(pointer, &entry.key), &words::quoted(&entry.key))?;
                Some(Value::Object(Map::from_iter([(entry.key.clone(), value)])))
            }
            [] => {
                let message = format!("{label} says neither {}", choices().replace(" or ", " nor "));
                let help = format!("Write {} under it; until then {} is left out", choices(), words::the(self.what));
                self.report(code::MISSING_KEY, Severity::Error, message, tree.span.clone(), pointer).help(help);
                None
            }
            [_, second, ..] => {
                let message = format!("{label} says more than one of {}", choices());
                let help = format!("Keep one of them; until then {} is left out", words::the(self.what));
                self.report(code::WRONG_VALUE, Severity::Error, message, second.key_span.clone(), pointer).help(help);
                None
            }
        }
    }

    fn unknown_key(&mut self, entry: &Entry, shape: &TableShape, pointer: &str) {
        let owner = if pointer.is_empty() {
            self.what.to_owned()
        } else {
            words::quoted(&pointer.trim_start_matches('/').replace('/', "."))
        };
        let message = format!("`{}` is not a key of {owner}; it is kept, but has no effect", entry.key);
        let known = || shape.fields.iter().map(|field| field.key.as_str());
        let help = match (entry.key.as_str(), shape.meant(&entry.key)) {
            ("id", _) if pointer.is_empty() => "The id is the name of the file or folder; remove this line".to_owned(),
            ("context", _) if pointer.is_empty() => {
                "The context is the folder that the file is in; remove this line".to_owned()
            }
            (_, Some(meant)) => format!("Did you mean `{meant}`?"),
            (_, None) => format!("The keys are {}", words::listed(known(), "and")),
        };
        let at = child(pointer, &entry.key);
        self.report(code::UNKNOWN_KEY, Severity::Warning, message, entry.key_span.clone(), &at).help(help);
    }

    fn missing_key(&mut self, field: &FieldShape, stand_in: Option<&Value>, span: &Range<usize>, pointer: &str) {
        let message = format!("`{}` is missing", field.key);
        let seat = Seat { key: &field.key, in_list: false, notation: self.notation };
        let example = words::example(seat, &field.shape);
        let until = self.until_then(stand_in, pointer);
        self.report(code::MISSING_KEY, Severity::Error, message, span.clone(), pointer)
            .help(format!("Write for example `{example}`; {until}"));
    }

    fn until_then(&self, stand_in: Option<&Value>, pointer: &str) -> String {
        match stand_in {
            Some(value) => format!("until then it counts as {value}"),
            None if pointer.is_empty() => format!("until then {} is left out", words::the(self.what)),
            None => "until then this entry is left out".to_owned(),
        }
    }

    /// Completes the finding about the bad value of a required key.
    fn say_what_counts(&mut self, at: &str, stand_in: Option<&Value>, pointer: &str) {
        let until = self.until_then(stand_in, pointer);
        if let Some(finding) = self.findings.iter_mut().rev().find(|finding| finding.location.pointer == at)
            && !finding.help.to_lowercase().contains("until then")
        {
            let help = match finding.help.strip_suffix('?') {
                Some(question) => format!("{question}? {}", diagnostic::capitalised(&until)),
                None => format!("{}; {until}", finding.help),
            };
            finding.set_help(help);
        }
    }

    fn wrong_value(&mut self, tree: &Tree, shape: &Shape, pointer: &str, label: &str) {
        let written = self.source.quoted(&tree.span);
        let given = words::given(&tree.node, written);
        let message = format!("{label} wants {}, not {given}", words::wanted(shape, &tree.node));
        let is_index = |step: &&str| step.parse::<usize>().is_ok();
        let key = pointer.rsplit('/').find(|step| !is_index(step)).unwrap_or_default();
        let key = key.replace("~1", "/").replace("~0", "~");
        let in_list = pointer.rsplit('/').next().is_some_and(|step| is_index(&step));
        let seat = Seat { key: &key, in_list, notation: self.notation };
        let help = words::advice(seat, shape, &tree.node, written);
        self.report(code::WRONG_VALUE, Severity::Error, message, tree.span.clone(), pointer).help(help);
    }

    /// Adds a finding.
    pub fn report(
        &mut self,
        code: diagnostic::Code,
        severity: Severity,
        message: String,
        span: Range<usize>,
        pointer: &str,
    ) -> Reported<'_> {
        self.findings.push(self.source.finding(code, severity, message, span, pointer));
        Reported(self.findings.last_mut())
    }
}

/// The finding that was just added, to be completed.
pub(crate) struct Reported<'a>(Option<&'a mut Diagnostic>);

impl Reported<'_> {
    /// Adds what to do next.
    pub fn help(self, help: impl Into<String>) {
        if let Some(finding) = self.0 {
            finding.set_help(help);
        }
    }
}

/// The value that counts for a required key that is missing or bad. None where any guess would say something false.
fn stand_in(table: &str, key: &str, id: &str, read: &Map<String, Value>) -> Option<Value> {
    match (table, key) {
        ("Key", "name") => None,
        ("Settings", "name") => Some(Value::from(Settings::default().name)),
        ("Step", "name") => read.get("id").cloned(),
        (_, "name") => Some(Value::from(id)),
        ("Topic", "partitions" | "replication") => Some(Value::from(1)),
        ("Step", "kind") => Some(Value::from("command")),
        ("Waiver", "reason" | "expires") => Some(Value::from("")),
        ("Settings", "format_version") => Some(Value::from(model::FORMAT_VERSION)),
        _ => None,
    }
}
