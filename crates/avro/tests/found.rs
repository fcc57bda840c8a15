//! What a search for failures found, each as the smallest case that shows it. `tests/fuzz` holds the laws that were broken.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use avro::data::{Datum, decode_as, encode, sample};
use avro::{Labels, Parser, Profile, Schema, Side, check, diff, is_compatible, is_valid, warnings};

fn parse(text: &str) -> Schema {
    Schema::parse(text, &[]).0.unwrap()
}

fn record(name: &str, fields: &str) -> String {
    format!(r#"{{"type": "record", "name": "{name}", "fields": [{fields}]}}"#)
}

/// Whether every repair of every finding and warning leaves a text that is valid, and one that the other side goes with in
/// what the finding was about.
fn repairs_hold(reader: &str, writer: &str) {
    let (reader, writer) = (parse(reader), parse(writer));
    for found in check(&reader, &writer) {
        for repair in &found.repairs {
            let side = if repair.side == Side::Reader { &reader } else { &writer };
            let after = syntax::apply_edits(side.text(), &repair.edits).unwrap();
            let (changed, findings) = Schema::parse(&after, &[]);
            assert!(is_valid(&findings, Parser::Specification), "{}: {after}", repair.title);
            let changed = changed.unwrap();
            let left = match repair.side {
                Side::Reader => check(&changed, &writer),
                Side::Writer => check(&reader, &changed),
            };
            assert!(left.iter().all(|it| it.sentence != found.sentence), "{}: {after}", repair.title);
        }
    }
    for warning in warnings(&reader, &writer, &Labels::default()) {
        for repair in &warning.repairs {
            let side = if repair.side == Side::Reader { &reader } else { &writer };
            let after = syntax::apply_edits(side.text(), &repair.edits).unwrap();
            assert!(is_valid(&Schema::parse(&after, &[]).1, Parser::Specification), "{}: {after}", repair.title);
        }
    }
}

#[test]
fn a_cursor_beyond_the_text_or_inside_a_character_is_helped_all_the_same() {
    for text in ["{}", "{\"\u{fffd}", "[\"\u{e9}\"]"] {
        let schema = parse(text);
        for offset in 0..text.len() + 3 {
            for completion in schema.complete(offset, &[]) {
                assert!(syntax::apply_edits(text, &[completion.edit]).is_ok(), "{text} {offset}");
            }
            let _ = schema.hover(offset);
        }
    }
}

#[test]
fn nobody_makes_up_two_gigabytes() {
    let large = r#"{"type": "fixed", "name": "X", "size": 2147483647}"#;
    assert_eq!(sample(&parse(large), 1), None);
    for seed in 0..8 {
        let datum = sample(&parse(&format!(r#"["null", {large}]"#)), seed);
        assert_eq!(datum, Some(Datum::Union(0, Box::new(Datum::Null))));
    }
}

#[test]
fn a_fix_in_what_is_not_closed_keeps_what_follows() {
    for text in [
        "{\"name\":\"Foo\",\"type\":\"record\",\"fields\":[{\u{fffd}",
        "{\"type\":\"record\",\"name\":\"A\",\"fields\":[{",
        "{\"type\":\"array\"",
    ] {
        let (_, findings) = Schema::parse(text, &[]);
        for fix in findings.iter().flat_map(|it| &it.fixes) {
            assert!(syntax::apply_edits(text, &fix.edits).is_ok(), "{}: {text}", fix.title);
        }
    }
}

#[test]
fn a_name_that_begins_with_a_dot_keeps_it() {
    let schema = parse(r#"{"type": "record", "name": ".Person", "namespace": "earth", "fields": []}"#);
    let edits = schema.rename_with_alias(schema.root().ty, "Human").unwrap();
    let renamed = parse(&syntax::apply_edits(schema.text(), &edits).unwrap());
    assert_eq!(renamed.fullname(), Some("Human"));
    assert!(is_compatible(&renamed, &schema, Profile::Confluent));
}

#[test]
fn of_two_fields_with_one_name_the_first_counts_wherever_it_is_looked_for() {
    let check = |reader: &str, writer: &str, expected: bool| {
        let (reader, writer) = (parse(&record("R", reader)), parse(&record("R", writer)));
        assert_eq!(is_compatible(&reader, &writer, Profile::Confluent), expected);
        assert_eq!(check(&reader, &writer).is_empty(), expected);
    };
    let (int, string) = (r#"{"name": "f", "type": "int"}"#, r#"{"name": "f", "type": "string"}"#);
    check(&format!("{int}, {string}"), &format!("{int}, {string}"), false);
    check(&format!("{int}, {int}"), &format!("{int}, {string}"), true);
}

#[test]
fn types_of_one_name_in_two_namespaces_are_told_apart_in_a_union() {
    let text =
        r#"[{"type": "fixed", "name": "X", "size": 1}, {"type": "fixed", "name": "X", "size": 1, "namespace": "n"}]"#;
    assert_eq!(diff(&parse(text), &parse(text)), []);
}

#[test]
fn members_of_a_default_that_no_field_takes_count_for_nothing() {
    let inner = record("B", r#"{"name": "id", "type": "null"}"#);
    let reader =
        parse(&record("D", &format!(r#"{{"name": "b", "type": {inner}, "default": {{"id": null, "x": [1]}}}}"#)));
    let writer = parse(&record("D", ""));
    assert!(is_compatible(&reader, &writer, Profile::Confluent));
    let bytes = encode(&writer, &sample(&writer, 1).unwrap()).unwrap();
    assert_eq!(decode_as(&reader, &writer, &bytes), Ok(Datum::Record(vec![Datum::Record(vec![Datum::Null])])));
}

#[test]
fn a_type_is_changed_to_what_means_the_same_there() {
    // E is a record here and a fixed type there.
    repairs_hold(
        &record("A", r#"{"name": "next", "type": {"type": "fixed", "name": "E", "size": 12}}"#),
        r#"{"type": "record", "name": "E", "aliases": ["A"], "fields": [{"name": "next", "type": "E"}]}"#,
    );
    // What is written around a name goes with it.
    repairs_hold(
        &record(
            "D",
            r#"{"name": "a", "type": ["null", "int"]}, {"name": "b", "type": {"type": "map", "values": "int"}}"#,
        ),
        &record("D", r#"{"name": "a", "type": ["null", {"type": "D"}]}, {"name": "b", "type": {"type": "D", "x": 1}}"#),
    );
}

#[test]
fn a_type_that_a_union_has_already_is_not_put_into_it_again() {
    repairs_hold(
        &record("A", r#"{"name": "id", "type": [{"type": "long", "logicalType": "timestamp-millis"}, "string"]}"#),
        &record("A", r#"{"name": "id", "type": ["long", {"type": "int", "logicalType": "date"}]}"#),
    );
}

#[test]
fn a_field_whose_alias_is_its_own_name_is_not_helped_by_a_field_of_that_name() {
    repairs_hold(
        &record("A", r#"{"name": "id2", "aliases": ["id2"], "type": "null"}"#),
        &record("A", r#"{"name": "id", "type": "null"}"#),
    );
}

#[test]
fn a_type_without_namespace_is_not_referred_to_from_inside_one() {
    let hash = r#"{"type": "fixed", "name": "E", "namespace": "", "size": 16}"#;
    let named = |field: &str| {
        format!(
            r#"{{"type": "record", "name": "D", "namespace": "A", "fields": [{{"name": "{field}", "type": ["null", {hash}]}}]}}"#
        )
    };
    repairs_hold(&named("id"), &named("id2"));
}

#[test]
fn what_is_not_understood_is_at_peace_with_a_union_of_nothing() {
    for (writer, expected) in [(r#"["lnog"]"#, true), (r#""lnog""#, true), (r#"["lnog", "int"]"#, false)] {
        let (reader, writer) = (parse("[]"), parse(writer));
        assert_eq!(is_compatible(&reader, &writer, Profile::Confluent), expected);
        assert_eq!(check(&reader, &writer).len(), usize::from(!expected), "{}", writer.text());
    }
}

#[test]
fn a_field_is_renamed_in_what_has_it_in_a_default() {
    let field = |name: &str, default: &str| {
        let inner = record("F", &format!(r#"{{"name": "{name}", "type": "int"}}"#));
        record("A", &format!(r#"{{"name": "f", "type": {inner}{default}}}"#))
    };
    repairs_hold(&field("total", ""), &field("totals", r#", "default": {"totals": 7}"#));
}

#[test]
fn a_field_renamed_inside_a_default_that_is_no_value_is_renamed_in_one_edit() {
    let person = |zip: &str| {
        parse(&record(
            "Person",
            &format!(
                r#"{{"name": "home", "type": {{"type": "record", "name": "Home", "fields": [
                    {{"name": "{zip}", "type": "int"}}, {{"name": "town", "type": "string"}}]}}, "default": {{"{zip}": 1}}}}"#
            ),
        ))
    };
    let (reader, writer) = (person("zipCode"), person("zipcode"));
    let found = check(&reader, &writer);
    let repairs: Vec<_> = found.iter().flat_map(|it| &it.repairs).filter(|it| it.side == Side::Writer).collect();
    assert!(repairs.iter().any(|it| it.title == "Rename field zipcode to zipCode"));
    for repair in repairs {
        let after = syntax::apply_edits(writer.text(), &repair.edits).unwrap();
        assert!(is_valid(&Schema::parse(&after, &[]).1, Parser::Specification), "{}: {after}", repair.title);
    }
}
