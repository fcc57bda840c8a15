//! Measures what the window asks of the engine, natively, on landscapes of three sizes.

mod steps;

use crate::table::time;
use anyhow::{Context, Result, ensure};
use engine::check::Checker;
use engine::diagnostic::Severity;
use engine::edit::Command;
use engine::format::SourceFile;
use engine::model::{Placement, RecordKey, ViewId};
use engine::{Engine, Host};
use landscape::Files;
use std::fmt::Write;
use std::time::{Duration, Instant};

/// How many services and topics the landscapes have.
const SIZES: [usize; 3] = [200, 1_000, 10_000];

/// How often each thing is done at most; the middle one counts.
const ROUNDS: usize = 51;

/// When a thing is not done again.
const TURN: Duration = Duration::from_secs(2);

/// Nobody waits longer for one figure.
const PATIENCE: f64 = 60e9;

/// The places that one save moves, whatever the size.
const MOVED: usize = 5_000;

/// How many records the palette shows.
const MOST_HITS: usize = 40;

/// The day of all measurements.
const TODAY: &str = "2026-11-28";

/// A host that keeps nothing.
struct Nowhere;

impl Host for Nowhere {
    fn today(&self) -> String {
        TODAY.to_owned()
    }
    fn unix_ms(&self) -> u64 {
        0
    }
    fn now_ms(&self) -> f64 {
        0.0
    }
    fn journal(&mut self, _: String) {}
}

/// What was measured, what it may take in the largest landscape, and the nanoseconds by size.
struct Row {
    title: String,
    aim: &'static str,
    nanos: Vec<Option<f64>>,
}

/// The time of what nobody waited for.
const TOO_LONG: f64 = f64::INFINITY;

/// All figures as a table.
pub fn measured() -> Result<String> {
    let mut rows: Vec<Row> = Vec::new();
    for (place, nodes) in SIZES.into_iter().enumerate() {
        for (title, aim, nanos) in figures(nodes, &rows)? {
            let row = match rows.iter().position(|row| row.title == title) {
                Some(at) => rows.get_mut(at),
                None => {
                    rows.push(Row { title, aim, nanos: Vec::new() });
                    rows.last_mut()
                }
            };
            if let Some(row) = row {
                row.nanos.resize(place, None);
                row.nanos.push(Some(nanos));
            }
        }
    }
    Ok(table(&rows))
}

type Figure = (String, &'static str, f64);

/// The figures of one size. `before` are those of the smaller ones.
fn figures(nodes: usize, before: &[Row]) -> Result<Vec<Figure>> {
    let files = landscape::files(nodes);
    let mut out = Vec::new();
    let mut add = |title: &str, aim: &'static str, nanos: f64| out.push((title.to_owned(), aim, nanos));

    let open = || Engine::open(sources(&files), Box::new(Nowhere));
    add("open: load and check", "1.0 s", middle(|| Ok(timed(open).0))?);
    let mut engine = open();
    let mut checker = Checker::default();
    add("check from cold", "", middle(|| Ok(timed(|| checker.check_all(engine.design(), TODAY)).0))?);

    for (kind, commands) in steps::all(engine.design())? {
        let mut turn = commands.iter().cycle();
        let nanos = middle(|| {
            let command = turn.next().context("a step")?;
            let (nanos, effect) = timed(|| engine.dispatch(command));
            ensure!(!effect?.is_empty(), "{kind}: nothing changed");
            Ok(nanos)
        })?;
        add(&format!("step with its recheck: {kind}"), "2.0 ms", nanos);
    }

    let mut engine = open();
    // What the lists, the tree and the status line ask for.
    let findings = || (engine.problems().len(), engine.worst_by_record().len(), engine.count(Severity::Error));
    ensure!(findings().0 > 0, "a landscape without a finding measures nothing");
    add("findings for the window", "", middle(|| Ok(timed(findings).0))?);
    let letters = ('a'..='z').map(|letter| letter.to_string());
    let slowest = letters.map(|typed| middle_of(5, || Ok(timed(|| engine.search(&typed, MOST_HITS)).0)));
    let slowest = slowest.collect::<Result<Vec<f64>>>()?.into_iter().fold(0.0, f64::max);
    add("search for one letter, the slowest of 26", "5.0 ms", slowest);

    let (_, commands) = steps::all(engine.design())?.into_iter().next().context("a step")?;
    let mut turn = commands.iter().cycle();
    let nanos = middle(|| {
        engine.dispatch(turn.next().context("a step")?)?;
        let (nanos, unsaved) = timed(|| (engine.unsaved().len(), engine.withheld().len()));
        ensure!(unsaved == (1, 0), "one edit is one file");
        Ok(nanos)
    })?;
    add("what is unsaved, after one edit", "1.0 ms", nanos);

    for (title, aim, most) in
        [("save after a layout: every place moved", "", usize::MAX), ("save after 5,000 places moved", "1.0 s", MOVED)]
    {
        if most > nodes && most != usize::MAX {
            continue;
        }
        let is_hopeless = expected(before, title, nodes).is_some_and(|nanos| nanos > PATIENCE);
        let nanos = if is_hopeless { TOO_LONG } else { save_after_layout(&files, most)? };
        add(title, aim, nanos);
    }
    Ok(out)
}

/// What a figure will be if it grows with the square, as the smaller sizes say.
fn expected(before: &[Row], title: &str, nodes: usize) -> Option<f64> {
    let all = before.iter().find(|row| row.title == title || row.title.starts_with("save after a layout"))?;
    let (size, nanos) = SIZES.iter().zip(&all.nanos).filter_map(|(size, nanos)| Some((size, (*nanos)?))).next_back()?;
    let times = nodes as f64 / *size as f64;
    Some(nanos * times * times)
}

/// How long it takes to learn what to write and to take note that it is written, after so many nodes have moved.
fn save_after_layout(files: &Files, most: usize) -> Result<f64> {
    let view: ViewId = "topology".parse()?;
    let nodes: Vec<RecordKey> = Engine::open(sources(files), Box::new(Nowhere))
        .design()
        .keys()
        .into_iter()
        .filter(|key| matches!(key, RecordKey::Context(_) | RecordKey::Service(_) | RecordKey::Topic(_)))
        .collect();
    let mut lines = String::from("name = \"Topology\"\nkind = \"topology\"\n\n[nodes]\n");
    for (node, at) in nodes.iter().zip(0..) {
        let _ = writeln!(lines, "\"{node}\" = {{ x = {at}, y = {at} }}");
    }
    let mut placed = files.clone();
    placed.insert("views/topology.toml".to_owned(), lines);
    middle(|| {
        let mut engine = Engine::open(sources(&placed), Box::new(Nowhere));
        let placements = nodes.iter().take(most).zip(0..).map(|(node, at)| Placement {
            view: view.clone(),
            node: node.clone(),
            x: at * 2 + 1,
            y: at,
            width: None,
            height: None,
        });
        engine.dispatch(&Command::Place { placements: placements.collect() })?;
        let (nanos, written) = timed(|| {
            let changes = engine.unsaved();
            engine.saved(&changes);
            changes.len()
        });
        ensure!(written == 1 && engine.unsaved().is_empty(), "a layout is one file, and saved");
        Ok(nanos)
    })
}

fn sources(files: &Files) -> Vec<SourceFile> {
    files.iter().map(|(path, text)| SourceFile { path: path.clone(), bytes: text.clone().into() }).collect()
}

/// How many nanoseconds something takes, and what comes of it.
fn timed<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let begun = Instant::now();
    let done = work();
    (begun.elapsed().as_secs_f64() * 1e9, done)
}

/// Does a thing as often as counts; the middle time.
fn middle(work: impl FnMut() -> Result<f64>) -> Result<f64> {
    middle_of(ROUNDS, work)
}

/// Does a thing so often, or until its turn is over, and at least once; the middle time.
fn middle_of(rounds: usize, mut work: impl FnMut() -> Result<f64>) -> Result<f64> {
    let begun = Instant::now();
    let mut times = vec![work()?];
    while times.len() < rounds && begun.elapsed() < TURN {
        times.push(work()?);
    }
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().context("it was done once")
}

fn table(rows: &[Row]) -> String {
    let mut text = String::from("| nodes |");
    for size in SIZES {
        let _ = write!(text, " {size} |");
    }
    let _ = writeln!(text, " aim |\n| --- | {}", "---: | ".repeat(SIZES.len() + 1).trim_end());
    for row in rows {
        let _ = write!(text, "| {} |", row.title);
        for place in 0..SIZES.len() {
            let shown = match row.nanos.get(place) {
                Some(Some(nanos)) if *nanos == TOO_LONG => "not waited for".to_owned(),
                Some(Some(nanos)) => time(*nanos),
                Some(None) | None => "–".to_owned(),
            };
            let _ = write!(text, " {shown} |");
        }
        let _ = writeln!(text, " {} |", row.aim);
    }
    text
}
