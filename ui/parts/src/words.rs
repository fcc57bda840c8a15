//! The words of the records' enumerations, as people say them, each with what it means.

use serde::Serialize;

/// One value of an enumeration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// As the record stores it.
    pub value: &'static str,
    /// As people say it.
    pub title: &'static str,
    /// What it means.
    pub detail: &'static str,
}

const fn word(value: &'static str, title: &'static str, detail: &'static str) -> Word {
    Word { value, title, detail }
}

/// What a topic carries.
pub const TOPIC_KINDS: &[Word] = &[
    word("event", "Events", "Facts that have happened"),
    word("command", "Commands", "Requests to do something"),
    word("state", "State", "The latest state by key"),
    word("retry", "Retries", "Records that are tried again later"),
    word("dead-letter", "Dead letters", "Records that could not be processed"),
];

/// What happens to old records.
pub const CLEANUPS: &[Word] = &[
    word("delete", "delete", "Old records go when they are older or more than retention allows"),
    word("compact", "compact", "All but the latest record of each key go"),
    word("compact-delete", "compact, delete", "Both: the latest of each key, and that not for ever"),
];

/// The services that may use a topic.
pub const VISIBILITIES: &[Word] = &[
    word("private", "Private", "Only the owning context"),
    word("protected", "Protected", "Contexts that have agreed with the owner"),
    word("public", "Public", "Every context"),
];

/// How sensitive a topic's contents are.
pub const DATA_CLASSES: &[Word] = &[
    word("public", "Public", "May be published"),
    word("internal", "Internal", "For the company"),
    word("confidential", "Confidential", "For those who need it"),
    word("personal", "Personal", "About a person who can be identified"),
    word("payment", "Payment", "Card data and other payment secrets"),
    word("audit", "Audit", "Kept because a rule demands it"),
];

/// Which schema changes are allowed.
pub const COMPATIBILITIES: &[Word] = &[
    word("NONE", "NONE", "No check"),
    word("BACKWARD", "BACKWARD", "A new reader reads what the latest version wrote"),
    word("BACKWARD_TRANSITIVE", "BACKWARD_TRANSITIVE", "A new reader reads what any version wrote"),
    word("FORWARD", "FORWARD", "The latest reader reads what a new version writes"),
    word("FORWARD_TRANSITIVE", "FORWARD_TRANSITIVE", "Every reader reads what a new version writes"),
    word("FULL", "FULL", "Both, against the latest version"),
    word("FULL_TRANSITIVE", "FULL_TRANSITIVE", "Both, against every version"),
];

/// By whose rules schemas are judged.
pub const SCHEMA_RULES: &[Word] = &[
    word("registry", "As registries judge", "What a decimal means does not count"),
    word("specification", "By the specification", "Decimals match by precision and scale alone"),
];

/// How subjects are named in the registry.
pub const SUBJECT_STRATEGIES: &[Word] = &[
    word("topic-name", "Topic name", "One record type a topic: order-events-value"),
    word("record-name", "Record name", "The record's full name, whatever carries it"),
    word("topic-record-name", "Topic and record name", "Several record types a topic"),
];

/// How much of the business's edge lies in a context.
pub const DOMAINS: &[Word] = &[
    word("core", "Core", "Where the business wins; built here"),
    word("supporting", "Supporting", "Needed for the core, particular to the business"),
    word("generic", "Generic", "Solved by everybody in the same way; bought where possible"),
];

/// What a service is.
pub const SERVICE_KINDS: &[Word] = &[
    word("application", "Application", "A program of ours with its own logic"),
    word("stream-processor", "Stream processor", "Turns streams into streams, such as Kafka Streams or Flink"),
    word("connector", "Connector", "Moves data into or out of Kafka"),
    word("external-system", "External system", "A system that somebody else runs"),
    word("actor", "Actor", "A person or a role"),
];

/// What a message is.
pub const MESSAGE_KINDS: &[Word] = &[
    word("event", "Event", "A fact that has happened"),
    word("command", "Command", "A request to do something"),
    word("query", "Query", "A question"),
    word("document", "Document", "The state of a thing as a whole"),
];

/// Which copies must confirm a write.
pub const ACKS: &[Word] = &[
    word("all", "all", "All copies that are in sync: nothing confirmed is lost"),
    word("1", "1", "The leader: records are lost when it fails"),
    word("0", "0", "None: records are lost without a word"),
];

/// Which records a consumer sees.
pub const ISOLATIONS: &[Word] = &[
    word("read-uncommitted", "Everything", "Records of open and aborted transactions too"),
    word("read-committed", "Committed only", "Only records of committed transactions"),
];

/// The ways in which a process decides what comes next.
pub const PROCESS_STYLES: &[Word] = &[
    word("orchestrated", "Orchestrated", "One service tells the others what to do"),
    word("choreographed", "Choreographed", "Each service reacts to the events of the others"),
];

/// What a step of a process is.
pub const STEP_KINDS: &[Word] = &[
    word("actor", "Person", "A person does or sees something"),
    word("command", "Command", "A service is asked to do something"),
    word("event", "Event", "Something has happened"),
    word("policy", "Policy", "A rule reacts: whenever this, then that"),
    word("read-model", "Read model", "Somebody looks at what the events have built"),
    word("external", "External system", "A system outside takes part"),
];

/// Where a decision stands.
pub const DECISION_STATUSES: &[Word] = &[
    word("proposed", "Proposed", "Under discussion"),
    word("accepted", "Accepted", "Decided and in force"),
    word("rejected", "Rejected", "Decided against"),
    word("deprecated", "Deprecated", "No longer in force"),
    word("superseded", "Superseded", "Replaced by another"),
];

/// What a view draws.
pub const VIEW_KINDS: &[Word] = &[
    word("topology", "Topology", "Contexts, services, topics and flows"),
    word("context-map", "Context map", "Contexts and their relations"),
];

/// How much a rule weighs.
pub const LEVELS: &[Word] = &[
    word("error", "Error", "Does not work"),
    word("warning", "Warning", "Will hurt"),
    word("info", "Note", "Worth knowing"),
    word("off", "Off", "Does not speak"),
];

/// The patterns of context mapping.
pub const PATTERNS: &[Word] = &[
    word("partnership", "Partnership", "Both succeed or fail together and plan together"),
    word("shared-kernel", "Shared kernel", "Both share a small part of the model"),
    word("customer-supplier", "Customer–supplier", "Downstream's needs are planned upstream"),
    word("conformist", "Conformist", "Downstream takes the upstream model as it is"),
    word("anticorruption-layer", "Anticorruption layer", "Downstream translates the upstream model"),
    word("open-host-service", "Open host service", "Upstream offers one protocol to all"),
    word("published-language", "Published language", "Both speak a documented exchange language"),
    word("separate-ways", "Separate ways", "No integration on purpose"),
];

/// The twelve hues.
pub const HUES: &[Word] = &[
    word("teal", "Teal", ""),
    word("violet", "Violet", ""),
    word("amber", "Amber", ""),
    word("green", "Green", ""),
    word("rose", "Rose", ""),
    word("blue", "Blue", ""),
    word("orange", "Orange", ""),
    word("cyan", "Cyan", ""),
    word("fuchsia", "Fuchsia", ""),
    word("lime", "Lime", ""),
    word("indigo", "Indigo", ""),
    word("slate", "Slate", ""),
];

/// The word of a value.
pub fn word_of<T: Serialize>(words: &'static [Word], value: &T) -> Option<&'static Word> {
    let value = serde_json::to_value(value).ok()?;
    words.iter().find(|word| value.as_str() == Some(word.value))
}

/// The title of a value.
pub fn title_of(words: &[Word], value: &str) -> String {
    words.iter().find(|word| word.value == value).map_or_else(|| value.to_owned(), |word| word.title.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::model;
    use serde::de::DeserializeOwned;
    use std::collections::BTreeSet;

    /// Every word is a value of its type and back, each once, and there are as many as the type has.
    fn check<T: DeserializeOwned + Serialize>(words: &[Word], count: usize) {
        let values: BTreeSet<&str> = words.iter().map(|word| word.value).collect();
        assert_eq!((values.len(), words.len()), (count, count), "{values:?}");
        for word in words {
            let json = serde_json::Value::String(word.value.to_owned());
            let value: T = serde_json::from_value(json.clone()).unwrap();
            assert_eq!(serde_json::to_value(value).unwrap(), json);
        }
    }

    #[test]
    fn words_are_the_values_of_their_types() {
        check::<model::TopicKind>(TOPIC_KINDS, 5);
        check::<model::Cleanup>(CLEANUPS, 3);
        check::<model::Visibility>(VISIBILITIES, 3);
        check::<model::DataClass>(DATA_CLASSES, 6);
        check::<model::Compatibility>(COMPATIBILITIES, model::Compatibility::ALL.len());
        check::<model::SchemaRules>(SCHEMA_RULES, 2);
        check::<model::SubjectStrategy>(SUBJECT_STRATEGIES, 3);
        check::<model::DomainClass>(DOMAINS, 3);
        check::<model::ServiceKind>(SERVICE_KINDS, 5);
        check::<model::MessageKind>(MESSAGE_KINDS, 4);
        check::<model::Acks>(ACKS, 3);
        check::<model::Isolation>(ISOLATIONS, 2);
        check::<model::ProcessStyle>(PROCESS_STYLES, 2);
        check::<model::StepKind>(STEP_KINDS, 6);
        check::<model::DecisionStatus>(DECISION_STATUSES, 5);
        check::<model::ViewKind>(VIEW_KINDS, 2);
        check::<model::Level>(LEVELS, 4);
        check::<model::RelationPattern>(PATTERNS, 8);
        check::<model::Hue>(HUES, engine::scene::HUES.len());
    }
}
