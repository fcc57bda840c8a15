//! A repair does what its button says: after it the finding is gone and the text breaks no rule that it kept before.

mod generate;

use avro::{
    Incompatibility, IncompatibilityType, Parser, Profile, Reference, Repair, RepairKind, Schema, Side, check,
    is_compatible, is_valid,
};
use generate::Choices;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// What a finding says. Its path is no part of that: where a branch goes, those after it move up.
fn key(finding: &Incompatibility) -> (String, String) {
    (finding.kind.to_string(), finding.sentence.clone())
}

/// What a repair did: nothing when all is well.
fn fault(reader: &Schema, writer: &Schema, finding: &Incompatibility, repair: &Repair) -> Option<String> {
    let side = if repair.side == Side::Reader { reader } else { writer };
    let told = |why: &str, after: &str| {
        Some(format!(
            "{why}: {} ({:?})\n  finding {}\n  before {}\n  after {after}",
            repair.title,
            repair.kind,
            finding.sentence,
            side.text()
        ))
    };
    let after = match syntax::apply_edits(side.text(), &repair.edits) {
        Ok(after) => after,
        Err(error) => return told(&error.to_string(), ""),
    };
    let (repaired, findings) = Schema::parse(&after, &[]);
    let Some(repaired) = repaired else { return told("no schema", &after) };
    let (_, before) = Schema::parse(side.text(), &[]);
    if is_valid(&before, Parser::Specification) && !is_valid(&findings, Parser::Specification) {
        return told(&format!("breaks a rule: {:?}", findings.first().map(|it| &it.message)), &after);
    }
    let found = match repair.side {
        Side::Reader => check(&repaired, writer),
        Side::Writer => check(reader, &repaired),
    };
    if found.iter().any(|it| key(it) == key(finding)) { told("the finding is still there", &after) } else { None }
}

fn faults(reader: &Schema, writer: &Schema, seen: &mut BTreeMap<String, usize>) -> Vec<String> {
    let mut faults = Vec::new();
    for finding in check(reader, writer) {
        // A wrong shared type is told at every use, and one repair mends them all.
        for repair in finding.repairs.iter().filter(|repair| repair.reference.is_none()) {
            *seen.entry(format!("{} {:?} {:?}", finding.kind, repair.kind, repair.side)).or_default() += 1;
            faults.extend(fault(reader, writer, &finding, repair));
        }
    }
    faults
}

fn parse(text: &str) -> Option<Schema> {
    Schema::parse(text, &[]).0
}

fn record(fields: &str) -> String {
    format!(r#"{{"type": "record", "name": "Order", "namespace": "shop", "fields": [{fields}]}}"#)
}

/// Every repair that is offered for the first finding, as `side title`.
#[test]
fn each_kind_of_finding_offers_its_repairs_and_each_of_them_repairs() {
    let mut seen = BTreeMap::new();
    let mut check = |reader: &str, writer: &str, expected: &[&str]| {
        let (reader, writer) = (parse(reader).unwrap(), parse(writer).unwrap());
        let found = check(&reader, &writer);
        let first = found.first().unwrap();
        let offered: Vec<String> = first.repairs.iter().map(|it| format!("{:?}: {}", it.side, it.title)).collect();
        assert_eq!(offered, expected, "{}", first.sentence);
        let faults = faults(&reader, &writer, &mut seen);
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    };
    let enumeration = |symbols: &str| {
        record(&format!(r#"{{"name": "status", "type": {{"type": "enum", "name": "S", "symbols": [{symbols}]}}}}"#))
    };
    let typed = |kind: &str| record(&format!(r#"{{"name": "total", "type": {kind}}}"#));

    check(
        &record(r#"{"name": "currency", "type": "string"}"#),
        &record(r#"{"name": "curr", "type": "string"}, {"name": "count", "type": "int"}"#),
        &[
            "Reader: Read it from field curr by an alias",
            r#"Reader: Add default """#,
            "Reader: Make it nullable",
            "Writer: Keep field currency",
            "Writer: Rename field curr to currency",
        ],
    );
    check(
        &record(r#"{"name": "email", "type": ["null", "string"]}"#),
        &record(""),
        &["Reader: Add default null", "Writer: Keep field email"],
    );
    check(
        &record(r#"{"name": "next", "type": "Order"}"#),
        &record(""),
        &["Reader: Make it nullable", "Writer: Keep field next"],
    );
    check(
        &record(r#"{"name": "a", "type": "int", "aliases": ["b", "c"]}"#),
        &record(r#"{"name": "b", "type": "int"}, {"name": "c", "type": "int"}"#),
        &["Reader: Remove the alias c"],
    );
    check(
        &typed(r#""int""#),
        &typed(r#""long""#),
        &["Reader: Widen the type to long", "Writer: Change the type to int"],
    );
    check(
        &typed(r#"{"type": "array", "items": "int"}"#),
        &typed(r#"{"type": "record", "name": "Money", "fields": []}"#),
        &["Reader: Change the type to Money", "Writer: Change the type to array<int>"],
    );
    check(
        &typed(r#""string""#),
        &typed(r#"["null", "string"]"#),
        &["Reader: Make it nullable", "Writer: Remove null from the union"],
    );
    check(
        &typed(r#""int""#),
        &typed(r#"["int", "string"]"#),
        &["Writer: Remove string from the union", "Reader: Change the type to int | string"],
    );
    check(
        &typed(r#"{"type": "fixed", "name": "Hash", "size": 4}"#),
        &typed(r#"{"type": "fixed", "name": "Hash", "size": 8}"#),
        &["Reader: Change the size to 8", "Writer: Change the size to 4"],
    );
    check(
        &typed(r#"{"type": "fixed", "name": "Hash", "size": 4}"#),
        &typed(r#"{"type": "fixed", "name": "Digest", "size": 4}"#),
        &["Reader: Add alias shop.Digest", "Reader: Rename Hash to Digest", "Writer: Rename Digest to Hash"],
    );
    check(
        &enumeration(r#""NEW", "PAID""#),
        &enumeration(r#""NEW", "PAID", "SENT""#),
        &[
            "Reader: Add the symbol UNKNOWN as default",
            "Reader: Read unknown symbols as NEW",
            "Reader: Add the symbol SENT",
            "Writer: Remove the symbol SENT",
        ],
    );
    check(
        &enumeration(r#""NEW", "OTHER""#),
        &enumeration(r#""NEW", "OTHER", "SENT", "LOST""#),
        &[
            "Reader: Read unknown symbols as OTHER",
            "Reader: Add the symbol SENT and LOST",
            "Writer: Remove the symbol SENT and LOST",
        ],
    );
    check(
        &typed(r#"["null", "int"]"#),
        &typed(r#"["null", "int", "string"]"#),
        &["Reader: Accept string too", "Writer: Remove string from the union"],
    );
    check(
        &typed(r#"["null", "int"]"#),
        &typed(r#""string""#),
        &["Reader: Accept string too", "Writer: Change the type to int?"],
    );
    check(
        &typed(r#"["null", {"type": "record", "name": "Money", "fields": [{"name": "cents", "type": "int"}]}]"#),
        &typed(r#"["null", {"type": "record", "name": "Money", "fields": []}]"#),
        &[
            "Reader: Add default 0",
            "Reader: Make it nullable",
            "Writer: Remove Money from the union",
            "Writer: Keep field cents",
        ],
    );
    let nullable =
        |fields: &str| typed(&format!(r#"["null", {{"type": "record", "name": "Money", "fields": [{fields}]}}]"#));
    let cents = r#"{"name": "cents", "type": "int"}"#;
    check(
        &nullable(&format!(r#"{cents}, {{"name": "unit", "type": "string"}}, {{"name": "tax", "type": "int"}}"#)),
        &nullable(cents),
        &[
            r#"Reader: Add default "" for unit and add default 0 for tax"#,
            "Reader: Make unit nullable and make tax nullable",
            "Writer: Remove Money from the union",
            "Writer: Keep field unit and keep field tax",
        ],
    );
    // Faults of several kinds, and two that would be put into an empty list.
    check(
        &nullable(r#"{"name": "cents", "type": "int"}, {"name": "unit", "type": ["string", "null"]}"#),
        &nullable(r#"{"name": "cents", "type": "long"}"#),
        &[
            "Writer: Remove Money from the union",
            "Reader: Widen the type to long for cents and put null first and add default null for unit",
            "Writer: Change the type to int for cents and keep field unit",
        ],
    );
    check(
        &nullable(r#"{"name": "cents", "type": "int"}, {"name": "unit", "type": "string"}"#),
        &nullable(""),
        &[
            r#"Reader: Add default 0 for cents and add default "" for unit"#,
            "Reader: Make cents nullable and make unit nullable",
            "Writer: Remove Money from the union",
            "Writer: Keep field cents and keep field unit",
        ],
    );
    // Under a union in a union's record.
    let inner = |fields: &str| {
        nullable(&format!(
            r#"{{"name": "rate", "type": ["null", {{"type": "record", "name": "Rate", "fields": [{fields}]}}]}}"#
        ))
    };
    check(
        &inner(r#"{"name": "a", "type": "int"}, {"name": "b", "type": "int"}"#),
        &inner(""),
        &[
            "Reader: Add default 0 for a and add default 0 for b",
            "Reader: Make a nullable and make b nullable",
            "Writer: Remove Money from the union",
            "Writer: Remove Rate from the union",
            "Writer: Keep field a and keep field b",
        ],
    );
    let colour = |name: &str, more: &str| {
        typed(&format!(r#"["null", {{"type": "enum", "name": "{name}", "symbols": ["RED", "BLUE"]}}{more}]"#))
    };
    check(
        &colour("Colour", ""),
        &colour("Color", ""),
        &[
            "Reader: Add alias shop.Color",
            "Reader: Accept Color too",
            "Writer: Remove Color from the union",
            "Reader: Rename Colour to Color",
            "Writer: Rename Color to Colour",
        ],
    );
    // An enum that stays on the other side took nothing's place, and neither did one with other symbols.
    let shade = r#", {"type": "enum", "name": "Shade", "symbols": ["RED", "BLUE"]}"#;
    check(
        &typed(r#"["null", {"type": "enum", "name": "Shade", "symbols": ["RED", "BLUE"]}]"#),
        &colour("Color", shade),
        &["Reader: Accept Color too", "Writer: Remove Color from the union"],
    );
    check(
        &typed(r#"["null", {"type": "enum", "name": "Shade", "symbols": ["RED"]}]"#),
        &colour("Color", ""),
        &["Reader: Accept Color too", "Writer: Remove Color from the union"],
    );
    // A new subject and topic is no edit of a text.
    let kinds = [
        RepairKind::AddAlias,
        RepairKind::RemoveAlias,
        RepairKind::AddDefault,
        RepairKind::MakeNullable,
        RepairKind::AddEnumDefault,
        RepairKind::KeepSymbol,
        RepairKind::KeepBranch,
        RepairKind::KeepField,
        RepairKind::Widen,
        RepairKind::ChangeBack,
        RepairKind::RenameBack,
    ];
    for kind in kinds {
        assert!(seen.keys().any(|it| it.contains(&format!("{kind:?}"))), "{kind:?} is tried nowhere");
    }
}

/// A repair of what stands in a referenced text edits that text, and ends the finding wherever the type is used.
#[test]
fn repairs_of_a_shared_type_repair_its_own_text() {
    let order = record(r#"{"name": "price", "type": "Money"}, {"name": "old", "type": ["null", "shop.Money"]}"#);
    let money =
        |fields: &str| format!("{{\n  \"type\": \"record\", \"name\": \"shop.Money\",\n  \"fields\": [{fields}]\n}}");
    let read = |text: &str| Schema::parse(&order, &[Reference { name: "money", text }]);
    let try_all = |reader: &str, writer: &str, expected: &[&str]| {
        let texts = [money(reader), money(writer)];
        let [(Some(r), _), (Some(w), _)] = texts.each_ref().map(|it| read(it)) else { panic!("no schema") };
        let found = check(&r, &w);
        let first = found.iter().find(|it| it.kind != IncompatibilityType::MissingUnionBranch).unwrap();
        let titles: Vec<String> = first.repairs.iter().map(|it| format!("{:?}: {}", it.side, it.title)).collect();
        assert_eq!(titles, expected);
        for repair in &first.repairs {
            assert_eq!(repair.reference.as_deref(), Some("money"), "{}", repair.title);
            let [reader, writer] = &texts;
            let before = if repair.side == Side::Reader { reader } else { writer };
            let (after, broken) = read(&syntax::apply_edits(before, &repair.edits).unwrap());
            assert!(is_valid(&broken, Parser::JavaStrict), "{}: {broken:?}", repair.title);
            let after = after.unwrap();
            let left = if repair.side == Side::Reader { check_of(&after, &w) } else { check_of(&r, &after) };
            assert_eq!(left, [""; 0], "{}", repair.title);
        }
    };
    try_all(
        r#"{"name": "cents", "type": "int"}, {"name": "currency", "type": "string"}"#,
        r#"{"name": "cents", "type": "int"}"#,
        &[r#"Reader: Add default """#, "Reader: Make it nullable", "Writer: Keep field currency"],
    );
    try_all(
        r#"{"name": "cents", "type": "int"}"#,
        r#"{"name": "cents", "type": "long"}"#,
        &["Reader: Widen the type to long", "Writer: Change the type to int"],
    );
    let unit = |symbols: &str| {
        format!(r#"{{"name": "unit", "type": {{"type": "enum", "name": "Unit", "symbols": [{symbols}]}}}}"#)
    };
    try_all(
        &unit(r#""EURO""#),
        &unit(r#""EURO", "CENT""#),
        &[
            "Reader: Add the symbol UNKNOWN as default",
            "Reader: Read unknown symbols as EURO",
            "Reader: Add the symbol CENT",
            "Writer: Remove the symbol CENT",
        ],
    );
}

fn check_of(reader: &Schema, writer: &Schema) -> Vec<String> {
    check(reader, writer).into_iter().map(|it| it.sentence).collect()
}

proptest! {
    #![proptest_config(laws::cases(256))]

    #[test]
    fn repairs_of_random_changes_repair(
        first in prop::collection::vec(any::<u16>(), 0..60),
        second in prop::collection::vec(any::<u16>(), 0..20),
        backward in any::<bool>(),
        pretty in any::<bool>(),
    ) {
        let old = generate::schema(&mut Choices::new(&first));
        let new = generate::changed(&old, &mut Choices::new(&second));
        let (Some(old), Some(new)) = (generate::text(&old, pretty), generate::text(&new, pretty)) else {
            return Ok(());
        };
        let (reader, writer) = if backward { (&new, &old) } else { (&old, &new) };
        let (reader, writer) = (parse(reader).unwrap(), parse(writer).unwrap());
        let faults = faults(&reader, &writer, &mut BTreeMap::new());
        prop_assert!(faults.is_empty(), "{}\nreader {}\nwriter {}", faults.join("\n"), reader.text(), writer.text());
        prop_assert_eq!(is_compatible(&reader, &writer, Profile::Confluent), check(&reader, &writer).is_empty());
    }
}
