//! The remarks of facts on parts of a design that they leave out, in words.

use crate::note::{self, about, about_field};
use derive::facts::{GivenName, Remark};
use derive::wording::{self, counted, listed};
use diagnostic::{Diagnostic, Severity};
use model::{FlowId, NameProblem};

const LEFT_OUT: &str = "It is left out, and so is the access to it";

/// A remark as a note.
pub fn note(remark: &Remark) -> Diagnostic {
    match remark {
        Remark::IllegalTopicName { topic, name, problem } => {
            let (name, reason) = (wording::one_line(name), reason(*problem));
            let message = format!("No broker takes the topic name `{name}`: {reason}");
            about_field(topic.clone(), "/name", note::ILLEGAL_TOPIC_NAME, Severity::Error, message).with_help(LEFT_OUT)
        }
        Remark::SameTopicName { topic, first, name } => {
            let message = format!("The topics {first} and {topic} are both called `{name}` in Kafka");
            about_field(topic.clone(), "/name", note::SAME_TOPIC_NAME, Severity::Error, message).with_help(LEFT_OUT)
        }
        Remark::CollidingTopicName { topic, name, first, first_name } => {
            let message = format!("Kafka takes `{name}` of {topic} and `{first_name}` of {first} for one name");
            about_field(topic.clone(), "/name", note::SAME_TOPIC_NAME, Severity::Error, message).with_help(LEFT_OUT)
        }
        Remark::KafkasOwnName { topic, name, own } => {
            let message = format!("No broker creates `{name}`: Kafka keeps `{own}` for itself");
            about_field(topic.clone(), "/name", note::ILLEGAL_TOPIC_NAME, Severity::Error, message).with_help(LEFT_OUT)
        }
        Remark::NoPartition { topic, name } => {
            let message = format!("`{name}` has no partition");
            about_field(topic.clone(), "/partitions", note::IMPOSSIBLE_TOPIC, Severity::Error, message)
                .with_help(LEFT_OUT)
        }
        Remark::ImpossibleCopies { topic, name, copies } => {
            let message = format!("`{name}` cannot be kept in {copies} copies");
            about_field(topic.clone(), "/replication", note::IMPOSSIBLE_TOPIC, Severity::Error, message)
                .with_help(LEFT_OUT)
        }
        Remark::OverruledConfig { topic, name, key } => {
            let message = format!(
                "`{name}` states `{key}` twice with two values; that of the field counts, not that under the Kafka key"
            );
            about_field(topic.clone(), "/config", note::OVERRULED_CONFIG, Severity::Warning, message)
        }
        Remark::IllegalConfig { topic, name, key, value } => {
            let (key, value) = (wording::one_line(key), wording::one_line(value));
            let message = format!("`{name}` has the configuration `{key}` = `{value}`, which cannot be set");
            about_field(topic.clone(), "/config", note::ILLEGAL_CONFIG, Severity::Warning, message)
                .with_help("It is left out; a key is made of letters, digits and dots, and a value is not empty")
        }
        Remark::RefusedSetting { record, pointer, name, refusal } => {
            let message = format!("No broker takes a setting of `{name}`: {}", refusal.message());
            about_field(record.clone(), pointer.clone(), note::REFUSED_SETTING, Severity::Error, message)
                .with_help(format!("It is left out. {}", refusal.next_step()))
        }
        Remark::FewerInSync { environment, names } => {
            let names = listed(names, "and");
            let message = format!("{environment} keeps fewer copies, so fewer must be in sync: {names}");
            about_field(environment.clone(), "/replication", note::MIN_INSYNC_LOWERED, Severity::Info, message)
                .with_help("As many copies may be away as the design allows; state min_insync_replicas for the topic in this environment to decide it yourself")
        }
        Remark::TooFewBrokers { environment, name, copies, brokers } => {
            let brokers = counted(*brokers as usize, "broker");
            let message =
                format!("`{name}` has {copies} copies and {environment} has {brokers}: the cluster will refuse it");
            about_field(environment.clone(), "/brokers", note::TOO_FEW_BROKERS, Severity::Error, message)
                .with_help("State the replication of this environment")
        }
        Remark::MissingService { flow, service } => {
            no_access(flow, "/service", &format!("the service {service} does not exist"))
        }
        Remark::MissingTopic { flow, pointer, topic } => {
            no_access(flow, pointer, &format!("the topic {topic} is not exported"))
        }
        Remark::IllegalName { flow, given, name } => illegal_name(flow, *given, name),
        Remark::StreamsTopics { service } => {
            let message = format!("{service} gets access to the topics of its flows and to no others");
            about(service.clone(), note::STREAMS_TOPICS, Severity::Info, message)
                .with_help("If it is built with Kafka Streams, it also creates, reads and writes topics whose names begin with its application id")
        }
        Remark::NamelessSchema { schema, name } => {
            let message =
                format!("The schema {schema} has no record name, so it has no subject for the topic `{name}`");
            about(schema.clone(), note::NAMELESS_SCHEMA, Severity::Warning, message)
                .with_help("Give its newest version a name, or let the topic name its subjects by topic")
        }
        Remark::SameSubject { schema, first, subject } => {
            let message =
                format!("The schemas {first} and {schema} have the same subject `{subject}`; the second is left out");
            about(schema.clone(), note::SAME_SUBJECT, Severity::Error, message)
                .with_help("Let the topic name its subjects by topic and record")
        }
    }
}

fn reason(problem: NameProblem) -> String {
    match problem {
        NameProblem::Empty => "it is empty".to_owned(),
        NameProblem::Dots => "it names a folder".to_owned(),
        NameProblem::TooLong { length } => format!("{length} characters are more than 249"),
        NameProblem::IllegalCharacter { character } => {
            format!("`{}` is neither a letter from a to z, a digit, nor one of . _ -", character.escape_default())
        }
    }
}

fn no_access(flow: &FlowId, pointer: &str, reason: &str) -> Diagnostic {
    let message = format!("The flow {flow} gives no access: {reason}");
    about_field(flow.clone(), pointer, note::UNRESOLVED_FLOW, Severity::Warning, message)
}

fn illegal_name(flow: &FlowId, given: GivenName, name: &str) -> Diagnostic {
    let noun = match given {
        GivenName::Principal => "principal",
        GivenName::Group => "consumer group",
        GivenName::TransactionalId => "transactional id",
    };
    let fault = if name.trim() == "*" { "means every one there is" } else { "is empty or holds control characters" };
    let name = wording::one_line(name);
    let message = format!("The flow {flow} gives no access: its {noun} `{name}` {fault}");
    about(flow.clone(), note::ILLEGAL_PRINCIPAL, Severity::Error, message)
}
