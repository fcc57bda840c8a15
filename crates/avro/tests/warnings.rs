//! Warnings that no registry gives: each kind where it belongs, silence where nothing changed, and repairs that end them.

#![expect(clippy::unwrap_used, reason = "what cannot be parsed fails its test")]

use avro::{Compatibility, Labels, Schema, Side, check_candidate, warn_candidate, warnings};

fn parse(text: &str) -> Schema {
    Schema::parse(text, &[]).0.unwrap()
}

fn field(kind: &str) -> String {
    format!(r#"{{"type": "record", "name": "Order", "fields": [{{"name": "total", "type": {kind}}}]}}"#)
}

fn told(reader: &str, writer: &str) -> Vec<String> {
    let (reader, writer) = (parse(reader), parse(writer));
    warnings(&reader, &writer, &Labels::default())
        .into_iter()
        .inspect(|it| {
            for repair in &it.repairs {
                let side = if repair.side == Side::Reader { &reader } else { &writer };
                let after = parse(&syntax::apply_edits(side.text(), &repair.edits).unwrap());
                let (r, w) = if repair.side == Side::Reader { (&after, &writer) } else { (&reader, &after) };
                assert_eq!(warnings(r, w, &Labels::default()), [], "{}", repair.title);
            }
        })
        .map(|it| format!("{}: {}", it.kind, it.sentence))
        .collect()
}

#[test]
fn each_change_of_meaning_is_told() {
    let check = |reader: &str, writer: &str, expected: &[&str]| {
        assert_eq!(told(&field(reader), &field(writer)), expected);
        assert_eq!(told(&field(reader), &field(reader)), [""; 0]);
    };
    let decimal = |p, s| format!(r#"{{"type": "bytes", "logicalType": "decimal", "precision": {p}, "scale": {s}}}"#);
    let long = |logical| format!(r#"{{"type": "long", "logicalType": "{logical}"}}"#);
    check(
        &decimal(10, 4),
        &decimal(10, 2),
        &[
            "avro/decimal-changed: The writer writes field total as decimal(10,2), the reader reads decimal(10,4): the same \
           digits mean another amount",
        ],
    );
    check(
        &long("timestamp-micros"),
        &long("timestamp-millis"),
        &[
            "avro/time-unit-changed: The writer writes field total as timestamp-millis, the reader reads timestamp-micros: the \
           same number means another time",
        ],
    );
    check(
        r#""string""#,
        r#"{"type": "string", "logicalType": "uuid"}"#,
        &[
            "avro/logical-type-changed: The writer writes field total as uuid, the reader reads string: programs get another \
           type for it",
        ],
    );
    check(
        r#""double""#,
        r#""long""#,
        &[
            "avro/lossy-promotion: The writer writes field total as long; large numbers lose digits in the double that the \
           reader reads",
        ],
    );
    check(
        r#"["null", "double", "long"]"#,
        r#"["null", "long"]"#,
        &[
            "avro/union-first-match: The writer writes field total as long, which the reader has as a branch of its own, but \
           double stands before it and takes it too; readers differ in which one they use",
        ],
    );
    check(r#"["null", "long", "double"]"#, r#"["null", "long"]"#, &[]);
    check(&format!(r#"["null", {}]"#, long("timestamp-micros")), &long("timestamp-micros"), &[]);
    check(
        &format!(r#"{{"type": "array", "items": ["null", {}]}}"#, long("timestamp-micros")),
        &format!(r#"{{"type": "array", "items": {}}}"#, long("timestamp-millis")),
        &[
            "avro/time-unit-changed: The writer writes field total[] as timestamp-millis, the reader reads timestamp-micros: \
           the same number means another time",
        ],
    );
    check(r#""long""#, r#""int""#, &[]);
    // The other order is a change, though both have both.
    check(
        r#"["long", "int"]"#,
        r#"["int", "long"]"#,
        &[
            "avro/union-first-match: The writer writes field total as int, which the reader has as a branch of its own, but \
           long stands before it and takes it too; readers differ in which one they use",
        ],
    );
    // Of two types of one name, what they mean is told.
    let fixed = |precision| {
        format!(r#"{{"type": "fixed", "name": "F", "size": 4, "logicalType": "decimal", "precision": {precision}}}"#)
    };
    check(
        &fixed(4),
        &fixed(5),
        &[
            "avro/decimal-changed: The writer writes field total as decimal(5,0), the reader reads decimal(4,0): the same digits \
           mean another amount",
        ],
    );
}

#[test]
fn what_hurts_is_told_beside_what_breaks() {
    let order = |unit: &str, id: &str| {
        let stamp = format!(r#"{{"type": "long", "logicalType": "timestamp-{unit}"}}"#);
        let line = format!(
            r#"["null", {{"type": "record", "name": "Line", "fields": [{{"name": "at", "type": {stamp}}}, {{"name": "id", "type": "{id}"}}]}}]"#
        );
        parse(&format!(
            r#"{{"type": "record", "name": "Order", "fields": [{{"name": "at", "type": {stamp}}}, {{"name": "line", "type": {line}}}]}}"#
        ))
    };
    let kinds = |reader: &Schema, writer: &Schema| -> Vec<String> {
        warnings(reader, writer, &Labels::default())
            .iter()
            .map(|it| format!("{} {}", it.kind, it.reader.pointer))
            .collect()
    };
    let told = ["avro/time-unit-changed /fields/0/type", "avro/time-unit-changed /fields/1/type/1/fields/0/type"];
    assert_eq!(kinds(&order("micros", "string"), &order("millis", "string")), told);
    assert_eq!(kinds(&order("micros", "string"), &order("millis", "int")), told);
    // A type of another name is another type, whatever it holds.
    let other = parse(&order("millis", "string").text().replace("\"Line\"", "\"Row\""));
    assert_eq!(kinds(&order("micros", "string"), &other), &told[..1]);
}

#[test]
fn a_repair_says_whether_it_widens() {
    let titles = |reader: &str, writer: &str| -> Vec<String> {
        let found = warnings(&parse(&field(reader)), &parse(&field(writer)), &Labels::default());
        found.iter().flat_map(|it| &it.repairs).map(|it| it.title.clone()).collect()
    };
    let of = |base: &str, logical: &str| format!(r#"{{"type": "{base}", "logicalType": "{logical}"}}"#);
    assert_eq!(
        titles(&of("long", "timestamp-micros"), &of("long", "timestamp-millis")),
        ["Change the type to timestamp-millis", "Change the type to timestamp-micros"]
    );
    assert_eq!(titles(r#""long""#, &of("int", "date")), ["Change the type to date", "Change the type to long"]);
    let fixed = |precision| {
        format!(r#"{{"type": "fixed", "name": "F", "size": 4, "logicalType": "decimal", "precision": {precision}}}"#)
    };
    assert_eq!(titles(&fixed(4), &fixed(5)), ["Change the type to decimal(5,0)", "Change the type to decimal(4,0)"]);
}

#[test]
fn a_changed_namespace_is_told() {
    let named =
        |namespace: &str| format!(r#"{{"type": "record", "name": "Order", "namespace": "{namespace}", "fields": []}}"#);
    assert_eq!(
        told(&named("shop"), &named("store")),
        [
            "avro/namespace-changed: The writer calls the message store.Order, the reader calls it shop.Order; programs that \
          look its class up by the full name will not find it"
        ]
    );
}

#[test]
fn recursive_schemas_are_walked_once() {
    let node = |logical: &str| {
        format!(
            r#"{{"type": "record", "name": "Node", "fields": [
                {{"name": "at", "type": {{"type": "long", "logicalType": "{logical}"}}}},
                {{"name": "next", "type": ["null", "Node"]}}]}}"#
        )
    };
    assert_eq!(told(&node("timestamp-micros"), &node("timestamp-millis")).len(), 1);
}

#[test]
fn a_schema_by_itself_is_advised_and_the_advice_can_be_taken() {
    let text = r#"{"type": "record", "name": "Order", "fields": [
        {"name": "status", "type": {"type": "enum", "name": "Status", "symbols": ["NEW"]}},
        {"name": "note", "type": ["null", "string"]},
        {"name": "good", "type": ["null", "string"], "default": null},
        {"name": "fine", "type": {"type": "enum", "name": "Fine", "symbols": ["A"], "default": "A"}}
    ]}"#;
    let schema = parse(text);
    let advice = schema.advice();
    let kinds: Vec<&str> = advice.iter().map(|it| it.kind.code()).collect();
    assert_eq!(kinds, ["avro/nullable-without-default", "avro/enum-without-default"]);
    for warning in &advice {
        for repair in &warning.repairs {
            let after = parse(&syntax::apply_edits(text, &repair.edits).unwrap());
            assert!(after.advice().len() < advice.len(), "{}", repair.title);
        }
    }
}

#[test]
fn a_nullable_field_gets_null_first_and_as_default() {
    let check = |kind: &str, title: &str, expected: &str| {
        let text = field(kind);
        let advice = parse(&text).advice();
        let repair = &advice[0].repairs[0];
        assert_eq!(repair.title, title);
        let after = syntax::apply_edits(&text, &repair.edits).unwrap();
        assert_eq!(after, field(&format!(r#"{expected}, "default": null"#)));
        assert_eq!(parse(&after).advice(), []);
    };
    check(r#"["null", "int"]"#, "Add default null", r#"["null", "int"]"#);
    let moved = "Put null first and add default null";
    check(r#"["int", "null"]"#, moved, r#"["null", "int"]"#);
    check(r#"["int", "null", "string"]"#, moved, r#"["null", "int", "string"]"#);
    check("[ \"int\" ,\n \"null\" ]", moved, "[ \"null\",\n \"int\" ]");
}

#[test]
fn versions_are_named_and_the_last_way_out_is_a_new_subject() {
    let (v1, v2) = (parse(&field(r#""long""#)), parse(&field(r#""double""#)));
    let warned = warn_candidate(&v2, &[(1, &v1)], Compatibility::Full);
    assert_eq!(warned.len(), 1);
    assert_eq!((warned[0].version, warned[0].direction.as_str()), (1, "backward"));
    assert!(warned[0].warning.sentence.starts_with("Version 1 writes field total as long"));
    let found = check_candidate(&v2, &[(1, &v1)], Compatibility::Full, avro::Profile::Confluent);
    let titles: Vec<&str> = found[0].candidate_repairs().map(|it| it.title.as_str()).collect();
    assert_eq!(titles, ["Change the type to long", "Write it to a new subject and topic"]);
    assert!(!found[0].needs_old_reader());
}
