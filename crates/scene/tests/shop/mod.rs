//! A small shop: six contexts, eleven services, four topics, thirteen flows, placed by hand.
#![allow(clippy::unwrap_used, reason = "a fixture may fail loudly")]

use model::{Design, RecordKey, ViewId};
use scene::{Badge, Fact};
use std::collections::BTreeMap;

pub fn view() -> ViewId {
    ViewId::new("topology").unwrap()
}

pub fn key(text: &str) -> RecordKey {
    text.parse().unwrap()
}

pub fn shop() -> Design {
    fixture::design(
        r#"
        context customer "Customer" domain=core team=crm-team hue=teal
          service customer-api
          service loyalty-worker
          topic customer-events p=10 mode=FULL
          message CustomerCreated on customer-events
          schema CustomerCreated v1 { } v2 { } v3 { }
          message ProfileUpdated on customer-events
          schema ProfileUpdated v1 { } v2 { }
          customer-api -> customer-events 40/s
        context order "Order" domain=core team=checkout-team hue=violet
          service order-api
          service order-saga kind=stream-processor
          service order-projector
          topic order-events p=20
          message OrderSubmitted on order-events
          schema OrderSubmitted v1 { } v2 { } v3 { } v4 { }
          message OrderItemAdded on order-events
          schema OrderItemAdded v1 { }
          message OrderCancelled on order-events
          schema OrderCancelled v1 { } v2 { }
          order-api -> order-events 4200/s
          order-saga -> order-events 3/s
          order-events -> order-projector
          payment-events -> order-saga
          inventory-events -> order-saga
        context product "Product" domain=core team=catalog-team hue=blue
          service catalog-api kind=connector
        context notification "Notification" domain=core team=growth-team hue=rose
          service notifier kind=actor
          customer-events -> notifier
          order-events -> notifier
        context inventory "Inventory" domain=core team=fulfilment hue=green
          service inventory-svc
          service stock-ledger
          topic inventory-events p=10
          message StockReserved on inventory-events
          schema StockReserved v1 { }
          stock-ledger -> inventory-events 10/s
          order-events -> inventory-svc
        context payment "Payment" domain=core team=payments hue=amber
          service payment-svc
          service fraud-scorer kind=external-system
          topic payment-events p=15 retention=3650d
          message PaymentCaptured on payment-events
          schema PaymentCaptured v1 { } v2 { }
          message PaymentRefunded on payment-events
          schema PaymentRefunded v1 { }
          payment-svc -> payment-events 20/s
          order-events -> payment-svc
          payment-events -> fraud-scorer
        view topology "Topology"
          context:customer 24,20 height=150
          context:order 24,194 height=216
          context:product 24,434 height=104
          context:notification 670,20 height=104
          context:inventory 670,156 height=160
          context:payment 670,348 height=160
          service:customer-api 40,58
          service:loyalty-worker 40,112
          service:order-api 40,233
          service:order-saga 40,287
          service:order-projector 40,341
          service:catalog-api 40,473
          service:notifier 688,60
          service:inventory-svc 688,196
          service:stock-ledger 688,252
          service:payment-svc 688,388
          service:fraud-scorer 688,444
          topic:customer-events 324,28
          topic:order-events 324,171
          topic:payment-events 324,336
          topic:inventory-events 324,474
        "#,
    )
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
