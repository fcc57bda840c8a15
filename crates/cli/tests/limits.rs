//! How much a command takes: what is too large is left out with a finding, and work grows with the size of what it works on.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

fn run(folder: &Path, arguments: &[&str]) -> (Output, Duration) {
    let begun = Instant::now();
    let ran = Command::new(env!("CARGO_BIN_EXE_eventscape")).current_dir(folder).args(arguments).output().unwrap();
    (ran, begun.elapsed())
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn printed(ran: &Output) -> String {
    String::from_utf8(ran.stdout.clone()).unwrap() + &String::from_utf8(ran.stderr.clone()).unwrap()
}

#[test]
fn a_file_beyond_the_limit_is_left_out_with_a_place() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "eventscape.toml", "format_version = 1\nname = \"x\"\n");
    let topic = "name = \"big\"\npartitions = 1\nreplication = 1\n";
    let comment = |bytes: usize| format!("{topic}# {}\n", "x".repeat(bytes - topic.len() - 3));
    write(folder.path(), "contexts/a/context.toml", "name = \"a\"\n");
    write(folder.path(), "contexts/a/topics/fits.toml", &comment(8 << 20));
    write(folder.path(), "contexts/a/topics/big.toml", &comment((8 << 20) + 1));
    write(folder.path(), "contexts/a/topics/huge.toml", &comment(100 << 20));
    write(folder.path(), "contexts/a/schemas/s/v1.avsc", &format!("\"int\"{}", " ".repeat(9 << 20)));
    write(folder.path(), "decisions/0001-a.md", &format!("---\nstatus: accepted\n---\n# {}", "a".repeat(9 << 20)));
    let whole = fs::read(folder.path().join("contexts/a/topics/big.toml")).unwrap();
    for (arguments, code) in [
        (["validate", ".", "--format", "text"].as_slice(), 1),
        (&["fmt", "."], 1),
        (&["show", "."], 0),
        (&["export", ".", "--target", "all", "--out", "out"], 1),
    ] {
        let (ran, took) = run(folder.path(), arguments);
        let printed = printed(&ran);
        assert_eq!(ran.status.code(), Some(code), "{arguments:?}: {printed}");
        for file in ["contexts/a/topics/big.toml", "contexts/a/topics/huge.toml", "contexts/a/schemas/s/v1.avsc"] {
            let told = format!("The size of {file} is more than 8 MiB, so it is left out");
            assert!(printed.contains(&told), "{arguments:?}: {printed}");
        }
        assert!(!printed.contains("fits.toml is"), "{arguments:?}: {printed}");
        assert!(took < Duration::from_secs(20), "{arguments:?} took {took:?}");
    }
    let (ran, _) = run(folder.path(), &["validate", ".", "--format", "sarif"]);
    assert!(printed(&ran).contains("\"uri\": \"contexts/a/topics/huge.toml\""));
    assert_eq!(fs::read(folder.path().join("contexts/a/topics/big.toml")).unwrap(), whole);
}

#[cfg(unix)]
#[test]
fn what_never_ends_is_not_read_to_the_end() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [["infer", "/dev/zero"].as_slice(), &["compat", "--cases", "/dev/zero"], &["compat", "/dev/zero"]]
    {
        let (ran, took) = run(folder.path(), arguments);
        assert_eq!(ran.status.code(), Some(3), "{arguments:?}: {}", printed(&ran));
        assert!(took < Duration::from_secs(20), "{arguments:?} took {took:?}");
    }
}

/// Four times the size must not take much more than four times as long. A quadratic step would take sixteen times.
fn grows_with_the_size(what: &str, mut took: impl FnMut(usize) -> Duration, size: usize) {
    // The first run warms the file cache; the best of two leaves out what else the machine does.
    let mut best = |size: usize| (0..2).map(|_| took(size)).min().unwrap_or_default();
    let (small, large) = (best(size), best(4 * size));
    assert!(
        large < 9 * small + Duration::from_millis(300),
        "{what}: {small:?} for {size}, {large:?} for four times that"
    );
}

#[test]
fn a_file_with_many_keys_takes_as_long_as_it_is_large() {
    let took = |keys: usize, arguments: &[&str]| {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "eventscape.toml", "format_version = 1\nname = \"x\"\n");
        let mut text = "name=\"big\"\npartitions=1\nreplication=1\n[config]\n".to_owned();
        // From the last to the first, so that sorting has something to do.
        (0..keys).rev().for_each(|key| writeln!(text, "\"k{key}\" = \"v\"").unwrap());
        write(folder.path(), "contexts/a/topics/big.toml", &text);
        run(folder.path(), arguments).1
    };
    for arguments in [
        ["fmt", ".", "--check"].as_slice(),
        &["fmt", "."],
        &["validate", "."],
        &["show", ".", "--format", "json"],
        &["export", ".", "--target", "all", "--out", "out"],
    ] {
        grows_with_the_size(&format!("{arguments:?}"), |keys| took(keys, arguments), 4_000);
    }
}

#[test]
fn an_event_with_many_keys_takes_as_long_as_it_is_large() {
    type Event = fn(usize) -> String;
    let keys: Event = |count| {
        let keys: Vec<String> = (0..count).map(|key| format!("\"k{key}\": {key}")).collect();
        format!("{{{}}}", keys.join(","))
    };
    let twice: Event = |count| {
        let keys: Vec<String> = (0..count).map(|key| format!("\"k\": {key}")).collect();
        format!("{{{}}}", keys.join(","))
    };
    let nested: Event = |count| {
        let keys: Vec<String> = (0..count).map(|key| format!("\"k{key}\": {{\"a\": {key}}}")).collect();
        format!("{{{}}}", keys.join(","))
    };
    let maps: Event = |count| {
        let maps: Vec<String> = (0..count).map(|key| format!("{{\"m\": {{\"k-{key}\": {{\"a\": 1}}}}}}")).collect();
        maps.join("\n")
    };
    let like_names: Event = |count| {
        let keys: Vec<String> = (0..count)
            .map(|key| format!("\"é{}\": {{\"a\": 1}}", "x-".repeat(key % 3) + &"-".repeat(key / 3 % 50)))
            .collect();
        format!("{{{}}}", keys.join(","))
    };
    for (what, event) in
        [("keys", keys), ("one key", twice), ("records", nested), ("maps", maps), ("names", like_names)]
    {
        let took = |count: usize| {
            let folder = tempfile::tempdir().unwrap();
            write(folder.path(), "event.json", &event(count));
            let (ran, took) = run(folder.path(), &["infer", "event.json"]);
            assert_eq!(ran.status.code(), Some(0), "{}", printed(&ran));
            took
        };
        grows_with_the_size(what, took, 4_000);
    }
}

#[test]
fn a_design_with_many_files_takes_as_long_as_it_is_large() {
    let took = |topics: usize, arguments: &[&str]| {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "eventscape.toml", "format_version = 1\nname = \"x\"\n");
        write(folder.path(), "contexts/a/context.toml", "name = \"a\"\n");
        write(folder.path(), "contexts/a/services/s.toml", "name = \"s\"\n");
        for topic in 0..topics {
            let text = format!("partitions=1\nname = \"t{topic}\"\nreplication = 1\n");
            write(folder.path(), &format!("contexts/a/topics/t{topic}.toml"), &text);
            let flow = format!("service = \"s\"\ntopic = \"t{topic}\"\n[direction.produce]\n");
            write(folder.path(), &format!("contexts/a/flows/f{topic}.toml"), &flow);
        }
        run(folder.path(), arguments).1
    };
    for arguments in [
        ["fmt", ".", "--check"].as_slice(),
        &["fmt", "."],
        &["validate", "."],
        &["export", ".", "--target", "all", "--out", "out"],
    ] {
        grows_with_the_size(&format!("{arguments:?}"), |topics| took(topics, arguments), 400);
    }
}
