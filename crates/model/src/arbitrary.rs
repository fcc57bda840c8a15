//! Random designs, for the laws that other crates prove: what is loaded is what was saved, an undone edit is no edit, and so
//! on. They are as odd as a person could make them: every field set and unset, references that lead nowhere, texts with
//! quotes, line ends and characters of every script.

use crate::{
    Acks, Cleanup, Compatibility, Consume, Context, ContextId, ContextRelation, DataClass, Decision, DecisionId,
    DecisionStatus, Design, Direction, DomainClass, Environment, EnvironmentId, FORMAT_VERSION, FailurePolicy, Flow,
    FlowId, Hue, Isolation, Key, Kind, Level, Message, MessageId, MessageKind, Placement, Policy, Process, ProcessId,
    ProcessStyle, Produce, Record, RecordKey, RelationId, RelationPattern, Schema, SchemaId, SchemaVersion, Service,
    ServiceId, ServiceKind, Settings, Step, StepId, StepKind, SubjectStrategy, Topic, TopicId, TopicKind,
    TopicOverride, View, ViewId, ViewKind, Visibility, Waiver,
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
                (records, of(policy()), Just(placements))
            })
        })
        .prop_map(|(records, policy, placements)| {
            let mut design = Design::default();
            for record in records.into_iter().chain(policy) {
                design.insert(record);
            }
            let views: Vec<ViewId> = design.views().keys().cloned().collect();
            let nodes: Vec<RecordKey> = design
                .keys()
                .into_iter()
                .filter(|key| matches!(key.kind(), Kind::Context | Kind::Service | Kind::Topic))
                .collect();
            for (view, node, (x, y, width, height)) in placements {
                if !views.is_empty() && !nodes.is_empty() {
                    let (view, node) = (view.get(&views).clone(), node.get(&nodes).clone());
                    design.insert(Record::Placement(Placement { view, node, x, y, width, height }));
                }
            }
            design
        })
}

/// Another state of a record: the same kind and id, anything else in its fields. Members move to any of the contexts.
pub fn another(key: &RecordKey, contexts: &[ContextId]) -> BoxedStrategy<Record> {
    let context = || select(contexts.to_vec());
    match key.clone() {
        RecordKey::Context(id) => context_like(id).prop_map(Record::Context).boxed(),
        RecordKey::ContextRelation(id) => relation(id).prop_map(Record::ContextRelation).boxed(),
        RecordKey::Service(id) => service(id, context()).prop_map(Record::Service).boxed(),
        RecordKey::Topic(id) => topic(id, context()).prop_map(Record::Topic).boxed(),
        RecordKey::Message(id) => message(id, context()).prop_map(Record::Message).boxed(),
        RecordKey::Schema(id) => schema(id, context()).prop_map(Record::Schema).boxed(),
        RecordKey::Flow(id) => flow(id, context()).prop_map(Record::Flow).boxed(),
        RecordKey::Process(id) => process(id).prop_map(Record::Process).boxed(),
        RecordKey::Environment(id) => environment(id).prop_map(Record::Environment).boxed(),
        RecordKey::Decision(id) => decision(id).prop_map(Record::Decision).boxed(),
        RecordKey::View(id) => view(id).prop_map(Record::View).boxed(),
        RecordKey::Placement(view, node) => position()
            .prop_map(move |(x, y, width, height)| {
                Record::Placement(Placement { view: view.clone(), node: (*node).clone(), x, y, width, height })
            })
            .boxed(),
        RecordKey::Settings => settings().boxed(),
        RecordKey::Policy => policy().boxed(),
    }
}

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

/// Some records of every kind but contexts, settings and policy.
fn keys() -> impl Strategy<Value = Vec<RecordKey>> {
    fn some<Id>(pool: &[&str], most: usize) -> impl Strategy<Value = Vec<RecordKey>> + use<Id>
    where
        Id: FromStr + Clone + std::fmt::Debug + Into<RecordKey> + 'static,
    {
        subsequence(ids::<Id>(pool), 0..=most).prop_map(|ids| ids.into_iter().map(Into::into).collect())
    }
    let first =
        (some::<ServiceId>(&IDS, 4), some::<TopicId>(&IDS, 4), some::<MessageId>(&IDS, 4), some::<SchemaId>(&IDS, 3));
    let second = (some::<FlowId>(&IDS, 4), some::<RelationId>(&IDS, 2), some::<ProcessId>(&IDS, 2));
    let third = (some::<EnvironmentId>(&IDS, 2), some::<DecisionId>(&DECISIONS, 2), some::<ViewId>(&IDS, 2));
    (first, second, third).prop_map(|((a, b, c, d), (e, f, g), (h, i, j))| [a, b, c, d, e, f, g, h, i, j].concat())
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

fn context_like(id: ContextId) -> impl Strategy<Value = Context> {
    let domain = select(vec![DomainClass::Core, DomainClass::Supporting, DomainClass::Generic]);
    let hue = select(vec![Hue::Teal, Hue::Fuchsia, Hue::Slate, Hue::Lime]);
    (text(), text(), domain, text(), of(hue), btree_map(text(), text(), 0..3)).prop_map(
        move |(name, purpose, domain, team, hue, glossary)| Context {
            id: id.clone(),
            name,
            purpose,
            domain,
            team,
            hue,
            glossary,
        },
    )
}

fn relation(of: RelationId) -> impl Strategy<Value = ContextRelation> {
    let pattern = select(vec![
        RelationPattern::Partnership,
        RelationPattern::SharedKernel,
        RelationPattern::CustomerSupplier,
        RelationPattern::Conformist,
        RelationPattern::AnticorruptionLayer,
        RelationPattern::OpenHostService,
        RelationPattern::PublishedLanguage,
        RelationPattern::SeparateWays,
    ]);
    (id(), id(), vec(pattern, 0..4), text()).prop_map(move |(upstream, downstream, patterns, description)| {
        ContextRelation { id: of.clone(), upstream, downstream, patterns, description }
    })
}

fn service(id: ServiceId, context: impl Strategy<Value = ContextId>) -> impl Strategy<Value = Service> {
    let kind = select(vec![
        ServiceKind::Application,
        ServiceKind::StreamProcessor,
        ServiceKind::Connector,
        ServiceKind::ExternalSystem,
        ServiceKind::Actor,
    ]);
    (context, text(), kind, text(), of(text()), 0u32..5, text()).prop_map(
        move |(context, name, kind, description, principal, instances, technology)| Service {
            id: id.clone(),
            context,
            name,
            kind,
            description,
            principal,
            instances,
            technology,
        },
    )
}

fn compatibility() -> impl Strategy<Value = Compatibility> {
    select(Compatibility::ALL.to_vec())
}

fn topic(of_id: TopicId, context: impl Strategy<Value = ContextId>) -> impl Strategy<Value = Topic> {
    let kind =
        select(vec![TopicKind::Event, TopicKind::Command, TopicKind::State, TopicKind::Retry, TopicKind::DeadLetter]);
    let cleanup = select(vec![Cleanup::Delete, Cleanup::Compact, Cleanup::CompactDelete]);
    let key = (text(), text()).prop_map(|(name, kind)| Key { name, kind });
    let visibility = select(vec![Visibility::Private, Visibility::Protected, Visibility::Public]);
    let data_class = select(vec![DataClass::Public, DataClass::Internal, DataClass::Personal, DataClass::Payment]);
    let strategy =
        select(vec![SubjectStrategy::TopicName, SubjectStrategy::RecordName, SubjectStrategy::TopicRecordName]);
    let identity = (context, text(), kind, text());
    let sizes = (any::<u32>(), 0u32..7, of(0u32..7), cleanup, of(time()), of(time()), of(size()));
    let rules = (of(key), visibility, data_class, compatibility(), strategy, of(id()), config());
    (identity, sizes, rules).prop_map(move |(identity, sizes, rules)| {
        let (context, name, kind, description) = identity;
        let (partitions, replication, min_insync_replicas, cleanup, retention_ms, retention_bytes, max_message_bytes) =
            sizes;
        let (key, visibility, data_class, compatibility, subject_strategy, source, config) = rules;
        Topic {
            id: of_id.clone(),
            context,
            name,
            kind,
            description,
            partitions,
            replication,
            min_insync_replicas,
            cleanup,
            retention_ms,
            retention_bytes,
            max_message_bytes,
            key,
            visibility,
            data_class,
            compatibility,
            subject_strategy,
            source,
            config,
        }
    })
}

fn message(of_id: MessageId, context: impl Strategy<Value = ContextId>) -> impl Strategy<Value = Message> {
    let kind = select(vec![MessageKind::Event, MessageKind::Command, MessageKind::Query, MessageKind::Document]);
    (context, text(), kind, text(), of(id()), vec(id(), 0..4)).prop_map(
        move |(context, name, kind, description, schema, topics)| Message {
            id: of_id.clone(),
            context,
            name,
            kind,
            description,
            schema,
            topics,
        },
    )
}

fn schema(id: SchemaId, context: impl Strategy<Value = ContextId>) -> impl Strategy<Value = Schema> {
    let avro = prop_oneof![
        Just("{\"type\": \"record\", \"name\": \"A\", \"fields\": []}\n".to_owned()),
        Just("{\r\n  \"type\": \"string\"\r\n}".to_owned()),
        text(),
    ];
    // A byte order mark belongs to a file, not to its text.
    let avro = move || avro.clone().prop_map(|it| Arc::<str>::from(it.trim_start_matches('\u{feff}')));
    let versions = vec((1u32..3, avro()), 0..4).prop_map(|steps| {
        let mut number = 0;
        steps
            .into_iter()
            .map(|(step, text)| {
                number += step;
                SchemaVersion { number, text }
            })
            .collect::<Vec<_>>()
    });
    (context, text(), of(compatibility()), versions, of(avro())).prop_map(
        move |(context, name, compatibility, versions, draft)| Schema {
            id: id.clone(),
            context,
            name,
            compatibility,
            versions,
            draft,
        },
    )
}

fn flow(of_id: FlowId, context: impl Strategy<Value = ContextId>) -> impl Strategy<Value = Flow> {
    let acks = select(vec![Acks::None, Acks::Leader, Acks::All]);
    let produce = (number(), of(number()), any::<u32>(), acks, any::<bool>(), of(text())).prop_map(
        |(rate_per_second, peak_rate_per_second, size_bytes, acks, idempotent, transactional_id)| {
            Direction::Produce(Produce {
                rate_per_second,
                peak_rate_per_second,
                size_bytes,
                acks,
                idempotent,
                transactional_id,
            })
        },
    );
    let isolation = select(vec![Isolation::ReadUncommitted, Isolation::ReadCommitted]);
    let on_failure = prop_oneof![
        Just(FailurePolicy::default()),
        (0u32..9, of(size()), of(id()), of(id())).prop_map(|(retries, backoff_ms, retry_topic, dead_letter_topic)| {
            FailurePolicy { retries, backoff_ms, retry_topic, dead_letter_topic }
        }),
    ];
    let reader_versions = btree_map(id(), 1u32..9, 0..3);
    let consume = (text(), reader_versions, of(1u32..9), of(number()), isolation, on_failure).prop_map(
        |(group, reader_versions, concurrency, time_per_message_ms, isolation, on_failure)| {
            Direction::Consume(Consume {
                group,
                reader_versions,
                concurrency,
                time_per_message_ms,
                isolation,
                on_failure,
            })
        },
    );
    (context, id(), id(), vec(id(), 0..4), text(), prop_oneof![produce, consume]).prop_map(
        move |(context, service, topic, messages, description, direction)| Flow {
            id: of_id.clone(),
            context,
            service,
            topic,
            messages,
            description,
            direction,
        },
    )
}

fn step(of_id: StepId) -> impl Strategy<Value = Step> {
    let kind = select(vec![
        StepKind::Actor,
        StepKind::Command,
        StepKind::Event,
        StepKind::Policy,
        StepKind::ReadModel,
        StepKind::External,
    ]);
    let who = (text(), kind, text(), of(id()), of(id()));
    let how = (of(size()), of(size()), of(0u32..9), text());
    (who, how, vec(id(), 0..3), of(id()), of(id())).prop_map(move |(who, how, then, on_failure, compensation)| {
        let (name, kind, description, service, message) = who;
        let (duration_ms, timeout_ms, retries, idempotency_key) = how;
        Step {
            id: of_id.clone(),
            name,
            kind,
            description,
            service,
            message,
            duration_ms,
            timeout_ms,
            retries,
            idempotency_key,
            then,
            on_failure,
            compensation,
        }
    })
}

fn process(of_id: ProcessId) -> impl Strategy<Value = Process> {
    let steps = subsequence(ids::<StepId>(&IDS), 0..=5)
        .prop_shuffle()
        .prop_flat_map(|ids| ids.into_iter().map(step).collect::<Vec<_>>());
    let style = select(vec![ProcessStyle::Orchestrated, ProcessStyle::Choreographed]);
    (text(), text(), style, of(id()), steps).prop_map(move |(name, description, style, orchestrator, steps)| Process {
        id: of_id.clone(),
        name,
        description,
        style,
        orchestrator,
        steps,
    })
}

fn environment(id_: EnvironmentId) -> impl Strategy<Value = Environment> {
    let topic = (of(any::<u32>()), of(0u32..9), of(0u32..9), of(time()), config()).prop_map(
        |(partitions, replication, min_insync_replicas, retention_ms, config)| TopicOverride {
            partitions,
            replication,
            min_insync_replicas,
            retention_ms,
            config,
        },
    );
    let words = (text(), text(), vec(text(), 0..4), text(), text(), text(), text());
    let numbers = (of(0u32..99), of(any::<u32>()), of(number()), of(number()), of(number()), of(0u32..9));
    (words, numbers, btree_map(id(), topic, 0..4)).prop_map(move |(words, numbers, topics)| {
        let (name, cluster, bootstrap_servers, schema_registry_url, kafka_version, broker_type, principal_prefix) =
            words;
        let (brokers, storage, per_hour, per_gib, budget, replication) = numbers;
        Environment {
            id: id_.clone(),
            name,
            cluster,
            bootstrap_servers,
            schema_registry_url,
            kafka_version,
            broker_type,
            brokers,
            storage_gib_per_broker: storage,
            broker_usd_per_hour: per_hour,
            storage_usd_per_gib_month: per_gib,
            budget_usd_per_month: budget,
            principal_prefix,
            replication,
            topics,
        }
    })
}

fn decision(of_id: DecisionId) -> impl Strategy<Value = Decision> {
    let status = select(vec![
        DecisionStatus::Proposed,
        DecisionStatus::Rejected,
        DecisionStatus::Accepted,
        DecisionStatus::Deprecated,
        DecisionStatus::Superseded,
    ]);
    let title = "[A-Za-z0-9äß'\"#:`-]{1,10}( [A-Za-z0-9äß'\"#:`-]{1,8}){0,3}";
    let before = select(vec!["", "\n", "\r\n", "Words before.\n\n", "```\n# code\n```\n"]);
    let after = prop_oneof![Just(String::new()), text().prop_map(|it| format!("\n\n{it}"))];
    let people = || vec(text(), 0..3);
    let supersedes = vec(select(ids::<DecisionId>(&DECISIONS)), 0..3);
    (status, text(), (people(), people(), people()), vec(key(), 0..4), supersedes, (title, before, after)).prop_map(
        move |(status, date, (decision_makers, consulted, informed), records, supersedes, (title, before, after))| {
            let body = format!("{before}# {title}{after}");
            Decision {
                id: of_id.clone(),
                title,
                status,
                date,
                decision_makers,
                consulted,
                informed,
                records,
                supersedes,
                body,
            }
        },
    )
}

fn view(id: ViewId) -> impl Strategy<Value = View> {
    let kind = select(vec![ViewKind::Topology, ViewKind::ContextMap]);
    (text(), kind, vec(key(), 0..4)).prop_map(move |(name, kind, hidden)| View { id: id.clone(), name, kind, hidden })
}

fn settings() -> impl Strategy<Value = Record> {
    (text(), text(), of(id())).prop_map(|(name, description, default_environment)| {
        Record::Settings(Settings { format_version: FORMAT_VERSION, name, description, default_environment })
    })
}

fn policy() -> impl Strategy<Value = Record> {
    let level = select(vec![Level::Off, Level::Info, Level::Warning, Level::Error]);
    let waiver = (text(), key(), text(), text()).prop_map(|(rule, record, reason, expires)| Waiver {
        rule,
        record,
        reason,
        expires,
    });
    (btree_map(text(), level, 0..4), btree_map(text(), number(), 0..3), vec(waiver, 0..4))
        .prop_map(|(rules, thresholds, waivers)| Record::Policy(Policy { rules, thresholds, waivers }))
}
