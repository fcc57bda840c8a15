//! `eventscape validate`: every finding about a design.

use crate::arguments::{Format, Validate};
use crate::open::{open, placed_findings};
use crate::{Failure, Outcome, report, say};

pub fn run(arguments: &Validate) -> Result<Outcome, Failure> {
    let engine = open(&arguments.folder)?;
    let findings = placed_findings(&engine);
    say::out(&match arguments.format {
        Format::Text => report::text(&findings, |file| engine.folder().file(file)),
        Format::Json => report::json(&findings),
        Format::Sarif => report::sarif(&findings),
    });
    let worst = findings.iter().map(|finding| finding.severity).max();
    Ok(if worst.is_some_and(|worst| worst >= arguments.fail_on.severity()) { Outcome::Findings } else { Outcome::Fine })
}
