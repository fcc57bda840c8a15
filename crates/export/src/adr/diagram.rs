//! The part of the design that a decision touches, as a Mermaid flowchart, which reviews show as a picture.

use super::scope::Scope;
use crate::escape::mermaid::label;
use crate::handover::Handover;
use derive::{Carries, uses};
use model::{ContextId, Direction, Flow, ServiceId, TopicId};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// More lines than this no renderer draws by default (Mermaid's `maxEdges` is 500), and nobody reads.
const MOST_EDGES: usize = 300;

/// The flowchart's text; contexts alone where there are too many flows.
pub fn mermaid(handover: &Handover<'_>, scope: &Scope<'_>) -> String {
    let detailed = Chart::of(handover, scope);
    if detailed.edges.len() <= MOST_EDGES { detailed.text(handover) } else { between_contexts(handover, scope) }
}

/// Nodes by context, with short names: a bare id can be a keyword of Mermaid.
struct Chart<'a> {
    services: BTreeMap<&'a ServiceId, String>,
    topics: BTreeMap<&'a TopicId, String>,
    edges: Vec<String>,
}

impl<'a> Chart<'a> {
    fn of(handover: &'a Handover<'a>, scope: &Scope<'a>) -> Self {
        let topics: BTreeMap<_, _> = scope
            .topics
            .iter()
            .enumerate()
            .map(|(index, topic)| (&topic.record.id, format!("t{}", index + 1)))
            .collect();
        let services: BTreeSet<&ServiceId> =
            scope.flows.iter().map(|flow| &flow.service).filter(|id| handover.design.service(id).is_some()).collect();
        let services: BTreeMap<_, _> =
            services.into_iter().enumerate().map(|(index, id)| (id, format!("s{}", index + 1))).collect();
        let mut chart = Self { services, topics, edges: Vec::new() };
        let mut drawn = BTreeSet::new();
        let edges = scope.flows.iter().flat_map(|flow| chart.edges_of(handover, flow));
        // Two flows of a service may share a dead-letter topic; one line says it.
        chart.edges = edges.filter(|edge| drawn.insert(edge.clone())).collect();
        chart
    }

    fn edges_of(&self, handover: &Handover<'_>, flow: &Flow) -> Vec<String> {
        let Some(service) = self.services.get(&flow.service) else { return Vec::new() };
        let edge = |(topic, carries): (&TopicId, Carries)| {
            let topic = self.topics.get(topic)?;
            match carries {
                Carries::Writes => Some(format!("{service} -->{} {topic}", messages(handover, flow))),
                Carries::Reads => Some(format!("{topic} --> {service}")),
                Carries::PutsAside => Some(format!("{service} -.->|\"retry\"| {topic}")),
                Carries::GivesUp => Some(format!("{service} -.->|\"dead letter\"| {topic}")),
                // The line out to the retry topic says both.
                Carries::TriesAgain => None,
            }
        };
        uses(flow).into_iter().filter_map(edge).collect()
    }

    fn text(&self, handover: &Handover<'_>) -> String {
        let mut by_context: BTreeMap<&ContextId, Vec<String>> = BTreeMap::new();
        for (id, node) in &self.services {
            let Some(service) = handover.design.service(id) else { continue };
            by_context
                .entry(&service.context)
                .or_default()
                .push(format!("{node}[\"{}\"]", label(&service.name, id.as_str())));
        }
        for (id, node) in &self.topics {
            let Some(topic) = handover.design.topic(id) else { continue };
            by_context
                .entry(&topic.context)
                .or_default()
                .push(format!("{node}[(\"{}\")]", label(&topic.name, id.as_str())));
        }
        let mut out = String::from("flowchart LR\n");
        for (index, (context, nodes)) in by_context.iter().enumerate() {
            // Writing to a string cannot fail.
            let _ = writeln!(
                out,
                "  subgraph c{}[\"{}\"]",
                index + 1,
                label(context_name(handover, context), context.as_str())
            );
            for node in nodes {
                let _ = writeln!(out, "    {node}");
            }
            out.push_str("  end\n");
        }
        for edge in &self.edges {
            let _ = writeln!(out, "  {edge}");
        }
        out
    }
}

/// The label of a producing flow's line: the messages by name, or how many where they would not fit.
fn messages(handover: &Handover<'_>, flow: &Flow) -> String {
    let records = flow.messages.iter().filter_map(|id| handover.design.message(id));
    let names: Vec<_> = records.map(|message| label(&message.name, message.id.as_str())).collect();
    match names.len() {
        0 => String::new(),
        1..=3 => format!("|\"{}\"|", names.join(", ")),
        number => format!("|\"{number} messages\"|"),
    }
}

fn between_contexts(handover: &Handover<'_>, scope: &Scope<'_>) -> String {
    let mut weights: BTreeMap<(&ContextId, &ContextId), usize> = BTreeMap::new();
    for flow in &scope.flows {
        let (Some(service), Some(topic)) = (handover.design.service(&flow.service), handover.design.topic(&flow.topic))
        else {
            continue;
        };
        let pair = match &flow.direction {
            Direction::Produce(_) => (&service.context, &topic.context),
            Direction::Consume(_) => (&topic.context, &service.context),
        };
        if pair.0 != pair.1 {
            *weights.entry(pair).or_default() += 1;
        }
    }
    let contexts: BTreeSet<&ContextId> = weights.keys().flat_map(|(from, to)| [*from, *to]).collect();
    let nodes: BTreeMap<&ContextId, String> =
        contexts.into_iter().enumerate().map(|(index, id)| (id, format!("c{}", index + 1))).collect();
    let mut out = String::from("flowchart LR\n");
    for (id, node) in &nodes {
        let _ = writeln!(out, "  {node}[\"{}\"]", label(context_name(handover, id), id.as_str()));
    }
    for ((from, to), flows) in &weights {
        if let (Some(from), Some(to)) = (nodes.get(from), nodes.get(to)) {
            let _ = writeln!(out, "  {from} -->|\"{flows}\"| {to}");
        }
    }
    out
}

fn context_name<'a>(handover: &'a Handover<'_>, id: &ContextId) -> &'a str {
    handover.design.context(id).map_or("", |context| &context.name)
}
