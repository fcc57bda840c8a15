//! The exported scripts on a real cluster of three brokers: they create exactly what the design says, a second run changes
//! nothing, and the way back leaves the cluster as it was.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests fail by panic"
)]

use exports_test::cluster::Cluster;
use exports_test::design::{add, awkward, ecommerce, exported};
use exports_test::script::Written;
use model::{Cleanup, Design, Direction, Environment, Topic};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// Topics and access rules as the records of a design mean them, worked out here without the exporter.
fn meant(design: &Design, environment: Option<&Environment>) -> Value {
    let topics: BTreeMap<&str, Value> =
        design.topics().values().map(|topic| (topic.name.as_str(), topic_meant(topic, environment))).collect();
    let name = |id| design.topic(id).expect("a topic").name.as_str();
    let prefix = environment.map_or("", |it| it.principal_prefix.as_str());
    let mut rules = BTreeSet::new();
    for flow in design.flows().values() {
        let service = design.service(&flow.service).expect("a service");
        let principal = format!("{prefix}{}", service.principal.as_deref().unwrap_or(service.id.as_str()));
        let mut allow = |operations: &[&str], kind: &str, name: &str| {
            for operation in operations {
                rules.insert(format!("ALLOW User:{principal} from * {operation} LITERAL {kind} {name}"));
            }
        };
        match &flow.direction {
            Direction::Produce(produce) => {
                allow(&["WRITE", "DESCRIBE"], "TOPIC", name(&flow.topic));
                if let Some(id) = &produce.transactional_id {
                    allow(&["WRITE", "DESCRIBE"], "TRANSACTIONAL_ID", id);
                }
            }
            Direction::Consume(consume) => {
                allow(&["READ", "DESCRIBE"], "TOPIC", name(&flow.topic));
                let group = if consume.group.is_empty() { flow.service.as_str() } else { &consume.group };
                allow(&["READ"], "GROUP", group);
                if let Some(topic) = &consume.on_failure.retry_topic {
                    allow(&["READ", "WRITE", "DESCRIBE"], "TOPIC", name(topic));
                }
                if let Some(topic) = &consume.on_failure.dead_letter_topic {
                    allow(&["WRITE", "DESCRIBE"], "TOPIC", name(topic));
                }
            }
        }
    }
    json!({"topics": topics, "rules": rules})
}

fn topic_meant(topic: &Topic, environment: Option<&Environment>) -> Value {
    let here = environment.and_then(|environment| environment.topics.get(&topic.id)).cloned().unwrap_or_default();
    let mut config = topic.config.clone();
    config.extend(here.config);
    if let Some(cleanup) = topic.cleanup {
        let policy = match cleanup {
            Cleanup::Delete => "delete",
            Cleanup::Compact => "compact",
            Cleanup::CompactDelete => "compact,delete",
        };
        config.insert("cleanup.policy".to_owned(), policy.to_owned());
    }
    let numbers = [
        ("min.insync.replicas", here.min_insync_replicas.or(topic.min_insync_replicas).map(i64::from)),
        ("retention.ms", here.retention_ms.or(topic.retention_ms)),
        ("retention.bytes", topic.retention_bytes),
        ("max.message.bytes", topic.max_message_bytes.map(|bytes| bytes as i64)),
    ];
    config.extend(numbers.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?.to_string()))));
    let general =
        environment.and_then(|environment| environment.replication).unwrap_or(u32::MAX).min(topic.replication);
    json!({
        "partitions": here.partitions.unwrap_or(topic.partitions),
        "replication": [here.replication.unwrap_or(general)],
        "config": config,
    })
}

/// A state without the ids that Kafka gives to topics.
fn without_ids(state: &Value) -> Value {
    let mut state = state.clone();
    for topic in state["topics"].as_object_mut().unwrap().values_mut() {
        topic.as_object_mut().unwrap().remove("id");
    }
    state
}

fn sorted(mut state: Value) -> Value {
    let rules = state["rules"].as_array_mut().unwrap();
    rules.sort_by(|a, b| a.as_str().cmp(&b.as_str()));
    state
}

#[test]
fn scripts_on_a_real_cluster() {
    let cluster = Cluster::start(3);
    creates_exactly_the_design_and_takes_it_back(&cluster, &ecommerce(), "prod");
    keeps_what_was_there_before(&cluster);
    leaves_alone_what_the_design_does_not_state(&cluster);
    refuses_what_kafka_cannot_do(&cluster);
}

fn creates_exactly_the_design_and_takes_it_back(cluster: &Cluster, design: &Design, environment: &str) {
    let before = cluster.state();
    assert_eq!(before, json!({"topics": {}, "rules": []}));
    let written = Written::new(&exported(design, Some(environment), "kafka-script"));

    let said = written.run(cluster, "apply.sh", &["--dry-run"]).success();
    assert!(said.contains("Dry run: nothing was changed"), "{said}");
    assert_eq!(cluster.state(), before);
    assert!(!written.state_file().exists());

    written.run(cluster, "apply.sh", &[]).success();
    let after = cluster.state();
    let record = design.environments().values().find(|it| it.id.as_str() == environment);
    assert_eq!(sorted(without_ids(&after)), meant(design, record));

    let remembered = fs::read_to_string(written.state_file()).unwrap();
    let said = written.run(cluster, "apply.sh", &[]).success();
    assert!(said.contains("Nothing to change"), "{said}");
    assert_eq!(cluster.state(), after);
    assert_eq!(fs::read_to_string(written.state_file()).unwrap(), remembered);

    let said = written.run(cluster, "rollback.sh", &[]).failure();
    assert!(said.contains("order-events\n") && said.contains("--yes"), "{said}");
    assert_eq!(cluster.state(), after);

    written.run(cluster, "rollback.sh", &["--yes"]).success();
    assert_eq!(cluster.state(), before);
    assert!(!written.state_file().exists());
}

/// The cluster holds a part of the design already, with other values, and things that the design does not know.
fn keeps_what_was_there_before(cluster: &Cluster) {
    let design = awkward();
    let create = |name: &str, partitions: &str, copies: &str, config: &[&str]| {
        let mut arguments =
            vec!["--create", "--topic", name, "--partitions", partitions, "--replication-factor", copies];
        config.iter().for_each(|setting| arguments.extend(["--config", setting]));
        cluster.run("kafka-topics.sh", &arguments);
    };
    // Its name matches the pattern `orders.v1_all`, should somebody forget to escape the dot.
    create("ordersXv1_all", "1", "1", &["retention.ms=1000"]);
    create("orders.v1_all", "2", "3", &["cleanup.policy=compact", "segment.ms=7000000", "min.insync.replicas=2"]);
    let allow = |principal: &str, arguments: &[&str]| {
        cluster.run("kafka-acls.sh", &[&["--add", "--force", "--allow-principal", principal], arguments].concat());
    };
    allow("User:Shared_Reader", &["--operation", "Read", "--topic", "orders.v1_all"]);
    allow("User:Shared_Reader", &["--operation", "Alter", "--topic", "orders.v1_all"]);
    allow(
        "User:Shared_Reader",
        &["--operation", "Describe", "--topic", "orders", "--resource-pattern-type", "prefixed"],
    );
    allow("User:old, OU=it's A", &["--operation", "All", "--cluster"]);
    let before = cluster.state();

    let written = Written::new(&exported(&design, None, "kafka-script"));
    let said = written.run(cluster, "apply.sh", &[]).success();
    assert!(
        said.contains("Set on topic orders.v1_all: cleanup.policy=[compact,delete],retention.ms=86400000"),
        "{said}"
    );
    let after = cluster.state();
    let mut expected = meant(&design, None);
    expected["topics"]["ordersXv1_all"] = without_ids(&before)["topics"]["ordersXv1_all"].clone();
    expected["topics"]["orders.v1_all"]["config"]["segment.ms"] = json!("7000000");
    let mut rules: BTreeSet<&str> = BTreeSet::new();
    for state in [&expected, &before] {
        rules.extend(state["rules"].as_array().unwrap().iter().map(|rule| rule.as_str().unwrap()));
    }
    assert_eq!(without_ids(&after), json!({"topics": expected["topics"], "rules": rules}));

    let said = written.run(cluster, "apply.sh", &[]).success();
    assert!(said.contains("Nothing to change"), "{said}");
    assert_eq!(cluster.state(), after);

    // The same folder's script for a design that has grown writes on in the same state file.
    let mut grown = awkward();
    add(
        &mut grown,
        &json!([{"topic": {"id": "dots", "context": "a", "name": "orders.v1_all", "partitions": 2, "replication": 3,
                                       "cleanup": "compact-delete", "retention_ms": 3_600_000, "min_insync_replicas": 1}}]),
    );
    let grown = exported(&grown, None, "kafka-script");
    fs::write(written.path().join("apply.sh"), &grown.files[0].text).unwrap();
    written.run(cluster, "apply.sh", &[]).success();
    assert_eq!(cluster.state()["topics"]["orders.v1_all"]["config"]["retention.ms"], "3600000");

    let said = written.run(cluster, "rollback.sh", &["--yes"]).success();
    assert_eq!(cluster.state(), before, "{said}");

    // What somebody else changes in the meantime is theirs.
    written.run(cluster, "apply.sh", &["--without-acls"]).success();
    cluster.run(
        "kafka-configs.sh",
        &["--alter", "--entity-type", "topics", "--entity-name", "orders.v1_all", "--add-config", "retention.ms=5"],
    );
    let said = written.run(cluster, "rollback.sh", &["--yes"]).success();
    assert!(said.contains("Left alone: retention.ms on topic orders.v1_all"), "{said}");
    let mut theirs = before;
    theirs["topics"]["orders.v1_all"]["config"]["retention.ms"] = json!("5");
    assert_eq!(cluster.state(), theirs);
}

/// A compacted topic keeps the latest record of each key for ever; a policy that nobody chose must not delete them.
fn leaves_alone_what_the_design_does_not_state(cluster: &Cluster) {
    let policy = |name: &str| cluster.state()["topics"][name]["config"]["cleanup.policy"].clone();
    let create = ["--create", "--partitions", "1", "--replication-factor", "1", "--config", "cleanup.policy=compact"];
    cluster.run("kafka-topics.sh", &[&create[..], &["--topic", "seat-log"]].concat());
    let topic = |id: &str, config: Value| json!({"topic": {"id": id, "context": "move", "name": id, "partitions": 1, "replication": 1, "config": config}});
    let mut design = Design::default();
    add(&mut design, &json!([topic("seat-log", json!({})), topic("seat-state", json!({"cleanup.policy": "compact"}))]));
    let before = cluster.state();

    let written = Written::new(&exported(&design, None, "kafka-script"));
    let said = written.run(cluster, "apply.sh", &[]).success();
    assert!(!said.contains("Set on topic"), "{said}");
    assert_eq!((policy("seat-log"), policy("seat-state")), (json!("compact"), json!("compact")));
    written.run(cluster, "rollback.sh", &["--yes"]).success();
    assert_eq!(cluster.state(), before);

    add(&mut design, &json!([topic("seat-log", json!({"cleanup.policy": "compact,delete"}))]));
    let written = Written::new(&exported(&design, None, "kafka-script"));
    let said = written.run(cluster, "apply.sh", &[]).success();
    assert!(said.contains("Set on topic seat-log: cleanup.policy=[compact,delete]"), "{said}");
    assert_eq!(policy("seat-log"), "compact,delete");
    written.run(cluster, "rollback.sh", &["--yes"]).success();
    assert_eq!(cluster.state(), before);
    cluster.run("kafka-topics.sh", &["--delete", "--topic", "seat-log"]);
}

/// Partitions can be added and never taken away, and copies move by another tool.
fn refuses_what_kafka_cannot_do(cluster: &Cluster) {
    let mut design = Design::default();
    let topic = |partitions: u32, replication: u32| json!([{"topic": {"id": "kept", "context": "a", "name": "kept.back", "partitions": partitions, "replication": replication}}]);
    let run = |design: &Design, written: &Written| {
        let export = exported(design, None, "kafka-script");
        fs::write(written.path().join("apply.sh"), &export.files[0].text).unwrap();
        written.run(cluster, "apply.sh", &[])
    };
    let written = Written::new(&exported(&design, None, "kafka-script"));
    cluster.run(
        "kafka-topics.sh",
        &["--create", "--topic", "kept.back", "--partitions", "3", "--replication-factor", "1"],
    );
    let before = cluster.state();

    add(&mut design, &topic(2, 2));
    let said = run(&design, &written).failure();
    assert!(said.contains("has 3 partitions and the design asks for 2: Kafka cannot take partitions away"), "{said}");
    assert!(said.contains("is kept in 1 copies and the design asks for 2"), "{said}");
    assert!(said.contains("nothing was changed"), "{said}");
    assert_eq!(cluster.state(), before);

    add(&mut design, &topic(5, 1));
    let said = run(&design, &written).success();
    assert!(said.contains("Raise topic kept.back from 3 to 5 partitions"), "{said}");
    assert_eq!(cluster.state()["topics"]["kept.back"]["partitions"], 5);
    let said = written.run(cluster, "rollback.sh", &[]).success();
    assert!(said.contains("Stays: topic kept.back keeps its 5 partitions (3 before)"), "{said}");
    let mut kept = before;
    kept["topics"]["kept.back"]["partitions"] = json!(5);
    assert_eq!(cluster.state(), kept);

    // A name that Kafka takes for that of a topic which is there is refused before anything is created, in a dry run too.
    let mut beside = Design::default();
    let topic = |id: &str, name: &str| json!({"topic": {"id": id, "context": "a", "name": name, "partitions": 1, "replication": 1}});
    add(&mut beside, &json!([topic("a", "a-first-one"), topic("b", "kept_back")]));
    let said = run(&beside, &written).failure();
    assert!(said.contains("topic kept_back cannot be created beside topic kept.back"), "{said}");
    assert!(written.run(cluster, "apply.sh", &["--dry-run"]).failure().contains("nothing was changed"));
    assert_eq!(cluster.state(), kept);

    // A setting that only brokers of another maker know stops the script, which says so and what to do about what it has done before.
    let even = json!({"id": "even", "context": "a", "name": "even", "partitions": 1, "replication": 1});
    let odd = json!({"id": "odd", "context": "a", "name": "odd", "partitions": 1, "replication": 1, "config": {"confluent.no.such.key": "1"}});
    add(&mut design, &json!([{"topic": even}, {"topic": odd}]));
    let said = run(&design, &written).failure();
    assert!(
        said.contains("Unknown topic config name: confluent.no.such.key") && said.contains("rollback.sh takes it back"),
        "{said}"
    );
    written.run(cluster, "rollback.sh", &["--yes"]).success();
    assert_eq!(cluster.state(), kept);
}
