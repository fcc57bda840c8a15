//! Two values of facts compared: examples of what differs, and the laws on random designs.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests fail by panic")]

use derive::facts::{Operation, Pattern, Permission, ResourceKind, SchemaType};
use derive::{Difference, Facts};
use model::{Design, Flow, Message, Record, Topic, arbitrary};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

fn facts(text: &str) -> Facts {
    Facts::of(&fixture::design(text), None).0
}

/// The difference as JSON, without what does not differ.
fn told(difference: &Difference) -> Value {
    let mut all = serde_json::to_value(difference).unwrap();
    all.as_object_mut().unwrap().retain(|_, part| match part.as_object().unwrap() {
        part if part.contains_key("created") => part.values().any(|it| !it.as_array().unwrap().is_empty()),
        part => !part.is_empty(),
    });
    all
}

#[test]
fn each_field_that_differs_has_both_values() {
    let check = |before: &str, after: &str, expected: Value| {
        let [one, other] = [before, after].map(|text| facts(&format!("context order\n  {text}")).without_sources());
        assert_eq!(told(&one.difference(&other)), expected, "{before} / {after}");
    };
    let config = json!({"min.insync.replicas": "2", "retention.ms": "604800000"});
    let alter = |fields: Value| json!({"topics": {"orders": {"alter": fields}}});
    check("topic orders p=3 rf=3", "topic orders p=3 rf=3", json!({}));
    check("topic orders p=3 rf=3", "topic orders p=6 rf=3", alter(json!([{"partitions": {"before": 3, "after": 6}}])));
    check("topic orders rf=3", "topic orders rf=2", alter(json!([{"replication": {"before": 3, "after": 2}}])));
    check(
        "topic orders retention=1d",
        "topic orders retention=2d",
        alter(json!([{"setting": {"key": "retention.ms", "value": {"before": "86400000", "after": "172800000"}}}])),
    );
    check(
        "topic orders cleanup=compact",
        "topic orders config.segment.ms=5",
        alter(json!([
            {"setting": {"key": "cleanup.policy", "value": {"before": "compact", "after": null}}},
            {"setting": {"key": "segment.ms", "value": {"before": null, "after": "5"}}},
        ])),
    );
    check(
        "topic orders p=3 rf=3",
        "topic bills p=1 rf=1",
        json!({"topics": {
            "bills": {"create": {"partitions": 1, "replication": 1, "config": config}},
            "orders": {"delete": {"partitions": 3, "replication": 3, "config": config}},
        }}),
    );
    check(
        "topic orders\n  service api\n  orders -> api group=a",
        "topic orders\n  service api\n  orders -> api group=b",
        json!({
            "access": {
                "created": [{
                    "principal": "api", "resource": {"type": "group", "name": "b", "pattern": "literal"},
                    "operation": "Read", "permission": "allow", "host": "*",
                }],
                "deleted": [{
                    "principal": "api", "resource": {"type": "group", "name": "a", "pattern": "literal"},
                    "operation": "Read", "permission": "allow", "host": "*",
                }],
            },
            "groups": {"a": {"delete": {"topics": ["orders"]}}, "b": {"create": {"topics": ["orders"]}}},
        }),
    );
}

#[test]
fn what_a_design_does_not_state_is_no_difference_to_a_cluster() {
    let design = facts("context order\n  topic orders p=3 rf=3 cleanup=compact-delete retention=1d");
    let check = |config: Value, expected: Value| {
        let mut cluster = design.clone().without_sources();
        cluster.topics.get_mut("orders").unwrap().config = serde_json::from_value(config.clone()).unwrap();
        let plan = cluster.as_stated_by(&design).difference(&design);
        let fields = told(&plan).pointer("/topics/orders/alter").cloned().unwrap_or_default();
        assert_eq!(fields, expected, "{config}");
    };
    let stated = json!({"cleanup.policy": "delete,compact", "retention.ms": " 86400000", "min.insync.replicas": "2"});
    let with = |key: &str, value: Value| {
        let mut all = stated.clone();
        all[key] = value;
        all
    };
    check(stated.clone(), json!(null));
    check(with("segment.ms", json!("7")), json!(null));
    check(
        with("retention.ms", json!("5")),
        json!([{"setting": {"key": "retention.ms", "value": {"before": "5", "after": "86400000"}}}]),
    );
    check(
        json!({"retention.ms": "86400000", "min.insync.replicas": "2"}),
        json!([{"setting": {"key": "cleanup.policy", "value": {"before": null, "after": "compact,delete"}}}]),
    );
}

#[test]
fn a_registry_may_write_a_schema_otherwise_and_remember_older_ones() {
    let design = facts("context order\n  service api -> topic orders : Placed\nschema shop.Placed v3 { id: string }");
    let name = "orders-shop.Placed";
    let plan = |change: &dyn Fn(&mut derive::facts::SubjectFact)| {
        let mut registry = design.clone();
        change(registry.subjects.get_mut(name).unwrap());
        told(&registry.as_stated_by(&design).difference(&design))
    };
    let number = *design.subjects[name].versions.keys().next().unwrap();
    let text = design.subjects[name].versions[&number].text.clone();
    let blank: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        plan(&|subject| subject.versions.get_mut(&number).unwrap().text = format!("{blank:#}\n").into()),
        json!({})
    );
    assert_eq!(
        plan(&|subject| {
            let older = subject.versions[&number].clone();
            subject.versions.insert(number + 1, older);
        }),
        json!({})
    );
    assert_eq!(
        plan(&|subject| subject.kind = SchemaType::Json),
        json!({"subjects": {name: {"alter": [{"kind": {"before": "JSON", "after": "AVRO"}}]}}})
    );
    assert!(plan(&|subject| subject.versions.clear()).pointer(&format!("/subjects/{name}/alter/0/version")).is_some());
}

/// Facts of any design for any of its environments, more often than not of one that hangs together.
fn any_facts() -> impl Strategy<Value = Facts> {
    (arbitrary::design(), any::<Index>(), proptest::bool::weighted(0.8)).prop_map(|(mut design, place, is_sound)| {
        if is_sound {
            tie(&mut design);
        }
        let environments: Vec<_> = [None].into_iter().chain(design.environments().values().map(Some)).collect();
        Facts::of(&design, *place.get(&environments)).0
    })
}

/// Gives every topic a name that brokers take, and every flow and message ends that are there.
fn tie(design: &mut Design) {
    let services: Vec<_> = design.services().keys().cloned().collect();
    let topics: Vec<_> = design.topics().keys().cloned().collect();
    let schemas: Vec<_> = design.schemas().keys().cloned().collect();
    let mut tied: Vec<Record> = Vec::new();
    for topic in design.topics().values() {
        let (name, partitions) = (topic.id.to_string(), topic.partitions % 50 + 1);
        let replication = topic.replication.max(1);
        tied.push(Record::Topic(Topic { name, partitions, replication, ..Topic::clone(topic) }));
    }
    for (flow, (service, topic)) in design.flows().values().zip(services.iter().zip(&topics)) {
        tied.push(Record::Flow(Flow { service: service.clone(), topic: topic.clone(), ..Flow::clone(flow) }));
    }
    for (message, schema) in design.messages().values().zip(&schemas) {
        let schema = Some(schema.clone());
        tied.push(Record::Message(Message { schema, topics: topics.clone(), ..Message::clone(message) }));
    }
    tied.into_iter().for_each(|record| {
        design.insert(record);
    });
}

fn applied(difference: &Difference, facts: &Facts) -> Facts {
    let mut facts = facts.clone();
    difference.apply(&mut facts);
    facts
}

proptest! {
    #![proptest_config(laws::cases(64))]

    #[test]
    fn a_difference_leads_there_and_back(a in any_facts(), b in any_facts()) {
        prop_assert!(a.difference(&a).is_empty());
        let difference = a.difference(&b);
        prop_assert_eq!(difference.is_empty(), a == b);
        prop_assert_eq!(applied(&difference, &a), b.clone());
        prop_assert_eq!(applied(&difference.reversed(), &b), a.clone());
        prop_assert_eq!(difference.reversed(), b.difference(&a));
    }

    #[test]
    fn a_plan_brings_a_cluster_to_what_is_stated_and_leaves_the_rest(there in any_facts(), wanted in any_facts()) {
        let plan = there.as_stated_by(&wanted).difference(&wanted);
        let after = applied(&plan, &there);
        prop_assert_eq!(after.as_stated_by(&wanted), wanted.clone());
        for (name, topic) in &wanted.topics {
            let before = there.topics.get(name).map(|topic| topic.config.0.clone()).unwrap_or_default();
            for (key, value) in before.into_iter().filter(|(key, _)| !topic.config.contains_key(key)) {
                prop_assert_eq!(after.topics[name].config.get(&key), Some(&value));
            }
        }
    }

    #[test]
    fn facts_and_differences_are_read_as_they_were_written(a in any_facts(), b in any_facts()) {
        let text = serde_json::to_string(&a).unwrap();
        let read: Facts = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(&read, &a);
        prop_assert_eq!(serde_json::to_string(&read).unwrap(), text);
        let difference = a.difference(&b);
        let read: Difference = serde_json::from_str(&serde_json::to_string(&difference).unwrap()).unwrap();
        prop_assert_eq!(read, difference);
    }

    #[test]
    fn flows_ask_for_little_by_exact_names(facts in any_facts()) {
        for rule in &facts.access {
            prop_assert!(matches!(rule.operation, Operation::Describe | Operation::Read | Operation::Write));
            prop_assert!(rule.resource.kind != ResourceKind::Cluster && rule.resource.pattern == Pattern::Literal);
            prop_assert!(rule.permission == Permission::Allow && rule.host == "*");
            prop_assert!(facts.principals.iter().any(|principal| principal.name == rule.principal));
            prop_assert!(rule.sources.flows().count() > 0);
        }
    }
}

#[test]
fn random_facts_hold_every_kind_of_fact() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut some = [0; 6];
    for _ in 0..60 {
        let facts = any_facts().new_tree(&mut runner).unwrap().current();
        let settings = facts.topics.values().map(|topic| topic.config.len()).sum();
        let kinds = [
            facts.topics.len(),
            facts.subjects.len(),
            facts.principals.len(),
            facts.access.len(),
            facts.groups.len(),
            settings,
        ];
        some.iter_mut().zip(kinds).for_each(|(sum, count)| *sum += usize::from(count > 0));
    }
    assert!(some.iter().all(|count| *count > 5), "{some:?}");
}
