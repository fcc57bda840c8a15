//! Records, enums and fixed types: names, aliases, fields and symbols.

use super::{Attributes, Builder, PLACEHOLDER, Slot, Task};
use crate::attribute::{Bearer, Odd};
use crate::finding::TextFix;
use crate::name::{Legality, Name, blank_ends, hash, is_blank, legal_name, legality, namespace_legality};
use crate::rule::Rule;
use crate::schema::{Enum, Field, Fixed, Record, Shape, SourceId, TypeId, Use, index_of};
use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;
use syntax::{Kind, NodeId, Tree, quote};

/// The largest size of a fixed type in Java: that of its arrays, which lack a few bytes of what an int can say.
const MAX_JAVA_SIZE: u64 = i32::MAX.unsigned_abs() as u64 - 8;

impl Builder<'_> {
    pub(super) fn record(&mut self, task: Task, attributes: &Attributes, is_error: bool) {
        let Task { source, node, ref namespace, slot, .. } = task;
        let tree = self.tree(source);
        let (name, named) = self.name(source, node, attributes, namespace);
        let aliases = self.type_aliases(source, attributes, &name);
        self.doc(source, attributes);
        let inner: Arc<str> = Arc::from(name.namespace());
        let fields = attributes.fields.filter(|&fields| tree.kind(fields) == Kind::Array);
        if fields.is_none() {
            let at = attributes.fields.unwrap_or(node);
            let edits = vec![tree.set_member(node, "fields", "[]", None)];
            self.finding(source, at, Rule::FieldsMissing, "A record needs an array of \"fields\"")
                .push(TextFix { title: "Add \"fields\": []".to_owned(), edits });
        }
        let record = Record { name, aliases, fields: Vec::new(), is_error, index: Vec::new(), has_twins: false };
        let ty = self.define(Shape::Record(record), source, node, named);
        self.fill(slot, Use { ty, source, node });
        self.logical_type_of_last(attributes);
        self.note_odd_type(ty, attributes, attributes.default.or(attributes.order).is_some());

        let mut read = Vec::new();
        let mut tasks = Vec::new();
        for member in fields.into_iter().flat_map(|fields| tree.children(fields)) {
            if let Some((field, kind, is_odd)) = self.field(source, member) {
                if is_odd {
                    let bearer = Bearer::Field { record: ty, at: read.len() };
                    self.odd.push(Odd { source, object: member, bearer });
                }
                if let Some(kind) = kind {
                    let slot = Slot::Field(ty, read.len());
                    tasks.push(Task { source, node: kind, namespace: Arc::clone(&inner), slot, in_union: false });
                }
                read.push(field);
            }
        }
        self.tasks.extend(tasks.into_iter().rev());
        let index = index_of(read.iter().map(|field: &Field| field.name_hash));
        self.duplicate_fields(source, &read, &index);
        if let Some(Shape::Record(record)) = self.types.get_mut(ty.0 as usize).map(|ty| &mut ty.shape) {
            record.fields = read;
            record.has_twins = index.windows(2).any(|two| matches!(two, [a, b] if a.0 == b.0));
            record.index = index;
        }
    }

    /// Reads a field, finds its type's place and says whether one of its attributes may count for nothing; nothing for what
    /// is no field at all.
    fn field(&mut self, source: SourceId, node: NodeId) -> Option<(Field, Option<NodeId>, bool)> {
        let tree = self.tree(source);
        if tree.kind(node) != Kind::Object {
            if tree.kind(node) != Kind::Invalid {
                self.finding(source, node, Rule::FieldNotObject, "A field is an object with \"name\" and \"type\"");
            }
            return None;
        }
        let attributes = self.attributes(source, node);
        let name = match attributes.name.and_then(|name| tree.string(name)) {
            Some(name) => {
                self.judge(source, attributes.name.unwrap_or(node), legality(&name), &name, "field name");
                name.into_owned()
            }
            None => {
                let message = "A field needs a \"name\" in quotes";
                self.finding(source, attributes.name.unwrap_or(node), Rule::NameMissing, message);
                String::new()
            }
        };
        if attributes.kind.is_none() {
            let edits = vec![tree.set_member(node, "type", &quote("string"), Some("name"))];
            self.finding(source, node, Rule::FieldTypeMissing, format!("Field {name} needs a \"type\""))
                .push(TextFix { title: "Add \"type\": \"string\"".to_owned(), edits });
        }
        self.order(source, &attributes);
        self.doc(source, &attributes);
        let mut aliases: Vec<Box<str>> = Vec::new();
        for (_, alias) in self.aliases(source, &attributes) {
            // Aliases are a set: one that stands twice does not meet two fields.
            if !aliases.iter().any(|other| **other == *alias) {
                aliases.push(alias.into_boxed_str());
            }
        }
        self.has_deep_defaults |= attributes.default.is_some_and(|default| tree.children(default).next().is_some());
        let field = Field {
            name_hash: hash(&name),
            name: name.into_boxed_str(),
            aliases,
            ty: Use { ty: PLACEHOLDER, source, node: attributes.kind.unwrap_or(node) },
            default: attributes.default.filter(|&default| tree.kind(default) != Kind::Invalid),
            node,
        };
        let is_odd = attributes.has_others || attributes.logical_type.or(attributes.namespace).is_some();
        Some((field, attributes.kind, is_odd))
    }

    fn duplicate_fields(&mut self, source: SourceId, fields: &[Field], index: &[(u64, u32)]) {
        let mut repeated: Vec<usize> = index
            .windows(2)
            .filter_map(|pair| match pair {
                [first, second] if first.0 == second.0 => Some(second.1 as usize),
                _ => None,
            })
            .collect();
        repeated.sort();
        for field in repeated.into_iter().filter_map(|at| fields.get(at)).filter(|field| !field.name.is_empty()) {
            let message = format!("Field {} stands twice in this record", field.name);
            let edits = vec![self.tree(source).remove(field.node)];
            let at = self.tree(source).get(field.node, "name").unwrap_or(field.node);
            self.finding(source, at, Rule::FieldDuplicate, message)
                .push(TextFix { title: "Remove this field".to_owned(), edits });
        }
    }

    pub(super) fn enumeration(&mut self, task: &Task, attributes: &Attributes) {
        let Task { source, node, ref namespace, slot, .. } = *task;
        let tree = self.tree(source);
        let (name, named) = self.name(source, node, attributes, namespace);
        let aliases = self.type_aliases(source, attributes, &name);
        self.doc(source, attributes);
        let list = attributes.symbols.filter(|&symbols| tree.kind(symbols) == Kind::Array);
        if list.is_none() {
            let at = attributes.symbols.unwrap_or(node);
            self.finding(source, at, Rule::SymbolsMissing, "An enum needs an array of \"symbols\"");
        }
        let mut symbols: Vec<Box<str>> = Vec::new();
        let mut seen = HashSet::new();
        let mut is_not_text = false;
        for symbol in list.into_iter().flat_map(|list| tree.children(list)) {
            let Some(text) = tree.string(symbol) else {
                if tree.kind(symbol) != Kind::Invalid {
                    // To Java every symbol that is no text is the same symbol.
                    let rule = if is_not_text { Rule::SymbolDuplicate } else { Rule::SymbolNotText };
                    self.finding(source, symbol, rule, "A symbol must be a text in quotes");
                    is_not_text = true;
                }
                continue;
            };
            self.judge(source, symbol, legality(&text), &text, "symbol");
            if seen.insert(text.clone()) {
                symbols.push(text.into_owned().into_boxed_str());
            } else {
                let edits = vec![tree.remove(symbol)];
                self.finding(source, symbol, Rule::SymbolDuplicate, format!("Symbol {text} stands twice in this enum"))
                    .push(TextFix { title: "Remove it".to_owned(), edits });
            }
        }
        let mut default = None;
        if let Some(at) = attributes.default.filter(|&at| tree.kind(at) != Kind::Invalid) {
            match tree.string(at) {
                Some(text) if seen.contains(&text) => default = Some(text.into_owned().into_boxed_str()),
                Some(text) if list.is_some() => {
                    let message = format!("The default {text} is none of the symbols");
                    let meant = symbols.iter().find(|symbol| ***symbol == *text.trim_matches(is_blank));
                    let change = meant.map(|symbol| TextFix {
                        title: format!("Change it to {symbol}"),
                        edits: vec![tree.replace_value(at, &quote(symbol))],
                    });
                    let add = list.map(|list| TextFix {
                        title: format!("Add the symbol {text}"),
                        edits: vec![tree.insert_element(list, usize::MAX, &quote(&text))],
                    });
                    self.finding(source, at, Rule::EnumDefaultUnknown, message).extend(change.or(add));
                }
                Some(_) => {}
                None => {
                    let message = "The default of an enum must be one of its symbols, in quotes";
                    self.finding(source, at, Rule::EnumDefaultNotText, message);
                }
            }
        }
        let index = index_of(symbols.iter().map(|symbol| hash(symbol)));
        let ty = self.define(Shape::Enum(Enum { name, aliases, symbols, default, index }), source, node, named);
        self.fill(slot, Use { ty, source, node });
        self.logical_type_of_last(attributes);
        self.note_odd_type(ty, attributes, attributes.order.is_some());
    }

    pub(super) fn fixed(&mut self, task: &Task, attributes: &Attributes) {
        let Task { source, node, ref namespace, slot, .. } = *task;
        let tree = self.tree(source);
        let (name, named) = self.name(source, node, attributes, namespace);
        let aliases = self.type_aliases(source, attributes, &name);
        self.doc(source, attributes);
        let size = attributes.size.and_then(|size| tree.integer(size)).and_then(|size| u64::try_from(size).ok());
        let at = attributes.size.unwrap_or(node);
        match size {
            None => {
                self.finding(source, at, Rule::SizeMissing, "A fixed type needs a \"size\": how many bytes, from 0");
            }
            Some(size) if size > MAX_JAVA_SIZE => {
                self.finding(source, at, Rule::SizeTooBig, "Java has no fixed types of two gigabytes and more");
            }
            Some(_) => {}
        }
        let fixed = Fixed { name, aliases, size: size.unwrap_or_default() };
        let ty = self.define(Shape::Fixed(fixed), source, node, named);
        self.fill(slot, Use { ty, source, node });
        self.logical_type_of_last(attributes);
        self.note_odd_type(ty, attributes, attributes.default.or(attributes.order).is_some());
    }

    /// Notes the definition of a named type, one of whose attributes may count for nothing.
    fn note_odd_type(&mut self, ty: TypeId, attributes: &Attributes, is_misplaced: bool) {
        if (is_misplaced || attributes.has_others)
            && let Some(it) = self.types.get(ty.index())
        {
            self.odd.push(Odd { source: it.source, object: it.node, bearer: Bearer::Type(ty) });
        }
    }

    /// Adds a named type; the first definition of a name keeps it.
    fn define(&mut self, shape: Shape, source: SourceId, node: NodeId, named: Option<NodeId>) -> TypeId {
        let full = shape.name().map(|name| name.full().to_owned()).unwrap_or_default();
        let ty = self.add(shape, source, node);
        if let Some(at) = named {
            if let Some(&known) = self.names.get(full.as_str()) {
                let first = self.types.get(known.index()).map(|first| (first.source, first.node));
                let same = first.is_some_and(|(there, first)| {
                    defines_the_same((self.tree(source), node), (self.tree(there), first))
                        && !self.looks_ahead(known, there, first)
                });
                let rule = if same { Rule::Repeated } else { Rule::Redefined };
                let elsewhere = first.is_some_and(|(there, _)| there != source);
                let place = if elsewhere { " in a referenced schema" } else { "" };
                let message = format!("{full} is already defined{place}; refer to it by name or rename this one");
                let edits = vec![self.tree(source).replace_value(node, &quote(&full))];
                self.finding(source, at, rule, message).push(TextFix { title: format!("Refer to {full}"), edits });
            } else {
                self.names.insert(full.into_boxed_str(), ty);
            }
        }
        ty
    }

    /// Whether a definition uses a type, such as itself, that has not ended by then. Java puts a stand-in there, and no two of
    /// those are the same.
    fn looks_ahead(&self, defined: TypeId, source: SourceId, definition: NodeId) -> bool {
        let tree = self.tree(source);
        let around = tree.span(definition);
        let inside = |at: &Use| at.source == source && around.touches(tree.span(at.node).start);
        let is_open = |at: Use| {
            let ty = self.types.get(at.ty.index());
            ty.is_some_and(|ty| {
                ty.shape.name().is_some()
                    && ty.source == source
                    && ty.node != at.node
                    && tree.span(ty.node).end > tree.span(at.node).start
            })
        };
        // Types are added in the order of the text, so that those inside a definition follow on it.
        let from_there = self.types.get(defined.index()..).unwrap_or_default().iter();
        let mut types_inside =
            from_there.take_while(|ty| ty.source == source && around.touches(tree.span(ty.node).start));
        self.pending.iter().any(|it| inside(&it.at))
            || types_inside.any(|ty| ty.shape.uses().any(|at| inside(&at) && is_open(at)))
    }

    /// The name of a named type and, when it has one, the place where it is written.
    fn name(
        &mut self,
        source: SourceId,
        node: NodeId,
        attributes: &Attributes,
        around: &str,
    ) -> (Name, Option<NodeId>) {
        let tree = self.tree(source);
        let own_namespace = attributes.namespace.filter(|&at| !matches!(tree.kind(at), Kind::Null | Kind::Invalid));
        let namespace = own_namespace.and_then(|at| tree.string(at));
        if let (Some(at), None) = (own_namespace, &namespace) {
            self.finding(source, at, Rule::NamespaceNotText, "A namespace must be a text in quotes");
        }
        let Some((at, written)) = attributes.name.and_then(|at| Some((at, tree.string(at)?))) else {
            let message = "A record, enum or fixed type needs a \"name\" in quotes";
            self.finding(source, attributes.name.unwrap_or(node), Rule::NameMissing, message);
            return (Name::new("", ""), None);
        };
        let name = Name::new(&written, namespace.as_deref().unwrap_or(around));
        self.judge(source, at, legality(name.simple()), name.simple(), "name");
        if !name.namespace().is_empty() && (written.contains('.') || namespace.is_some()) {
            let place = if written.contains('.') { at } else { own_namespace.unwrap_or(at) };
            self.judge(source, place, namespace_legality(name.namespace()), name.namespace(), "namespace");
        }
        if Shape::primitive(name.simple()).is_some() {
            let rule =
                if name.namespace().is_empty() { Rule::PrimitiveRedefined } else { Rule::PrimitiveNameInNamespace };
            let message = format!("{} is the name of a primitive type and cannot be given to another", name.simple());
            self.finding(source, at, rule, message);
        }
        (name, Some(at))
    }

    fn judge(&mut self, source: SourceId, at: NodeId, legality: Legality, text: &str, noun: &str) {
        let (rule, why) = match legality {
            Legality::Legal => return,
            Legality::NotAscii => (Rule::NameNotAscii, "use ASCII letters, digits and underscores"),
            Legality::Illegal => (Rule::NameIllegal, "use letters, digits and underscores, and no digit first"),
        };
        let tree = self.tree(source);
        let legal = text.split('.').map(legal_name).collect::<Vec<_>>().join(".");
        let written = tree.string(at).unwrap_or_default().replacen(text, &legal, 1);
        let edits = vec![tree.replace_value(at, &quote(&written))];
        let why = blank_ends(text).map_or_else(|| why.to_owned(), |ends| format!("it {ends}"));
        let fixes = self.finding(source, at, rule, format!("{text:?} is no legal {noun}; {why}"));
        if text.chars().any(|c| !is_blank(c)) {
            fixes.push(TextFix { title: format!("Rename it to {legal}"), edits });
        }
    }

    fn doc(&mut self, source: SourceId, attributes: &Attributes) {
        let tree = self.tree(source);
        if let Some(doc) = attributes.doc.filter(|&doc| !matches!(tree.kind(doc), Kind::String | Kind::Invalid)) {
            let edits = vec![tree.replace_value(doc, &quote(tree.raw(doc)))];
            self.finding(source, doc, Rule::DocNotText, "A doc must be a text in quotes")
                .push(TextFix { title: "Put it in quotes".to_owned(), edits });
        }
    }

    fn order(&mut self, source: SourceId, attributes: &Attributes) {
        let tree = self.tree(source);
        let Some(at) = attributes.order.filter(|&at| tree.kind(at) != Kind::Invalid) else { return };
        let order = tree.string(at).unwrap_or_default();
        let known = ["ascending", "descending", "ignore"];
        if known.contains(&&*order) {
            return;
        }
        let lower = order.to_ascii_lowercase();
        let rule = if known.contains(&lower.as_str()) { Rule::OrderCase } else { Rule::OrderUnknown };
        let edits = vec![tree.replace_value(at, &quote(&lower))];
        let fixes = self.finding(source, at, rule, "The order of a field is ascending, descending or ignore");
        if rule == Rule::OrderCase {
            fixes.push(TextFix { title: format!("Change it to {lower}"), edits });
        }
    }

    fn type_aliases(&mut self, source: SourceId, attributes: &Attributes, name: &Name) -> Vec<Name> {
        let mut names = Vec::new();
        for (at, alias) in self.aliases(source, attributes) {
            let alias = Name::new(&alias, name.namespace());
            let rule = match legality(alias.simple()) {
                Legality::Legal => None,
                Legality::NotAscii => Some(Rule::AliasNotAscii),
                Legality::Illegal => Some(Rule::AliasIllegal),
            };
            if let Some(rule) = rule {
                let message = format!("{:?} is no legal name; Java refuses it as an alias", alias.simple());
                self.finding(source, at, rule, message);
            }
            names.push(alias);
        }
        names
    }

    fn aliases(&mut self, source: SourceId, attributes: &Attributes) -> Vec<(NodeId, String)> {
        let tree = self.tree(source);
        let Some(list) = attributes.aliases.filter(|&list| tree.kind(list) != Kind::Invalid) else { return Vec::new() };
        if tree.kind(list) != Kind::Array {
            let edits = vec![tree.replace_value(list, &format!("[{}]", tree.raw(list)))];
            let is_text = tree.kind(list) == Kind::String;
            self.finding(source, list, Rule::AliasesNotTexts, "Aliases are an array of names")
                .extend(is_text.then(|| TextFix { title: "Put it in an array".to_owned(), edits }));
            return Vec::new();
        }
        let mut aliases = Vec::new();
        for alias in tree.children(list) {
            match tree.string(alias) {
                Some(text) => aliases.push((alias, text.into_owned())),
                None if tree.kind(alias) == Kind::Invalid => {}
                None => {
                    self.finding(source, alias, Rule::AliasesNotTexts, "An alias must be a name in quotes");
                }
            }
        }
        aliases
    }
}

/// Attributes that Java keeps for itself in every type, whether the type needs them or not.
const RESERVED: [&str; 10] =
    ["type", "name", "namespace", "doc", "aliases", "fields", "symbols", "size", "items", "values"];

/// Whether two definitions of one full name say the same, as Java sees it: however the name is written, and whatever docs,
/// aliases, attributes of other types and the default symbol of an enum say.
fn defines_the_same((tree, node): (&Tree, NodeId), (other, same): (&Tree, NodeId)) -> bool {
    let kind = |tree: &Tree, object: NodeId| {
        let word = tree.get(object, "type").and_then(|kind| tree.string(kind).map(Cow::into_owned));
        word.map(|word| if word == "error" { "record".to_owned() } else { word })
    };
    let word = kind(tree, node);
    let own = match word.as_deref() {
        Some("record") => "fields",
        Some("enum") => "symbols",
        Some(_) | None => "size",
    };
    let counts = |key: &str| key == own || !RESERVED.contains(&key) && (own, key) != ("symbols", "default");
    let members = |tree: &Tree, object: NodeId| {
        // Of a key that stands twice the last counts.
        let counted = |&member: &NodeId| {
            tree.key(member).is_some_and(|key| counts(&key) && tree.get(object, &key) == Some(member))
        };
        tree.children(object).filter(counted).collect::<Vec<NodeId>>()
    };
    let (ours, theirs) = (members(tree, node), members(other, same));
    let ignored = |key: &str| key == "doc" || key == "aliases";
    let has_same = |&member: &NodeId| {
        let there = tree.key(member).and_then(|key| other.get(same, &key));
        there.is_some_and(|there| tree.says_the_same(member, other, there, ignored))
    };
    word == kind(other, same) && ours.len() == theirs.len() && ours.iter().all(has_same)
}
