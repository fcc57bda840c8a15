//! `eventscape validate`: every finding about a design.

use crate::arguments::{Format, Validate};
use crate::open::open;
use crate::{Failure, Outcome, report, say};

pub fn run(arguments: &Validate) -> Result<Outcome, Failure> {
    let design = open(&arguments.folder)?;
    let findings = design.findings();
    say::out(&match arguments.format {
        Format::Text => report::text(&findings, |file| design.engine.folder().file(file)),
        Format::Json => report::json(&findings),
        Format::Sarif => report::sarif(&report::from_here(&arguments.folder, &findings)),
    });
    let worst = findings.iter().map(|finding| finding.severity).max();
    Ok(if worst.is_some_and(|worst| worst >= arguments.fail_on.severity()) { Outcome::Findings } else { Outcome::Fine })
}
