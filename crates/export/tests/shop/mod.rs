//! A small design to export: two contexts, a topic with retries, a state topic, a transactional writer.

use export::{Export, ExportError, Handover, Options, Request, exporter};
use model::{Design, Record};
use serde_json::Value;

/// Puts records into a design, in the place of those with the same key.
pub fn add(design: &mut Design, records: &Value) {
    for record in records.as_array().expect("a list of records") {
        let record: Record = serde_json::from_value(record.clone()).unwrap_or_else(|error| panic!("{record}: {error}"));
        design.insert(record);
    }
}

/// The small design.
pub fn shop() -> Design {
    fixture::design(
        r#"
        settings "Shop" format_version=1 default_environment=prod
        context order "Order" domain=core purpose="Takes orders"
          topic orders "order-events" p=12 key=orderId
          topic orders-retry "order-events.retry" kind=retry p=3 min-isr=null retention=null source=orders
          topic orders-dlq "order-events.dlq" kind=dead-letter p=1 min-isr=null retention=null source=orders
          service order-api "Order API"
          schema shop.order.OrderPlaced v1 `{"type": "record", "name": "OrderPlaced", "namespace": "shop.order", "fields": [{"name": "id", "type": "string"}]}`
          order-api -> orders : OrderPlaced 100/s peak=1000/s size=800 id=places
        context payment "Payment" domain=supporting purpose="Takes money"
          topic balances "Payment_Balances" kind=state cleanup=compact-delete p=6 retention=null data_class=payment config.segment.ms="3600000"
          service payment-worker "Payment worker" instances=3
          orders -> payment-worker group=payment-group time=4ms threads=4 retries=3 retry=orders-retry dlq=orders-dlq id=pays
          payment-worker -> balances 100/s size=200 tx=payment-tx idempotent=false id=books
        environment prod "Production" cluster=shop-prod principal_prefix=prod- brokers=3 broker_usd_per_hour=0.42 storage_gib_per_broker=100 storage_usd_per_gib_month=0.1 budget_usd_per_month=3000.0
        environment dev "Development" cluster=shop-dev brokers=1 replication=1
          topic orders p=2 retention=1h
        set schema:order-placed name=""
        "#,
    )
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
