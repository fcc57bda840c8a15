//! The explorer's tree as a flat list of rows: what is open, what fits the filter, what is wrong where.

use diagnostic::Severity;
use engine::derive::flow_name;
use engine::derive::wording::grouped;
use engine::model::{ContextId, Design, Flow, Kind, Record, RecordKey};
use parts::Creating;
use parts::mark::{Mark, mark_of};
use parts::names::decision_word;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// The worst finding of each record that has one.
pub type Severities = BTreeMap<RecordKey, Severity>;

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Tells it from the others; stays while the record stays.
    pub id: String,
    /// How deep it stands, from 1.
    pub level: u32,
    /// What it shows.
    pub content: Content,
    /// Whether its children show; nothing when it has none.
    pub open: Option<bool>,
}

impl Row {
    /// Tells a row from the others, and what can change within it from what makes another row of it.
    pub fn identity(&self) -> (String, Option<Kind>, &'static str) {
        let (kind, hint) = match &self.content {
            Content::Section { .. } | Content::Record { .. } => (None, ""),
            Content::New(kind) => (Some(*kind), ""),
            Content::Hint(text) => (None, *text),
        };
        (self.id.clone(), kind, hint)
    }
}

/// What a row shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// The heading of a section.
    Section {
        /// Its title.
        title: &'static str,
        /// How many records are in it.
        count: usize,
        /// What its plus creates.
        creates: Kind,
    },
    /// A record.
    Record {
        /// The record.
        key: RecordKey,
        /// Its name.
        name: String,
        /// Its sign.
        mark: Mark,
        /// A number or version at the right.
        trailing: String,
        /// The worst finding about it, or about what is folded into it.
        severity: Option<Severity>,
    },
    /// A field for the name of a record that is being created.
    New(Kind),
    /// What to do where there is nothing.
    Hint(&'static str),
}

/// The sections that are open until somebody folds them.
pub const OPEN_AT_FIRST: [&str; 5] = ["contexts", "schemas", "processes", "decisions", "environments"];

/// What must be open for a record's row to show: ids of rows, the outermost first.
pub fn ancestors(design: &Design, key: &RecordKey) -> Vec<String> {
    if let Some(section) = key.kind().section() {
        return vec![section.id.to_owned()];
    }
    let (above, row) = match design.get(key) {
        Some(Record::Context(_)) => return vec!["contexts".to_owned()],
        Some(Record::Flow(flow)) => {
            let service = RecordKey::from(flow.service);
            (ancestors(design, &service), service)
        }
        Some(Record::Placement(placement)) => return ancestors(design, &placement.node),
        Some(record) => match record.context() {
            Some(context) => (vec!["contexts".to_owned()], context.clone().into()),
            None => return Vec::new(),
        },
        None => return Vec::new(),
    };
    above.into_iter().chain([row.to_string()]).collect()
}

struct Builder<'a> {
    design: &'a Design,
    names: &'a dyn Fn(&RecordKey) -> String,
    severities: &'a Severities,
    open: &'a BTreeSet<String>,
    found: Option<&'a HashSet<RecordKey>>,
    creating: Option<&'a Creating>,
    rows: Vec<Row>,
}

/// The rows that show, in order; `names` says what people call a record, `found` what a filter leaves.
pub fn rows(
    design: &Design,
    names: &dyn Fn(&RecordKey) -> String,
    severities: &Severities,
    open: &BTreeSet<String>,
    found: Option<&HashSet<RecordKey>>,
    creating: Option<&Creating>,
) -> Vec<Row> {
    let mut builder = Builder { design, names, severities, open, found, creating, rows: Vec::new() };
    builder.contexts();
    for (kind, section) in Kind::in_sections() {
        builder.section(section.id, section.title, kind);
    }
    if builder.rows.is_empty() {
        builder.hint("Nothing fits the filter; press Esc to clear it", 1);
    }
    builder.rows
}

impl Builder<'_> {
    fn is_open(&self, id: &str) -> bool {
        self.open.contains(id) || self.found.is_some()
    }

    fn fits(&self, key: &RecordKey) -> bool {
        self.found.is_none_or(|found| found.contains(key))
    }

    fn hint(&mut self, text: &'static str, level: u32) {
        let id = format!("hint-{}", self.rows.len());
        self.rows.push(Row { id, level, content: Content::Hint(text), open: None });
    }

    fn new_row(&mut self, kind: Kind, context: Option<&ContextId>, level: u32) {
        if self.creating.is_some_and(|it| it.kind == kind && it.context.as_ref() == context) {
            self.rows.push(Row { id: "new".to_owned(), level, content: Content::New(kind), open: None });
        }
    }

    fn record(&mut self, key: &RecordKey, name: String, trailing: String, level: u32, open: Option<bool>) {
        let severity = if open == Some(true) { self.own_severity(key) } else { self.folded_severity(key) };
        let mark = mark_of(self.design, key);
        let content = Content::Record { key: key.clone(), name, mark, trailing, severity };
        self.rows.push(Row { id: key.to_string(), level, content, open });
    }

    fn own_severity(&self, key: &RecordKey) -> Option<Severity> {
        self.severities.get(key).copied()
    }

    /// The worst of a record and of what its row hides.
    fn folded_severity(&self, key: &RecordKey) -> Option<Severity> {
        let own = self.own_severity(key);
        let hidden: Vec<RecordKey> = if let RecordKey::Context(id) = key {
            // Schemas have a section of their own that shows theirs.
            self.design.members(id).filter(|member| member.kind().section().is_none()).cloned().collect()
        } else if let RecordKey::Service(id) = key {
            self.design.flows_of_service(id).map(|flow| flow.id.clone().into()).collect()
        } else {
            Vec::new()
        };
        let inner = hidden.iter().filter_map(|hidden| self.own_severity(hidden)).max();
        own.max(inner)
    }

    fn contexts(&mut self) {
        let creating_context = self.creating.is_some_and(|it| it.kind == Kind::Context);
        if self.design.contexts().is_empty() && !creating_context {
            if self.found.is_none() {
                self.hint("Press + above to draw the first context", 1);
            }
            return;
        }
        let mut contexts: Vec<_> = self.design.contexts().values().collect();
        contexts.sort_by_key(|context| context.name.to_lowercase());
        for context in contexts {
            let key = RecordKey::from(context.id.clone());
            let is_creating = self.creating.is_some_and(|it| it.context.as_ref() == Some(&context.id));
            let count = self.design.members(&context.id).filter(|key| is_listed(key)).count();
            // Nothing is sorted that does not show: a large design has most of its contexts folded.
            if !self.is_open(&key.to_string()) && !is_creating {
                self.record(&key, context.name.clone(), count.to_string(), 1, (count > 0).then_some(false));
                continue;
            }
            let fits = self.fits(&key);
            let shown: Vec<_> = self.members(&context.id);
            if !fits && shown.is_empty() && !is_creating {
                continue;
            }
            let has_children = count > 0 || is_creating;
            self.record(&key, context.name.clone(), count.to_string(), 1, has_children.then_some(true));
            for kind in [Kind::Service, Kind::Topic, Kind::Message] {
                for (member, name) in shown.iter().filter(|(member, _)| member.kind() == kind) {
                    self.member(member, name.clone());
                }
                self.new_row(kind, Some(&context.id), 2);
            }
        }
        self.new_row(Kind::Context, None, 1);
    }

    /// The services, topics and messages of a context that fit, with their names, by kind and name.
    fn members(&self, context: &ContextId) -> Vec<(RecordKey, String)> {
        let mut members: Vec<(RecordKey, String)> = self
            .design
            .members(context)
            .filter(|key| is_listed(key) && self.fits(key))
            .filter_map(|key| Some((key.clone(), self.design.get(key)?.name())))
            .collect();
        members.sort_by_key(|(key, name)| (key.kind(), name.to_lowercase()));
        members
    }

    fn member(&mut self, key: &RecordKey, name: String) {
        let RecordKey::Service(service) = key else {
            self.record(key, name, self.trailing(key), 2, None);
            return;
        };
        let mut flows: Vec<&Flow> = self.design.flows_of_service(service).collect();
        flows.sort_by_key(|flow| (flow.consume().is_some(), &flow.topic));
        // A filter looks for what has a name; flows are called after their topics and would drown those.
        let open = self.found.is_none() && self.open.contains(&key.to_string());
        self.record(key, name, String::new(), 2, (!flows.is_empty()).then_some(open));
        if open {
            for flow in flows {
                let key = flow.id.clone().into();
                self.record(&key, flow_name(self.design, flow), String::new(), 3, None);
            }
        }
    }

    /// The number or word at the right of a record's row.
    fn trailing(&self, key: &RecordKey) -> String {
        let design = self.design;
        let found = if let RecordKey::Topic(id) = key {
            design.topic(id).map(|it| grouped(it.partitions.into(), 0))
        } else if let RecordKey::Message(id) = key {
            design.message(id).and_then(|it| self.version_of(it.schema.as_ref()?))
        } else if let RecordKey::Schema(id) = key {
            self.version_of(id)
        } else if let RecordKey::Process(id) = key {
            design.process(id).map(|it| it.steps.len().to_string())
        } else if let RecordKey::Decision(id) = key {
            design.decision(id).map(|it| decision_word(it.status).to_owned())
        } else {
            None
        };
        found.unwrap_or_default()
    }

    fn version_of(&self, schema: &engine::model::SchemaId) -> Option<String> {
        let schema = self.design.schema(schema)?;
        Some(match schema.latest() {
            Some(version) => format!("v{}", version.number),
            None => "draft".to_owned(),
        })
    }

    fn section(&mut self, id: &'static str, title: &'static str, kind: Kind) {
        let mut records: Vec<(RecordKey, String)> = self.of_kind(kind);
        let count = records.len();
        records.retain(|(key, _)| self.fits(key));
        let creating = self.creating.filter(|it| it.kind == kind).cloned();
        if self.found.is_some() && records.is_empty() && creating.is_none() {
            return;
        }
        let open = self.is_open(id) || creating.is_some();
        let content = Content::Section { title, count, creates: kind };
        self.rows.push(Row { id: id.to_owned(), level: 1, content, open: Some(open) });
        if !open {
            return;
        }
        for (key, name) in records {
            let trailing = self.trailing(&key);
            self.record(&key, name, trailing, 2, None);
        }
        if let Some(creating) = creating {
            self.new_row(kind, creating.context.as_ref(), 2);
        }
    }

    fn named(&self, key: RecordKey) -> (RecordKey, String) {
        let name = (self.names)(&key);
        (key, name)
    }

    fn of_kind(&self, kind: Kind) -> Vec<(RecordKey, String)> {
        let mut records: Vec<(RecordKey, String)> =
            self.design.keys_of(kind).into_iter().map(|key| self.named(key)).collect();
        if kind == Kind::Decision {
            // In the order of their numbers, newest last, as people count them.
            return records;
        }
        records.sort_by_key(|(_, name)| name.to_lowercase());
        records
    }
}

/// Whether a member of a context is listed below it; schemas have a section of their own, flows stand below services.
fn is_listed(key: &RecordKey) -> bool {
    matches!(key.kind(), Kind::Service | Kind::Topic | Kind::Message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::derive::name_of;
    use serde_json::json;

    fn shop() -> Design {
        let mut design = Design::default();
        for record in [
            json!({"context": {"id": "order", "name": "Order"}}),
            json!({"context": {"id": "payment", "name": "Payment"}}),
            json!({"service": {"id": "order-api", "context": "order", "name": "order-api"}}),
            json!({"topic": {"id": "order-events", "context": "order", "name": "order-events", "partitions": 2000000, "replication": 3}}),
            json!({"message": {"id": "order-submitted", "context": "order", "name": "OrderSubmitted", "schema": "order-submitted"}}),
            json!({"schema": {"id": "order-submitted", "context": "order", "versions": [{"number": 2, "text": r#"{"type": "record", "name": "OrderSubmitted", "fields": []}"#}], "draft": null}}),
            json!({"flow": {"id": "order-api-writes-order-events", "context": "order", "service": "order-api", "topic": "order-events", "direction": {"produce": {}}}}),
        ] {
            design.insert(serde_json::from_value(record).unwrap());
        }
        design
    }

    fn shown(open: &[&str], filter: &str, severities: &Severities) -> String {
        let open = open.iter().map(|it| (*it).to_owned()).collect();
        let mut out = String::new();
        let shop = shop();
        let names = |key: &RecordKey| name_of(&shop, key);
        // As the search of the design finds them, so far as names are concerned.
        let fits = |key: &RecordKey| names(key).to_lowercase().contains(filter) || key.id_str().contains(filter);
        let found: HashSet<RecordKey> = shop.keys().into_iter().filter(fits).collect();
        for row in rows(&shop, &names, severities, &open, (!filter.is_empty()).then_some(&found), None) {
            let text = match row.content {
                Content::Section { title, count, .. } => format!("{title} ({count})"),
                Content::Record { name, trailing, severity, .. } => {
                    let dot = severity.map_or(String::new(), |it| format!("!{}", it.as_str()));
                    let parts = [name, trailing, dot];
                    parts.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ")
                }
                Content::New(kind) => format!("new {}", kind.as_str()),
                Content::Hint(text) => text.to_owned(),
            };
            let indent = "  ".repeat(row.level as usize - 1);
            out.push_str(&format!("{indent}{text}\n"));
        }
        out
    }

    #[test]
    fn folded_contexts_show_how_many_they_hold() {
        let expected = "Order 3\nPayment 0\nSchemas (1)\n  OrderSubmitted v2\nProcesses (0)\nDecisions (0)\nEnvironments (0)\nContext relations (0)\nViews (0)\n";
        assert_eq!(shown(&["schemas"], "", &Severities::new()), expected);
    }

    #[test]
    fn an_open_context_shows_services_topics_and_messages() {
        let expected =
            "Order 3\n  order-api\n    writes order-events\n  order-events 2,000,000\n  OrderSubmitted v2\nPayment 0\n";
        let text = shown(&["context:order", "service:order-api"], "", &Severities::new());
        assert!(text.starts_with(expected), "{text}");
    }

    #[test]
    fn a_filter_opens_what_it_finds_and_leaves_out_the_rest() {
        let check =
            |filter: &str, expected: &str| assert_eq!(shown(&[], filter, &Severities::new()), expected, "{filter}");
        check("submitted", "Order 3\n  OrderSubmitted v2\nSchemas (1)\n  OrderSubmitted v2\n");
        check("pay", "Payment 0\n");
        check("nowhere", "Nothing fits the filter; press Esc to clear it\n");
    }

    #[test]
    fn a_fold_shows_the_worst_of_what_it_hides() {
        let flow: RecordKey = "flow:order-api-writes-order-events".parse().unwrap();
        let severities = Severities::from([(flow, Severity::Warning)]);
        assert!(shown(&[], "", &severities).starts_with("Order 3 !warning\n"));
        let open = shown(&["context:order"], "", &severities);
        assert!(open.starts_with("Order 3\n  order-api !warning\n"), "{open}");
        let all = shown(&["context:order", "service:order-api"], "", &severities);
        assert!(all.starts_with("Order 3\n  order-api\n    writes order-events !warning\n"), "{all}");
    }

    #[test]
    fn every_record_has_its_way_to_the_top() {
        let check = |key: &str, expected: &[&str]| {
            assert_eq!(ancestors(&shop(), &key.parse().unwrap()), expected, "{key}");
        };
        check("context:order", &["contexts"]);
        check("topic:order-events", &["contexts", "context:order"]);
        check("flow:order-api-writes-order-events", &["contexts", "context:order", "service:order-api"]);
        check("schema:order-submitted", &["schemas"]);
    }
}
