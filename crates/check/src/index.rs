//! The findings as they are shown: sorted, counted and by record, so that nobody has to go through all of them.

use crate::finding::Finding;
use diagnostic::Severity;
use model::RecordKey;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The place of a finding in the list of all: the heaviest first, then by record, field and rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Rank {
    severity: Reverse<Severity>,
    record: String,
    pointer: String,
    part: Option<String>,
    code: &'static str,
    source: Source,
}

/// The record whose rules spoke, and the finding's number among theirs.
type Source = (RecordKey, usize);

/// All findings.
#[derive(Debug, Clone, Default)]
pub(crate) struct Index {
    sorted: BTreeMap<Rank, Arc<Finding>>,
    by_record: BTreeMap<RecordKey, BTreeMap<Source, Arc<Finding>>>,
    counts: BTreeMap<Severity, usize>,
}

impl Index {
    /// Takes in a finding; gives the rank under which it can be taken out.
    pub fn insert(&mut self, source: Source, finding: Arc<Finding>) -> Rank {
        let rank = Rank {
            severity: Reverse(finding.severity),
            record: finding.record.to_string(),
            pointer: finding.pointer.clone(),
            part: finding.part.map(|part| part.to_string()),
            code: finding.rule.code,
            source: source.clone(),
        };
        *self.counts.entry(finding.severity).or_default() += 1;
        self.by_record.entry(finding.record.clone()).or_default().insert(source, finding.clone());
        self.sorted.insert(rank.clone(), finding);
        rank
    }

    /// Takes a finding out and gives it back.
    pub fn remove(&mut self, rank: &Rank) -> Option<Arc<Finding>> {
        let finding = self.sorted.remove(rank)?;
        if let Some(count) = self.counts.get_mut(&finding.severity) {
            *count = count.saturating_sub(1);
        }
        if let Some(of_record) = self.by_record.get_mut(&finding.record) {
            of_record.remove(&rank.source);
            if of_record.is_empty() {
                self.by_record.remove(&finding.record);
            }
        }
        Some(finding)
    }

    /// All findings in their order.
    pub fn all(&self) -> impl Iterator<Item = &Arc<Finding>> {
        self.sorted.values()
    }

    /// The findings about a record.
    pub fn of(&self, record: &RecordKey) -> impl Iterator<Item = &Arc<Finding>> {
        self.by_record.get(record).into_iter().flat_map(BTreeMap::values)
    }

    /// The records with findings, each with them.
    pub fn by_record(&self) -> impl Iterator<Item = (&RecordKey, impl Iterator<Item = &Arc<Finding>>)> {
        self.by_record.iter().map(|(record, findings)| (record, findings.values()))
    }

    /// How many findings weigh this much.
    pub fn count(&self, severity: Severity) -> usize {
        self.counts.get(&severity).copied().unwrap_or_default()
    }
}
