//! Notices about steps: they offer to take their step back, and go when that is done.

use crate::Document;
use crate::notices::{Step, Tone};
use engine::model::Origin;
use leptos::prelude::*;

impl Document {
    /// Shows a notice about the step that was just taken. It offers to take the step back, and goes when that is done.
    pub fn toast_step(self, message: impl Into<String>, next: impl Into<String>) {
        self.notices.show_toast(Tone::Fine, message.into(), next.into(), Some(self.latest_step()));
    }

    fn latest_step(self) -> Step {
        Step {
            opened: self.opened.get_untracked(),
            revision: self.peek(|engine| engine.history().current(&Origin::Person)),
        }
    }

    /// Whether a step is the one that undo takes back.
    pub fn is_latest(self, step: Step) -> bool {
        self.revision.track();
        self.latest_step() == step
    }

    /// Takes the notices away that tell of steps that were taken back.
    pub(super) fn drop_void_toasts(self) {
        self.notices.dismiss_steps(|step| {
            let stands = self.peek(|engine| engine.history().stands_on(&Origin::Person, step.revision));
            step.opened != self.opened.get_untracked() || !stands
        });
    }
}
