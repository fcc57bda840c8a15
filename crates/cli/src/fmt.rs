//! `eventscape fmt`: files in their standard form, and in the present format when they come from an older one.

use crate::arguments::Fmt;
use crate::files::{Write, write};
use crate::open::open;
use crate::{Failure, Outcome, say};
use engine::format::standard_form;
use std::collections::BTreeMap;

pub fn run(arguments: &Fmt) -> Result<Outcome, Failure> {
    let design = open(&arguments.folder)?;
    if let Some(reason) = design.engine.read_only() {
        return Err(Failure::Io {
            path: arguments.folder.display().to_string(),
            reason: format!("nothing is written: {reason}"),
            next: "Until then, use a version of Eventscape that knows the format",
        });
    }
    let folder = design.engine.folder();
    // The text that each file is to hold; nothing for one that goes.
    let mut wanted: BTreeMap<&str, Option<String>> = BTreeMap::new();
    let migrated = design.engine.unsaved();
    for change in &migrated {
        wanted.insert(&change.path, change.after.as_ref().map(ToString::to_string));
    }
    for path in folder.paths() {
        let Some(there) = folder.file(path) else { continue };
        let text = match wanted.get(path) {
            Some(None) => continue,
            Some(Some(text)) => text.clone(),
            None => there.to_owned(),
        };
        wanted.insert(path, Some(standard_form(path, &text).unwrap_or(text)));
    }
    wanted.retain(|path, text| folder.file(path) != text.as_deref());
    if !arguments.check {
        let writes: Vec<Write<'_>> =
            wanted.iter().map(|(path, text)| Write { path, text: text.as_deref(), executable: false }).collect();
        write(&arguments.folder, &writes)?;
    }
    for path in wanted.keys() {
        say::out(&format!("{}\n", say::line(path)));
    }
    let unread = design.unread();
    design.tell(&unread);
    if !wanted.is_empty() {
        let count = wanted.len();
        say::out(&if arguments.check {
            format!("{count} not in standard form; run `eventscape fmt` without --check\n")
        } else {
            format!("{count} brought into standard form\n")
        });
    }
    let is_fine = unread.is_empty() && (wanted.is_empty() || !arguments.check);
    Ok(if is_fine { Outcome::Fine } else { Outcome::Findings })
}
