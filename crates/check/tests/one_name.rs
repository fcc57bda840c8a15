//! Names that schemas of a design use and define: nothing that is said of them depends on what the schemas are called, nor on the
//! order in which they came.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use check::{Checker, NameConflict, Text};
use model::{Change, Design, Record, RecordKey, SchemaId};
use proptest::prelude::*;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

const TODAY: &str = "2026-11-21";

/// A type of a field: types of few names with few meanings, written out or by name.
fn field_type() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec!["int", "long", "string"]);
    let inner = leaf.clone().prop_map(|kind| record("n.Inner", &[format!("\"{kind}\"")]));
    let meta =
        prop_oneof![leaf.clone().prop_map(|kind| format!("\"{kind}\"")), inner.clone(), Just("\"n.Inner\"".to_owned())];
    let named =
        prop::sample::select(vec!["n.Meta", "n.Inner", "n.R0", "n.R1", "n.R2"]).prop_map(|it| format!("\"{it}\""));
    prop_oneof![
        leaf.prop_map(|kind| format!("\"{kind}\"")),
        inner,
        meta.prop_map(|kind| record("n.Meta", &[kind])),
        named,
    ]
}

fn record(name: &str, types: &[String]) -> String {
    let field = |(at, kind): (usize, &String)| format!(r#"{{"name": "f{at}", "type": {kind}}}"#);
    let fields: Vec<String> = types.iter().enumerate().map(field).collect();
    format!(r#"{{"type": "record", "name": "{name}", "fields": [{}]}}"#, fields.join(", "))
}

/// The texts of one schema: its versions, and perhaps a draft.
type Texts = (Vec<String>, Option<String>);

fn texts() -> impl Strategy<Value = Texts> {
    let name = prop::sample::select(vec!["n.R0", "n.R1", "n.R2", "n.R3", "n.Meta"]);
    let types = || prop::collection::vec(field_type(), 1..4);
    (name, prop::collection::vec(types(), 1..3), prop::option::of(types())).prop_map(|(name, versions, draft)| {
        (versions.iter().map(|it| record(name, it)).collect(), draft.map(|draft| record(name, &draft)))
    })
}

/// Schemas, and two orders of them.
fn schemas() -> impl Strategy<Value = (Vec<Texts>, Vec<usize>)> {
    prop::collection::vec(texts(), 2..6).prop_flat_map(|texts| {
        let order: Vec<usize> = (0..texts.len()).collect();
        (Just(texts), Just(order).prop_shuffle())
    })
}

fn schema(id: &SchemaId, (versions, draft): &Texts) -> Record {
    let versions: Vec<_> = (1..).zip(versions).map(|(number, text)| json!({"number": number, "text": text})).collect();
    let body = json!({"id": id, "context": "main", "versions": versions, "draft": draft});
    serde_json::from_value(json!({ "schema": body })).unwrap()
}

fn ids(order: &[usize]) -> Vec<SchemaId> {
    order.iter().map(|at| format!("s{at}").parse().unwrap()).collect()
}

/// A design with the schemas under these ids, brought in one by one, last first.
fn checked(texts: &[Texts], ids: &[SchemaId]) -> (Design, Checker) {
    let mut design = Design::default();
    let mut checker = Checker::default();
    checker.check_all(&design, TODAY);
    for (text, id) in texts.iter().zip(ids).rev() {
        let after = schema(id, text);
        design.insert(after.clone());
        let change = Change::between(RecordKey::from(id.clone()), None, Some(after));
        checker.recheck(&design, &Vec::from_iter(change), TODAY);
    }
    (design, checker)
}

/// All that is said of a text but the names of the texts that it uses.
fn of_text(text: &Text) -> String {
    let uses: Vec<&str> = text.uses.iter().map(|used| &*used.text).collect();
    let types: Vec<String> =
        text.schema.iter().flat_map(|it| it.types()).map(|(_, ty)| ty.shape.word().to_owned()).collect();
    format!("{:?} {uses:?} {:?} {types:?}", text.findings, text.open)
}

/// All that is said of each schema, and the names with several meanings.
fn said(checker: &Checker, ids: &[SchemaId]) -> (Vec<Vec<String>>, BTreeSet<String>) {
    let place = |id: &SchemaId| ids.iter().position(|it| it == id).unwrap();
    let mut conflicts = BTreeSet::new();
    let mut out = Vec::new();
    for id in ids {
        let verdict = checker.verdict(id).unwrap();
        let mut lines: Vec<String> = verdict.versions.iter().map(|version| of_text(&version.text)).collect();
        lines.extend(verdict.next.iter().map(|next| format!("{} {}", next.is_own, of_text(&next.text))));
        let refusals = verdict.of_next();
        lines.extend(refusals.iter().map(|it| format!("{:?} {}", it.direction, it.incompatibility.sentence)));
        let key = RecordKey::from(id.clone());
        let own = checker.findings_of(&key).filter(|it| it.rule.code != "schema/two-meanings");
        let mut own: Vec<String> = own.map(|it| format!("{} {} {:?}", it.rule.code, it.pointer, it.part)).collect();
        own.sort();
        lines.extend(own);
        out.push(lines);
        conflicts.extend(verdict.conflicts.iter().map(|it| of_conflict(it, &place)));
    }
    (out, conflicts)
}

fn of_conflict(conflict: &NameConflict, place: &dyn Fn(&SchemaId) -> usize) -> String {
    let meaning = |places: &Vec<check::DefinedAt>| -> BTreeMap<usize, String> {
        places.iter().map(|it| (place(&it.schema), format!("{} {}", it.part, it.pointer))).collect()
    };
    let mut meanings: Vec<BTreeMap<usize, String>> = conflict.meanings.iter().map(meaning).collect();
    meanings.sort();
    let stuck: BTreeSet<usize> = conflict.stuck.iter().map(place).collect();
    format!("{} {meanings:?} {stuck:?} {}", conflict.name, conflict.is_mended)
}

proptest! {
    #![proptest_config(laws::cases(120))]

    #[test]
    fn what_is_said_does_not_depend_on_names_and_order((texts, order) in schemas()) {
        let plain: Vec<usize> = (0..texts.len()).collect();
        let (one, other) = (ids(&plain), ids(&order));
        let (design, checker) = checked(&texts, &one);
        let (_, shuffled) = checked(&texts, &other);
        prop_assert_eq!(said(&checker, &one), said(&shuffled, &other));
        // And what was brought up to date step by step is what is found from scratch.
        let mut fresh = Checker::default();
        fresh.check_all(&design, TODAY);
        let lines = |checker: &Checker| checker.findings().map(|it| format!("{it:?}")).collect::<Vec<_>>();
        prop_assert_eq!(lines(&checker), lines(&fresh));
        for id in &one {
            prop_assert_eq!(checker.verdict(id), fresh.verdict(id));
        }
    }

    #[test]
    fn a_name_with_two_meanings_is_told_once((texts, order) in schemas()) {
        let ids = ids(&order);
        let (_, checker) = checked(&texts, &ids);
        let told = checker.findings().filter(|it| it.rule.code == "schema/two-meanings");
        let told: Vec<&str> = told.map(|it| it.message.split(' ').next().unwrap()).collect();
        let names: BTreeSet<&str> = told.iter().copied().collect();
        prop_assert_eq!(told.len(), names.len());
        // A schema for which a name stays open is named with it.
        for id in &ids {
            let verdict = checker.verdict(id).unwrap();
            let texts = verdict.versions.last().map(|it| &it.text).into_iter().chain(verdict.next.as_ref().map(|it| &it.text));
            for name in texts.flat_map(|text| &text.open.conflicting) {
                prop_assert!(names.contains(name.as_str()), "{} is open for {}", name, id);
            }
        }
    }
}

#[test]
fn a_schema_that_needs_a_name_with_two_meanings_is_not_judged_by_either() {
    let meta = |kind: &str| record("n.Meta", &[format!("\"{kind}\"")]);
    let user =
        r#"{"type": "record", "name": "n.R2", "fields": [{"name": "m", "type": "n.Meta", "default": {"f0": 3}}]}"#;
    let texts =
        [record("n.R0", &[meta("string")]), record("n.R1", &[meta("int")]), user.to_owned()].map(|it| (vec![it], None));
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0], [0, 2, 1]] {
        let ids = ids(&order);
        let (_, checker) = checked(&texts, &ids);
        let told: Vec<_> = checker.findings().filter(|it| it.rule.code.starts_with("schema/")).collect();
        assert_eq!(told.len(), 1, "{told:?}");
        assert_eq!(told[0].rule.code, "schema/two-meanings");
        assert!(told[0].message.starts_with("n.Meta has 2 meanings, in version 1 of R"), "{told:?}");
        assert!(told[0].help.contains("which of them R2 gets"), "{told:?}");
    }
}
