//! The semantic diff: each change by name, each with the verdict that the checker gives.

#![expect(clippy::unwrap_used, reason = "what cannot be parsed fails its test")]

mod generate;

use avro::{Profile, Schema, diff, is_compatible};
use generate::Choices;
use proptest::prelude::*;

fn parse(text: &str) -> Schema {
    Schema::parse(text, &[]).0.unwrap()
}

/// Changes as `kind [backward forward]: sentence`, with a minus for a reader that breaks.
fn told(old: &str, new: &str) -> Vec<String> {
    let (old, new) = (parse(old), parse(new));
    assert_eq!(diff(&old, &old), []);
    let sign = |reads: bool| if reads { '+' } else { '-' };
    diff(&old, &new)
        .into_iter()
        .map(|it| format!("{:?} {}{}: {}", it.kind, sign(it.backward), sign(it.forward), it.sentence))
        .collect()
}

fn record(fields: &str) -> String {
    format!(r#"{{"type": "record", "name": "Order", "namespace": "shop", "fields": [{fields}]}}"#)
}

#[test]
fn each_kind_of_change_is_told_with_its_verdict() {
    let check = |old: &str, new: &str, expected: &[&str]| assert_eq!(told(&record(old), &record(new)), expected);
    let typed = |kind: &str| format!(r#"{{"name": "a", "type": {kind}}}"#);
    let retyped = |old: &str, new: &str, expected: &[&str]| check(&typed(old), &typed(new), expected);

    check("", r#"{"name": "a", "type": "int"}"#, &["FieldAdded -+: Field a is new, int without default"]);
    check("", r#"{"name": "a", "type": "int", "default": 0}"#, &["FieldAdded ++: Field a is new, int with a default"]);
    check(r#"{"name": "a", "type": "int"}"#, "", &["FieldRemoved +-: Field a is gone"]);
    check(
        r#"{"name": "a", "type": "int"}"#,
        r#"{"name": "b", "type": "int", "aliases": ["a"]}"#,
        &["FieldRenamed +-: Field a is called b"],
    );
    check(
        r#"{"name": "a", "type": "int"}, {"name": "b", "type": "int"}"#,
        r#"{"name": "b", "type": "int"}, {"name": "a", "type": "int"}"#,
        &["FieldsReordered ++: The fields of the message stand in another order"],
    );
    // Renaming back: the alias of the old version leads there.
    check(
        r#"{"name": "b", "type": "int", "aliases": ["a"]}"#,
        r#"{"name": "a", "type": "int"}"#,
        &["FieldRenamed -+: Field b is called a"],
    );
    // A reader with a default does not read the renamed field, so its type does not matter to them.
    check(
        r#"{"name": "a", "type": "int", "default": 0}"#,
        r#"{"name": "b", "type": "string", "aliases": ["a"]}"#,
        &[
            "FieldRenamed ++: Field a is called b",
            "DefaultChanged ++: Field b has no default any more",
            "TypeChanged -+: Field b is string instead of int",
        ],
    );
    // Two fields may read one; one cannot read two.
    check(
        r#"{"name": "a", "type": "int"}"#,
        r#"{"name": "a", "type": "int"}, {"name": "b", "type": "long", "aliases": ["a"]}"#,
        &["FieldAdded ++: Field b is new, long without default"],
    );
    check(
        r#"{"name": "a", "type": "int"}, {"name": "b", "type": "int"}"#,
        r#"{"name": "c", "type": "int", "aliases": ["a", "b"]}"#,
        &["FieldRenamed --: Field a is called c", "FieldRemoved --: Field b is gone"],
    );
    check(
        r#"{"name": "a", "type": "int", "aliases": ["b"]}"#,
        r#"{"name": "a", "type": "int"}, {"name": "b", "type": "int", "default": 0}"#,
        &["AliasesChanged +-: Field a has other aliases", "FieldAdded +-: Field b is new, int with a default"],
    );
    retyped(r#""int""#, r#""long""#, &["TypeChanged +-: Field a is long instead of int"]);
    retyped(r#""int""#, r#""string""#, &["TypeChanged --: Field a is string instead of int"]);
    retyped(r#""string""#, r#"["null", "string"]"#, &["BranchAdded +-: Field a may be empty"]);
    retyped(r#"["null", "string"]"#, r#""string""#, &["BranchRemoved -+: Field a may no longer be empty"]);
    retyped(r#"["null", "int"]"#, r#"["null", "long"]"#, &["TypeChanged +-: Field a is long instead of int"]);
    retyped(r#"["null", "long"]"#, r#"["null", "long", "int"]"#, &["BranchAdded ++: Field a may be int too"]);
    retyped(
        r#"["int", "null"]"#,
        r#"["null", "int"]"#,
        &["BranchesReordered ++: The branches of field a stand in another order"],
    );
    let long = |logical: &str| format!(r#"{{"type": "long", "logicalType": "{logical}"}}"#);
    retyped(
        &long("timestamp-millis"),
        &long("timestamp-micros"),
        &["LogicalTypeChanged ++: Field a is timestamp-micros instead of timestamp-millis"],
    );
    retyped(
        r#""long""#,
        &long("timestamp-micros"),
        &["LogicalTypeChanged ++: Field a is timestamp-micros instead of plain long"],
    );
    // What Avro does not know is told as well, on types without name too.
    retyped(
        r#""string""#,
        r#"{"type": "string", "avro.java.string": "String"}"#,
        &["PropertyChanged ++: The type of field a has other properties"],
    );
    retyped(r#"{"type": "string"}"#, r#""string""#, &[]);
    retyped(
        r#"["null", {"type": "array", "items": "int", "java-class": "x"}]"#,
        r#"["null", {"type": "array", "items": {"type": "int", "doc": "x"}}]"#,
        &[
            "PropertyChanged ++: The type of field a has other properties",
            "DocChanged ++: The type of field a[] has a doc",
        ],
    );
    let unknown = |logical: &str| format!(r#"{{"type": "string", "logicalType": {logical}}}"#);
    retyped(
        &unknown(r#""a""#),
        &unknown(r#""b""#),
        &["LogicalTypeChanged ++: Field a has the logical type b, which counts for nothing"],
    );
    retyped(
        &unknown(r#""decimal", "precision": 4"#),
        &unknown(r#""decimal", "precision": 5"#),
        &["LogicalTypeChanged ++: Field a has another decimal, which counts for nothing"],
    );
    retyped(
        &unknown(r#""a""#),
        r#""string""#,
        &["LogicalTypeChanged ++: Field a has no logical type any more; the one it had counted for nothing"],
    );
    retyped(
        r#"{"type": "fixed", "name": "X", "size": 4, "logicalType": "uuid"}"#,
        r#"{"type": "fixed", "name": "X", "size": 4}"#,
        &["LogicalTypeChanged ++: Field a has no logical type any more; the one it had counted for nothing"],
    );
    retyped(
        r#"{"type": "record", "name": "X", "fields": []}"#,
        r#"{"type": "error", "name": "X", "fields": []}"#,
        &["PropertyChanged ++: X is an error"],
    );
    retyped(r#""Lost""#, r#""Missing""#, &["TypeChanged ++: Field a is Missing instead of Lost"]);
    retyped(
        r#"{"type": "fixed", "name": "X", "size": 4}"#,
        r#"{"type": "fixed", "name": "X", "size": 8}"#,
        &["SizeChanged --: Field a has 8 bytes instead of 4"],
    );
    let symbols = |list: &str| format!(r#"{{"type": "enum", "name": "E", "symbols": [{list}]}}"#);
    retyped(
        &symbols(r#""A", "B", "C""#),
        &symbols(r#""C", "A", "D""#),
        &[
            "SymbolAdded +-: Field a may be D too",
            "SymbolRemoved -+: Field a may no longer be B",
            "SymbolsReordered ++: The symbols of field a stand in another order",
        ],
    );
    retyped(
        &symbols(r#""A""#),
        r#"{"type": "enum", "name": "E", "symbols": ["A"], "default": "A", "doc": "x", "x": 1}"#,
        &[
            "DocChanged ++: E has a doc",
            "PropertyChanged ++: E has other properties",
            "EnumDefaultChanged ++: Symbols that are not known are read as A in field a",
        ],
    );
    check(
        r#"{"name": "a", "type": "int", "default": 0, "doc": "x"}"#,
        r#"{"name": "a", "type": "int", "default": 1, "aliases": ["b"], "order": "ignore"}"#,
        &[
            "AliasesChanged ++: Field a has other aliases",
            "DefaultChanged ++: Field a has the default 1 instead of 0",
            "DocChanged ++: Field a has no doc any more",
            "PropertyChanged ++: Field a has other properties",
        ],
    );
    retyped(
        r#"{"type": "record", "name": "M", "fields": []}"#,
        r#"{"type": "record", "name": "N", "aliases": ["M"], "fields": [{"name": "x", "type": "int"}]}"#,
        &[
            "NameChanged +-: The type of field a is called shop.N instead of shop.M",
            "AliasesChanged ++: N has other aliases",
            "FieldAdded -+: Field a.x is new, int without default",
        ],
    );
    assert_eq!(
        told(
            r#"{"type": "record", "name": "x.A", "fields": []}"#,
            r#"{"type": "record", "name": "y.A", "fields": []}"#
        ),
        ["NamespaceChanged ++: The type of the message is called y.A instead of x.A"]
    );
}

proptest! {
    #![proptest_config(laws::cases(1_000))]

    #[test]
    fn the_verdicts_on_the_changes_add_up_to_the_verdict_on_the_versions(
        first in prop::collection::vec(any::<u16>(), 0..60),
        second in prop::collection::vec(any::<u16>(), 0..20),
    ) {
        let old = generate::schema(&mut Choices::new(&first));
        let new = generate::changed(&old, &mut Choices::new(&second));
        let (Some(old), Some(new)) = (generate::text(&old, false), generate::text(&new, false)) else { return Ok(()) };
        let (old, new) = (parse(&old), parse(&new));
        let changes = diff(&old, &new);
        let told = format!("{changes:#?}\nold {}\nnew {}", old.text(), new.text());
        prop_assert_eq!(changes.iter().all(|it| it.backward), is_compatible(&new, &old, Profile::Confluent), "{}", told);
        prop_assert_eq!(changes.iter().all(|it| it.forward), is_compatible(&old, &new, Profile::Confluent), "{}", told);
    }
}
