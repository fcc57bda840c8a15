//! From a typed finding to the form in which it leaves the program: the one place where keys, causes and commands become
//! words.

use crate::finding::{Finding, Repair};
use crate::library::Part;
use diagnostic::{Code, Diagnostic, Edit, Fix, Location};
use edit::{Command, Splice};
use model::SchemaId;
use std::cmp::Reverse;

impl Finding {
    /// Where the finding is, as reports name it.
    pub fn location(&self) -> Location {
        Location {
            place: None,
            record: Some(self.record.to_string()),
            pointer: self.pointer.clone(),
            part: self.part.map(|part| part.to_string()),
        }
    }

    /// The finding as reports, SARIF and JSON have it.
    pub fn diagnostic(&self) -> Diagnostic {
        let finding = Diagnostic::new(Code::new(self.rule.code), self.severity, self.message.clone(), self.location());
        let finding = finding.with_help(self.help.clone());
        self.repairs.iter().filter_map(Repair::fix).fold(finding, Diagnostic::with_fix)
    }
}

impl Repair {
    /// The repair as reports have it; nothing when a command of it has no such form, since half a repair is none.
    pub fn fix(&self) -> Option<Fix> {
        let edits = self.commands.iter().map(edits).collect::<Option<Vec<_>>>()?;
        Some(Fix { title: self.title.clone(), edits: edits.into_iter().flatten().collect() })
    }
}

/// A command as edits. The commands that rules use have such a form.
fn edits(command: &Command) -> Option<Vec<Edit>> {
    match command {
        Command::Set { key, pointer, value } => {
            Some(vec![Edit::SetField { record: key.to_string(), pointer: pointer.clone(), value: value.to_string() }])
        }
        Command::EditText { schema, version, base: _, splices } => Some(text_edits(schema, *version, splices)),
        Command::SetDraft { schema, text: None } => Some(vec![Edit::SetField {
            record: key_of(schema),
            pointer: "/draft".to_owned(),
            value: serde_json::Value::Null.to_string(),
        }]),
        Command::Delete { keys } => Some(keys.iter().map(|key| Edit::Delete { record: key.to_string() }).collect()),
        Command::Create { record, .. } => Some(vec![Edit::Create { record: serde_json::to_string(record).ok()? }]),
        Command::All { commands, .. } => {
            let edits = commands.iter().map(edits).collect::<Option<Vec<_>>>()?;
            Some(edits.into_iter().flatten().collect())
        }
        Command::Insert { .. }
        | Command::Rename { .. }
        | Command::MoveToContext { .. }
        | Command::Connect { .. }
        | Command::Place { .. }
        | Command::Unplace { .. }
        | Command::SetDraft { text: Some(_), .. }
        | Command::ReleaseDraft { .. } => None,
    }
}

/// From the last to the first, so that each finds its bytes where they were.
fn text_edits(schema: &SchemaId, version: Option<u32>, splices: &[Splice]) -> Vec<Edit> {
    let part = version.map_or(Part::Draft, Part::Version).to_string();
    let mut splices: Vec<&Splice> = splices.iter().collect();
    splices.sort_by_key(|it| Reverse(it.start));
    let edit = |it: &Splice| Edit::ReplaceText {
        record: key_of(schema),
        part: part.clone(),
        start: it.start,
        end: it.end,
        text: it.text.clone(),
    };
    splices.into_iter().map(edit).collect()
}

fn key_of(schema: &SchemaId) -> String {
    model::RecordKey::from(schema.clone()).to_string()
}
