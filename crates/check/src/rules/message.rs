//! Rules about messages.

use diagnostic::{Code, Diagnostic, Location, Severity};
use model::{Message, MessageKind, RecordKey};

pub(super) fn check(message: &Message) -> Vec<Diagnostic> {
    let key = RecordKey::from(message.id.clone()).to_string();
    let mut out = Vec::new();
    if message.schema.is_none() && matches!(message.kind, MessageKind::Event | MessageKind::Command) {
        out.push(
            Diagnostic::new(
                Code::new("message/no-schema"),
                Severity::Info,
                format!("{} has no schema yet", message.name),
                Location::field(key.clone(), "/schema"),
            )
            .with_help("Choose or create one in the inspector, so that changes can be checked"),
        );
    }
    if message.topics.is_empty() {
        out.push(
            Diagnostic::new(
                Code::new("message/no-topic"),
                Severity::Info,
                format!("{} travels on no topic", message.name),
                Location::field(key, "/topics"),
            )
            .with_help("Name the topics that carry it, or delete it"),
        );
    }
    out
}
