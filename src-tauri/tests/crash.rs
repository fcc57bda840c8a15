//! Killing the process at any moment loses nothing that was acknowledged.
//!
//! Each test starts this program again as a child that runs one of the ignored "tests" below until it is killed.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod support;

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use support::{Bench, Window};

const DATA: &str = "EVENTSCAPE_TEST_DATA";
const FOLDER: &str = "EVENTSCAPE_TEST_FOLDER";
const ROUNDS: u64 = 12;

/// A child that is being started holds what is locked in this process until it runs a program of its own, so one test after the
/// other starts children.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

struct Victim {
    child: Child,
    lines: BufReader<ChildStdout>,
}

impl Victim {
    fn start(role: &str, data: &Path, folder: &str) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", role, "--ignored", "--nocapture"])
            .env(DATA, data)
            .env(FOLDER, folder)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap());
        Self { child, lines }
    }

    /// Reads what it acknowledges for a while, kills it, and returns the last number.
    fn kill_after(mut self, time: Duration) -> u64 {
        let deadline = Instant::now() + time;
        let mut last = None;
        let mut line = String::new();
        while last.is_none() || Instant::now() < deadline {
            line.clear();
            assert_ne!(self.lines.read_line(&mut line).unwrap(), 0, "it ended by itself");
            last = number(&line).or(last);
        }
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        for line in self.lines.lines() {
            last = line.ok().as_deref().and_then(number).or(last);
        }
        last.unwrap()
    }
}

/// A line that was cut off in the middle of its number is not yet an acknowledgement.
fn number(line: &str) -> Option<u64> {
    line.trim_end().strip_prefix("done ")?.strip_suffix(" .")?.parse().ok()
}

fn acknowledge(number: u64) {
    let mut out = std::io::stdout().lock();
    out.write_all(format!("\ndone {number} .\n").as_bytes()).unwrap();
    out.flush().unwrap();
}

fn victim() -> (Window, Value) {
    let window = Window::new(&PathBuf::from(std::env::var(DATA).unwrap()), None);
    let opened = window.ask("open_folder", json!({"path": std::env::var(FOLDER).unwrap()}));
    (window, opened)
}

fn text(number: u64) -> String {
    format!("edit {number} {}", "x".repeat(usize::try_from(number % 40).unwrap() * 97))
}

#[test]
#[ignore = "runs as a child of the test below until it is killed"]
fn writes_the_journal_for_ever() {
    let (window, opened) = victim();
    let recovered = opened["journal"]["entries"].as_array().map_or(0, Vec::len);
    for number in u64::try_from(recovered).unwrap() + 1.. {
        let request = json!({"handle": opened["handle"], "sequence": number, "entries": [text(number)]});
        window.ask("journal_append", request);
        acknowledge(number);
    }
}

#[test]
fn kill_9_keeps_every_acknowledged_entry_and_gives_the_lock_back() {
    let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let bench = Bench::new();
    let folder = bench.design("shop");
    for round in 0..ROUNDS {
        let victim = Victim::start("writes_the_journal_for_ever", &bench.data(), &folder);
        let acknowledged = victim.kill_after(Duration::from_millis(7 * round));
        let window = bench.window(None);
        assert_eq!(window.ask("start", json!({}))["unsaved"][0]["path"], json!(folder));
        let opened = window.ask("open_folder", json!({"path": folder}));
        assert_eq!(opened["read_only"], json!(null), "the lock outlived its holder");
        let entries = opened["journal"]["entries"].as_array().unwrap();
        assert!(u64::try_from(entries.len()).unwrap() >= acknowledged, "{} of {acknowledged} are left", entries.len());
        for (entry, number) in entries.iter().zip(1..) {
            assert_eq!(entry, &json!({"sequence": number, "entry": text(number)}));
        }
    }
}

const FILES: u64 = 6;

fn generation(number: u64) -> String {
    format!("generation = {number}\n").repeat(2_000)
}

#[test]
#[ignore = "runs as a child of the test below until it is killed"]
fn saves_for_ever() {
    let (window, opened) = victim();
    let mut standing: Vec<Option<String>> = (0..FILES).map(|file| text_of(&opened, &path(file))).collect();
    for number in 1.. {
        let after = generation(number);
        let changes: Vec<_> = (0..FILES)
            .zip(&standing)
            .map(|(file, before)| json!({"path": path(file), "before": before, "after": after}))
            .collect();
        assert_eq!(window.ask("save", json!({"handle": opened["handle"], "changes": changes}))["outcome"], "saved");
        standing = vec![Some(after); standing.len()];
        acknowledge(number);
    }
}

fn path(file: u64) -> String {
    format!("contexts/order/topics/t{file}.toml")
}

fn text_of(opened: &Value, path: &str) -> Option<String> {
    let file = opened["files"].as_array().unwrap().iter().find(|file| file["path"] == path)?;
    Some(file["text"].as_str().unwrap().to_owned())
}

#[test]
fn kill_9_in_the_middle_of_a_save_leaves_every_file_whole() {
    let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let bench = Bench::new();
    let folder = bench.design("shop");
    for round in 0..ROUNDS {
        let acknowledged =
            Victim::start("saves_for_ever", &bench.data(), &folder).kill_after(Duration::from_millis(5 * round));
        let opened = bench.window(None).ask("open_folder", json!({"path": folder}));
        assert_eq!(opened["problems"], json!([]));
        for file in 0..FILES {
            let text = text_of(&opened, &path(file)).unwrap();
            let found = text.lines().next().unwrap().strip_prefix("generation = ").unwrap().parse().unwrap();
            assert_eq!(text, generation(found), "a file is half written");
            assert!(found == acknowledged || found == acknowledged + 1, "{found} after {acknowledged}");
        }
    }
}
