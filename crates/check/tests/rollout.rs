//! The steps of a roll-out, carried out: whatever the versions, the readers and what the topic keeps, at no moment does
//! anybody meet a record that they cannot read.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

use avro::{Profile, Schema, is_compatible};
use check::{Checker, SchemaVerdict, Step, StepKind};
use std::collections::{BTreeMap, BTreeSet};

/// The fields that a version can have: what people add, drop, widen and change, so that some pairs read each other in both
/// directions, some in one and some in none.
const FIELDS: [&str; 7] = [
    "id: string",
    "id: string, total: int",
    "id: string, total: long",
    "id: string, total: int = 0",
    "id: string = \"\", total: string",
    r#"{"name": "sum", "type": "int", "aliases": ["total"]}"#,
    "sum: long = 1, id: bytes",
];

/// The records that a topic can keep, and whether that is for ever.
const TOPICS: [(&str, bool); 2] = [("retention=7d", false), ("retention=null cleanup=compact", true)];

fn schema(fields: &str) -> Schema {
    let design = fixture::design(&format!("schema Placed draft {{ {fields} }}"));
    let text = design.schemas().values().find_map(|schema| schema.draft.clone()).unwrap();
    Schema::parse(&text, &[]).0.unwrap()
}

/// One producer, and two consumers: the mailer with the first version, the stock with the latest.
fn judged(topic: &str, mode: &str, versions: [&str; 2], draft: &str) -> SchemaVerdict {
    let [first, second] = versions;
    let design = fixture::design(&format!(
        "
        topic placed p=1 rf=1 min-isr=null {topic}
        schema Placed mode={mode} v1 {{ {first} }} v2 {{ {second} }} draft {{ {draft} }}
        message Placed on placed
        service api -> placed
        placed -> service mailer group=g reads=Placed:1
        placed -> service stock group=h
        "
    ));
    let mut checker = Checker::default();
    checker.check_all(&design, "2026-11-21");
    checker.verdict(&"placed".parse().unwrap()).unwrap().as_ref().clone()
}

/// The steps in the order of somebody who does each as late as what it says allows, and the last ones first.
fn latest_first(steps: &[Step]) -> Vec<&Step> {
    let mut done: Vec<usize> = Vec::new();
    while let Some(next) = (0..steps.len()).rev().find(|at| {
        !done.contains(at) && steps.get(*at).is_some_and(|step| step.after.iter().all(|before| done.contains(before)))
    }) {
        done.push(next);
    }
    assert_eq!(done.len(), steps.len(), "every step can be reached");
    done.into_iter().filter_map(|at| steps.get(at)).collect()
}

/// The shop while the steps are carried out, by numbers of versions.
#[derive(Clone)]
struct Shop {
    schemas: BTreeMap<u32, Schema>,
    readers: BTreeMap<&'static str, u32>,
    stored: BTreeSet<u32>,
    keeps_for_ever: bool,
}

impl Shop {
    /// The readers that read in vain.
    fn troubles(&self) -> Vec<(&'static str, u32, u32)> {
        let pairs = self.readers.iter().flat_map(|(name, reads)| self.stored.iter().map(|it| (*name, *reads, *it)));
        let reads = |reader: &u32, writer: &u32| {
            is_compatible(self.schemas.get(reader).unwrap(), self.schemas.get(writer).unwrap(), Profile::Confluent)
        };
        pairs.filter(|(_, reader, writer)| !reads(reader, writer)).collect()
    }

    /// Carries out a step; false when all that follows is about another topic.
    fn take(&mut self, step: &Step, next: u32) -> bool {
        match step.kind {
            StepKind::Register | StepKind::Keep => {}
            StepKind::Part => return false,
            StepKind::Upgrade => {
                let version = step.title.rsplit(' ').next().unwrap().parse().unwrap();
                let named =
                    self.readers.iter_mut().filter(|(name, _)| step.title.split(' ').any(|word| word == **name));
                named.for_each(|(_, reads)| *reads = version);
            }
            StepKind::Switch => drop(self.stored.insert(next)),
            StepKind::Wait => {
                assert!(!self.keeps_for_ever, "nobody waits for what never ends");
                self.stored = BTreeSet::from([next]);
            }
            StepKind::Mend => panic!("the draft is taken as it is"),
        }
        true
    }
}

#[test]
fn nobody_meets_a_record_that_they_cannot_read() {
    let (mut carried_out, mut kinds) = (0, BTreeSet::new());
    let pairs = FIELDS.iter().flat_map(|first| FIELDS.iter().map(move |second| (*first, *second)));
    for (first, second) in pairs {
        for (draft, (topic, keeps_for_ever), mode) in FIELDS
            .iter()
            .flat_map(|draft| TOPICS.map(|topic| (draft, topic)))
            .flat_map(|(draft, topic)| ["NONE", "BACKWARD"].map(|mode| (draft, topic, mode)))
        {
            let versions = [first, second];
            let shop = Shop {
                schemas: (1..).zip([schema(first), schema(second), schema(draft)]).collect(),
                readers: BTreeMap::from([("mailer", 1), ("stock", 2)]),
                stored: if keeps_for_ever { BTreeSet::from([1, 2]) } else { BTreeSet::from([2]) },
                keeps_for_ever,
            };
            // Where something is wrong before, the findings say so; no order of steps mends it.
            if !shop.troubles().is_empty() {
                continue;
            }
            let verdict = judged(topic, mode, versions, draft);
            if verdict.rollout.iter().any(|step| step.kind == StepKind::Mend) {
                continue;
            }
            kinds.extend(verdict.rollout.iter().map(|step| step.kind));
            let plan: Vec<String> = verdict.rollout.iter().map(|it| format!("{} {:?}", it.title, it.after)).collect();
            let listed: Vec<&Step> = verdict.rollout.iter().collect();
            let mut parted = Vec::new();
            for order in [listed, latest_first(&verdict.rollout)] {
                let mut shop = shop.clone();
                let mut parts = false;
                for step in order {
                    parts |= !shop.take(step, 3);
                    if parts {
                        break;
                    }
                    let troubles = shop.troubles();
                    assert_eq!(
                        troubles,
                        [],
                        "after {} of {plan:#?}\n{topic} {mode} {versions:#?} -> {draft}",
                        step.title
                    );
                }
                // A plan that does nothing would break nobody either.
                assert!(parts || shop.stored.contains(&3), "{versions:#?} -> {draft}");
                parted.push(parts);
            }
            assert_eq!(parted.first(), parted.last());
            carried_out += 1;
        }
    }
    assert!(carried_out > 300, "{carried_out}");
    assert_eq!(kinds.len(), 6, "every step but the mending of a draft: {kinds:?}");
}
