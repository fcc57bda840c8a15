//! Measures the Avro engine beside `apache-avro` and Java's checker: the same schemas, one run, each taking its turn in every
//! round, so that whatever else the machine does hits all alike. What counts are the ratios. With the word `engine` it measures
//! the design engine instead, which has no peer: on large designs, beside what it may take.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "the table is what one runs this for")]

mod cases;
mod contestant;
mod design;
mod java;
mod keystroke;
mod libraries;
mod table;

use anyhow::{Context, Result, bail};
use cases::Case;
use contestant::{Contestant, Local};
use java::Java;
use libraries::{Apache, Ours};
use std::path::PathBuf;
use std::time::Duration;
use table::{Cell, Row};

/// How often each question is asked of everyone; the middle answer counts.
const ROUNDS: usize = 5;

/// How long one asking takes at least.
const TURN: Duration = Duration::from_millis(120);

/// The word for the design engine.
const ENGINE: &str = "engine";

fn main() -> Result<()> {
    let wanted = std::env::args().nth(1);
    if wanted.as_deref() == Some(ENGINE) {
        println!("{}", design::measured()?);
        return Ok(());
    }
    let target = PathBuf::from(std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into()));
    let tools = std::env::var_os("EVENTSCAPE_TOOLS").map_or_else(|| target.join("tools"), PathBuf::from);
    let folder = target.join("bench");
    let cases = cases::all();
    let is_wanted = |case: &&Case| {
        let names = [&case.name, &case.title];
        wanted.as_ref().is_none_or(|wanted| names.iter().any(|name| name.starts_with(wanted.as_str())))
    };
    if !cases.iter().any(|case| is_wanted(&case)) {
        let names: Vec<&str> = cases.iter().map(|case| case.name.as_str()).collect();
        bail!("there is no such case: {}", names.join(", "));
    }
    write(&folder, &cases)?;
    let mut contestants: Vec<Box<dyn Contestant>> =
        vec![Box::new(Local::<Ours>::new()), Box::new(Local::<Apache>::new())];
    match Java::start(&tools, &folder) {
        Ok(java) => contestants.push(Box::new(java)),
        Err(error) => eprintln!("Java is not measured: {error:#}"),
    }
    let rows: Vec<Row> = cases.iter().filter(is_wanted).map(|case| row(case, &mut contestants)).collect();
    let names: Vec<&str> = contestants.iter().map(|it| it.name()).collect();
    println!("{}", table::markdown(&names, &rows));
    println!("{}", keystroke::measured(&cases)?);
    Ok(())
}

/// Writes every case to a file, a schema a line: what the others read, and what one can look at.
fn write(folder: &std::path::Path, cases: &[Case]) -> Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("could not make {}", folder.display()))?;
    for case in cases {
        let path = folder.join(format!("{}.jsonl", case.name));
        std::fs::write(&path, case.schemas.join("\n"))
            .with_context(|| format!("could not write {}", path.display()))?;
    }
    Ok(())
}

fn row(case: &Case, contestants: &mut [Box<dyn Contestant>]) -> Row {
    eprintln!("{}", case.title);
    let mut failed: Vec<Option<String>> =
        contestants.iter_mut().map(|it| it.prepare(case).err().map(|error| format!("{error:#}"))).collect();
    let mut measured = |parses: bool| {
        let mut times: Vec<Vec<f64>> = vec![Vec::new(); contestants.len()];
        for _ in 0..ROUNDS {
            for ((contestant, failed), times) in contestants.iter_mut().zip(&mut failed).zip(&mut times) {
                // A contestant that needs a second for one round has no second one.
                if failed.is_some() || times.first().is_some_and(|first| *first > 1e9) {
                    continue;
                }
                match contestant.measure(case, parses, TURN) {
                    Ok(time) => times.push(time),
                    Err(error) => *failed = Some(format!("{error:#}")),
                }
            }
        }
        times.into_iter().zip(&failed).map(|(times, failed)| Cell::of(times, failed.clone())).collect()
    };
    let (check, both) = (measured(false), measured(true));
    Row { title: case.title.clone(), aim_us: case.aim_us, check, both }
}
