//! A small shop: six contexts, ten services, four topics, thirteen flows, placed by hand.
#![allow(clippy::unwrap_used, clippy::string_slice, reason = "a fixture may fail loudly")]

use model::{
    Compatibility, Consume, Context, ContextId, Design, Direction, Flow, Hue, Message, MessageKind, Placement, Produce,
    Record, RecordKey, Schema, SchemaVersion, Service, ServiceKind, Topic, View, ViewId,
};
use scene::{Badge, Fact};
use std::collections::BTreeMap;
use std::sync::Arc;

const DAY_MS: i64 = 86_400_000;

pub fn view() -> ViewId {
    ViewId::new("topology").unwrap()
}

pub fn key(text: &str) -> RecordKey {
    text.parse().unwrap()
}

pub fn place(design: &mut Design, node: &str, x: i32, y: i32) {
    place_sized(design, node, x, y, None);
}

fn place_sized(design: &mut Design, node: &str, x: i32, y: i32, height: Option<u32>) {
    design.insert(Record::Placement(Placement { view: view(), node: key(node), x, y, width: None, height }));
}

pub fn context(design: &mut Design, id: &str, team: &str, hue: Option<Hue>) {
    let name = format!("{}{}", id[..1].to_uppercase(), &id[1..]);
    design.insert(Record::Context(Context {
        id: ContextId::new(id).unwrap(),
        name,
        purpose: String::new(),
        domain: model::DomainClass::Core,
        team: team.to_owned(),
        hue,
        glossary: BTreeMap::new(),
    }));
}

pub fn service(design: &mut Design, id: &str, context: &str, kind: ServiceKind) {
    design.insert(Record::Service(Service {
        id: id.parse().unwrap(),
        context: context.parse().unwrap(),
        name: id.to_owned(),
        kind,
        description: String::new(),
        principal: None,
        instances: 1,
        technology: String::new(),
    }));
}

pub fn topic(design: &mut Design, id: &str, context: &str, partitions: u32, days: i64, mode: Compatibility) {
    design.insert(Record::Topic(Topic {
        id: id.parse().unwrap(),
        context: context.parse().unwrap(),
        name: id.to_owned(),
        kind: model::TopicKind::Event,
        description: String::new(),
        partitions,
        replication: 3,
        min_insync_replicas: None,
        cleanup: None,
        retention_ms: Some(days * DAY_MS),
        retention_bytes: None,
        max_message_bytes: None,
        key: None,
        visibility: model::Visibility::Protected,
        data_class: model::DataClass::Internal,
        compatibility: mode,
        subject_strategy: model::SubjectStrategy::TopicRecordName,
        source: None,
        config: BTreeMap::new(),
    }));
}

pub fn message(design: &mut Design, name: &str, context: &str, topic: &str, versions: u32) {
    let id = model::slug(name, "message");
    let text: Arc<str> = Arc::from("\"string\"");
    design.insert(Record::Schema(Schema {
        id: id.parse().unwrap(),
        context: context.parse().unwrap(),
        name: String::new(),
        compatibility: None,
        versions: (1..=versions).map(|number| SchemaVersion { number, text: Arc::clone(&text) }).collect(),
        draft: None,
    }));
    design.insert(Record::Message(Message {
        id: id.parse().unwrap(),
        context: context.parse().unwrap(),
        name: name.to_owned(),
        kind: MessageKind::Event,
        description: String::new(),
        schema: Some(id.parse().unwrap()),
        topics: vec![topic.parse().unwrap()],
    }));
}

pub fn flow(design: &mut Design, service: &str, topic: &str, rate: Option<f64>) {
    let context = design.service(&service.parse().unwrap()).unwrap().context.clone();
    let direction = match rate {
        Some(rate_per_second) => Direction::Produce(Produce { rate_per_second, ..Produce::default() }),
        None => Direction::Consume(Consume::default()),
    };
    let verb = if rate.is_some() { "writes" } else { "reads" };
    design.insert(Record::Flow(Flow {
        id: format!("{service}-{verb}-{topic}").parse().unwrap(),
        context,
        service: service.parse().unwrap(),
        topic: topic.parse().unwrap(),
        messages: vec![],
        description: String::new(),
        direction,
    }));
}

pub fn shop() -> Design {
    let mut design = Design::default();
    let d = &mut design;
    d.insert(Record::View(View {
        id: view(),
        name: "Topology".to_owned(),
        kind: model::ViewKind::Topology,
        hidden: vec![],
    }));
    for (id, team, hue, x, y, height) in [
        ("customer", "crm-team", Hue::Teal, 24, 20, 150),
        ("order", "checkout-team", Hue::Violet, 24, 194, 216),
        ("product", "catalog-team", Hue::Blue, 24, 434, 104),
        ("notification", "growth-team", Hue::Rose, 670, 20, 104),
        ("inventory", "fulfilment", Hue::Green, 670, 156, 160),
        ("payment", "payments", Hue::Amber, 670, 348, 160),
    ] {
        context(d, id, team, Some(hue));
        place_sized(d, &format!("context:{id}"), x, y, Some(height));
    }
    for (id, context, kind, x, y) in [
        ("customer-api", "customer", ServiceKind::Application, 40, 58),
        ("loyalty-worker", "customer", ServiceKind::Application, 40, 112),
        ("order-api", "order", ServiceKind::Application, 40, 233),
        ("order-saga", "order", ServiceKind::StreamProcessor, 40, 287),
        ("order-projector", "order", ServiceKind::Application, 40, 341),
        ("catalog-api", "product", ServiceKind::Connector, 40, 473),
        ("notifier", "notification", ServiceKind::Actor, 688, 60),
        ("inventory-svc", "inventory", ServiceKind::Application, 688, 196),
        ("stock-ledger", "inventory", ServiceKind::Application, 688, 252),
        ("payment-svc", "payment", ServiceKind::Application, 688, 388),
        ("fraud-scorer", "payment", ServiceKind::ExternalSystem, 688, 444),
    ] {
        service(d, id, context, kind);
        place(d, &format!("service:{id}"), x, y);
    }
    for (id, context, partitions, days, mode, y) in [
        ("customer-events", "customer", 10, 7, Compatibility::Full, 28),
        ("order-events", "order", 20, 7, Compatibility::Backward, 171),
        ("payment-events", "payment", 15, 3650, Compatibility::Backward, 336),
        ("inventory-events", "inventory", 10, 7, Compatibility::Backward, 474),
    ] {
        topic(d, id, context, partitions, days, mode);
        place(d, &format!("topic:{id}"), 324, y);
    }
    for (name, context, topic, versions) in [
        ("CustomerCreated", "customer", "customer-events", 3),
        ("ProfileUpdated", "customer", "customer-events", 2),
        ("OrderSubmitted", "order", "order-events", 4),
        ("OrderItemAdded", "order", "order-events", 1),
        ("OrderCancelled", "order", "order-events", 2),
        ("PaymentCaptured", "payment", "payment-events", 2),
        ("PaymentRefunded", "payment", "payment-events", 1),
        ("StockReserved", "inventory", "inventory-events", 1),
    ] {
        message(d, name, context, topic, versions);
    }
    for (service, topic, rate) in [
        ("customer-api", "customer-events", Some(40.0)),
        ("order-api", "order-events", Some(4200.0)),
        ("order-saga", "order-events", Some(3.0)),
        ("payment-svc", "payment-events", Some(20.0)),
        ("stock-ledger", "inventory-events", Some(10.0)),
        ("notifier", "customer-events", None),
        ("notifier", "order-events", None),
        ("inventory-svc", "order-events", None),
        ("payment-svc", "order-events", None),
        ("order-projector", "order-events", None),
        ("order-saga", "payment-events", None),
        ("fraud-scorer", "payment-events", None),
        ("order-saga", "inventory-events", None),
    ] {
        flow(d, service, topic, rate);
    }
    design
}

pub fn facts() -> BTreeMap<RecordKey, Fact> {
    let mut facts = BTreeMap::new();
    let mut fact = |record: &str, fact: Fact| facts.insert(key(record), fact);
    fact("topic:order-events", Fact { badge: Some(Badge::Error), ..Fact::default() });
    fact("service:inventory-svc", Fact { badge: Some(Badge::Error), ..Fact::default() });
    fact("service:order-saga", Fact { badge: Some(Badge::Warning), ..Fact::default() });
    fact("flow:order-api-writes-order-events", Fact { label: Some("4.2 k/s".to_owned()), ..Fact::default() });
    let broken = Some("v2 ← v4 breaks".to_owned());
    fact("flow:inventory-svc-reads-order-events", Fact { broken, ..Fact::default() });
    facts
}
