//! Rules about topics: what a broker would refuse, what loses data, and what nobody uses.

use super::set;
use crate::names::TopicNames;
use diagnostic::{Code, Diagnostic, Location, Severity};
use model::{
    Design, Direction, Environment, NameProblem, RecordKey, Topic, TopicKind, TopicOverride, topic_name_problem,
};

/// Kafka's protocol holds replication in 16 bits.
const MOST_REPLICAS: u32 = 32_767;

/// How many copies of partitions a broker should hold at most: the figure that Kafka's KIP-578 names and that the larger
/// machines of managed services allow.
const MOST_REPLICAS_OF_BROKER: f64 = 4_000.0;

/// The rule that judges it; the policy may state another number under its name.
const TOO_MANY: &str = "topic/too-many-partitions";

pub(super) fn check(design: &Design, topic: &Topic, names: &TopicNames) -> Vec<Diagnostic> {
    let mut out = name(design, topic, names);
    out.extend(shape(topic));
    out.extend(deployments(design, topic));
    out.extend(usage(design, topic));
    out
}

fn at(topic: &Topic, pointer: &str) -> Location {
    Location::field(RecordKey::from(topic.id.clone()).to_string(), pointer)
}

fn name(design: &Design, topic: &Topic, names: &TopicNames) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    if let Some(problem) = topic_name_problem(&topic.name) {
        let why = match problem {
            NameProblem::Empty => "it is empty".to_owned(),
            NameProblem::Dots => "it names a folder".to_owned(),
            NameProblem::TooLong { length } => format!("it has {length} characters, and 249 is the most"),
            NameProblem::IllegalCharacter { character } => format!("it contains “{character}”"),
        };
        let legal = legal_name(topic);
        out.push(
            Diagnostic::new(
                Code::new("topic/illegal-name"),
                Severity::Error,
                format!("Kafka refuses the name “{}”: {why}", topic.name),
                at(topic, "/name"),
            )
            .with_help("Use letters, digits, dots, underscores and hyphens, at most 249 of them")
            .with_fix(set(format!("Rename to {legal}"), topic.id.clone(), "/name", legal)),
        );
    }
    for other in names.clashing(&topic.id).filter_map(|id| design.topic(id)) {
        let same = other.name == topic.name;
        let (code, severity, message) = if same {
            ("topic/duplicate-name", Severity::Error, format!("Two topics are named {}", topic.name))
        } else {
            let message = format!("{} and {} are the same to Kafka's metrics", topic.name, other.name);
            ("topic/name-collision", Severity::Warning, message)
        };
        out.push(
            Diagnostic::new(Code::new(code), severity, message, at(topic, "/name"))
                .with_help("Rename one of them; metrics write both . and _ as _"),
        );
    }
    out
}

/// The nearest name that a broker accepts.
fn legal_name(topic: &Topic) -> String {
    let name: String = topic
        .name
        .trim()
        .chars()
        .map(|it| if it.is_ascii_alphanumeric() || matches!(it, '.' | '_' | '-') { it } else { '-' })
        .take(249)
        .collect();
    if topic_name_problem(&name).is_none() { name } else { topic.id.to_string() }
}

fn shape(topic: &Topic) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    if topic.partitions == 0 {
        out.push(
            Diagnostic::new(
                Code::new("topic/partitions"),
                Severity::Error,
                format!("{} has no partition", topic.name),
                at(topic, "/partitions"),
            )
            .with_help("A topic needs at least one partition to hold records")
            .with_fix(set("Give it one partition", topic.id.clone(), "/partitions", 1)),
        );
    }
    if topic.replication == 0 || topic.replication > MOST_REPLICAS {
        out.push(
            Diagnostic::new(
                Code::new("topic/replication"),
                Severity::Error,
                format!("{} cannot have {} copies", topic.name, topic.replication),
                at(topic, "/replication"),
            )
            .with_help("Three copies survive the loss of one broker during maintenance of another")
            .with_fix(set("Keep three copies", topic.id.clone(), "/replication", 3)),
        );
    }
    let below = topic.replication.saturating_sub(1).max(1);
    if let Some(min) = topic.min_insync_replicas
        && (min == 0 || min > below)
        && topic.replication > 0
    {
        let message = format!("{} asks for {min} in-sync of {} replicas", topic.name, topic.replication);
        out.push(
            Diagnostic::new(Code::new("topic/min-insync"), Severity::Error, message, at(topic, "/min_insync_replicas"))
                .with_help(min_insync_help(min))
                .with_fix(set(format!("Ask for {below}"), topic.id.clone(), "/min_insync_replicas", below)),
        );
    }
    let ends = [
        (topic.retention_ms, "/retention_ms", "a retention below zero", "Use a time, or -1 to keep records for ever"),
        (
            topic.retention_bytes,
            "/retention_bytes",
            "a size below zero",
            "Use a number of bytes a partition, or -1 for no limit",
        ),
    ];
    for (end, pointer, fault, help) in ends {
        if end.is_some_and(|it| it < -1) {
            let message = format!("{} has {fault}", topic.name);
            out.push(
                Diagnostic::new(Code::new("topic/retention"), Severity::Error, message, at(topic, pointer))
                    .with_help(help),
            );
        }
    }
    out
}

/// What an environment makes of the topic: its own numbers, and whether its brokers can hold the copies.
fn deployments(design: &Design, topic: &Topic) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let mut fullest: Option<(u64, Diagnostic)> = None;
    for environment in design.environments().values() {
        let here = environment.topics.get(&topic.id);
        out.extend(here.into_iter().flat_map(|here| overrides(environment, topic, here)));
        let Some(brokers) = environment.brokers else { continue };
        let replication = copies(environment, topic);
        // One finding, for the environment that suffers most: the others suffer from the same number.
        let here = too_many(design, environment, topic, brokers, replication);
        if here.as_ref().map(|it| it.0) > fullest.as_ref().map(|it| it.0) {
            fullest = here;
        }
        if replication <= brokers {
            continue;
        }
        let message =
            format!("{} wants {replication} copies, but {} has {brokers} brokers", topic.name, environment.name);
        out.push(
            Diagnostic::new(Code::new("topic/replication"), Severity::Error, message, at(topic, "/replication"))
                .with_help("Each copy needs a broker of its own")
                .with_fix(set(
                    format!("Keep {brokers} in {}", environment.name),
                    environment.id.clone(),
                    format!("/topics/{}/replication", topic.id),
                    brokers,
                )),
        );
    }
    out.extend(fullest.map(|(_, finding)| finding));
    out
}

/// How many copies each broker holds of the topic alone, when those are more than it should, and what is said of it.
fn too_many(
    design: &Design,
    environment: &Environment,
    topic: &Topic,
    brokers: u32,
    replication: u32,
) -> Option<(u64, Diagnostic)> {
    let stated_most = design.policy().thresholds.get(TOO_MANY).copied().filter(|it| *it > 0.0);
    let most = stated_most.unwrap_or(MOST_REPLICAS_OF_BROKER);
    let stated = environment.topics.get(&topic.id).and_then(|it| it.partitions);
    let partitions = u64::from(stated.unwrap_or(topic.partitions));
    let each = partitions.saturating_mul(replication.into()).div_ceil(u64::from(brokers).max(1));
    if each as f64 <= most {
        return None;
    }
    let location = match stated {
        Some(_) => {
            let key = RecordKey::from(environment.id.clone()).to_string();
            Location::field(key, format!("/topics/{}/partitions", topic.id))
        }
        None => at(topic, "/partitions"),
    };
    let message =
        format!("{} puts {} copies of partitions on each broker of {}", topic.name, grouped(each), environment.name);
    let source = if stated_most.is_some() { "The policy's" } else { "Kafka's" };
    let help = format!(
        "{source} guide is {} a broker for all topics together; use fewer partitions or more brokers",
        grouped(most as u64)
    );
    let finding = Diagnostic::new(Code::new(TOO_MANY), Severity::Warning, message, location).with_help(help);
    Some((each, finding))
}

/// A number with its thousands apart.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// How many copies there are in an environment. Its own general number lowers that of topics and never raises it.
fn copies(environment: &Environment, topic: &Topic) -> u32 {
    let here = environment.topics.get(&topic.id).and_then(|it| it.replication);
    here.unwrap_or_else(|| environment.replication.map_or(topic.replication, |it| it.min(topic.replication)))
}

fn overrides(environment: &Environment, topic: &Topic, here: &TopicOverride) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let mut refuse = |code: &'static str, field: &str, message: String, help: &str| {
        let key = RecordKey::from(environment.id.clone()).to_string();
        let location = Location::field(key, format!("/topics/{}/{field}", topic.id));
        out.push(Diagnostic::new(Code::new(code), Severity::Error, message, location).with_help(help));
    };
    let (name, place) = (&topic.name, &environment.name);
    if here.partitions == Some(0) {
        let help = "A topic needs at least one partition to hold records";
        refuse("topic/partitions", "partitions", format!("{name} has no partition in {place}"), help);
    }
    let replication = copies(environment, topic);
    if let Some(stated) = here.replication
        && (stated == 0 || stated > MOST_REPLICAS)
    {
        let help = "Keep as many copies as there are brokers, or fewer";
        refuse("topic/replication", "replication", format!("{name} cannot have {stated} copies in {place}"), help);
    } else if let Some(min) = here.min_insync_replicas
        && (min == 0 || min > replication.saturating_sub(1).max(1))
    {
        let message = format!("{name} asks for {min} in-sync of {replication} replicas in {place}");
        refuse("topic/min-insync", "min_insync_replicas", message, min_insync_help(min));
    }
    if here.retention_ms.is_some_and(|it| it < -1) {
        let help = "Use a time, or -1 to keep records for ever";
        refuse("topic/retention", "retention_ms", format!("{name} has a retention below zero in {place}"), help);
    }
    out
}

fn min_insync_help(min: u32) -> &'static str {
    if min == 0 {
        "At least one replica must be in sync for a write"
    } else {
        "Writes stop as soon as one broker restarts; keep it below replication"
    }
}

fn usage(design: &Design, topic: &Topic) -> Vec<Diagnostic> {
    let key = RecordKey::from(topic.id.clone());
    let finding = |code: &'static str, message: String, help: &str| {
        Diagnostic::new(Code::new(code), Severity::Warning, message, at(topic, "")).with_help(help)
    };
    match topic.kind {
        TopicKind::Event | TopicKind::Command | TopicKind::State => {}
        TopicKind::Retry | TopicKind::DeadLetter => {
            let used = design.referrers(&key).any(|it| matches!(it, RecordKey::Flow(_)));
            if used {
                return Vec::new();
            }
            return vec![finding(
                "topic/unused",
                format!("No consumer sends failed records to {}", topic.name),
                "Name it in the failure policy of a consumer, or delete it",
            )];
        }
    }
    let (mut produced, mut consumed) = (false, false);
    for flow in design.flows_of_topic(&topic.id) {
        match &flow.direction {
            Direction::Produce(_) => produced = true,
            Direction::Consume(_) => consumed = true,
        }
    }
    let mut out = Vec::new();
    if !produced {
        out.push(finding(
            "topic/no-producer",
            format!("Nobody writes to {}", topic.name),
            "Connect a service to it, or delete it",
        ));
    }
    if !consumed {
        out.push(finding(
            "topic/no-consumer",
            format!("Nobody reads {}", topic.name),
            "Connect it to a service, or ask whether it is needed",
        ));
    }
    out
}
