//! A small design to export: two contexts, a topic with retries, a state topic, a transactional writer.

use export::{Export, ExportError, Handover, Options, Request, exporter};
use model::{Design, Record};
use serde_json::{Value, json};

/// A design of these records.
pub fn design(records: &Value) -> Design {
    let mut design = Design::default();
    add(&mut design, records);
    design
}

/// Puts records into a design, in the place of those with the same key.
pub fn add(design: &mut Design, records: &Value) {
    for record in records.as_array().expect("a list of records") {
        let record: Record = serde_json::from_value(record.clone()).unwrap_or_else(|error| panic!("{record}: {error}"));
        design.insert(record);
    }
}

/// The small design.
pub fn shop() -> Design {
    let placed = r#"{"type": "record", "name": "OrderPlaced", "namespace": "shop.order", "fields": [{"name": "id", "type": "string"}]}"#;
    design(&json!([
        {"settings": {"format_version": 1, "name": "Shop", "default_environment": "prod"}},
        {"context": {"id": "order", "name": "Order", "team": "order-team", "domain": "core", "purpose": "Takes orders"}},
        {"context": {"id": "payment", "name": "Payment", "team": "payment-team", "purpose": "Takes money"}},
        {"topic": {"id": "orders", "context": "order", "name": "order-events", "partitions": 12, "replication": 3,
                   "min_insync_replicas": 2, "retention_ms": 604_800_000, "key": {"name": "orderId"}}},
        {"topic": {"id": "orders-retry", "context": "order", "name": "order-events.retry", "kind": "retry",
                   "partitions": 3, "replication": 3, "source": "orders"}},
        {"topic": {"id": "orders-dlq", "context": "order", "name": "order-events.dlq", "kind": "dead-letter",
                   "partitions": 1, "replication": 3, "source": "orders"}},
        {"topic": {"id": "balances", "context": "payment", "name": "Payment_Balances", "kind": "state",
                   "cleanup": "compact-delete", "partitions": 6, "replication": 3, "min_insync_replicas": 2,
                   "data_class": "payment", "config": {"segment.ms": "3600000"}}},
        {"service": {"id": "order-api", "context": "order", "name": "Order API"}},
        {"service": {"id": "payment-worker", "context": "payment", "name": "Payment worker", "instances": 3}},
        {"schema": {"id": "order-placed", "context": "order", "versions": [{"number": 1, "text": placed}], "draft": null}},
        {"message": {"id": "order-placed", "context": "order", "name": "OrderPlaced", "schema": "order-placed", "topics": ["orders"]}},
        {"flow": {"id": "places", "context": "order", "service": "order-api", "topic": "orders", "messages": ["order-placed"],
                  "direction": {"produce": {"rate_per_second": 100.0, "peak_rate_per_second": 1000.0, "size_bytes": 800, "idempotent": true}}}},
        {"flow": {"id": "pays", "context": "payment", "service": "payment-worker", "topic": "orders",
                  "direction": {"consume": {"group": "payment-group", "time_per_message_ms": 4.0, "concurrency": 4,
                    "on_failure": {"retries": 3, "retry_topic": "orders-retry", "dead_letter_topic": "orders-dlq"}}}}},
        {"flow": {"id": "books", "context": "payment", "service": "payment-worker", "topic": "balances",
                  "direction": {"produce": {"rate_per_second": 100.0, "size_bytes": 200, "transactional_id": "payment-tx"}}}},
        {"environment": {"id": "prod", "name": "Production", "cluster": "shop-prod", "principal_prefix": "prod-",
                         "brokers": 3, "broker_usd_per_hour": 0.42, "storage_gib_per_broker": 100,
                         "storage_usd_per_gib_month": 0.1, "budget_usd_per_month": 3000.0}},
        {"environment": {"id": "dev", "name": "Development", "cluster": "shop-dev", "brokers": 1, "replication": 1,
                         "topics": {"orders": {"partitions": 2, "retention_ms": 3_600_000}}}},
    ]))
}

/// Exports for the environment of this name, or for the default one.
pub fn try_export(design: &Design, environment: Option<&str>, target: &str) -> Result<Export, ExportError> {
    let environment = environment.map(|id| id.parse().expect("an environment id"));
    let options = Options::default();
    let request = Request { environment: environment.as_ref(), ..request(design, &options) };
    exporter(target).expect("a target").export(&Handover::of(&request)?)
}

/// A design on a certain day, without findings.
pub fn request<'a>(design: &'a Design, options: &'a Options) -> Request<'a> {
    Request { design, environment: None, today: "2026-11-21", findings: &[], options }
}

/// What is chosen by `TARGET.NAME=VALUE`.
#[allow(dead_code, reason = "not every test file chooses options")]
pub fn options(assignments: &[&str]) -> Options {
    let mut options = Options::default();
    for assignment in assignments {
        options.set(assignment).expect("an option");
    }
    options
}

/// The same where it must succeed.
pub fn exported(design: &Design, environment: Option<&str>, target: &str) -> Export {
    try_export(design, environment, target).expect("an export")
}

/// The manifest as JSON.
pub fn manifest(design: &Design, environment: Option<&str>) -> Value {
    serde_json::from_str(&exported(design, environment, "manifest").files[0].text).expect("JSON")
}

/// The text of one file.
#[allow(dead_code, reason = "not every test file looks into files")]
pub fn text(export: &Export, path: &str) -> String {
    let file = export.files.iter().find(|file| file.path == path);
    let paths: Vec<_> = export.files.iter().map(|file| &file.path).collect();
    file.unwrap_or_else(|| panic!("{path} is not among {paths:?}")).text.clone()
}
