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
    let mut said = Said::default();
    match key {
        RecordKey::Context(id) => {
            if let Some(it) = design.context(id) {
                said.add(&it.team);
                said.add(&it.purpose);
                it.glossary.keys().for_each(|word| said.add(word));
            }
        }
        RecordKey::ContextRelation(id) => {
            said.add(design.relation(id).map_or("", |it| &it.description));
        }
        RecordKey::Service(id) => {
            if let Some(it) = design.service(id) {
                said.add(&it.description);
                said.add(&it.technology);
            }
        }
        RecordKey::Topic(id) => {
            if let Some(it) = design.topic(id) {
                said.add(&it.description);
                said.add(it.key.as_ref().map_or("", |key| &key.name));
            }
        }
        RecordKey::Message(id) => said.add(design.message(id).map_or("", |it| &it.description)),
        RecordKey::Schema(id) => {
            if let Some(it) = design.schema(id) {
                let latest = it.latest().map(|version| &version.text);
                latest.into_iter().chain(&it.draft).flat_map(|text| names_in(text)).for_each(|name| said.add(name));
            }
        }
        RecordKey::Flow(id) => said.add(design.flow(id).map_or("", |it| &it.description)),
        RecordKey::Process(id) => {
            if let Some(it) = design.process(id) {
                said.add(&it.description);
                it.steps.iter().for_each(|step| said.add(&step.name));
            }
        }
        RecordKey::Environment(id) => said.add(design.environment(id).map_or("", |it| &it.cluster)),
        RecordKey::Decision(_)
        | RecordKey::View(_)
        | RecordKey::Placement(..)
        | RecordKey::Settings
        | RecordKey::Policy => {}
    }
    said.text
}

/// Texts one after the other, none of which a word can reach out of.
#[derive(Default)]
struct Said {
    text: String,
}

impl Said {
    fn add(&mut self, text: &str) {
        if !text.is_empty() {
            fold_into(text, &mut self.text);
            self.text.push('\n');
        }
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
