//! A step on top of somebody else's: what was to change from one state of the design is changed from the state that others
//! have made of it. Changes of other records, other fields and other letters stand side by side; where both changed the same,
//! the step is given up and the place named.

use crate::change::{Change, RecordChange, TextChange};
use crate::three_way::{Disagreement, three_way};
use crate::{Record, RecordKey, TextDelta, TextField, Transaction};

/// A place that two steps changed differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// The record.
    pub key: RecordKey,
    /// The field as a JSON pointer; empty for the whole record.
    pub pointer: String,
}

impl Transaction {
    /// This step for a design in which `theirs` is done already; both were made for the same design.
    pub fn over(&self, theirs: &Self) -> Result<Self, Clash> {
        let mut changes = Vec::with_capacity(self.changes.len());
        for mine in &self.changes {
            let mut same = theirs.changes.iter().filter(|their| their.key() == mine.key());
            let left = same.try_fold(Some(mine.clone()), |mine, their| match mine {
                Some(mine) => over(&mine, their),
                None => Ok(None),
            });
            changes.extend(left?);
        }
        Ok(Self { changes, label: self.label.clone(), origin: self.origin.clone(), at_ms: self.at_ms })
    }
}

/// A change on top of another of the same record; None when nothing is left to do.
fn over(mine: &Change, their: &Change) -> Result<Option<Change>, Clash> {
    let clash = |pointer: &str| Clash { key: mine.key().clone(), pointer: pointer.to_owned() };
    match (mine, their) {
        (Change::Text(mine), Change::Text(their)) if mine.field != their.field => Ok(Some(Change::Text(mine.clone()))),
        (Change::Text(mine), Change::Text(their)) => text_over(mine, &their.delta).ok_or(clash(mine.field.pointer())),
        (Change::Text(mine), Change::Record(their)) => match (&their.before, &their.after) {
            (Some(before), Some(after)) => {
                let delta = delta(mine.field, before, after).ok_or(clash(mine.field.pointer()))?;
                text_over(mine, &delta).ok_or(clash(mine.field.pointer()))
            }
            (None, _) | (_, None) => Err(clash("")),
        },
        (Change::Record(mine), Change::Text(their)) => {
            let (Some(before), Some(_)) = (&mine.before, &mine.after) else { return Err(clash("")) };
            let theirs = Change::Text(their.clone()).apply(Some(before)).flatten().ok_or(clash(""))?;
            record_over(mine, Some(&theirs))
        }
        (Change::Record(mine), Change::Record(their)) => record_over(mine, their.after.as_ref()),
    }
}

fn text_over(mine: &TextChange, theirs: &TextDelta) -> Option<Option<Change>> {
    let delta = mine.delta.over(theirs)?;
    Some((!delta.is_empty()).then(|| Change::Text(TextChange { delta, ..mine.clone() })))
}

/// A change of a record that others have made something else of.
fn record_over(mine: &RecordChange, theirs: Option<&Record>) -> Result<Option<Change>, Clash> {
    let clash = |pointer: &str| Clash { key: mine.key.clone(), pointer: pointer.to_owned() };
    let change = |after: Option<Record>| Change::between(mine.key.clone(), theirs.cloned(), after);
    if mine.after.as_ref() == theirs {
        return Ok(None);
    }
    if mine.before.as_ref() == theirs {
        return Ok(change(mine.after.clone()));
    }
    let (Some(before), Some(after), Some(theirs)) = (&mine.before, &mine.after, theirs) else { return Err(clash("")) };
    let mut merged = three_way(Some(before), after, theirs);
    for Disagreement { pointer, .. } in &merged.disagreements {
        let field = TextField::ALL.into_iter().find(|field| field.pointer() == pointer);
        let text = field.and_then(|field| Some((field, both_typed(field, before, after, theirs)?)));
        let (field, text) = text.ok_or(clash(pointer))?;
        merged.ours = field.set(&merged.ours, &text);
    }
    Ok(change(Some(merged.ours)))
}

/// A text with the letters of both sides, where these are apart.
fn both_typed(field: TextField, before: &Record, mine: &Record, theirs: &Record) -> Option<String> {
    let (mine, theirs_delta) = (delta(field, before, mine)?, delta(field, before, theirs)?);
    mine.over(&theirs_delta)?.apply(field.of(theirs)?)
}

fn delta(field: TextField, before: &Record, after: &Record) -> Option<TextDelta> {
    Some(TextDelta::between(field.of(before)?, field.of(after)?))
}
