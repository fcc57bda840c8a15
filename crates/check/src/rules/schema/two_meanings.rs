//! One full name with two meanings, in different schemas of a design.

use crate::conflict::{DefinedAt, NameConflict};
use crate::finding::Finding;
use crate::library::Part;
use crate::reader::Reader;
use crate::rule::{Area, Check, Rule};
use crate::verdict::SchemaVerdict;
use diagnostic::{Severity, listed};
use model::{Lookup, Schema, SchemaId};
use std::collections::BTreeSet;

pub(crate) static RULE: Rule = Rule {
    code: "schema/two-meanings",
    area: Area::Schemas,
    severity: Severity::Error,
    asks: "A full name means one type in all schemas",
    why: "Generated code has one class for it, and a reader with one meaning fails on the other or takes it for what it is not",
    advice: "Define it once, in a schema of its own that the others refer to by name, or rename one of the two",
    threshold: None,
    check: Check::Schema(check),
};

fn check(reader: &Reader<'_>, _: &Schema, verdict: &SchemaVerdict) -> Vec<Finding> {
    verdict.conflicts.iter().filter_map(|conflict| finding(reader, conflict)).collect()
}

fn finding(reader: &Reader<'_>, conflict: &NameConflict) -> Option<Finding> {
    let at = conflict.told_at()?;
    let name = &conflict.name;
    let names = Names::of(reader, conflict);
    let places: Vec<String> = conflict.meanings.iter().map(|places| names.places(places)).collect();
    let message = format!("{name} has {} meanings, in {}", places.len(), listed(&places, "and"));
    let mut help =
        format!("Generated code has one class {name}, and a reader that knows one meaning fails on the other. ");
    let outermost = conflict.meanings.iter().filter(|places| places.iter().any(|place| place.is_outermost)).count();
    help.push_str(if conflict.is_mended {
        "Release the drafts, which leave one meaning"
    } else if outermost > 1 {
        "If they are versions of one schema, make them versions of it; else give one another name or namespace"
    } else {
        "Define it once, in a schema of its own that the others refer to by name, or give one another name or namespace"
    });
    let stuck: Vec<String> = conflict.stuck.iter().map(|id| names.of_schema(id)).collect();
    if !stuck.is_empty() {
        help.push_str(&format!(
            ". Until then nothing says which of them {} gets, and nobody can judge it",
            listed(&stuck, "and")
        ));
    }
    let found = Finding::new(&RULE, at.schema.clone(), &at.pointer, message).in_text(at.part).with_help(help);
    // Schemas that each bring their own can still be read and written; one that is left without a definition cannot.
    let is_grave = !conflict.stuck.is_empty() && !conflict.is_mended;
    Some(if is_grave { found } else { found.at_most(Severity::Warning) })
}

/// The schemas of a conflict by their names, or by their ids where names are not enough.
struct Names<'a> {
    reader: &'a Reader<'a>,
    is_unclear: bool,
}

impl<'a> Names<'a> {
    fn of(reader: &'a Reader<'a>, conflict: &NameConflict) -> Self {
        let places = conflict.meanings.iter().flatten().map(|place| &place.schema);
        let schemas: BTreeSet<&SchemaId> = places.chain(&conflict.stuck).collect();
        let clear = Self { reader, is_unclear: false };
        let names: BTreeSet<String> = schemas.iter().map(|id| clear.of_schema(id)).collect();
        Self { reader, is_unclear: names.len() < schemas.len() }
    }

    fn of_schema(&self, id: &SchemaId) -> String {
        let schema = self.reader.schema(id).filter(|_| !self.is_unclear);
        let name = schema.map(|schema| derive::schema_name(schema, derive::newest_full_name(schema).as_deref()));
        name.unwrap_or_else(|| id.to_string())
    }

    /// The places of one meaning.
    fn places(&self, places: &[DefinedAt]) -> String {
        let Some(first) = places.first() else { return String::new() };
        let schema = self.of_schema(&first.schema);
        let first = match first.part {
            Part::Version(number) => format!("version {number} of {schema}"),
            Part::Draft => format!("the draft of {schema}"),
        };
        match places.len() - 1 {
            0 => first,
            more => format!("{first} ({more} more with this meaning)"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::case::Case;

    /// A schema whose record nests another one with a field of this type.
    fn nests(id: &str, texts: &[(&str, &str)]) -> String {
        let text = |(part, kind): &(&str, &str)| {
            let meta = format!(
                r#"{{"type":"record","name":"Meta","namespace":"dup","fields":[{{"name":"sender","type":"{kind}"}}]}}"#
            );
            format!(r#" {part} {{ m: {meta} }}"#)
        };
        format!("schema dup.{id}{}\n", texts.iter().map(text).collect::<String>())
    }

    const USER: &str = "schema dup.Third v1 { m: dup.Meta }\n";

    #[test]
    fn a_name_means_one_type() {
        let case = Case(&RULE);
        let two = nests("First", &[("v1", "string")]) + &nests("Second", &[("v1", "int")]);
        case.speaks(&two, &["warning schema:second/fields/0/type/name"]);
        case.speaks(&(two.clone() + USER), &["schema:second/fields/0/type/name"]);
        // A draft can still be changed, so it is told there.
        let draft = nests("First", &[("v1", "int"), ("draft", "string")]) + &nests("Second", &[("v1", "int")]);
        case.speaks(&draft, &["warning schema:first/fields/0/type/name"]);
        // Drafts that leave one meaning end it, except for a schema that needs what is released.
        let mended = nests("First", &[("v1", "string"), ("draft", "int")]) + &nests("Second", &[("v1", "int")]);
        case.is_silent(&mended);
        case.speaks(&(mended + USER), &["warning schema:second/fields/0/type/name"]);
        case.speaks(
            "schema dup.A v1 { x: int }\nschema dup.B v1 `{\"type\":\"record\",\"name\":\"dup.A\",\"fields\":[]}`",
            &["warning schema:b/name"],
        );
    }

    #[test]
    fn versions_and_copies_of_a_type_are_one_meaning() {
        let case = Case(&RULE);
        case.is_silent(&nests("First", &[("v1", "string"), ("v2", "int")]));
        case.is_silent(&(nests("First", &[("v1", "string"), ("v2", "int")]) + &nests("Second", &[("v1", "int")])));
        case.is_silent(&(nests("First", &[("v1", "int")]) + &nests("Second", &[("v1", "int")]) + USER));
        let documented =
            r#"{"doc":"d","type":"record","name":"dup.Meta","fields":[{"name":"sender","type":{"type":"int"}}]}"#;
        case.is_silent(&format!("{}schema dup.Meta v1 `{documented}`\n{USER}", nests("First", &[("v1", "int")])));
        let two = nests("First", &[("v1", "string")]) + &nests("Second", &[("v1", "int")]) + USER;
        case.then_is_silent(&two, "drop schema:first");
        let same = r#"{"type":"record","name":"dup.First","fields":[{"name":"m","type":{"type":"record","name":"Meta","fields":[{"name":"sender","type":"int"}]}}]}"#;
        case.then_is_silent(
            &two,
            &format!("set schema:first /versions/0/text {}", serde_json::to_string(same).unwrap()),
        );
    }
}
