//! The findings of a design, kept up to date step by step.
//!
//! Each record's rules are run through a reader that notes what they asked. A step changes the answers to some questions; the
//! records whose rules asked them are looked at again, and nobody else. Placements have no rules.

use crate::finding::Finding;
use crate::index::{Index, Rank};
use crate::library::Library;
use crate::names::TopicNames;
use crate::rates::Rates;
use crate::reader::{QuestionId, Reader, questions_of};
use crate::verdict::{SchemaVerdict, judge};
use crate::{policy, rules};
use diagnostic::Severity;
use model::{Change, Design, Kind, Policy, Record, RecordKey, SchemaId};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// Keeps the findings of a design.
#[derive(Debug, Clone, Default)]
pub struct Checker {
    /// By the record whose rules spoke, which is not always the record that they speak of.
    looked: BTreeMap<RecordKey, Looked>,
    /// The records whose rules asked a question.
    asked_by: HashMap<QuestionId, BTreeSet<RecordKey>>,
    index: Index,
    names: TopicNames,
    rates: Rates,
    library: Library,
    verdicts: BTreeMap<SchemaId, Arc<SchemaVerdict>>,
    /// The day for which the findings hold, as `YYYY-MM-DD`.
    today: String,
}

/// The result of looking at a record.
#[derive(Debug, Clone, Default)]
struct Looked {
    /// The findings before the policy had its say.
    findings: Vec<Arc<Finding>>,
    /// Where those that it lets pass stand in the index.
    ranks: Vec<Rank>,
    asked: HashSet<QuestionId>,
}

impl Checker {
    /// Looks at every record.
    pub fn check_all(&mut self, design: &Design, today: &str) {
        *self = Self { today: today.to_owned(), ..Self::default() };
        for id in design.topics().keys() {
            self.names.update(design, id);
        }
        for id in design.flows().keys() {
            self.rates.update(design, id);
        }
        self.library.update(design, &design.schemas().keys().cloned().collect());
        for key in design.keys() {
            self.look(design, &key, today);
        }
    }

    /// Looks again where a step changed an answer. Gives the records of which something else is said now.
    pub fn recheck(&mut self, design: &Design, changes: &[Change], today: &str) -> BTreeSet<RecordKey> {
        let mut keys: BTreeSet<RecordKey> = BTreeSet::new();
        let is_another_day = self.today != today;
        if is_another_day {
            today.clone_into(&mut self.today);
            keys.insert(RecordKey::Policy);
        }
        let mut schemas = BTreeSet::new();
        for change in changes {
            let key = change.key();
            if let RecordKey::Topic(id) = key {
                self.names.update(design, id);
            }
            if let RecordKey::Flow(id) = key {
                self.rates.update(design, id);
            }
            schemas.extend(schema_id(key).cloned());
            keys.insert(key.clone());
            for question in questions_of(change) {
                keys.extend(self.asked_by.get(&question).into_iter().flatten().cloned());
            }
        }
        if !schemas.is_empty() {
            keys.extend(self.library.update(design, &schemas).into_iter().map(RecordKey::from));
        }
        let mut spoken_of = BTreeSet::new();
        for key in &keys {
            spoken_of.extend(self.look(design, key, today));
        }
        if is_another_day || changes.iter().any(is_of_levels) {
            spoken_of.extend(self.apply_policy(design.policy(), today));
        }
        spoken_of
    }

    /// Looks at one record. Gives the records of which its rules say something else than before.
    fn look(&mut self, design: &Design, key: &RecordKey, today: &str) -> BTreeSet<RecordKey> {
        if key.kind() == Kind::Placement {
            return BTreeSet::new();
        }
        let before = self.looked.remove(key).unwrap_or_default();
        let said = self.take_out(&before.ranks);
        let reader = Reader::new(design, &self.names, &self.rates, today);
        let verdict = schema_id(key).and_then(|id| {
            let before = self.verdicts.remove(id);
            let verdict = Arc::new(judge(&reader, &self.library, design.schema(id)?, before.as_deref())?);
            self.verdicts.insert(id.clone(), verdict.clone());
            Some(verdict)
        });
        let found = design.get(key).map(|record| rules::findings(&reader, &record, verdict.as_deref()));
        let asked = reader.into_questions();
        for question in before.asked.difference(&asked) {
            if let Some(askers) = self.asked_by.get_mut(question) {
                askers.remove(key);
                if askers.is_empty() {
                    self.asked_by.remove(question);
                }
            }
        }
        for question in asked.difference(&before.asked) {
            self.asked_by.entry(*question).or_default().insert(key.clone());
        }
        let findings: Vec<Arc<Finding>> = found.iter().flatten().cloned().map(Arc::new).collect();
        let ranks = show(&mut self.index, key, &findings, design.policy(), today);
        let says: Vec<Arc<Finding>> = ranks.iter().filter_map(|rank| self.index.get(rank)).cloned().collect();
        if found.is_some() {
            self.looked.insert(key.clone(), Looked { findings, ranks, asked });
        }
        difference(&said, &says)
    }

    fn take_out(&mut self, ranks: &[Rank]) -> Vec<Arc<Finding>> {
        ranks.iter().filter_map(|rank| self.index.remove(rank)).collect()
    }

    /// Shows all findings as another policy wants them. No rule is asked again. Gives the records of which something else is
    /// said.
    fn apply_policy(&mut self, policy: &Policy, today: &str) -> BTreeSet<RecordKey> {
        let mut spoken_of = BTreeSet::new();
        for (key, looked) in &mut self.looked {
            let said: Vec<Arc<Finding>> = looked.ranks.iter().filter_map(|rank| self.index.remove(rank)).collect();
            looked.ranks = show(&mut self.index, key, &looked.findings, policy, today);
            let says: Vec<Arc<Finding>> =
                looked.ranks.iter().filter_map(|rank| self.index.get(rank)).cloned().collect();
            spoken_of.extend(difference(&said, &says));
        }
        spoken_of
    }

    /// Everything there is to say about a schema.
    pub fn verdict(&self, id: &SchemaId) -> Option<&Arc<SchemaVerdict>> {
        self.verdicts.get(id)
    }

    /// All findings, the heaviest first, then by record and field.
    pub fn findings(&self) -> impl Iterator<Item = &Arc<Finding>> {
        self.index.all()
    }

    /// The findings that speak of a record.
    pub fn findings_of(&self, key: &RecordKey) -> impl Iterator<Item = &Arc<Finding>> {
        self.index.of(key)
    }

    /// The records that findings speak of, each with them.
    pub fn findings_by_record(&self) -> impl Iterator<Item = (&RecordKey, impl Iterator<Item = &Arc<Finding>>)> {
        self.index.by_record()
    }

    /// How many findings weigh this much.
    pub fn count(&self, severity: Severity) -> usize {
        self.index.count(severity)
    }
}

fn show(index: &mut Index, key: &RecordKey, findings: &[Arc<Finding>], policy: &Policy, today: &str) -> Vec<Rank> {
    let judged =
        findings.iter().enumerate().filter_map(|(number, it)| Some((number, policy::judge(policy, it, today)?)));
    judged.map(|(number, finding)| index.insert((key.clone(), number), finding)).collect()
}

/// The records of which two lists of findings say different things.
fn difference(before: &[Arc<Finding>], after: &[Arc<Finding>]) -> BTreeSet<RecordKey> {
    if before == after {
        return BTreeSet::new();
    }
    before.iter().chain(after).map(|finding| finding.record.clone()).collect()
}

/// Whether a step changed how much rules weigh, or who is let off.
fn is_of_levels(change: &Change) -> bool {
    let Change::Record(change) = change else { return false };
    match (&change.before, &change.after) {
        (Some(Record::Policy(before)), Some(Record::Policy(after))) => {
            before.rules != after.rules || before.waivers != after.waivers
        }
        (_, _) => false,
    }
}

fn schema_id(key: &RecordKey) -> Option<&SchemaId> {
    if let RecordKey::Schema(id) = key { Some(id) } else { None }
}
