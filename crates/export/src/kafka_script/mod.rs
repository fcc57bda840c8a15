//! A script over Kafka's own command-line tools, for every cluster there is, and one that takes back what it did.
//!
//! The logic stands in two shell files, where an editor and shellcheck understand it; an export fills in what the design
//! asks for. A call of a tool starts a Java program, so the script looks once at all topics, configurations and rules,
//! compares, and calls again only for what differs.

use crate::access::{Access, Operation, Resource};
use crate::escape::shell::{comment, quoted};
use crate::exporter::{NoOptions, Target};
use crate::{Export, ExportError, Handover, OutFile};
use derive::facts::TopicFact;
use derive::wording;
use model::RecordKey;
use std::collections::BTreeSet;

const APPLY: &str = include_str!("apply.sh");
const ROLLBACK: &str = include_str!("rollback.sh");

/// The scripts of a design.
pub(crate) struct KafkaScript;

impl Target for KafkaScript {
    const WORD: &'static str = "kafka-script";
    const TITLE: &'static str = "Kafka script";
    const SENTENCE: &'static str = "A script that creates topics, configurations and access rules with Kafka's own tools, and one that takes them back";
    type Options = NoOptions;

    fn export(handover: &Handover<'_>, _: &NoOptions) -> Result<Export, ExportError> {
        let header: Vec<_> = handover.header().iter().map(|line| comment(line)).collect();
        let header = header.join("\n");
        let apply = filled(APPLY, &header, &bootstrap(handover), design(handover).trim_end());
        let rollback = filled(ROLLBACK, &header, "", "");
        Ok(Export {
            files: vec![OutFile::program("apply.sh", apply), OutFile::program("rollback.sh", rollback)],
            notes: Vec::new(),
        })
    }

    fn records(handover: &Handover<'_>, _: &NoOptions) -> BTreeSet<RecordKey> {
        handover.records_of_topics_and_access()
    }
}

/// The template with its marks filled in, line by line, so that no name in a design can be taken for a mark.
fn filled(template: &str, header: &str, bootstrap: &str, design: &str) -> String {
    let mut out = String::with_capacity(template.len() + design.len());
    for line in template.lines() {
        match line {
            "#@header" => out.push_str(header),
            "#@design" => out.push_str(design),
            line => match line.strip_suffix("#@bootstrap") {
                Some(start) => out.extend([start, bootstrap]),
                None => out.push_str(line),
            },
        }
        out.push('\n');
    }
    out
}

fn bootstrap(handover: &Handover<'_>) -> String {
    let servers = handover.environment.map_or(&[][..], |environment| &environment.bootstrap_servers);
    if servers.is_empty() {
        String::new()
    } else {
        format!(", in the design {}", wording::one_line(&servers.join(",")))
    }
}

fn design(handover: &Handover<'_>) -> String {
    let mut lines: Vec<String> = handover.facts.topics.iter().map(topic).collect();
    if !lines.is_empty() && !handover.access.is_empty() {
        lines.push(String::new());
    }
    lines.extend(handover.access.iter().flat_map(rules));
    if lines.is_empty() {
        lines.push(":".to_owned());
    }
    lines.iter().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("  {line}\n") }).collect()
}

fn topic((name, topic): (&String, &TopicFact)) -> String {
    let mut line = format!("topic {} {} {}", quoted(name), topic.partitions, topic.replication);
    for (key, value) in topic.config.iter() {
        line.push(' ');
        line.push_str(&quoted(&format!("{key}={value}")));
    }
    line
}

/// One statement for all resources on which a principal may do the same.
fn rules(access: &Access) -> Vec<String> {
    let principal = quoted(&format!("User:{}", access.principal));
    access
        .by_operations()
        .into_iter()
        .map(|(operations, resources)| {
            let operations: Vec<_> = operations.into_iter().map(Operation::as_str).collect();
            let resources: Vec<_> = resources.into_iter().map(|resource| quoted(&resource_word(resource))).collect();
            format!("allow {principal} {} {}", quoted(&operations.join(" ")), resources.join(" "))
        })
        .collect()
}

fn resource_word(resource: &Resource) -> String {
    match resource {
        Resource::Topic(name) => format!("topic:{name}"),
        Resource::Group(name) => format!("group:{name}"),
        Resource::TransactionalId(name) => format!("transactional-id:{name}"),
    }
}
