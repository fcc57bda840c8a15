//! A schema from sample events: what all of them fit, as narrow as they allow.

use crate::name::{Legality, legality};
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use syntax::{Kind, NodeId, Span, Tree, quote};

/// How deep events are followed.
const MAX_DEPTH: usize = 64;

/// From how many objects on keys that hardly repeat are taken for data and not for fields.
const MANY_OBJECTS: usize = 4;

/// A schema that was inferred.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inferred {
    /// The schema's text.
    pub text: String,
    /// The guesses, for someone to look over: one sentence each.
    pub notes: Vec<String>,
}

/// Why no schema can be inferred.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InferError {
    /// There is nothing to infer from.
    #[error("Paste at least one event")]
    NoSamples,
    /// A sample is no JSON.
    #[error("Event {number} is no JSON: {message}")]
    NotJson {
        /// Which one, from 1.
        number: usize,
        /// Where in it.
        span: Span,
        /// The problem.
        message: String,
    },
    /// A sample is nested too deep.
    #[error("Event {number} is nested deeper than {MAX_DEPTH} levels")]
    TooDeep {
        /// Which one, from 1.
        number: usize,
    },
}

/// Infers a schema that all samples fit. `name` is that of the outermost record; the namespace may be empty.
pub fn infer(samples: &[&str], name: &str, namespace: &str) -> Result<Inferred, InferError> {
    let mut seen = Seen::default();
    for (number, sample) in (1..).zip(samples) {
        let (tree, errors) = syntax::parse(sample);
        if let Some(error) = errors.into_iter().next() {
            return Err(InferError::NotJson { number, span: error.span, message: error.message });
        }
        if !seen.take(&tree, tree.root(), 0) {
            return Err(InferError::TooDeep { number });
        }
    }
    if samples.is_empty() {
        return Err(InferError::NoSamples);
    }
    let mut writer = Writer { namespace, names: Names::default(), notes: Vec::new() };
    let text = writer.kind(&seen, name, "", 0, true);
    Ok(Inferred { text, notes: writer.notes })
}

/// The values seen at one place of the samples.
#[derive(Debug, Clone, Default)]
struct Seen {
    null: bool,
    boolean: bool,
    /// The least and the greatest whole number.
    whole: Option<(i128, i128)>,
    /// Whether a whole number was too large for 64 bits.
    huge: bool,
    fraction: bool,
    text: Option<Texts>,
    array: Option<Box<Seen>>,
    object: Option<Objects>,
}

#[derive(Debug, Clone)]
struct Texts {
    all_uuid: bool,
}

#[derive(Debug, Clone, Default)]
struct Objects {
    count: usize,
    /// Key, how often it stood, and what stood there, in the order of their first appearance.
    members: Vec<(String, usize, Seen)>,
    /// Where a key stands among the members.
    by_key: HashMap<String, usize>,
}

impl Seen {
    /// Takes a value in; false when it is nested too deep.
    fn take(&mut self, tree: &Tree, node: NodeId, depth: usize) -> bool {
        if depth > MAX_DEPTH {
            return false;
        }
        match tree.kind(node) {
            Kind::Null | Kind::Invalid => self.null = true,
            Kind::True | Kind::False => self.boolean = true,
            Kind::Number => match tree.integer(node).filter(|number| i64::try_from(*number).is_ok()) {
                Some(number) => {
                    let (least, greatest) = self.whole.unwrap_or((number, number));
                    self.whole = Some((least.min(number), greatest.max(number)));
                }
                None => {
                    self.huge |= tree.integer(node).is_some();
                    self.fraction = true;
                }
            },
            Kind::String => {
                let is_uuid = tree.string(node).is_some_and(|text| is_uuid(&text));
                self.text.get_or_insert(Texts { all_uuid: true }).all_uuid &= is_uuid;
            }
            Kind::Array => {
                let items = self.array.get_or_insert_default();
                return tree.children(node).all(|item| items.take(tree, item, depth + 1));
            }
            Kind::Object => {
                let objects = self.object.get_or_insert_default();
                objects.count += 1;
                let keyed = |member| (tree.key(member).unwrap_or_default(), member);
                let last: HashMap<Cow<'_, str>, NodeId> = tree.children(node).map(keyed).collect();
                for (key, member) in tree.children(node).map(keyed) {
                    // Of a key that stands twice the last counts.
                    if last.get(&key) != Some(&member) {
                        continue;
                    }
                    if let Some((_, count, seen)) = objects.member(&key) {
                        *count += 1;
                        if !seen.take(tree, member, depth + 1) {
                            return false;
                        }
                    }
                }
            }
        }
        true
    }

    fn merge(&mut self, other: Self) {
        self.null |= other.null;
        self.boolean |= other.boolean;
        self.huge |= other.huge;
        self.fraction |= other.fraction;
        self.whole = match (self.whole, other.whole) {
            (Some((a, b)), Some((c, d))) => Some((a.min(c), b.max(d))),
            (one, other) => one.or(other),
        };
        self.text = match (self.text.take(), other.text) {
            (Some(a), Some(b)) => Some(Texts { all_uuid: a.all_uuid && b.all_uuid }),
            (one, other) => one.or(other),
        };
        match (&mut self.array, other.array) {
            (Some(mine), Some(theirs)) => mine.merge(*theirs),
            (mine, theirs) => *mine = mine.take().or(theirs),
        }
        match (&mut self.object, other.object) {
            (Some(mine), Some(theirs)) => mine.merge(theirs),
            (mine, theirs) => *mine = mine.take().or(theirs),
        }
    }
}

impl Objects {
    /// The member of a key, which begins with nothing seen.
    fn member(&mut self, key: &str) -> Option<&mut (String, usize, Seen)> {
        let at = self.by_key.get(key).copied().unwrap_or_else(|| {
            self.by_key.insert(key.to_owned(), self.members.len());
            self.members.push((key.to_owned(), 0, Seen::default()));
            self.members.len() - 1
        });
        self.members.get_mut(at)
    }

    fn merge(&mut self, other: Self) {
        self.count += other.count;
        for (key, count, seen) in other.members {
            if let Some((_, known, mine)) = self.member(&key) {
                *known += count;
                mine.merge(seen);
            }
        }
    }

    /// Whether the keys are data: no names of fields, or many and hardly the same twice.
    fn is_map(&self) -> bool {
        let illegal = self.members.iter().any(|(key, ..)| legality(key) != Legality::Legal);
        let rare = self.members.iter().all(|(_, count, _)| count * 2 < self.count);
        illegal || self.members.is_empty() || (self.count >= MANY_OBJECTS && rare)
    }
}

struct Writer<'a> {
    namespace: &'a str,
    names: Names,
    notes: Vec<String>,
}

/// Names that are taken.
#[derive(Default)]
struct Names {
    taken: BTreeSet<String>,
    /// The number to try next behind a name that is taken.
    next: HashMap<String, usize>,
}

impl Names {
    /// A legal name that is not taken yet, and is from now on.
    fn take(&mut self, name: &str) -> String {
        let legal = crate::name::legal_name(name);
        if self.taken.insert(legal.clone()) {
            return legal;
        }
        let number = self.next.entry(legal.clone()).or_insert(2);
        loop {
            let own = format!("{legal}{number}");
            *number += 1;
            if self.taken.insert(own.clone()) {
                return own;
            }
        }
    }
}

impl Writer<'_> {
    fn note(&mut self, trail: &str, text: &str) {
        let place = crate::trail::subject(trail);
        self.notes.push(format!("{place} {text}"));
    }

    /// The text of a type. `name` is what a record there would be called.
    fn kind(&mut self, seen: &Seen, name: &str, trail: &str, depth: usize, is_root: bool) -> String {
        let mut branches = Vec::new();
        if seen.boolean {
            branches.push(quote("boolean"));
        }
        branches.extend(self.number(seen, trail));
        if let Some(texts) = &seen.text {
            branches.push(if texts.all_uuid {
                r#"{"type": "string", "logicalType": "uuid"}"#.to_owned()
            } else {
                quote("string")
            });
        }
        if let Some(items) = &seen.array {
            let inner = self.kind(items, &singular(name), &format!("{trail}[]"), depth, false);
            branches.push(format!(r#"{{"type": "array", "items": {inner}}}"#));
        }
        if let Some(objects) = &seen.object {
            branches.push(self.object(objects, name, trail, depth, is_root));
        }
        if branches.is_empty() {
            self.note(trail, "had no value in any event, so it is taken for text");
            branches.push(quote("string"));
        } else if branches.len() > 1 {
            self.note(trail, "had values of several kinds, so it is a union");
        }
        match branches.as_slice() {
            [only] if !seen.null => only.clone(),
            several if seen.null => format!("[\"null\", {}]", several.join(", ")),
            several => format!("[{}]", several.join(", ")),
        }
    }

    fn number(&mut self, seen: &Seen, trail: &str) -> Option<String> {
        let instants = [(1_000_000_000_000, "timestamp-millis"), (1_000_000_000_000_000, "timestamp-micros")];
        match seen.whole {
            _ if seen.fraction => {
                if seen.huge {
                    self.note(
                        trail,
                        "had whole numbers that are too large for a long, so it is a double and loses digits",
                    );
                }
                Some(quote("double"))
            }
            None => None,
            Some((least, greatest)) => {
                // From 2001 to 2096 in the unit.
                let instant = instants.iter().find(|(unit, _)| *unit <= least && greatest < unit * 4);
                if let Some((_, logical)) = instant {
                    self.note(trail, &format!("looks like an instant, so it is a {logical}"));
                    return Some(format!(r#"{{"type": "long", "logicalType": "{logical}"}}"#));
                }
                let is_int = i32::try_from(least).is_ok() && i32::try_from(greatest).is_ok();
                Some(quote(if is_int { "int" } else { "long" }))
            }
        }
    }

    fn object(&mut self, objects: &Objects, name: &str, trail: &str, depth: usize, is_root: bool) -> String {
        if !is_root && objects.is_map() {
            let mut values = Seen::default();
            for (_, _, seen) in &objects.members {
                values.merge(seen.clone());
            }
            self.note(
                trail,
                if objects.members.is_empty() {
                    "had no keys in any event, so it is taken for a map"
                } else {
                    "has keys that look like data, so it is a map"
                },
            );
            let inner = self.kind(&values, &singular(name), &format!("{trail}{{}}"), depth, false);
            return format!(r#"{{"type": "map", "values": {inner}}}"#);
        }
        let indent = "  ".repeat(depth * 2);
        let own = self.names.take(name);
        if is_root && own != name {
            self.notes.push(format!("{} is no legal name, so the record is called {own}", quote(name)));
        }
        let namespace = if is_root && !self.namespace.is_empty() {
            format!("\n{indent}  \"namespace\": {},", quote(self.namespace))
        } else {
            String::new()
        };
        let is_legal = |key: &str| legality(key) == Legality::Legal;
        let legal = objects.members.iter().map(|(key, ..)| key.clone()).filter(|key| is_legal(key));
        let mut names = Names { taken: legal.collect(), next: HashMap::new() };
        let mut fields = Vec::new();
        for (key, count, seen) in &objects.members {
            let dot = if trail.is_empty() { "" } else { "." };
            let inner = format!("{trail}{dot}{key}");
            let field = if is_legal(key) { key.clone() } else { names.take(key) };
            if field != *key {
                self.notes.push(format!(
                    "Key {} is no legal name, so its field is called {field}, and events must call it so too",
                    quote(key)
                ));
            }
            let missing = *count < objects.count;
            let kind = self.kind(seen, &pascal(key), &inner, depth + 1, false);
            let nullable = if missing && !seen.null { nullable(&kind) } else { kind };
            let default = if missing || seen.null { ", \"default\": null" } else { "" };
            fields.push(format!("\n{indent}    {{\"name\": {}, \"type\": {nullable}{default}}}", quote(&field)));
        }
        let end = if fields.is_empty() { String::new() } else { format!("\n{indent}  ") };
        format!(
            "{{\n{indent}  \"type\": \"record\",\n{indent}  \"name\": {},{namespace}\n{indent}  \"fields\": [{}{end}]\n{indent}}}",
            quote(&own),
            fields.join(",")
        )
    }
}

/// A type or null, with null first.
fn nullable(kind: &str) -> String {
    match kind.strip_prefix('[') {
        Some(branches) => format!("[\"null\", {branches}"),
        None => format!("[\"null\", {kind}]"),
    }
}

fn is_uuid(text: &str) -> bool {
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12] && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}

/// `orderItems` and `order_items` as `OrderItems`.
fn pascal(name: &str) -> String {
    let mut out = String::new();
    let mut start = true;
    for character in name.chars() {
        if !character.is_ascii_alphanumeric() {
            start = true;
        } else if start {
            out.extend(character.to_uppercase());
            start = false;
        } else {
            out.push(character);
        }
    }
    if out.is_empty() { "Value".to_owned() } else { out }
}

/// The name of one of several: `Items` as `Item`, `Addresses` as `Address`, `Entries` as `Entry`.
fn singular(name: &str) -> String {
    if let Some(stem) = name.strip_suffix("ies") {
        format!("{stem}y")
    } else if let Some(stem) =
        ["sses", "xes", "ches", "shes"].iter().find_map(|end| name.strip_suffix(end).map(|it| (it, end)))
    {
        format!("{}{}", stem.0, stem.1.strip_suffix("es").unwrap_or(stem.1))
    } else if name.ends_with("ss") {
        name.to_owned()
    } else {
        name.strip_suffix('s').filter(|stem| !stem.is_empty()).unwrap_or(name).to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::{pascal, singular};

    #[test]
    fn records_get_names_from_fields() {
        for (name, expected) in
            [("order_items", "OrderItems"), ("orderItems", "OrderItems"), ("x-y", "XY"), ("§", "Value")]
        {
            assert_eq!(pascal(name), expected);
        }
        for (name, expected) in
            [("Items", "Item"), ("Addresses", "Address"), ("Entries", "Entry"), ("Address", "Address")]
        {
            assert_eq!(singular(name), expected);
        }
    }
}
