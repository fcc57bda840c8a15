//! Repairs: the edits that a finding offers, turned into one command, so that a repair is one step and undo takes it back.

use crate::document::{Effect, Engine, NotEditable};
use diagnostic::{Edit, Fix};
use edit::Command;
use model::{RecordKey, SchemaId};
use std::collections::BTreeMap;

/// Why a repair is not carried out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotRepair {
    /// The edits cannot be carried out.
    #[error(transparent)]
    NotEditable(#[from] NotEditable),
    /// The finding is older than the design.
    #[error("this repair no longer fits the design; look at the finding again")]
    Outdated,
    /// The finding is about a file and not about the design.
    #[error("this repair changes {file}, which is no part of the design; change it there")]
    OutsideDesign {
        /// The file.
        file: String,
    },
}

impl Engine {
    /// Carries a finding's repair out as one step.
    pub fn repair(&mut self, fix: &Fix) -> Result<Effect, CannotRepair> {
        let mut commands = Vec::new();
        let mut drafts: BTreeMap<SchemaId, String> = BTreeMap::new();
        for edit in &fix.edits {
            match edit {
                Edit::SetField { record, pointer, value } => commands.push(Command::Set {
                    key: key(record)?,
                    pointer: pointer.clone(),
                    value: serde_json::from_str(value).map_err(|_| CannotRepair::Outdated)?,
                }),
                Edit::ReplaceText { record, part, start, end, text } => {
                    let RecordKey::Schema(id) = key(record)? else { return Err(CannotRepair::Outdated) };
                    let draft = match drafts.get(&id) {
                        Some(draft) => draft,
                        None => self.part_text(&id, part).ok_or(CannotRepair::Outdated)?,
                    };
                    let (before, after) = draft.get(..*start).zip(draft.get(*end..)).ok_or(CannotRepair::Outdated)?;
                    let repaired = format!("{before}{text}{after}");
                    drafts.insert(id, repaired);
                }
                Edit::ReplaceInFile { file, .. } => return Err(CannotRepair::OutsideDesign { file: file.clone() }),
                Edit::Delete { record } => commands.push(Command::Delete { keys: vec![key(record)?] }),
                Edit::Create { record } => commands.push(Command::Create {
                    record: serde_json::from_str(record).map_err(|_| CannotRepair::Outdated)?,
                    placement: None,
                }),
            }
        }
        commands.extend(drafts.into_iter().map(|(schema, text)| Command::SetDraft { schema, text: Some(text) }));
        Ok(self.dispatch(&Command::All { label: fix.title.clone(), commands })?)
    }

    /// The text of a schema's draft, or of a version as `v2`. Released versions are repaired by a draft that starts from them.
    fn part_text(&self, schema: &SchemaId, part: &str) -> Option<&str> {
        let schema = self.design().schema(schema)?;
        if part == "draft" {
            return schema.draft.as_deref();
        }
        let number = part.strip_prefix('v')?.parse().ok()?;
        schema.version(number).map(|version| version.text.as_ref())
    }
}

fn key(text: &str) -> Result<RecordKey, CannotRepair> {
    text.parse().map_err(|_| CannotRepair::Outdated)
}
