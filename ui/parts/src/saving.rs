//! Saving: what changed goes to the folder, what others changed there is taken in, and what both changed is asked about.

use crate::backend::call;
use crate::session::OpenFolder;
use crate::{Document, Session, Tone};
use engine::diagnostic::{Diagnostic, Severity, counted};
use engine::format::OutsideChange;
use engine::model::RecordKey;
use engine::{Engine, Keep};
use ipc::{FileChange, Save, SaveOutcome};
use leptos::prelude::*;
use std::collections::BTreeSet;
use wasm_bindgen::JsCast;

impl Session {
    /// Writes what is unsaved. Gives whether the folder now says what the design says.
    pub async fn save(self) -> bool {
        leave_field();
        let Some(folder) = self.document.folder.get_untracked() else { return false };
        if let Some(reason) = self.document.read_only.get_untracked() {
            self.notices.toast(Tone::Refused, "This design is open read-only and cannot be saved", reason);
            return false;
        }
        if self.saving.get_untracked() {
            return false;
        }
        self.saving.set(true);
        let done = self.save_once(&folder, true).await;
        self.saving.set(false);
        self.document.settle_now();
        done
    }

    async fn save_once(self, folder: &OpenFolder, may_merge: bool) -> bool {
        if self.document.conflicts.with_untracked(|conflicts| !conflicts.is_empty()) {
            self.ask_to_decide();
            return false;
        }
        let changes = self.document.peek(Engine::unsaved);
        self.document.engine.update_value(Engine::restart_journal);
        let through = self.document.journal.with_value(super::journal::Journal::last);
        if changes.is_empty() {
            return self.saved_through(through);
        }
        self.document.journal.with_value(super::journal::Journal::flush).await;
        let request = Save {
            handle: folder.handle,
            changes: changes
                .iter()
                .map(|change| FileChange {
                    path: change.path.clone(),
                    before: change.before.as_deref().map(str::to_owned),
                    after: change.after.as_deref().map(str::to_owned),
                })
                .collect(),
        };
        match call(self.backend(), request).await {
            Ok(SaveOutcome::Saved { written, deleted }) => {
                self.document.engine.update_value(|engine| engine.saved(&changes));
                self.recovery.set(None);
                self.notices.toasts.update(|toasts| toasts.retain(|toast| toast.tone != Tone::Refused));
                // What was found in the files may have come or gone with them.
                self.document.look_again();
                self.notices.log(Tone::Fine, saved_line(&written, &deleted));
                self.saved_through(through)
            }
            Ok(SaveOutcome::Conflict { changes }) => {
                self.document.take_in(changes);
                if may_merge {
                    return Box::pin(self.save_once(folder, false)).await;
                }
                self.notices.toast(
                    Tone::Refused,
                    "Nothing was saved: another program keeps changing the same files",
                    "Save again when it is done",
                );
                false
            }
            Err(error) => {
                self.notices.report(&error);
                false
            }
        }
    }

    /// The journal has done its duty, unless something had to be left alone. Gives whether all is on disk.
    fn saved_through(self, step: u64) -> bool {
        let withheld = self.document.peek(Engine::withheld);
        if withheld.is_empty() {
            self.forget_journal(step);
            return true;
        }
        let (files, them) = match withheld.iter().next() {
            Some(only) if withheld.len() == 1 => (only.clone(), "it"),
            _ => (format!("{} files", withheld.len()), "them"),
        };
        self.notices.toast(
            Tone::Refused,
            format!("Not saved: what stands in {files} cannot be read"),
            format!(
                "Problems says where. Mend {them} in a text editor, then save again; your changes are kept until then"
            ),
        );
        false
    }

    /// Saving would decide for the person, who has not yet.
    fn ask_to_decide(self) {
        self.notices.toast(
            Tone::Refused,
            "Nothing was saved: another program changed the same files",
            "Decide above whose version to keep, then save again",
        );
    }

    fn forget_journal(self, through: u64) {
        if let Some(request) = self.document.journal.with_value(|journal| journal.saved(through)) {
            self.tell(request);
        }
    }
}

impl Document {
    /// Takes in files that another program changed.
    pub(super) fn take_in(self, changes: Vec<ipc::OutsideChange>) {
        let files: Vec<OutsideChange> = changes
            .into_iter()
            .map(|change| OutsideChange { path: change.path, bytes: change.content.map(ipc::FileContent::into_bytes) })
            .collect();
        let told = told_of(&files);
        let touched: BTreeSet<String> = files.iter().map(|file| file.path.clone()).collect();
        let Some(outside) = self.engine.try_update_value(|engine| engine.files_changed(files)) else { return };
        let broken = broken_among(&touched, &outside.diagnostics);
        let is_shown = !outside.effect.changed.is_empty();
        if !outside.effect.is_empty() {
            self.after(outside.effect);
        }
        if broken.is_empty() {
            self.notices.log(Tone::Fine, told.clone());
            if is_shown {
                self.notices.toast(Tone::Fine, told, "The design shows it");
            }
        } else {
            let (message, next) = told_of_broken(&told, touched.len(), &broken);
            self.notices.log(Tone::Failed, message.clone());
            self.notices.toast(Tone::Refused, message, next);
        }
        // Findings about the files themselves may have come or gone.
        self.look_again();
        self.conflicts.set(self.peek(|engine| engine.conflicts().to_vec()));
        self.settle();
    }

    /// Decides a conflict.
    pub fn resolve(self, record: &RecordKey, keep: Keep) {
        if let Some(effect) = self.engine.try_update_value(|engine| engine.resolve(record, keep)) {
            self.after(effect);
        }
        self.conflicts.set(self.peek(|engine| engine.conflicts().to_vec()));
        self.settle();
    }
}

/// Takes the focus out of a field, so that what is typed there is committed and counts.
pub(super) fn leave_field() {
    let active = document().active_element();
    let field = active.filter(|it| matches!(it.tag_name().as_str(), "INPUT" | "TEXTAREA"));
    if let Some(field) = field.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = field.blur();
        let _ = field.focus();
    }
}

/// What another program did, in one line.
fn told_of(files: &[OutsideChange]) -> String {
    match files {
        [only] if only.bytes.is_none() => format!("Another program deleted {}", only.path),
        [only] => format!("Another program changed {}", only.path),
        several => format!("Another program changed {} files", several.len()),
    }
}

/// The files among some that cannot be read, or not whole.
fn broken_among<'a>(touched: &BTreeSet<String>, found: &'a [Diagnostic]) -> BTreeSet<&'a str> {
    let errors = found.iter().filter(|it| it.severity == Severity::Error);
    errors.filter_map(|it| Some(it.location.place.as_ref()?.file.as_str())).filter(|it| touched.contains(*it)).collect()
}

/// What another program did to files that cannot be read since, and what that means for the design.
fn told_of_broken(told: &str, touched: usize, broken: &BTreeSet<&str>) -> (String, &'static str) {
    let what = match (touched, broken.first()) {
        (1, _) => "and it cannot be read any more".to_owned(),
        (_, Some(only)) if broken.len() == 1 => format!("and {only} cannot be read any more"),
        (_, _) => format!("and {} cannot be read any more", counted(broken.len(), "file")),
    };
    (
        format!("{told}, {what}"),
        "The design keeps what stood there. Problems says where to mend it, and a save leaves it alone",
    )
}

fn saved_line(written: &[String], deleted: &[String]) -> String {
    let files = |count: usize| counted(count, "file");
    match (written, deleted) {
        ([only], []) => format!("Saved {only}"),
        ([], [only]) => format!("Deleted {only}"),
        (written, []) => format!("Saved {}", files(written.len())),
        ([], deleted) => format!("Deleted {}", files(deleted.len())),
        (written, deleted) => format!("Saved {} and deleted {}", files(written.len()), files(deleted.len())),
    }
}

#[cfg(test)]
mod tests {
    use super::{broken_among, saved_line, told_of, told_of_broken};
    use engine::diagnostic::{Code, Diagnostic, Location, Position, Severity};
    use engine::format::OutsideChange;
    use std::collections::BTreeSet;

    #[test]
    fn files_that_break_are_told_as_such() {
        let finding = |file: &str, severity| {
            Diagnostic::new(Code::new("a/b"), severity, "x", Location::file(file, Position::START))
        };
        let found = [finding("a", Severity::Error), finding("b", Severity::Warning), finding("c", Severity::Error)];
        let check = |touched: &[&str], expected: Option<&str>| {
            let touched: BTreeSet<String> = touched.iter().map(ToString::to_string).collect();
            let broken = broken_among(&touched, &found);
            let told = (!broken.is_empty()).then(|| told_of_broken("Changed", touched.len(), &broken).0);
            assert_eq!(told.as_deref(), expected, "{touched:?}");
        };
        check(&["b"], None);
        check(&["a"], Some("Changed, and it cannot be read any more"));
        check(&["a", "b"], Some("Changed, and a cannot be read any more"));
        check(&["a", "b", "c"], Some("Changed, and 2 files cannot be read any more"));
    }

    #[test]
    fn changes_from_outside_are_told_by_what_they_did() {
        let check = |files: &[(&str, bool)], expected: &str| {
            let bytes = |is_there: bool| is_there.then(Vec::new);
            let files: Vec<OutsideChange> = files
                .iter()
                .map(|(path, is_there)| OutsideChange { path: (*path).to_owned(), bytes: bytes(*is_there) })
                .collect();
            assert_eq!(told_of(&files), expected);
        };
        check(&[("policy.toml", true)], "Another program changed policy.toml");
        check(&[("policy.toml", false)], "Another program deleted policy.toml");
        check(&[("a", true), ("b", false)], "Another program changed 2 files");
    }

    #[test]
    fn saves_are_told_by_what_they_did() {
        let check = |written: &[&str], deleted: &[&str], expected: &str| {
            let own = |list: &[&str]| list.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
            assert_eq!(saved_line(&own(written), &own(deleted)), expected);
        };
        check(&["policy.toml"], &[], "Saved policy.toml");
        check(&["a", "b"], &[], "Saved 2 files");
        check(&["a", "b"], &["c"], "Saved 2 files and deleted 1 file");
        check(&[], &["c"], "Deleted c");
    }
}
