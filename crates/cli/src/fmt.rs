//! `eventscape fmt`: files in their standard form, and in the present format when they come from an older one.

use crate::arguments::Fmt;
use crate::files::{read_folder, remove, write};
use crate::open::open;
use crate::{Failure, Outcome, say};
use engine::format::standard_form;
use std::collections::BTreeMap;

pub fn run(arguments: &Fmt) -> Result<Outcome, Failure> {
    // What each file is to hold; nothing for one that goes.
    let mut wanted: BTreeMap<String, Option<String>> = BTreeMap::new();
    let mut present: BTreeMap<String, String> = BTreeMap::new();
    for file in read_folder(&arguments.folder)? {
        if let Ok(text) = String::from_utf8(file.bytes) {
            present.insert(file.path, text);
        }
    }
    for change in open(&arguments.folder)?.unsaved() {
        wanted.insert(change.path, change.after.map(|text| text.to_string()));
    }
    for (path, text) in &present {
        let text = match wanted.get(path) {
            Some(None) => continue,
            Some(Some(text)) => text.clone(),
            None => text.clone(),
        };
        wanted.insert(path.clone(), Some(standard_form(path, &text).unwrap_or(text)));
    }
    wanted.retain(|path, text| present.get(path) != text.as_ref());
    for (path, text) in &wanted {
        say::out(&format!("{path}\n"));
        match text {
            _ if arguments.check => {}
            Some(text) => write(&arguments.folder, path, text, false)?,
            None => remove(&arguments.folder, path)?,
        }
    }
    Ok(match (arguments.check, wanted.len()) {
        (_, 0) => Outcome::Fine,
        (true, count) => {
            say::out(&format!("{count} not in standard form; run `eventscape fmt` without --check\n"));
            Outcome::Findings
        }
        (false, count) => {
            say::out(&format!("{count} brought into standard form\n"));
            Outcome::Fine
        }
    })
}
