//! Repairs: the commands that a finding offers, carried out as one step, so that undo takes them back together.

use crate::document::{Effect, Engine, NotEditable};
use check::{Repair, new_schema_for};
use edit::Command;
use model::MessageId;

impl Engine {
    /// The repair that gives a message a schema of its own, under an id that the files leave free.
    pub fn new_schema_for(&self, message: &MessageId) -> Option<Repair> {
        let message = self.design().message(message)?;
        let taken = self.folder.taken();
        new_schema_for(message, |key| !self.design().contains(key) && !taken.has(key, Some(&message.context)))
    }

    /// Carries a finding's repair out as one step.
    pub fn repair(&mut self, repair: &Repair) -> Result<Effect, NotEditable> {
        self.dispatch(&Command::All { label: repair.title.clone(), commands: repair.commands.clone() })
    }
}
