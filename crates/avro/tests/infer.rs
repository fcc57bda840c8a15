//! Inference: every sample is a value of the schema, and the schema is as narrow as the samples allow.

#![expect(clippy::unwrap_used, reason = "what cannot be parsed fails its test")]

use avro::data::read_json;
use avro::{Parser, Schema, infer, is_valid};
use proptest::prelude::*;

fn fields(samples: &[&str]) -> Vec<String> {
    let inferred = infer(samples, "Event", "shop").unwrap();
    let (schema, findings) = Schema::parse(&inferred.text, &[]);
    assert!(is_valid(&findings, Parser::Specification), "{} {findings:?}", inferred.text);
    let schema = schema.unwrap();
    assert_eq!(schema.fullname(), Some("shop.Event"));
    for sample in samples {
        read_json(&schema, sample).unwrap();
    }
    let row = |it: avro::FormField| {
        format!("{} {}{}", it.name, it.type_text, it.default_text.map_or_else(String::new, |d| format!(" = {d}")))
    };
    schema.form().into_iter().map(row).collect()
}

#[test]
fn samples_give_the_narrowest_types() {
    let check = |samples: &[&str], expected: &[&str]| assert_eq!(fields(samples), expected);
    check(
        &[r#"{"a": 1, "b": 3000000000, "c": 1.5, "d": "x", "e": true}"#],
        &["a int", "b long", "c double", "d string", "e boolean"],
    );
    check(&[r#"{"a": 1}"#, r#"{"a": 1.5}"#], &["a double"]);
    check(&[r#"{"a": 1}"#, r#"{"a": 3000000000}"#], &["a long"]);
    check(&[r#"{"a": 1}"#, r#"{"a": null}"#], &["a int? = null"]);
    check(&[r#"{"a": 1}"#, r#"{"a": 1, "b": "x"}"#], &["a int", "b string? = null"]);
    check(&[r#"{"a": null}"#], &["a string? = null"]);
    check(&[r#"{"a": 1}"#, r#"{"a": "x"}"#], &["a int | string"]);
    check(&[r#"{"a": 1}"#, r#"{"a": "x"}"#, "{}"], &["a null | int | string = null"]);
    check(&[r#"{"id": "7f0e1c1e-9b1d-4c58-8a58-0d5a1c9f3b11"}"#], &["id uuid"]);
    check(&[r#"{"at": 1768469400000}"#], &["at timestamp-millis"]);
    check(&[r#"{"items": [{"sku": "a"}, {"sku": "b", "count": 2}]}"#], &["items array<Item>"]);
    check(&[r#"{"tags": []}"#], &["tags array<string>"]);
    check(&[r#"{"prices": {"2024-01": 1, "2024-02": 2.5}}"#], &["prices map<double>"]);
    check(&[r#"{"a": {"x": 1}, "b": {"a": {"y": 1}}}"#], &["a A", "b B"]);
    // Of a key that stands twice the last counts, and an event without it is one without it.
    check(&[r#"{"a": "x", "a": 1}"#, "{}"], &["a int? = null"]);
    // An object can look like the encoding of a union.
    check(&[r#"{"a": "x"}"#, r#"{"a": {"string": 1}}"#], &["a string | A"]);
    check(&[r#"{"a": 18446744073709551616}"#, r#"{"a": 1}"#], &["a double"]);
}

#[test]
fn guesses_are_told() {
    let notes = |sample: &str| infer(&[sample], "Event", "").unwrap().notes;
    assert_eq!(notes(r#"{"a": 1, "b": "x"}"#), [""; 0]);
    assert_eq!(notes(r#"{"a": null}"#), ["Field a had no value in any event, so it is taken for text"]);
    assert_eq!(notes(r#"{"a": {"1": 2}}"#), ["Field a has keys that look like data, so it is a map"]);
    assert_eq!(notes(r#"{"a": [1, "x"]}"#), ["Field a[] had values of several kinds, so it is a union"]);
    assert_eq!(
        notes(r#"{"a": {}}"#),
        [
            "Field a had no keys in any event, so it is taken for a map",
            "Field a{} had no value in any event, so it is taken for text",
        ]
    );
    assert_eq!(
        notes(r#"{"a": 18446744073709551616}"#),
        ["Field a had whole numbers that are too large for a long, so it is a double and loses digits"]
    );
}

#[test]
fn keys_that_are_no_names_become_names_that_are_free() {
    let check = |sample: &str, names: &[&str], told: &[&str]| {
        let inferred = infer(&[sample], "Event", "").unwrap();
        let (schema, findings) = Schema::parse(&inferred.text, &[]);
        assert!(is_valid(&findings, Parser::JavaStrict), "{findings:?} {}", inferred.text);
        let fields: Vec<String> = schema.unwrap().form().into_iter().map(|it| it.name).collect();
        assert_eq!(fields, names);
        assert_eq!(inferred.notes, told);
    };
    let note = |key: &str, name: &str| {
        format!("Key \"{key}\" is no legal name, so its field is called {name}, and events must call it so too")
    };
    check(r#"{"a-b": 1}"#, &["a_b"], &[&note("a-b", "a_b")]);
    check(r#"{"": 1, "1": 2, "é": 3}"#, &["_", "_1", "_2"], &[&note("", "_"), &note("1", "_1"), &note("é", "_2")]);
    check(r#"{"a-b": 1, "a_b": 2, "a.b": 3}"#, &["a_b2", "a_b", "a_b3"], &[&note("a-b", "a_b2"), &note("a.b", "a_b3")]);
}

#[test]
fn what_cannot_be_inferred_from_is_told() {
    let check = |samples: &[&str], expected: &str| {
        assert_eq!(infer(samples, "Event", "").unwrap_err().to_string(), expected);
    };
    check(&[], "Paste at least one event");
    check(&["{}", "{"], "Event 2 is no JSON: The text ends before it is closed; add }");
    check(&[&format!("{}1{}", "[".repeat(80), "]".repeat(80))], "Event 1 is nested deeper than 64 levels");
}

fn event() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        any::<bool>().prop_map(|it| it.to_string()),
        any::<i64>().prop_map(|it| it.to_string()),
        (-100i32..100).prop_map(|it| it.to_string()),
        Just("0.5".to_owned()),
        "[a-z]{0,3}".prop_map(|it| format!("\"{it}\"")),
    ];
    let value = leaf.prop_recursive(4, 24, 4, |inner| {
        let object = prop::collection::btree_map("[a-d1]{1,2}", inner.clone(), 0..4).prop_map(|members| {
            let members: Vec<String> = members.iter().map(|(key, value)| format!("\"{key}\": {value}")).collect();
            format!("{{{}}}", members.join(", "))
        });
        prop_oneof![prop::collection::vec(inner, 0..4).prop_map(|items| format!("[{}]", items.join(", "))), object]
    });
    value.prop_map(|value| format!("{{\"value\": {value}}}"))
}

proptest! {
    #![proptest_config(laws::cases(256))]

    #[test]
    fn every_sample_is_a_value_of_the_inferred_schema(samples in prop::collection::vec(event(), 1..5)) {
        let samples: Vec<&str> = samples.iter().map(String::as_str).collect();
        let inferred = infer(&samples, "Event", "a.b").unwrap();
        let (schema, findings) = Schema::parse(&inferred.text, &[]);
        prop_assert!(is_valid(&findings, Parser::JavaStrict), "{:?} {}", findings, inferred.text);
        let schema = schema.unwrap();
        for sample in samples {
            prop_assert!(read_json(&schema, sample).is_ok(), "{:?}\n{}\n{}", read_json(&schema, sample), sample, inferred.text);
        }
    }
}
