//! The contestants: each is asked the same two questions and answers with the time that one round took.

use crate::cases::{Case, VERSIONS};
use anyhow::{Context, Result, bail};
use std::time::{Duration, Instant};

/// A checker.
pub trait Contestant {
    /// Its name in the table.
    fn name(&self) -> &'static str;
    /// Takes a case up. Why not, when it cannot.
    fn prepare(&mut self, case: &Case) -> Result<()>;
    /// How long one check takes, of schemas that are parsed already or with parsing them, in nanoseconds.
    fn measure(&mut self, case: &Case, parses: bool, at_least: Duration) -> Result<f64>;
}

/// Does the work until the time is over, and at least once.
fn rounds(at_least: Duration, mut work: impl FnMut() -> Result<()>) -> Result<f64> {
    let begun = Instant::now();
    let mut done = 0.0;
    while done < 1.0 || begun.elapsed() < at_least {
        work()?;
        done += 1.0;
    }
    Ok(begun.elapsed().as_secs_f64() * 1e9 / done)
}

/// What a checker is to one measured here: how it parses and judges.
pub trait Library {
    /// A parsed schema.
    type Schema;
    /// The name in the table.
    const NAME: &'static str;
    /// Parses a text.
    fn parse(text: &str) -> Result<Self::Schema>;
    /// Whether the reader reads everything; with reasons, when not.
    fn check(reader: &Self::Schema, writer: &Self::Schema) -> bool;
    /// Whether the last version goes with all others in both directions.
    fn fits(candidate: &Self::Schema, others: &[Self::Schema]) -> bool {
        others.iter().all(|other| Self::check(candidate, other) && Self::check(other, candidate))
    }
}

/// A library with the schemas that it has parsed.
pub struct Local<L: Library> {
    parsed: Vec<L::Schema>,
}

impl<L: Library> Local<L> {
    /// Nothing parsed yet.
    pub fn new() -> Self {
        Self { parsed: Vec::new() }
    }
}

fn judge<L: Library>(case: &Case, schemas: &[L::Schema]) -> Result<()> {
    let verdict = if case.is_estate() {
        let mut subjects = schemas.chunks(VERSIONS);
        subjects.all(|versions| versions.split_last().is_some_and(|(candidate, others)| L::fits(candidate, others)))
    } else {
        let (reader, writer) = schemas.first().zip(schemas.get(1)).context("a case has two schemas")?;
        L::check(reader, writer)
    };
    if verdict != case.compatible {
        bail!("says {}", if verdict { "compatible" } else { "incompatible" });
    }
    Ok(())
}

impl<L: Library> Contestant for Local<L> {
    fn name(&self) -> &'static str {
        L::NAME
    }

    fn prepare(&mut self, case: &Case) -> Result<()> {
        self.parsed = case.schemas.iter().map(|text| L::parse(text)).collect::<Result<_>>().context("cannot parse")?;
        judge::<L>(case, &self.parsed)
    }

    fn measure(&mut self, case: &Case, parses: bool, at_least: Duration) -> Result<f64> {
        rounds(at_least, || {
            if parses {
                let parsed = case.schemas.iter().map(|text| L::parse(text)).collect::<Result<Vec<_>>>()?;
                judge::<L>(case, &parsed)
            } else {
                judge::<L>(case, &self.parsed)
            }
        })
    }
}
