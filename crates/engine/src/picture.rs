//! Facts in the picture besides the records: badges, rates and broken edges. A card wears the worst finding of its record
//! and of what flows through it, so that a problem is seen where people look.

use crate::document::Engine;
use check::Cause;
use diagnostic::Severity;
use model::{Direction, FlowId, RecordKey};
use scene::{Badge, Fact, Facts};

impl Facts for Engine {
    fn of(&self, record: &RecordKey) -> Fact {
        let mut fact = Fact { badge: self.badge(record), ..Fact::default() };
        if let RecordKey::Flow(id) = record {
            fact.label = self.rate_label(id);
            fact.broken = self.broken_label(id);
        }
        fact
    }
}

impl Engine {
    /// The records whose picture depends on a record's findings: itself, and the cards at the ends of its flows.
    pub fn shown_with(&self, key: &RecordKey) -> Vec<RecordKey> {
        let design = self.design();
        let mut out = vec![key.clone()];
        let mut flow_ends = |id: &FlowId| {
            if let Some(flow) = design.flow(id) {
                out.push(flow.service.clone().into());
                out.push(flow.topic.clone().into());
            }
        };
        if let RecordKey::Flow(id) = key {
            flow_ends(id);
        } else if let RecordKey::Schema(id) = key {
            for topic in design.messages_of_schema(id).flat_map(|message| &message.topics) {
                out.push(topic.clone().into());
                for flow in design.flows_of_topic(topic) {
                    out.push(flow.id.clone().into());
                    out.push(flow.service.clone().into());
                }
            }
        } else if let RecordKey::Message(id) = key {
            let topics = design.message(id).into_iter().flat_map(|it| &it.topics);
            out.extend(topics.cloned().map(RecordKey::from));
        }
        out.sort();
        out.dedup();
        out
    }

    fn badge(&self, key: &RecordKey) -> Option<Badge> {
        let design = self.design();
        let mut worst = self.severity_of(key);
        if let RecordKey::Service(id) = key {
            for flow in design.flows_of_service(id) {
                worst = worst.max(self.severity_of(&flow.id.clone().into()));
            }
        } else if let RecordKey::Topic(id) = key {
            for flow in design.flows_of_topic(id) {
                worst = worst.max(self.severity_of(&flow.id.clone().into()));
            }
            for schema in design.messages_of_topic(id).filter_map(|it| it.schema.as_ref()) {
                worst = worst.max(self.severity_of(&schema.clone().into()));
            }
        }
        match worst? {
            Severity::Error => Some(Badge::Error),
            Severity::Warning => Some(Badge::Warning),
            Severity::Info => None,
        }
    }

    /// Records a second, for producers that matter: from a thousand on.
    fn rate_label(&self, id: &FlowId) -> Option<String> {
        let rate = self.design().flow(id)?.produce()?.rate_per_second;
        (rate >= 1000.0).then(|| derive::wording::rate_short(rate))
    }

    /// Which version fails on which, for a consumer that cannot read what will be written.
    fn broken_label(&self, id: &FlowId) -> Option<String> {
        let flow = self.design().flow(id)?;
        match &flow.direction {
            Direction::Produce(_) => None,
            Direction::Consume(_) => self.findings_of(&id.clone().into()).find_map(|finding| match &finding.cause {
                Cause::Unreadable { reads, written, .. } => Some(format!("v{reads} ← {written} breaks")),
                Cause::Field | Cause::Text(_) | Cause::Incompatible { .. } => None,
            }),
        }
    }
}
