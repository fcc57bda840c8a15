//! Repairs: the commands that a finding offers, carried out as one step, so that undo takes them back together.

use crate::document::{Effect, Engine, NotEditable};
use check::Repair;
use edit::Command;

impl Engine {
    /// Carries a finding's repair out as one step.
    pub fn repair(&mut self, repair: &Repair) -> Result<Effect, NotEditable> {
        self.dispatch(&Command::All { label: repair.title.clone(), commands: repair.commands.clone() })
    }
}
