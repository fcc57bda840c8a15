//! Changes in the fields of a record: which stayed, which have another name, which came and which went.

use super::{ChangeKind, Diff, Reach, SchemaPlace};
use crate::resolve::{Lookup, Rules, Verdicts};
use crate::schema::{Field, Record, Schema, Use};
use crate::trail::object;

/// The writer's value for a reader's field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    /// The field at this place.
    One(usize),
    /// No field.
    None,
    /// More than one field, of which registries choose none.
    Several,
}

impl Source {
    fn of(rules: Rules<'_>, field: &Field, written: &Record) -> Self {
        match rules.field(field, written, 0) {
            Lookup::One(at) => Self::One(at),
            Lookup::None => Self::None,
            Lookup::Several => Self::Several,
        }
    }

    /// Whether the reader's field gets a value.
    fn has_value(self, reader: &Field, written: &Record, verdicts: &mut Verdicts<'_>) -> bool {
        match self {
            Self::None => reader.default.is_some(),
            Self::One(at) => written.fields.get(at).is_some_and(|it| verdicts.ask(reader.ty.ty, it.ty.ty)),
            Self::Several => false,
        }
    }

    /// The same of a field whose partner stands at a place.
    fn way(self, partner: usize, reader: &Field, written: &Record, verdicts: &mut Verdicts<'_>) -> Way {
        match self {
            Self::One(at) if at == partner => Way::Read,
            Self::One(_) => Way::Elsewhere(self.has_value(reader, written, verdicts)),
            Self::None => Way::Missed,
            Self::Several => Way::Unclear,
        }
    }
}

/// How a kept field is found from one side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// It is read.
    Read,
    /// It is not found, and the reader's default takes its place.
    Missed,
    /// It and another are found.
    Unclear,
    /// Another is found, which can be read or not.
    Elsewhere(bool),
}

impl Way {
    /// Whether the types of the two matter to the reader.
    fn leads_there(self) -> bool {
        match self {
            Self::Read | Self::Unclear => true,
            Self::Missed | Self::Elsewhere(_) => false,
        }
    }

    /// Whether the field of the reader has a value, as far as names go.
    fn is_fine(self, reader: &Field) -> bool {
        match self {
            Self::Read => true,
            Self::Missed => reader.default.is_some(),
            Self::Unclear => false,
            Self::Elsewhere(is_read) => is_read,
        }
    }
}

/// How the two sides of a kept field find each other.
#[derive(Debug, Clone, Copy)]
struct Found {
    backward: Way,
    forward: Way,
}

/// The places in the old record at which a field may have stood.
type Places<'a> = &'a dyn Fn(&Field) -> Vec<usize>;

/// For each field of the new record its place in the old one: by name, by an alias that it has, or by one that it had.
fn partners(before: &Record, after: &Record) -> Vec<Option<usize>> {
    let mut taken: Vec<usize> = Vec::new();
    let mut partners: Vec<Option<usize>> = vec![None; after.fields.len()];
    let by_name = |field: &Field| before.position(&field.name).into_iter().collect();
    let by_alias = |field: &Field| field.aliases.iter().filter_map(|alias| before.position(alias)).collect();
    let by_old_alias = |field: &Field| -> Vec<usize> {
        let old = before.fields.iter().enumerate();
        old.filter(|(_, was)| was.aliases.contains(&field.name)).map(|(at, _)| at).collect()
    };
    let ways: [Places<'_>; 3] = [&by_name, &by_alias, &by_old_alias];
    for way in ways {
        for (field, partner) in after.fields.iter().zip(&mut partners).filter(|(_, partner)| partner.is_none()) {
            *partner = way(field).into_iter().find(|at| !taken.contains(at));
            taken.extend(*partner);
        }
    }
    partners
}

impl Diff<'_> {
    pub(super) fn record(&mut self, (old, before): (Use, &Record), (new, after): (Use, &Record), trail: &str) {
        let dot = if trail.is_empty() { "" } else { "." };
        let (back, forth) = (super::rules(self.new, self.old), super::rules(self.old, self.new));
        let partners = partners(before, after);
        let backward: Vec<Source> = after.fields.iter().map(|field| Source::of(back, field, before)).collect();
        let forward: Vec<Source> = before.fields.iter().map(|field| Source::of(forth, field, after)).collect();
        for (place, ((field, partner), source)) in after.fields.iter().zip(&partners).zip(&backward).enumerate() {
            let inner = format!("{trail}{dot}{}", field.name);
            let was = partner.and_then(|at| Some((at, before.fields.get(at)?, *forward.get(at)?)));
            if let Some((at, was, back)) = was {
                let found = Found {
                    backward: source.way(at, field, before, &mut self.backward),
                    forward: back.way(place, was, after, &mut self.forward),
                };
                self.field((old, was), (new, field), &inner, found);
                continue;
            }
            let reads = source.has_value(field, before, &mut self.backward);
            // An old field that already has a partner may meet this one by an alias.
            let mut readers = before.fields.iter().zip(&forward);
            let is_clear = !readers.any(|(it, found)| *found == Source::Several && it.aliases.contains(&field.name));
            let why = if field.default.is_some() { "with a default" } else { "without default" };
            let sentence = format!("Field {inner} is new, {} {why}", self.new.type_text(field.ty));
            let places = (None, Some(self.place_of(self.new, new, field)));
            self.tell(ChangeKind::FieldAdded, &inner, sentence, places, (reads, is_clear));
        }
        let kept: Vec<usize> = partners.iter().copied().flatten().collect();
        if !kept.is_sorted() {
            let sentence = format!("The fields of {} stand in another order", object(trail));
            let places = self.uses(old, new);
            self.tell(ChangeKind::FieldsReordered, trail, sentence, places, (true, true));
        }
        for (at, (field, source)) in before.fields.iter().zip(&forward).enumerate() {
            if kept.contains(&at) {
                continue;
            }
            let inner = format!("{trail}{dot}{}", field.name);
            let read = source.has_value(field, after, &mut self.forward);
            let mut readers = after.fields.iter().zip(&backward);
            let is_clear = !readers.any(|(it, found)| *found == Source::Several && it.aliases.contains(&field.name));
            let sentence = format!("Field {inner} is gone");
            let places = (Some(self.place_of(self.old, old, field)), None);
            self.tell(ChangeKind::FieldRemoved, &inner, sentence, places, (is_clear, read));
        }
    }

    fn place_of(&self, schema: &Schema, record: Use, field: &Field) -> SchemaPlace {
        SchemaPlace::new(schema, schema.ty(record.ty).source, field.node, schema.type_text(field.ty))
    }

    fn field(&mut self, (old, was): (Use, &Field), (new, is): (Use, &Field), trail: &str, found: Found) {
        let places = (Some(self.place_of(self.old, old, was)), Some(self.place_of(self.new, new, is)));
        if was.name != is.name {
            let sentence = format!("Field {} is called {}", was.name, is.name);
            let verdict = (found.backward.is_fine(is), found.forward.is_fine(was));
            self.tell(ChangeKind::FieldRenamed, trail, sentence, places.clone(), verdict);
        } else if was.aliases != is.aliases {
            let sentence = format!("Field {trail} has other aliases");
            let verdict = (found.backward.is_fine(is), found.forward.is_fine(was));
            self.tell(ChangeKind::AliasesChanged, trail, sentence, places.clone(), verdict);
        }
        let (here, there) = (self.old.ty(old.ty).source, self.new.ty(new.ty).source);
        let (tree, other) = (self.old.tree(here), self.new.tree(there));
        let same_default = match (was.default, is.default) {
            (None, None) => true,
            (Some(a), Some(b)) => tree.says_the_same(a, other, b, |_| false),
            (Some(_), None) | (None, Some(_)) => false,
        };
        if !same_default {
            let sentence = match (was.default, is.default) {
                (Some(_), None) => format!("Field {trail} has no default any more"),
                (None, Some(b)) => format!("Field {trail} has the default {}", other.raw(b)),
                (Some(a), Some(b)) => {
                    format!("Field {trail} has the default {} instead of {}", other.raw(b), tree.raw(a))
                }
                (None, None) => String::new(),
            };
            self.tell(ChangeKind::DefaultChanged, trail, sentence, places.clone(), (true, true));
        }
        self.texts((here, was.node), (there, is.node), &format!("Field {trail}"), trail, &places);
        let reach = Reach {
            backward: self.reach.backward && found.backward.leads_there(),
            forward: self.reach.forward && found.forward.leads_there(),
        };
        self.open.push((was.ty, is.ty, trail.to_owned(), reach));
    }
}
