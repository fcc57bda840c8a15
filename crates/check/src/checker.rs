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
use std::hash::Hash;
use std::sync::Arc;

/// Keeps the findings of a design.
#[derive(Debug, Clone, Default)]
pub struct Checker {
    /// By the record whose rules spoke, which is not always the record that they speak of.
    looked: BTreeMap<RecordKey, Looked>,
    /// The records whose rules asked a question.
    asked_by: HashMap<QuestionId, BTreeSet<RecordKey>>,
    /// The records at which a rule spoke, by its code: another weight of a rule looks at its own findings alone.
    spoke_at: HashMap<&'static str, BTreeSet<RecordKey>>,
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
    said: Vec<Said>,
    asked: HashSet<QuestionId>,
}

/// One objection of a rule.
#[derive(Debug, Clone)]
struct Said {
    /// The finding before the policy had its say.
    finding: Arc<Finding>,
    /// Its place in the index, if the policy lets it pass.
    rank: Option<Rank>,
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
        let mut reweighed: BTreeSet<&str> = changes.iter().flat_map(reweighed).collect();
        if is_another_day {
            reweighed.extend(design.policy().waivers.iter().map(|waiver| waiver.rule.as_str()));
        }
        for code in reweighed {
            spoken_of.extend(self.weigh_again(code, design.policy(), today));
        }
        spoken_of
    }

    /// Looks at one record. Gives the records of which its rules say something else than before.
    fn look(&mut self, design: &Design, key: &RecordKey, today: &str) -> BTreeSet<RecordKey> {
        if key.kind() == Kind::Placement {
            return BTreeSet::new();
        }
        let before = self.looked.remove(key).unwrap_or_default();
        let said = self.take_out(&before.said);
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
            forget(&mut self.asked_by, question, key);
        }
        for question in asked.difference(&before.asked) {
            self.asked_by.entry(*question).or_default().insert(key.clone());
        }
        let findings: Vec<Arc<Finding>> = found.iter().flatten().cloned().map(Arc::new).collect();
        for said in &before.said {
            let code = said.finding.rule.code;
            if !findings.iter().any(|finding| finding.rule.code == code) {
                forget(&mut self.spoke_at, &code, key);
            }
        }
        let mut says = Vec::new();
        let mut now = Vec::with_capacity(findings.len());
        for (number, finding) in findings.into_iter().enumerate() {
            if !self.spoke_at.get(finding.rule.code).is_some_and(|keys| keys.contains(key)) {
                self.spoke_at.entry(finding.rule.code).or_default().insert(key.clone());
            }
            let shown = policy::judge(design.policy(), &finding, today);
            says.extend(shown.clone());
            let rank = shown.map(|shown| self.index.insert((key.clone(), number), shown));
            now.push(Said { finding, rank });
        }
        if found.is_some() {
            self.looked.insert(key.clone(), Looked { said: now, asked });
        }
        difference(&said, &says)
    }

    fn take_out(&mut self, said: &[Said]) -> Vec<Arc<Finding>> {
        said.iter().filter_map(|said| self.index.remove(said.rank.as_ref()?)).collect()
    }

    /// Shows the findings of a rule as another policy wants them. The rule is not asked again. Gives the records of which
    /// something else is said.
    fn weigh_again(&mut self, code: &str, policy: &Policy, today: &str) -> BTreeSet<RecordKey> {
        let mut spoken_of = BTreeSet::new();
        for key in self.spoke_at.get(code).into_iter().flatten() {
            let Some(looked) = self.looked.get_mut(key) else { continue };
            for (number, said) in looked.said.iter_mut().enumerate() {
                if said.finding.rule.code != code {
                    continue;
                }
                let before = said.rank.take().and_then(|rank| self.index.remove(&rank));
                let after = policy::judge(policy, &said.finding, today);
                if before != after {
                    spoken_of.insert(said.finding.record.clone());
                }
                said.rank = after.map(|finding| self.index.insert((key.clone(), number), finding));
            }
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

/// Takes a record out of those that a question or a rule leads to.
fn forget<Id: Eq + Hash>(keys_of: &mut HashMap<Id, BTreeSet<RecordKey>>, id: &Id, key: &RecordKey) {
    if let Some(keys) = keys_of.get_mut(id) {
        keys.remove(key);
        if keys.is_empty() {
            keys_of.remove(id);
        }
    }
}

/// The records of which two lists of findings say different things.
fn difference(before: &[Arc<Finding>], after: &[Arc<Finding>]) -> BTreeSet<RecordKey> {
    if before == after {
        return BTreeSet::new();
    }
    before.iter().chain(after).map(|finding| finding.record.clone()).collect()
}

/// The rules whose findings a step wants shown otherwise: another weight, or another waiver.
fn reweighed(change: &Change) -> BTreeSet<&str> {
    let Change::Record(change) = change else { return BTreeSet::new() };
    let (Some(Record::Policy(before)), Some(Record::Policy(after))) = (&change.before, &change.after) else {
        return BTreeSet::new();
    };
    let weighed = before.rules.keys().chain(after.rules.keys());
    let mut codes: BTreeSet<&str> =
        weighed.filter(|code| before.rules.get(*code) != after.rules.get(*code)).map(String::as_str).collect();
    let gone = before.waivers.iter().filter(|waiver| !after.waivers.contains(waiver));
    let new = after.waivers.iter().filter(|waiver| !before.waivers.contains(waiver));
    codes.extend(gone.chain(new).map(|waiver| waiver.rule.as_str()));
    codes
}

fn schema_id(key: &RecordKey) -> Option<&SchemaId> {
    if let RecordKey::Schema(id) = key { Some(id) } else { None }
}
