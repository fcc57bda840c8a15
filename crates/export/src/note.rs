//! Notes: what an export could not say, what it skipped and what it changed on the way.

use diagnostic::{Code, CodeInfo, Diagnostic, Location, Severity};
use model::RecordKey;

macro_rules! codes {
    ($($name:ident = $code:literal, $summary:literal;)*) => {
        $(pub(crate) const $name: Code = Code::new($code);)*

        /// The rules by which exports speak, for help texts and rule tables.
        pub const CODES: &[CodeInfo] = &[$(CodeInfo { code: $code, summary: $summary },)*];
    };
}

codes! {
    NO_ENVIRONMENT = "export/no-environment", "An export is made for an environment";
    NO_CLUSTER = "export/no-cluster", "An environment names its cluster";
    ILLEGAL_TOPIC_NAME = "export/illegal-topic-name", "A topic's name is one that brokers accept";
    SAME_TOPIC_NAME = "export/same-topic-name", "No two topics have the same name in Kafka, for which . and _ are one";
    IMPOSSIBLE_TOPIC = "export/impossible-topic", "A topic has at least one partition and from 1 to 32,767 copies";
    TOO_FEW_BROKERS = "export/too-few-brokers", "An environment has as many brokers as its topics have copies";
    MIN_INSYNC_LOWERED = "export/min-insync-lowered", "Fewer copies in an environment need fewer of them in sync";
    OVERRULED_CONFIG = "export/overruled-config", "A setting is stated once, not by a field and by a Kafka key";
    ILLEGAL_CONFIG = "export/illegal-config", "A Kafka key and its value are printable and not empty";
    REFUSED_SETTING = "export/refused-setting", "A topic's configuration is one that brokers of the environment's version take";
    UNRESOLVED_FLOW = "export/unresolved-flow", "A flow joins a service and a topic that exist and are exported";
    ILLEGAL_PRINCIPAL = "export/illegal-principal", "A principal, a group and a transactional id are one name that can be printed";
    STREAMS_TOPICS = "export/streams-topics", "A stream processor may need topics that the design does not show";
    SAME_SUBJECT = "export/same-subject", "No two schemas have the same subject";
    NAMELESS_SCHEMA = "export/nameless-schema", "A schema whose subject is named by its record has a record name";
    RENAMED_USER = "export/renamed-user", "A principal is a name that a Kubernetes resource can have";
    LONG_USER_NAME = "export/long-user-name", "A user with a certificate has a name of at most 64 characters";
    USER_CERTIFICATE = "export/user-certificate", "Strimzi users are exported with TLS client certificates";
    DRAFT_GAPS = "export/draft-gaps", "A decision draft states everything; what the design does not know is marked";
    LONG_TITLE = "export/long-title", "A decision's title has at most 80 characters";
}

/// A note about a record.
pub(crate) fn about(
    key: impl Into<RecordKey>,
    code: Code,
    severity: Severity,
    message: impl Into<String>,
) -> Diagnostic {
    Diagnostic::new(code, severity, message, Location::record(key.into().to_string()))
}

/// A note about a field of a record.
pub(crate) fn about_field(
    key: impl Into<RecordKey>,
    pointer: impl Into<String>,
    code: Code,
    severity: Severity,
    message: impl Into<String>,
) -> Diagnostic {
    Diagnostic::new(code, severity, message, Location::field(key.into().to_string(), pointer))
}

/// A note about the export as a whole.
pub(crate) fn general(code: Code, severity: Severity, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(code, severity, message, Location::default())
}
