//! Where registries and the letter of the specification contradict each other, each profile keeps its word.

#![expect(clippy::unwrap_used, reason = "what cannot be parsed fails its test")]

use avro::{Labels, Profile, Schema, check_as, is_compatible};

fn check(reader: &str, writer: &str, confluent: &[&str], specification: &[&str]) {
    let parse = |text: &str| Schema::parse(text, &[]).0.unwrap();
    let (reader, writer) = (parse(reader), parse(writer));
    for (profile, expected) in [(Profile::Confluent, confluent), (Profile::Specification, specification)] {
        let found = check_as(&reader, &writer, profile, &Labels::default());
        let told: Vec<String> = found.iter().map(|it| format!("{} {}", it.kind, it.path)).collect();
        assert_eq!(told, expected, "{profile:?} {} {}", reader.text(), writer.text());
        assert_eq!(is_compatible(&reader, &writer, profile), expected.is_empty());
    }
}

#[test]
fn decimals_match_by_precision_and_scale_alone_for_the_specification() {
    let bytes = |p, s| format!(r#"{{"type": "bytes", "logicalType": "decimal", "precision": {p}, "scale": {s}}}"#);
    let fixed = |name: &str, size, p, s| {
        format!(
            r#"{{"type": "fixed", "name": "{name}", "size": {size}, "logicalType": "decimal", "precision": {p}, "scale": {s}}}"#
        )
    };
    check(&bytes(4, 2), &bytes(4, 2), &[], &[]);
    check(&bytes(6, 2), &bytes(4, 2), &[], &["DECIMAL_MISMATCH /"]);
    check(&bytes(4, 1), &bytes(4, 2), &[], &["DECIMAL_MISMATCH /"]);
    check(&bytes(4, 2), &fixed("F", 2, 4, 2), &["TYPE_MISMATCH /"], &[]);
    check(&fixed("F", 2, 4, 2), &fixed("G", 3, 4, 2), &["NAME_MISMATCH /name", "FIXED_SIZE_MISMATCH /size"], &[]);
    check(&bytes(4, 2), "\"bytes\"", &[], &[]);
    let (reader, writer) = (format!(r#"["null", {}]"#, bytes(4, 2)), fixed("F", 2, 4, 2));
    check(&reader, &writer, &["MISSING_UNION_BRANCH /"], &[]);
    check(&format!(r#"["null", {}]"#, bytes(6, 2)), &bytes(4, 2), &[], &["MISSING_UNION_BRANCH /"]);
}

#[test]
fn a_field_s_own_name_beats_its_aliases_for_the_specification() {
    let record = |fields: &str| format!(r#"{{"type": "record", "name": "R", "fields": [{fields}]}}"#);
    check(
        &record(r#"{"name": "a", "type": "int", "aliases": ["b"]}"#),
        &record(r#"{"name": "a", "type": "int"}, {"name": "b", "type": "string"}"#),
        &["AMBIGUOUS_FIELD_ALIAS /fields/0"],
        &[],
    );
    check(
        &record(r#"{"name": "a", "type": "int", "aliases": ["a"]}"#),
        &record(r#"{"name": "a", "type": "int"}"#),
        &["AMBIGUOUS_FIELD_ALIAS /fields/0"],
        &[],
    );
}
