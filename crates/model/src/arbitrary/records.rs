//! Any record of each kind, every field set and unset.

use super::*;

pub(super) fn context(id: ContextId) -> impl Strategy<Value = Context> {
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

pub(super) fn relation(of: RelationId) -> impl Strategy<Value = ContextRelation> {
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

pub(super) fn service(id: ServiceId, context: impl Strategy<Value = ContextId>) -> impl Strategy<Value = Service> {
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

pub(super) fn compatibility() -> impl Strategy<Value = Compatibility> {
    select(Compatibility::ALL.to_vec())
}

pub(super) fn topic(of_id: TopicId, context: impl Strategy<Value = ContextId>) -> impl Strategy<Value = Topic> {
    let kind =
        select(vec![TopicKind::Event, TopicKind::Command, TopicKind::State, TopicKind::Retry, TopicKind::DeadLetter]);
    let cleanup = of(select(vec![Cleanup::Delete, Cleanup::Compact, Cleanup::CompactDelete]));
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

pub(super) fn message(of_id: MessageId, context: impl Strategy<Value = ContextId>) -> impl Strategy<Value = Message> {
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

pub(super) fn schema(id: SchemaId, context: impl Strategy<Value = ContextId>) -> impl Strategy<Value = Schema> {
    let avro = prop_oneof![
        Just("{\"type\": \"record\", \"name\": \"A\", \"fields\": []}\n".to_owned()),
        Just("{\r\n  \"type\": \"string\"\r\n}".to_owned()),
        text(),
    ];
    let avro = move || avro.clone().prop_map(Arc::<str>::from);
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

pub(super) fn flow(of_id: FlowId, context: impl Strategy<Value = ContextId>) -> impl Strategy<Value = Flow> {
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

pub(super) fn step(of_id: StepId) -> impl Strategy<Value = Step> {
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

pub(super) fn process(of_id: ProcessId) -> impl Strategy<Value = Process> {
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

pub(super) fn environment(id_: EnvironmentId) -> impl Strategy<Value = Environment> {
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

pub(super) fn decision(of_id: DecisionId) -> impl Strategy<Value = Decision> {
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

pub(super) fn view(id: ViewId) -> impl Strategy<Value = View> {
    let kind = select(vec![ViewKind::Topology, ViewKind::ContextMap]);
    (text(), kind, vec(key(), 0..4)).prop_map(move |(name, kind, hidden)| View { id: id.clone(), name, kind, hidden })
}

pub(super) fn settings() -> impl Strategy<Value = Record> {
    let rules = select(vec![SchemaRules::Registry, SchemaRules::Specification]);
    (text(), text(), of(id()), rules).prop_map(|(name, description, default_environment, schema_rules)| {
        let format_version = FORMAT_VERSION;
        Record::Settings(Settings { format_version, name, description, default_environment, schema_rules })
    })
}

pub(super) fn policy() -> impl Strategy<Value = Record> {
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
