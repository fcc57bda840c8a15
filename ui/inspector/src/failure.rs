//! The treatment of a record that its reader cannot process: how often it tries again, and where the record goes then.

use crate::fields::{Making, QuantityField, ReferenceField};
use crate::form::{Form, form};
use crate::section::Section;
use engine::model::{Design, FlowId, Kind};
use leptos::prelude::*;
use serde_json::Value;

/// Where records wait for another try.
const RETRY: (&str, &str) = ("/direction/consume/on_failure/retry_topic", "retry");
/// Where records go that nobody tries again.
const DEAD_LETTER: (&str, &str) = ("/direction/consume/on_failure/dead_letter_topic", "dlt");

#[component]
pub(super) fn OnFailure(id: StoredValue<FlowId>) -> impl IntoView {
    let form = form();
    view! {
        <Section title=form.title("/direction/consume/on_failure")>
            <QuantityField
                pointer="/direction/consume/on_failure/retries"
                optional=true
                placeholder=Signal::stored("0: it is not tried again".to_owned())
            />
            <QuantityField
                pointer="/direction/consume/on_failure/backoff_ms"
                optional=true
                placeholder=Signal::stored("none".to_owned())
            />
            <ReferenceField
                pointer=RETRY.0
                kind=Kind::Topic
                none=Some("none: it blocks its partition".to_owned())
                making=making(form, id, RETRY)
            />
            <ReferenceField
                pointer=DEAD_LETTER.0
                kind=Kind::Topic
                none=Some("none: it is lost or blocks".to_owned())
                making=making(form, id, DEAD_LETTER)
            />
        </Section>
    }
}

/// Makes a topic for failed records, named as Kafka's libraries do, in the reader's context, and sends them there.
fn making(form: Form, id: StoredValue<FlowId>, (pointer, ending): (&'static str, &'static str)) -> Making {
    let document = form.document;
    let name = move || document.peek(|engine| id.with_value(|id| name_for_failed(engine.design(), id, ending)));
    let make = move || {
        let Some(name) = name() else { return };
        let context =
            document.peek(|engine| id.with_value(|id| engine.design().flow(id).map(|flow| flow.context.clone())));
        document.begin(&format!("Create topic {name}"));
        let made = document.create(Kind::Topic, &name, context, |_| None);
        let is_sent = made.is_some_and(|topic| form.put(pointer, Value::String(topic.id_str().to_owned())));
        if is_sent {
            document.commit();
        } else {
            document.cancel();
        }
    };
    Making {
        title: Callback::new(move |()| format!("New topic {}", name().unwrap_or_default())),
        make: Callback::new(move |()| make()),
    }
}

/// A name for the topic of a reader's failed records that no topic has: that of the topic, and of the reader when others fail
/// there too.
fn name_for_failed(design: &Design, id: &FlowId, ending: &str) -> Option<String> {
    let flow = design.flow(id)?;
    let read = design.topic(&flow.topic).map_or(flow.topic.as_str(), |topic| topic.name.as_str());
    let is_free = |name: &String| design.topics().values().all(|topic| topic.name != *name);
    let own = [format!("{read}-{ending}"), format!("{read}-{}-{ending}", flow.service)];
    own.into_iter().find(is_free)
}

#[cfg(test)]
mod tests {
    use super::name_for_failed;
    use engine::model::Design;
    use serde_json::json;

    #[test]
    fn topics_for_failed_records_are_named_after_what_is_read_and_then_by_whom() {
        let mut design = Design::default();
        let topic = |name: &str| json!({"topic": {"id": name, "context": "order", "name": name, "partitions": 1, "replication": 1}});
        for record in [
            json!({"context": {"id": "order", "name": "Order"}}),
            json!({"service": {"id": "billing", "context": "order", "name": "billing"}}),
            topic("orders"),
            json!({"flow": {"id": "reads", "context": "order", "service": "billing", "topic": "orders", "direction": {"consume": {}}}}),
        ] {
            design.insert(serde_json::from_value(record).unwrap());
        }
        let mut taken = Vec::new();
        while let Some(name) = name_for_failed(&design, &"reads".parse().unwrap(), "dlt") {
            design.insert(serde_json::from_value(topic(&name)).unwrap());
            taken.push(name);
        }
        assert_eq!(taken, ["orders-dlt", "orders-billing-dlt"]);
    }
}
