//! Random designs, for the laws that other crates prove: what is loaded is what was saved, an undone edit is no edit, and so
//! on. They are as odd as a person could make them: every field set and unset, references that lead nowhere, texts with
//! quotes, line ends and characters of every script.

mod records;

use crate::kind::with_kinds;
use crate::{
    Acks, Cleanup, Compatibility, Consume, Context, ContextId, ContextRelation, DataClass, Decision, DecisionId,
    DecisionStatus, Design, Direction, DomainClass, Environment, EnvironmentId, FORMAT_VERSION, FailurePolicy, Flow,
    FlowId, Hue, Isolation, Key, Kind, Level, Message, MessageId, MessageKind, Placement, Policy, Process, ProcessId,
    ProcessStyle, Produce, Record, RecordKey, RelationId, RelationPattern, Schema, SchemaId, SchemaRules,
    SchemaVersion, Service, ServiceId, ServiceKind, Settings, Step, StepId, StepKind, SubjectStrategy, Topic, TopicId,
    TopicKind, TopicOverride, View, ViewId, ViewKind, Visibility, Waiver,
};
use proptest::collection::{btree_map, vec};
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};
use std::str::FromStr;
use std::sync::Arc;

/// Ids that records of every kind share: each names at most one record of its kind, and references often meet one.
const IDS: [&str; 12] = [
    "order",
    "payment",
    "cart",
    "order-events",
    "payment-events-2",
    "stock",
    "a",
    "0",
    "order-submitted",
    "x-1-y",
    "refund",
    "the-longest-id-that-anybody-would-ever-write-without-thinking-of-those-who-have-to-read-it-afterwards",
];
const DECISIONS: [&str; 4] = ["0001-use-kafka", "0002-own-topics", "0010-a", "12-b"];

/// Any sound design.
pub fn design() -> impl Strategy<Value = Design> {
    subsequence(ids::<ContextId>(&IDS), 1..=4)
        .prop_flat_map(|contexts| {
            let keys = (keys(), Just(contexts.clone()));
            let placements = vec((any::<Index>(), any::<Index>(), position()), 0..12);
            (keys, placements).prop_flat_map(move |((keys, contexts), placements)| {
                let all = contexts.iter().cloned().map(RecordKey::from).chain(keys).chain([RecordKey::Settings]);
                let records: Vec<BoxedStrategy<Record>> = all.map(|key| another(&key, &contexts)).collect();
                (records, of(records::policy()), Just(placements))
            })
        })
        .prop_map(|(records, policy, placements)| {
            let mut design = Design::default();
            for record in records.into_iter().chain(policy) {
                design.insert(record);
            }
            let views: Vec<ViewId> = design.views().keys().cloned().collect();
            let nodes: Vec<RecordKey> = design.keys().into_iter().filter(|key| key.kind().is_placed()).collect();
            for (view, node, (x, y, width, height)) in placements {
                if !views.is_empty() && !nodes.is_empty() {
                    let (view, node) = (view.get(&views).clone(), node.get(&nodes).clone());
                    design.insert(Record::Placement(Placement { view, node, x, y, width, height }));
                }
            }
            design
        })
}

macro_rules! another {
    (
        records { $($(#[$doc:meta])* $kind:ident $word:literal: $id:ident $about:literal, $all:ident, $one:ident;
            named $name:tt in [$($context:ident)?] $row:tt)* }
        positions $positions:tt
        singles { $($(#[$single_doc:meta])* $single:ident $single_word:literal: $field:ident;
            named $single_name:tt $single_row:tt)* }
    ) => {
        /// Another state of a record: the same kind and id, anything else in its fields. Members move to any of the contexts.
        pub fn another(key: &RecordKey, contexts: &[ContextId]) -> BoxedStrategy<Record> {
            match key.clone() {
                $(RecordKey::$kind(id) => {
                    $(let $context = select(contexts.to_vec());)?
                    records::$one(id $(, $context)?).prop_map(Record::$kind).boxed()
                })*
                RecordKey::Placement(view, node) => position()
                    .prop_map(move |(x, y, width, height)| {
                        Record::Placement(Placement { view: view.clone(), node: (*node).clone(), x, y, width, height })
                    })
                    .boxed(),
                $(RecordKey::$single => records::$field().boxed(),)*
            }
        }
    };
}
with_kinds!(another);

/// Any text, simple ones more often than not.
pub fn text() -> impl Strategy<Value = String> {
    let odd = select(vec![
        "\"",
        "\"\"\"",
        "'",
        "'''\"",
        "\\",
        "\\n",
        "a\r\nb",
        "\n",
        "\n\n a \n",
        "\r",
        "\t",
        "\u{0}",
        "\u{7f}",
        "\u{85}",
        "\u{2028}",
        "\u{feff}",
        "# no comment",
        "a = 1",
        "[a]",
        "key: value",
        "- item",
        "---",
        "null",
        "true",
        "1e3",
        "2026-11-21",
        " ",
        "  a ",
        "Größe",
        "注文",
        "🦀",
        "e\u{301}",
    ]);
    prop_oneof![4 => "[A-Za-z][a-z ]{0,20}", 1 => Just(String::new()), 1 => "(?s).{0,16}", 2 => odd.prop_map(str::to_owned)]
}

fn ids<Id: FromStr>(pool: &[&str]) -> Vec<Id> {
    pool.iter().filter_map(|text| text.parse().ok()).collect()
}

fn id<Id: FromStr + Clone + std::fmt::Debug + 'static>() -> impl Strategy<Value = Id> {
    select(ids::<Id>(&IDS))
}

/// Some records of every kind that has ids, but contexts.
fn keys() -> impl Strategy<Value = Vec<RecordKey>> {
    let some = |kind: Kind| {
        let pool: &[&str] = if kind == Kind::Decision { &DECISIONS } else { &IDS };
        let all: Vec<RecordKey> = pool.iter().filter_map(|id| RecordKey::of(kind, id)).collect();
        let most = all.len().min(if kind.lives_in_context() { 4 } else { 2 });
        subsequence(all, 0..=most)
    };
    let kinds = Kind::ALL.iter().copied().filter(|kind| *kind != Kind::Context);
    kinds.map(some).collect::<Vec<_>>().prop_map(|keys| keys.concat())
}

fn key() -> impl Strategy<Value = RecordKey> {
    prop_oneof![
        id::<TopicId>().prop_map(RecordKey::from),
        id::<ServiceId>().prop_map(RecordKey::from),
        id::<ContextId>().prop_map(RecordKey::from),
        id::<FlowId>().prop_map(RecordKey::from),
        (id::<ViewId>(), id::<TopicId>()).prop_map(|(view, node)| RecordKey::Placement(view, Box::new(node.into()))),
        Just(RecordKey::Settings),
    ]
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![3 => (0u32..100_000).prop_map(|it| f64::from(it) / 8.0), 1 => proptest::num::f64::NORMAL, 1 => Just(0.0)]
}

fn size() -> impl Strategy<Value = u64> {
    prop_oneof![3 => 0u64..1_000_000, 1 => 0u64..=i64::MAX as u64]
}

fn time() -> impl Strategy<Value = i64> {
    prop_oneof![3 => 0i64..1_000_000_000_000, 1 => Just(-1), 1 => any::<i64>()]
}

fn config() -> impl Strategy<Value = std::collections::BTreeMap<String, String>> {
    btree_map(prop_oneof![3 => "[a-z]{1,8}(\\.[a-z]{1,8}){0,2}", 1 => text()], text(), 0..4)
}

fn position() -> impl Strategy<Value = (i32, i32, Option<u32>, Option<u32>)> {
    (prop_oneof![-2000i32..4000, any::<i32>()], -2000i32..4000, of(any::<u32>()), of(1u32..900))
}
