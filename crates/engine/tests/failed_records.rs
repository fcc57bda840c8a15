//! Where the records of a consumer go that it cannot process is one fact: picture, rules, access, groups, load and exports all
//! follow from its failure policy, whatever the records of the topics say.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use engine::capacity::groups_of_topic;
use engine::check::Checker;
use engine::derive::Facts;
use engine::export::{Handover, Options, Request, exporter};
use engine::model::Design;
use engine::scene::{AdvanceTable, EdgeKind, Inputs, NoFacts, Scene};
use std::collections::BTreeSet;

const TODAY: &str = "2026-11-21";

/// Two topics that no flow writes to or reads from, and whose own records say nothing of failures.
fn parcels() -> Design {
    fixture::design(
        r#"
        settings "Parcels" default-environment=prod
        context tracking team=parcels
          topic parcels
          topic again
          topic lost
          service gateway -> parcels : ParcelMoved 10/s
          parcels -> service mailer group=mail retry=again dlq=lost
        environment prod brokers=3 cluster=prod
        "#,
    )
}

fn exported(design: &Design, target: &str) -> String {
    let environment = "prod".parse().unwrap();
    let options = Options::default();
    let request = Request { design, environment: Some(&environment), today: TODAY, findings: &[], options: &options };
    let export = exporter(target).unwrap().export(&Handover::of(&request).unwrap()).unwrap();
    export.files.into_iter().map(|file| file.text).collect()
}

#[test]
fn the_picture_has_a_line_to_each() {
    let design = parcels();
    let inputs = Inputs { design: &design, facts: &NoFacts, measure: &AdvanceTable };
    let scene = Scene::new(&"topology".parse().unwrap(), &inputs);
    let failed = scene.edges().filter(|edge| edge.kind == EdgeKind::Failed);
    let lines: BTreeSet<String> = failed.map(|edge| format!("{} to {}", edge.from, edge.to)).collect();
    assert_eq!(
        lines,
        BTreeSet::from(["topic:parcels to topic:again".to_owned(), "topic:parcels to topic:lost".to_owned()])
    );
}

#[test]
fn no_rule_misses_a_writer_or_a_reader_and_the_kind_is_offered() {
    let mut checker = Checker::default();
    checker.check_all(&parcels(), TODAY);
    let of_both =
        checker.findings().filter(|it| ["topic:again", "topic:lost"].contains(&it.record.to_string().as_str()));
    let said: Vec<String> = of_both.map(|it| format!("{} {}: {}", it.rule.code, it.record, it.message)).collect();
    insta::assert_snapshot!(said.join("\n"), @r#"
    topic/other-kind topic:again: again is a retry topic by the failure policy of its consumer, and its kind says otherwise
    topic/other-kind topic:lost: lost is a dead-letter topic by the failure policy of its consumer, and its kind says otherwise
    "#);
}

#[test]
fn access_groups_and_load_follow() {
    let design = parcels();
    let prod = design.environment(&"prod".parse().unwrap());
    let (facts, remarks) = Facts::of(&design, prod);
    assert_eq!(remarks, []);
    let of_mailer = facts.access.iter().filter(|it| it.principal == "mailer");
    let access: Vec<String> = of_mailer.map(|it| format!("{:?} {}", it.operation, it.resource.name)).collect();
    insta::assert_snapshot!(access.join(", "), @"Describe again, Read again, Write again, Describe lost, Write lost, Describe parcels, Read parcels, Read mail");
    let topics: Vec<&String> = facts.groups["mail"].topics.iter().collect();
    assert_eq!(topics, ["again", "parcels"]);
    let groups = |topic: &str| -> Vec<String> {
        groups_of_topic(&design, &topic.parse().unwrap(), prod).into_iter().map(|it| it.group).collect()
    };
    assert_eq!(
        (groups("parcels"), groups("again"), groups("lost")),
        (vec!["mail".to_owned()], vec!["mail".to_owned()], vec![])
    );
}

#[test]
fn every_export_says_so() {
    let design = parcels();
    let manifest: serde_json::Value = serde_json::from_str(&exported(&design, "manifest")).unwrap();
    let topics = manifest["topics"].as_array().unwrap().iter();
    let kinds: Vec<String> =
        topics.map(|it| format!("{} {}", it["name"].as_str().unwrap(), it["kind"].as_str().unwrap())).collect();
    assert_eq!(kinds, ["again retry", "lost dead-letter", "parcels event"]);
    let topics = manifest["groups"][0]["topics"].as_array().unwrap().iter();
    let read: Vec<&str> = topics.map(|it| it["topic"].as_str().unwrap()).collect();
    assert_eq!(read, ["again", "parcels"]);
    for target in ["kafka-script", "strimzi", "adr"] {
        let text = exported(&design, target);
        assert!(text.contains("again") && text.contains("lost"), "{target}:\n{text}");
    }
}
