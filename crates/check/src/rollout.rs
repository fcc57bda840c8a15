//! How what comes next gets out without breaking anybody: steps, each with what must be done before it.
//!
//! Three facts decide the order. A consumer that cannot read what will be written is upgraded before anybody writes it. A
//! consumer whose upgrade could not read what the topic still keeps is upgraded after that has expired. And where neither a
//! released version nor the next one reads both, only a topic of its own helps. The steps are nodes of a graph; what comes
//! first is an edge.

use crate::library::Text;
use crate::reader::Reader;
use crate::stored::Keeps;
use crate::verdict::{ConsumerVerdict, SchemaVerdict};
use avro::{
    Compatibility, Direction, Repair, RepairKind, Schema, SourceId, VersionFinding, accepts, check_candidate,
    is_compatible,
};
use derive::avro_mode;
use derive::wording::{counted, listed, retention_in_words};
use model::{Lookup, ServiceId, TopicId};
use petgraph::algo::toposort;
use petgraph::graph::{DiGraph, NodeIndex};
use std::collections::{BTreeMap, BTreeSet};
use syntax::apply_edits;

/// How many repairs of the draft a plan may begin with; more than that is no plan.
const MOST_REPAIRS: usize = 8;

/// A step of a roll-out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The kind of step.
    pub kind: StepKind,
    /// The action, in words.
    pub title: String,
    /// Why, or what holds afterwards.
    pub note: String,
    /// The steps that must be done before, by their place in the list.
    pub after: Vec<usize>,
}

/// The kinds of step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StepKind {
    /// Change the draft first.
    Mend,
    /// Give the version to the registry.
    Register,
    /// Use a subject and a topic of its own.
    Part,
    /// Deploy a consumer with another version.
    Upgrade,
    /// Let a producer write the version.
    Switch,
    /// Wait until old records have expired.
    Wait,
    /// Leave a consumer as it is.
    Keep,
}

/// The plan while it grows.
#[derive(Default)]
struct Plan {
    graph: DiGraph<(StepKind, String, String), ()>,
}

impl Plan {
    fn add(&mut self, kind: StepKind, title: impl Into<String>, note: impl Into<String>) -> NodeIndex {
        self.graph.add_node((kind, title.into(), note.into()))
    }

    fn first(&mut self, before: NodeIndex, after: NodeIndex) {
        self.graph.update_edge(before, after, ());
    }

    /// The steps in an order that can be carried out: each as early as what it waits for allows.
    fn in_order(self) -> Vec<Step> {
        // Every edge leads from an earlier kind of step to a later one, so there is no cycle; were there one, the order in
        // which the steps were found would still be told.
        let sorted = toposort(&self.graph, None).unwrap_or_else(|_| self.graph.node_indices().collect());
        let mut stages: BTreeMap<NodeIndex, usize> = BTreeMap::new();
        let before = |node: NodeIndex| self.graph.neighbors_directed(node, petgraph::Direction::Incoming);
        for node in sorted {
            let stage = before(node).filter_map(|it| stages.get(&it)).max().map_or(0, |stage| stage + 1);
            stages.insert(node, stage);
        }
        let mut order: Vec<NodeIndex> = self.graph.node_indices().collect();
        order.sort_by_key(|node| (stages.get(node), *node));
        let place: BTreeMap<NodeIndex, usize> = order.iter().enumerate().map(|(at, node)| (*node, at)).collect();
        let step = |node: &NodeIndex| {
            let (kind, title, note) = self.graph.node_weight(*node)?.clone();
            let mut after: Vec<usize> = before(*node).filter_map(|it| place.get(&it).copied()).collect();
            after.sort();
            Some(Step { kind, title, note, after })
        };
        order.iter().filter_map(step).collect()
    }
}

/// The steps by which what comes next gets out. Empty when nothing does.
pub(crate) fn steps(design: &Reader<'_>, verdict: &SchemaVerdict) -> Vec<Step> {
    let Some(next) = &verdict.next else { return Vec::new() };
    let mut plan = Plan::default();
    let is_illegal = next.text.findings.iter().any(|it| it.severity() == diagnostic::Severity::Error);
    let (Some(draft), false) = (&next.text.schema, is_illegal) else {
        plan.add(StepKind::Mend, "Mend the draft’s text", "until then nobody can say who reads it");
        return plan.in_order();
    };
    let released: Vec<(u32, &Schema)> =
        verdict.versions.iter().filter_map(|it| Some((it.number, it.text.schema.as_ref()?))).collect();
    let number = if next.is_own { next.text.number } else { next.text.number.saturating_add(1) };
    let mut rollout = Rollout { design, verdict, mode: avro_mode(verdict.mode), released, number, plan, last: None };
    let unread: BTreeSet<_> = rollout.unread_next().map(place_of).collect();
    if next.is_own && unread.len() > MOST_REPAIRS {
        let title = format!("Mend the draft at {}", counted(unread.len(), "place"));
        let note = format!("version {number} does not read {}; the steps follow from what is left", rollout.against());
        rollout.plan.add(StepKind::Mend, title, note);
        return rollout.plan.in_order();
    }
    let mended = if next.is_own { rollout.mend(draft, &next.text) } else { None };
    rollout.spread(draft, mended.as_ref());
    rollout.plan.in_order()
}

/// The place in the draft that a finding is about.
fn place_of(finding: &VersionFinding) -> (Option<&str>, &str) {
    let place = finding.incompatibility.place(finding.direction.candidate());
    (place.reference.as_deref(), &place.pointer)
}

/// The fields on the way to a place in a schema's own text, as `total.amount`; empty outside of any field.
fn field_at(schema: &Schema, pointer: &str) -> String {
    let tree = schema.tree(SourceId::OWN);
    let mut names = Vec::new();
    let mut at = tree.locate(pointer);
    while let Some(node) = at {
        at = tree.parent(node);
        if at.is_some_and(|list| tree.key(list).as_deref() == Some("fields")) {
            names.extend(tree.get(node, "name").and_then(|name| tree.string(name)));
        }
    }
    names.reverse();
    names.join(".")
}

/// The effect of a repair, said apart from its finding, which names the field.
fn title_at(repair: &Repair, field: &str) -> String {
    let title = &repair.title;
    match &repair.default {
        _ if field.is_empty() => title.clone(),
        Some(value) => format!("Give {field} the default {value}"),
        None if repair.kind == RepairKind::MakeNullable => format!("Make {field} nullable"),
        None if title.split(' ').any(|word| word == field) => title.clone(),
        None => format!("{title} in {field}"),
    }
}

struct Rollout<'a> {
    design: &'a Reader<'a>,
    verdict: &'a SchemaVerdict,
    mode: Compatibility,
    released: Vec<(u32, &'a Schema)>,
    /// The number that what comes next will have.
    number: u32,
    plan: Plan,
    /// The step on which all further ones wait.
    last: Option<NodeIndex>,
}

impl Rollout<'_> {
    fn then(&mut self, kind: StepKind, title: impl Into<String>, note: impl Into<String>) -> NodeIndex {
        let node = self.plan.add(kind, title, note);
        if let Some(last) = self.last {
            self.plan.first(last, node);
        }
        node
    }

    /// The reasons that keep a text from reading what the mode and the topics ask it to read.
    fn unread(&self, draft: &Schema) -> Vec<VersionFinding> {
        let mut found = check_candidate(draft, &self.released, self.mode, self.verdict.profile);
        found.retain(|it| it.direction == Direction::Backward);
        found
    }

    /// The same of what comes next, as it stands.
    fn unread_next(&self) -> impl Iterator<Item = &'_ VersionFinding> {
        self.verdict.of_next().into_iter().filter(|it| it.direction == Direction::Backward)
    }

    /// Repairs what keeps the draft from reading what is stored; gives the draft as it is then.
    fn mend(&mut self, draft: &Schema, text: &Text) -> Option<Schema> {
        let against = self.against();
        let mut mended: Option<Schema> = None;
        let mut found: Vec<VersionFinding> = self.unread_next().cloned().collect();
        for _ in 0..MOST_REPAIRS {
            let now = mended.as_ref().unwrap_or(draft);
            let Some(first) = found.first() else { break };
            let repairs = first.candidate_repairs().filter(|it| it.reference.is_none() && !it.edits.is_empty());
            let better = { repairs }.find_map(|it| {
                let edited = apply_edits(now.text(), &it.edits).ok()?;
                let after = Text::with(text.number, &edited.into(), text.uses.clone(), text.open.clone()).schema?;
                let left = self.unread(&after);
                let place = first.incompatibility.place(first.direction.candidate());
                (left.len() < found.len()).then(|| (title_at(it, &field_at(now, &place.pointer)), after, left))
            });
            let Some((title, after, left)) = better else { break };
            let note = if left.is_empty() {
                format!("then version {} reads {against}", self.number)
            } else {
                format!("{} left after it", counted(left.len(), "finding"))
            };
            self.last = Some(self.then(StepKind::Mend, title, note));
            (mended, found) = (Some(after), left);
        }
        mended
    }

    /// The versions against which the mode holds the draft, as `v1–v4`.
    fn against(&self) -> String {
        match (self.released.first(), self.released.last()) {
            (Some((first, _)), Some((last, _))) if self.mode.is_transitive() && first != last => {
                format!("v{first}–v{last}")
            }
            (_, Some((last, _))) => format!("v{last}"),
            (_, None) => "what is stored".to_owned(),
        }
    }

    /// From the registry to the last consumer.
    fn spread(&mut self, draft: &Schema, mended: Option<&Schema>) {
        let number = self.number;
        let register = self.register(draft, mended);
        let draft = mended.unwrap_or(draft);
        let mut ready: BTreeMap<TopicId, Vec<NodeIndex>> = BTreeMap::new();
        let mut upgrades: BTreeMap<(ServiceId, u32), NodeIndex> = BTreeMap::new();
        let mut late: Vec<&ConsumerVerdict> = Vec::new();
        let mut left_behind: BTreeMap<TopicId, BTreeSet<String>> = BTreeMap::new();
        for consumer in &self.verdict.consumers {
            let reads_next = self.version(consumer.reads).is_none_or(|reader| self.reads(reader, draft));
            let next_reads_stored = self.reads_stored(draft, consumer);
            if reads_next {
                if !next_reads_stored {
                    late.push(consumer);
                }
                continue;
            }
            let target = self.released.iter().rev().find(|(version, reader)| {
                *version > consumer.reads && self.reads(reader, draft) && self.reads_stored(reader, consumer)
            });
            let target = target.map(|(version, _)| *version).or(next_reads_stored.then_some(number));
            let name = self.service(&consumer.service);
            let Some(target) = target else {
                left_behind.entry(consumer.topic.clone()).or_default().insert(name);
                continue;
            };
            let step = match upgrades.get(&(consumer.service.clone(), target)) {
                Some(step) => *step,
                None if target == number => {
                    let note = format!("no released version reads it, and {number} reads what is stored too");
                    let step = self.plan.add(StepKind::Upgrade, format!("Deploy {name} with version {number}"), note);
                    self.plan.first(register, step);
                    step
                }
                None => {
                    let note = format!("its version {} cannot read version {number}", consumer.reads);
                    self.plan.add(StepKind::Upgrade, format!("Upgrade {name} to version {target}"), note)
                }
            };
            upgrades.insert((consumer.service.clone(), target), step);
            ready.entry(consumer.topic.clone()).or_default().push(step);
        }
        for (topic, names) in &left_behind {
            let step = self.part(topic, names, register);
            ready.entry(topic.clone()).or_default().push(step);
        }
        let left: BTreeSet<&String> = left_behind.values().flatten().collect();
        let switches = self.switch(register, &ready, left.len());
        self.afterwards(&late, &switches);
    }

    /// `mended` is the draft after the repairs that the plan begins with, if there are any.
    fn register(&mut self, draft: &Schema, mended: Option<&Schema>) -> NodeIndex {
        let (number, mode) = (self.number, self.mode);
        let first = match mended {
            Some(mended) => check_candidate(mended, &self.released, mode, self.verdict.profile).into_iter().next(),
            None => self.verdict.of_next().first().copied().cloned(),
        };
        match first {
            Some(first) => {
                let accepting = self.accepting_mode(mended.unwrap_or(draft));
                self.then(
                    StepKind::Register,
                    format!("Release version {number} under {accepting}"),
                    format!("{mode} refuses it: {}", first.incompatibility.sentence),
                )
            }
            None => self.then(StepKind::Register, format!("Release version {number}"), format!("{mode} accepts it")),
        }
    }

    /// The mode that asks the most and still accepts the draft.
    fn accepting_mode(&self, draft: &Schema) -> Compatibility {
        let asks = |it: &Compatibility| {
            [it.is_backward(), it.is_forward(), it.is_transitive()].iter().filter(|on| **on).count()
        };
        let accepts = |it: &Compatibility| accepts(draft, &self.released, *it, self.verdict.profile);
        let weaker = Compatibility::ALL.into_iter().filter(|it| self.mode.implies(*it));
        weaker.filter(accepts).max_by_key(asks).unwrap_or_default()
    }

    /// For consumers that nothing helps.
    fn part(&mut self, topic: &TopicId, names: &BTreeSet<String>, register: NodeIndex) -> NodeIndex {
        let number = self.number;
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let who = listed(&names, "and");
        let step = self.plan.add(
            StepKind::Part,
            format!("Write version {number} to a topic of its own"),
            format!(
                "neither a released version nor version {number} lets {who} read both old and new events on {}",
                self.topic(topic)
            ),
        );
        self.plan.first(register, step);
        step
    }

    /// Lets the producers write, those with the same conditions together.
    fn switch(
        &mut self,
        register: NodeIndex,
        ready: &BTreeMap<TopicId, Vec<NodeIndex>>,
        left: usize,
    ) -> BTreeMap<TopicId, Vec<NodeIndex>> {
        let mut topics: BTreeMap<&ServiceId, BTreeSet<&TopicId>> = BTreeMap::new();
        for producer in &self.verdict.producers {
            topics.entry(&producer.service).or_default().insert(&producer.topic);
        }
        let mut groups: BTreeMap<BTreeSet<NodeIndex>, (Vec<&ServiceId>, BTreeSet<&TopicId>)> = BTreeMap::new();
        for (service, topics) in topics {
            let mut waits: BTreeSet<NodeIndex> =
                topics.iter().filter_map(|topic| ready.get(*topic)).flatten().copied().collect();
            waits.insert(register);
            let group = groups.entry(waits).or_default();
            group.0.push(service);
            group.1.extend(topics);
        }
        let consumers: BTreeSet<&ServiceId> = self.verdict.consumers.iter().map(|it| &it.service).collect();
        let all = match (consumers.len(), left) {
            (0, _) => "nobody reads it yet".to_owned(),
            (1, 0) => "its consumer reads it then".to_owned(),
            (count, 0) => format!("all {} read it then", counted(count, "consumer")),
            (count, left) => format!("{} of {} read it then", count.saturating_sub(left), counted(count, "consumer")),
        };
        let mut out: BTreeMap<TopicId, Vec<NodeIndex>> = BTreeMap::new();
        for (waits, (services, topics)) in groups {
            let names: Vec<String> = services.iter().map(|it| self.service(it)).collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let title = format!("Switch {} to version {}", listed(&names, "and"), self.number);
            let step = self.plan.add(StepKind::Switch, title, all.clone());
            for wait in waits {
                self.plan.first(wait, step);
            }
            for topic in topics {
                out.entry(topic.clone()).or_default().push(step);
            }
        }
        out
    }

    /// Consumers that read what comes next as they are, but could not be upgraded while old records are there.
    fn afterwards(&mut self, late: &[&ConsumerVerdict], switches: &BTreeMap<TopicId, Vec<NodeIndex>>) {
        let number = self.number;
        let mut by_topic: BTreeMap<&TopicId, (Keeps, BTreeSet<String>)> = BTreeMap::new();
        for consumer in late {
            let group = by_topic.entry(&consumer.topic).or_insert_with(|| (consumer.stored.keeps, BTreeSet::new()));
            group.1.insert(self.service(&consumer.service));
        }
        for (topic, (keeps, names)) in by_topic {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let (who, topic_name) = (listed(&names, "and"), self.topic(topic));
            let switched = switches.get(topic).cloned().unwrap_or_default();
            if keeps.is_for_ever() {
                let note = format!(
                    "version {number} cannot read what {topic_name} keeps for good; to upgrade, write version {number} to a topic of its own"
                );
                let keep = self.plan.add(StepKind::Keep, format!("Leave {who} on the present version"), note);
                for step in switched {
                    self.plan.first(step, keep);
                }
                continue;
            }
            let how_long = match keeps {
                Keeps::For(ms) => format!("that takes {}", retention_in_words(ms)),
                Keeps::ClusterDefault | Keeps::ForEver | Keeps::LatestOfEachKey => {
                    "how long that takes is the cluster’s default, 7 days unless it says otherwise".to_owned()
                }
            };
            let wait = self.plan.add(
                StepKind::Wait,
                format!("Wait until {topic_name} holds version {number} alone"),
                format!("{how_long}; version {number} cannot read older records"),
            );
            for step in switched {
                self.plan.first(step, wait);
            }
            let upgrade = self.plan.add(
                StepKind::Upgrade,
                format!("Then upgrade {who} to version {number}"),
                "until then the present version reads old and new events",
            );
            self.plan.first(wait, upgrade);
        }
    }

    fn reads_stored(&self, reader: &Schema, consumer: &ConsumerVerdict) -> bool {
        let stored = consumer.stored.versions.iter().filter_map(|number| self.version(*number));
        { stored }.all(|writer| self.reads(reader, writer))
    }

    fn reads(&self, reader: &Schema, writer: &Schema) -> bool {
        is_compatible(reader, writer, self.verdict.profile)
    }

    fn version(&self, number: u32) -> Option<&Schema> {
        self.released.iter().find(|(version, _)| *version == number).map(|(_, schema)| *schema)
    }

    fn service(&self, id: &ServiceId) -> String {
        self.design.service(id).map_or_else(|| id.to_string(), |service| service.name.clone())
    }

    fn topic(&self, id: &TopicId) -> String {
        self.design.topic(id).map_or_else(|| id.to_string(), |topic| topic.name.clone())
    }
}
