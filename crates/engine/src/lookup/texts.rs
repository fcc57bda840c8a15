//! The searchable texts of a record: its name, and what else is said of it.

use model::{Design, RecordKey};
use nucleo_matcher::chars::{normalize, to_lower_case};

/// The name of a record, for those that people look for.
pub(super) fn name(design: &Design, key: &RecordKey) -> Option<String> {
    match key {
        RecordKey::Placement(..) | RecordKey::Settings | RecordKey::Policy | RecordKey::View(_) => None,
        RecordKey::Schema(id) => design.schema(id).map(|it| own_or_id(&it.name, id.as_str())),
        RecordKey::Context(id) => design.context(id).map(|it| it.name.clone()),
        RecordKey::Service(id) => design.service(id).map(|it| it.name.clone()),
        RecordKey::Topic(id) => design.topic(id).map(|it| it.name.clone()),
        RecordKey::Message(id) => design.message(id).map(|it| it.name.clone()),
        RecordKey::Process(id) => design.process(id).map(|it| it.name.clone()),
        RecordKey::Environment(id) => design.environment(id).map(|it| it.name.clone()),
        RecordKey::Decision(id) => design.decision(id).map(|it| it.title.clone()),
        RecordKey::Flow(_) | RecordKey::ContextRelation(_) => design.contains(key).then(|| key.id_str().to_owned()),
    }
}

fn own_or_id(name: &str, id: &str) -> String {
    if name.is_empty() { id } else { name }.to_owned()
}

/// The texts of a record besides its name, folded: team, description, the fields of a schema.
pub(super) fn said(design: &Design, key: &RecordKey) -> String {
    let mut said = String::new();
    each(design, key, &mut |_, text| {
        fold_into(text, &mut said);
        // No word reaches from one text into the next.
        said.push('\n');
    });
    said
}

/// The first text besides its name in which a word stands in one of its folded spellings, in words.
pub(super) fn place_of(design: &Design, key: &RecordKey, spellings: &[&str]) -> Option<String> {
    let mut found = None;
    each(design, key, &mut |place, text| {
        let here = folded(text);
        if found.is_none() && spellings.iter().any(|spelling| here.contains(spelling)) {
            found = Some(match place {
                Place::Prose(title) => format!("in the {title}"),
                Place::Word(title) => format!("{title} {text}"),
            });
        }
    });
    found
}

/// A text besides the name, by its title.
#[derive(Clone, Copy)]
enum Place {
    /// Sentences, which are too long to be shown.
    Prose(&'static str),
    /// A name.
    Word(&'static str),
}

/// Looks at every text of a record besides its name that is not empty.
fn each(design: &Design, key: &RecordKey, look: &mut dyn FnMut(Place, &str)) {
    let mut look = |place: Place, text: &str| {
        if !text.is_empty() {
            look(place, text);
        }
    };
    match key {
        RecordKey::Context(id) => {
            if let Some(it) = design.context(id) {
                look(Place::Word("team"), &it.team);
                look(Place::Prose("purpose"), &it.purpose);
                it.glossary.keys().for_each(|word| look(Place::Word("term"), word));
            }
        }
        RecordKey::ContextRelation(id) => {
            look(Place::Prose("description"), design.relation(id).map_or("", |it| &it.description));
        }
        RecordKey::Service(id) => {
            if let Some(it) = design.service(id) {
                look(Place::Prose("description"), &it.description);
                look(Place::Word("technology"), &it.technology);
            }
        }
        RecordKey::Topic(id) => {
            if let Some(it) = design.topic(id) {
                look(Place::Prose("description"), &it.description);
                look(Place::Word("key"), it.key.as_ref().map_or("", |key| &key.name));
            }
        }
        RecordKey::Message(id) => {
            look(Place::Prose("description"), design.message(id).map_or("", |it| &it.description));
        }
        RecordKey::Schema(id) => {
            if let Some(it) = design.schema(id) {
                let latest = it.latest().map(|version| &version.text);
                let names = latest.into_iter().chain(&it.draft).flat_map(|text| names_in(text));
                names.for_each(|name| look(Place::Word("with"), name));
            }
        }
        RecordKey::Flow(id) => look(Place::Prose("description"), design.flow(id).map_or("", |it| &it.description)),
        RecordKey::Process(id) => {
            if let Some(it) = design.process(id) {
                look(Place::Prose("description"), &it.description);
                it.steps.iter().for_each(|step| look(Place::Word("step"), &step.name));
            }
        }
        RecordKey::Environment(id) => {
            look(Place::Word("cluster"), design.environment(id).map_or("", |it| &it.cluster));
        }
        RecordKey::Decision(_)
        | RecordKey::View(_)
        | RecordKey::Placement(..)
        | RecordKey::Settings
        | RecordKey::Policy => {}
    }
}

/// The names in the text of a schema, types, fields and symbols alike. It need not be a schema yet: somebody may be typing it.
fn names_in(text: &str) -> impl Iterator<Item = &str> {
    let names =
        after(text, "\"name\"").filter_map(|value| value.strip_prefix('"')?.split_once('"')).map(|(name, _)| name);
    let lists = after(text, "\"symbols\"").filter_map(|value| value.strip_prefix('[')?.split_once(']'));
    names.chain(lists.flat_map(|(list, _)| list.split('"').skip(1).step_by(2)))
}

/// The text behind each colon of a key, to the next one.
fn after<'a>(text: &'a str, key: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(key).skip(1).filter_map(|rest| Some(rest.trim_start().strip_prefix(':')?.trim_start()))
}

/// Where words of a name begin, as bits for the first bytes of the folded name: at its start, behind a mark, and at a capital
/// letter behind a small one.
pub(super) fn beginnings(name: &str) -> u64 {
    let mut bits = 0;
    let (mut at, mut before) = (0, None);
    for letter in name.chars() {
        let begins = letter.is_alphanumeric()
            && before.is_none_or(|before: char| {
                !before.is_alphanumeric() || (letter.is_uppercase() && !before.is_uppercase())
            });
        if begins && at < 64 {
            bits |= 1 << at;
        }
        at += to_lower_case(normalize(letter)).len_utf8();
        before = Some(letter);
    }
    bits
}

/// A text as it is compared: without case, and without the accents that nobody types.
pub(super) fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

fn fold_into(text: &str, out: &mut String) {
    out.extend(text.chars().map(|it| to_lower_case(normalize(it))));
}

/// The words of a text, folded: what stands between marks and spaces, and of `customerId` also its parts.
pub(super) fn words(text: &str) -> impl Iterator<Item = String> {
    let whole = text.split(|it: char| !it.is_alphanumeric()).filter(|word| !word.is_empty());
    whole.flat_map(|word| {
        let parts = parts(word);
        let several = parts.len() > 1;
        std::iter::once(folded(word)).chain(parts.into_iter().filter(move |_| several).map(folded))
    })
}

/// A word cut before its capital letters.
fn parts(word: &str) -> Vec<&str> {
    let mut cuts: Vec<usize> = vec![0];
    let letters = word.char_indices().zip(word.chars().skip(1));
    cuts.extend(letters.filter_map(|((at, letter), next)| {
        (!letter.is_uppercase() && next.is_uppercase()).then_some(at + letter.len_utf8())
    }));
    let ends = cuts.iter().skip(1).copied().chain([word.len()]);
    cuts.iter().zip(ends).filter_map(|(start, end)| word.get(*start..end)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_texts() {
        let check = |text: &str, expected: &[&str]| assert_eq!(words(text).collect::<Vec<_>>(), expected, "{text}");
        check("order-events", &["order", "events"]);
        check("customerId", &["customerid", "customer", "id"]);
        check("A Größe, SKU!", &["a", "grose", "sku"]);
        check("", &[]);
    }

    #[test]
    fn the_names_of_a_schema_are_found_while_it_is_typed() {
        let text =
            r#"{ "type": "record", "name": "Order", "fields": [{"name" : "orderId", "type": "string"}, {"name": "to"#;
        assert_eq!(names_in(text).collect::<Vec<_>>(), ["Order", "orderId"]);
        let symbols = r#"{ "type": "enum", "name": "Tier", "symbols": ["GOLD", "SILVER"], "symbols": ["BRO"#;
        assert_eq!(names_in(symbols).collect::<Vec<_>>(), ["Tier", "GOLD", "SILVER"]);
    }

    #[test]
    fn words_begin_behind_marks_and_at_capital_letters() {
        let check = |name: &str, expected: &[u32]| {
            let bits = beginnings(name);
            assert_eq!((0..64).filter(|bit| bits >> bit & 1 == 1).collect::<Vec<u32>>(), expected, "{name}");
        };
        check("order-events", &[0, 6]);
        check("OrderSubmitted", &[0, 5]);
        check("SKUList", &[0]);
        check("é-à", &[0, 2]);
        check("", &[]);
    }
}
