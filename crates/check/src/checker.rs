//! The findings of a design, kept up to date step by step.

use crate::affected::affected;
use crate::library::Library;
use crate::names::TopicNames;
use crate::verdict::{SchemaVerdict, judge};
use crate::{policy, rules};
use diagnostic::Diagnostic;
use model::{Change, Design, RecordKey, SchemaId};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Keeps the findings of a design.
#[derive(Debug, Clone, Default)]
pub struct Checker {
    /// By the record whose rules spoke, which is not always the record that they speak of.
    by_owner: BTreeMap<RecordKey, Vec<Diagnostic>>,
    /// Which owners speak of a record.
    speaking_of: BTreeMap<String, BTreeSet<RecordKey>>,
    names: TopicNames,
    library: Library,
    verdicts: BTreeMap<SchemaId, Arc<SchemaVerdict>>,
}

impl Checker {
    /// Looks at every record.
    pub fn check_all(&mut self, design: &Design, today: &str) {
        *self = Self::default();
        for id in design.topics().keys() {
            self.names.update(design, id);
        }
        self.library.update(design, &design.schemas().keys().cloned().collect());
        for key in design.keys() {
            self.look(design, &key, today);
        }
    }

    /// Looks again where a step could have changed an answer.
    pub fn recheck(&mut self, design: &Design, step: &[Change], today: &str) {
        let Some(mut keys) = affected(design, step) else {
            self.check_all(design, today);
            return;
        };
        let topics: Vec<_> = keys
            .iter()
            .filter_map(|key| if let RecordKey::Topic(id) = key { Some(id.clone()) } else { None })
            .collect();
        for id in topics {
            keys.extend(self.names.update(design, &id).into_iter().map(RecordKey::from));
        }
        let changed = step.iter().filter_map(|change| schema_id(&change.key)).cloned().collect();
        keys.extend(self.library.update(design, &changed).into_iter().map(RecordKey::from));
        for key in keys {
            self.look(design, &key, today);
        }
    }

    fn look(&mut self, design: &Design, key: &RecordKey, today: &str) {
        for finding in self.by_owner.remove(key).into_iter().flatten() {
            if let Some(record) = &finding.location.record
                && let Some(owners) = self.speaking_of.get_mut(record)
            {
                owners.remove(key);
                if owners.is_empty() {
                    self.speaking_of.remove(record);
                }
            }
        }
        let Some(record) = design.get(key) else {
            schema_id(key).map(|id| self.verdicts.remove(id));
            return;
        };
        let verdict = schema_id(key).and_then(|id| self.judge(design, id));
        let mut raw = rules::findings(design, &record, &self.names, verdict.as_deref());
        if matches!(key, RecordKey::Policy) {
            raw.extend(policy::stale(design.policy(), today));
        }
        let found: Vec<Diagnostic> =
            raw.into_iter().filter_map(|finding| policy::judged(design.policy(), finding, today)).collect();
        if found.is_empty() {
            return;
        }
        for record in found.iter().filter_map(|finding| finding.location.record.as_ref()) {
            self.speaking_of.entry(record.clone()).or_default().insert(key.clone());
        }
        self.by_owner.insert(key.clone(), found);
    }

    fn judge(&mut self, design: &Design, id: &SchemaId) -> Option<Arc<SchemaVerdict>> {
        let before = self.verdicts.get(id).map(Arc::as_ref);
        let verdict = Arc::new(judge(design, &self.library, design.schema(id)?, before)?);
        self.verdicts.insert(id.clone(), verdict.clone());
        Some(verdict)
    }

    /// Everything there is to say about a schema.
    pub fn verdict(&self, id: &SchemaId) -> Option<&Arc<SchemaVerdict>> {
        self.verdicts.get(id)
    }

    /// All findings, by record.
    pub fn findings(&self) -> impl Iterator<Item = &Diagnostic> {
        self.by_owner.values().flatten()
    }

    /// The findings that speak of a record.
    pub fn findings_of<'a>(&'a self, key: &RecordKey) -> impl Iterator<Item = &'a Diagnostic> + use<'a> {
        let text = key.to_string();
        let owners = self.speaking_of.get(&text).into_iter().flatten();
        owners
            .filter_map(|owner| self.by_owner.get(owner))
            .flatten()
            .filter(move |finding| finding.location.record.as_ref() == Some(&text))
    }
}

fn schema_id(key: &RecordKey) -> Option<&SchemaId> {
    if let RecordKey::Schema(id) = key { Some(id) } else { None }
}
