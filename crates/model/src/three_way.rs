//! Two people's changes to one record put together field by field, and the fields that both changed.

use crate::{Record, RecordKey};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// A field that was changed differently on both sides.
#[derive(Debug, Clone, PartialEq)]
pub struct Disagreement {
    /// The field as a JSON pointer; empty for a record that can only be taken whole.
    pub pointer: String,
    /// Our side of the field; nothing where it is unset, and for a whole record.
    pub ours: Option<Value>,
    /// Their side of the field; nothing where it is unset, and for a whole record.
    pub theirs: Option<Value>,
}

/// A record with both sides' changes.
#[derive(Debug, Clone, PartialEq)]
pub struct ThreeWay {
    /// With our side where they disagree.
    pub ours: Record,
    /// With their side where they disagree.
    pub theirs: Record,
    /// The fields in which they disagree.
    pub disagreements: Vec<Disagreement>,
}

/// Puts the changes of two states of a record together; `base` is the state that both started from, if it existed.
pub fn three_way(base: Option<&Record>, ours: &Record, theirs: &Record) -> ThreeWay {
    let whole = |ours: &Record, theirs: &Record| ThreeWay {
        ours: ours.clone(),
        theirs: theirs.clone(),
        disagreements: vec![Disagreement { pointer: String::new(), ours: None, theirs: None }],
    };
    // Half of one position and half of another is a place that nobody chose.
    if matches!(ours.key(), RecordKey::Placement(..)) {
        return whole(ours, theirs);
    }
    let kind = ours.kind().as_str();
    let fields = |record: &Record| serde_json::to_value(record).ok()?.get(kind).cloned();
    let base = base.and_then(fields);
    let mut merge = Merge { disagreements: Vec::new() };
    let (our_fields, their_fields) = (fields(ours), fields(theirs));
    let sides = merge.value(base.as_ref(), our_fields.as_ref(), their_fields.as_ref(), "");
    let record = |fields: Option<Value>| {
        let mut fields = fields?;
        if let Some(versions) = fields.get_mut("versions").and_then(Value::as_array_mut) {
            versions.sort_by_key(|version| version.get("number").and_then(Value::as_u64));
        }
        serde_json::from_value::<Record>(Value::Object(Map::from_iter([(kind.to_owned(), fields)]))).ok()
    };
    match (record(sides.ours), record(sides.theirs)) {
        (Some(ours), Some(theirs)) => ThreeWay { ours, theirs, disagreements: merge.disagreements },
        _ => whole(ours, theirs),
    }
}

/// A merged value, once with our side and once with theirs where the two disagree.
struct Sides {
    ours: Option<Value>,
    theirs: Option<Value>,
}

impl Sides {
    fn agreed(value: Option<&Value>) -> Self {
        Self { ours: value.cloned(), theirs: value.cloned() }
    }
}

struct Merge {
    disagreements: Vec<Disagreement>,
}

impl Merge {
    fn value(&mut self, base: Option<&Value>, ours: Option<&Value>, theirs: Option<&Value>, pointer: &str) -> Sides {
        if ours == theirs || theirs == base {
            return Sides::agreed(ours);
        }
        if ours == base {
            return Sides::agreed(theirs);
        }
        // An empty list is not written at all.
        let nothing = Value::Array(Vec::new());
        let (ours, theirs) = match (ours, theirs) {
            (Some(Value::Array(_)), None) => (ours, Some(&nothing)),
            (None, Some(Value::Array(_))) => (Some(&nothing), theirs),
            _ => (ours, theirs),
        };
        match (ours, theirs) {
            (Some(Value::Object(ours)), Some(Value::Object(theirs))) if may_mix(pointer, ours, theirs) => {
                self.fields(base.and_then(Value::as_object), ours, theirs, pointer)
            }
            (Some(Value::Array(ours)), Some(Value::Array(theirs))) => {
                let base = base.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
                match (identified(base), identified(ours), identified(theirs)) {
                    (Some(base), Some(ours), Some(theirs)) => self.elements(&base, &ours, &theirs, pointer),
                    _ => self.disagree(Some(&Value::Array(ours.clone())), Some(&Value::Array(theirs.clone())), pointer),
                }
            }
            _ => self.disagree(ours, theirs, pointer),
        }
    }

    fn disagree(&mut self, ours: Option<&Value>, theirs: Option<&Value>, pointer: &str) -> Sides {
        self.disagreements.push(Disagreement {
            pointer: pointer.to_owned(),
            ours: ours.cloned(),
            theirs: theirs.cloned(),
        });
        Sides { ours: ours.cloned(), theirs: theirs.cloned() }
    }

    fn fields(
        &mut self,
        base: Option<&Map<String, Value>>,
        ours: &Map<String, Value>,
        theirs: &Map<String, Value>,
        pointer: &str,
    ) -> Sides {
        let mut merged = (Map::new(), Map::new());
        let keys: BTreeSet<&String> = ours.keys().chain(theirs.keys()).collect();
        for key in keys {
            let base = base.and_then(|base| base.get(key));
            let sides = self.value(base, ours.get(key), theirs.get(key), &child(pointer, key));
            merged.0.extend(sides.ours.map(|value| (key.clone(), value)));
            merged.1.extend(sides.theirs.map(|value| (key.clone(), value)));
        }
        Sides { ours: Some(Value::Object(merged.0)), theirs: Some(Value::Object(merged.1)) }
    }

    fn elements(&mut self, base: &[Element<'_>], ours: &[Element<'_>], theirs: &[Element<'_>], pointer: &str) -> Sides {
        let mut merged = (Vec::new(), Vec::new());
        for identity in in_order(base, ours, theirs) {
            let find = |side: &[Element<'_>]| side.iter().position(|(of, _)| of == identity);
            let at =
                |side: &[Element<'_>]| find(side).and_then(|index| side.get(index)).map(|(_, value)| (*value).clone());
            let index = find(ours).or_else(|| find(theirs)).unwrap_or_default();
            let (base, ours, theirs) = (at(base), at(ours), at(theirs));
            let sides = self.value(base.as_ref(), ours.as_ref(), theirs.as_ref(), &format!("{pointer}/{index}"));
            merged.0.extend(sides.ours);
            merged.1.extend(sides.theirs);
        }
        Sides { ours: Some(Value::Array(merged.0)), theirs: Some(Value::Array(merged.1)) }
    }
}

/// Whether the keys of two tables may stand side by side. A direction has one of two keys, never both.
fn may_mix(pointer: &str, ours: &Map<String, Value>, theirs: &Map<String, Value>) -> bool {
    pointer != "/direction" || ours.keys().eq(theirs.keys())
}

/// An element of a list and what makes it the same one on both sides.
type Element<'a> = (Value, &'a Value);

/// The elements of a list; None when two of them cannot be told apart.
fn identified(list: &[Value]) -> Option<Vec<Element<'_>>> {
    let mut out: Vec<Element<'_>> = Vec::with_capacity(list.len());
    for value in list {
        let named = |keys: &[&str]| keys.iter().map(|key| value.get(key).cloned()).collect::<Option<Vec<Value>>>();
        let identity = named(&["id"]).or_else(|| named(&["number"])).or_else(|| named(&["rule", "record"]));
        let identity = identity.map_or_else(|| value.clone(), Value::Array);
        if out.iter().any(|(other, _)| *other == identity) {
            return None;
        }
        out.push((identity, value));
    }
    Some(out)
}

/// The elements of both lists, in the order of the side that has changed it, with those that only the other has behind
/// their neighbours.
fn in_order<'a>(base: &[Element<'_>], ours: &'a [Element<'_>], theirs: &'a [Element<'_>]) -> Vec<&'a Value> {
    let has = |side: &[Element<'_>], identity: &Value| side.iter().any(|(of, _)| of == identity);
    let common = |side: &'a [Element<'_>]| {
        side.iter().map(|(of, _)| of).filter(|of| has(base, of) && has(ours, of) && has(theirs, of)).collect::<Vec<_>>()
    };
    let base_order: Vec<&Value> = base.iter().map(|(of, _)| of).filter(|of| has(ours, of) && has(theirs, of)).collect();
    let (first, second) = if common(theirs) == base_order { (ours, theirs) } else { (theirs, ours) };
    let mut out: Vec<&Value> = first.iter().map(|(of, _)| of).collect();
    let mut previous: Option<&Value> = None;
    for (identity, _) in second {
        if !out.contains(&identity) {
            let at = previous.and_then(|previous| out.iter().position(|of| *of == previous)).map_or(0, |at| at + 1);
            // Behind what the first side has added there, too, when both add at the end.
            let at = if at > 0 && out.iter().skip(at).all(|of| !has(base, of)) { out.len() } else { at };
            out.insert(at, identity);
        }
        previous = Some(identity);
    }
    out
}

/// A JSON pointer to a member of the value at `pointer`.
fn child(pointer: &str, key: &str) -> String {
    format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"))
}
