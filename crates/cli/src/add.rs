//! `eventscape add`: a new record, with the same beginnings as in the window.

use crate::arguments::Add;
use crate::assignment::assignment;
use crate::files::{Write, write};
use crate::open::open;
use crate::{Failure, Outcome, say};
use engine::NotEditable;
use engine::edit::Command;
use engine::model::{ContextId, IllegalId, Kind};

/// The refusal of a `--set`, whose last line may say what to do next.
fn refused(text: String) -> Failure {
    match text.rsplit_once('\n') {
        Some((reason, next)) => Failure::Unknown { reason: reason.to_owned(), next: next.to_owned() },
        None => Failure::Usage(text),
    }
}

pub fn run(arguments: &Add) -> Result<Outcome, Failure> {
    let mut design = open(&arguments.folder)?;
    let engine = &mut design.engine;
    let usage = |error: &dyn ToString| Failure::Usage(error.to_string());
    let context = arguments.context.as_deref().map(str::parse::<ContextId>).transpose();
    let context = context.map_err(|error: IllegalId| usage(&error))?;
    let kind = Kind::of_word(&arguments.kind).ok_or_else(|| usage(&format!("there is no {}", arguments.kind)))?;
    let record = engine.new_record(kind, &arguments.name, context.as_ref()).map_err(|refusal| usage(&refusal))?;
    let key = record.key();
    let label = format!("Add {key}");
    let mut commands = vec![Command::Create { record: Box::new(record), placement: None }];
    for text in &arguments.set {
        let (pointer, value) = assignment(kind, text).map_err(refused)?;
        commands.push(Command::Set { key: key.clone(), pointer, value });
    }
    engine.dispatch(&Command::All { label, commands }).map_err(|error| match error {
        NotEditable::Refused(refusal) => usage(&refusal),
        NotEditable::ReadOnly { reason } => Failure::Io {
            path: arguments.folder.display().to_string(),
            reason: format!("nothing is written: {reason}"),
            next: "Until then, use a version of Eventscape that knows the format",
        },
    })?;
    let changes = engine.unsaved();
    for change in &changes {
        let is_there = arguments.folder.join(&change.path).symlink_metadata().is_ok();
        if is_there && change.before.is_none() {
            return Err(Failure::Io {
                path: arguments.folder.join(&change.path).display().to_string(),
                reason: "something that is no file of the design stands there".to_owned(),
                next: "Move it away, or choose another name",
            });
        }
    }
    let writes: Vec<Write<'_>> = changes
        .iter()
        .map(|change| Write { path: &change.path, text: change.after.as_deref(), executable: false })
        .collect();
    write(&arguments.folder, &writes)?;
    say::out(&format!("{key}\n"));
    for change in &changes {
        say::out(&format!("{}\n", say::line(&change.path)));
    }
    Ok(Outcome::Fine)
}
