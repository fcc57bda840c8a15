//! The table of topic settings says what Kafka's own classes say, and our judgement of a configuration is theirs: each version
//! that is fetched answers every question that is put to us.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "tests fail by panic")]

use derive::kafka::{KafkaVersion, refusals};
use exports_test::installed::{class_path, repository, tools};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};
use std::thread;

type Config = BTreeMap<String, String>;

/// The tools that hold a version of Kafka, with its first two numbers: the pinned one, and those that
/// `cargo xtask kafka-settings` has fetched.
fn versions() -> Vec<(String, String)> {
    let line = |version: &str| version.rsplit_once('.').expect("a version").0.to_owned();
    let pins = fs::read_to_string(repository().join("tests/tools/kafka/pom.xml")).expect("the pins");
    let pinned = pins.split("<kafka.version>").nth(1).and_then(|it| it.split('<').next()).expect("a pinned version");
    let mut out = vec![("kafka".to_owned(), line(pinned))];
    for entry in fs::read_dir(tools()).expect("the tools") {
        let name = entry.expect("a tool").file_name().into_string().expect("a name");
        if let Some(version) = name.strip_prefix("kafka-").filter(|it| line(it) != out[0].1) {
            out.push((name.clone(), line(version)));
        }
    }
    out
}

fn kafka(tool: &str, word: &str) -> Command {
    let mut java = Command::new("java");
    java.args(["-XX:TieredStopAtLevel=1", "-cp", &class_path(tool)]);
    java.arg(repository().join("tests/tools/kafka/TopicSettings.java")).arg(word).stderr(Stdio::null());
    java
}

#[test]
fn the_table_is_what_kafka_s_own_classes_say() {
    let table = fs::read_to_string(repository().join("crates/derive/src/kafka/settings.tsv")).expect("the table");
    let known: Vec<&str> =
        table.lines().find_map(|it| it.strip_prefix("versions\t")).expect("versions").split('\t').collect();
    let versions = versions();
    assert_eq!(
        known.last(),
        Some(&versions[0].1.as_str()),
        "the newest version of the table is the pinned one: `cargo xtask kafka-settings`"
    );
    for (tool, version) in &versions {
        let at = |it: &str| known.iter().position(|known| known == &it);
        let holds = |first: &str, last: &str| (at(first)..=at(last)).contains(&at(version));
        let rows = table.lines().filter(|it| !it.starts_with(['#', 'v'])).filter_map(|row| {
            let mut cells = row.splitn(3, '\t');
            let (first, last, rest) = (cells.next()?, cells.next()?, cells.next()?);
            holds(first, last).then(|| rest.to_owned())
        });
        let said = exports_test::installed::output(&mut kafka(tool, "table"));
        let said: BTreeSet<String> = said.lines().map(str::to_owned).collect();
        assert_eq!(rows.collect::<BTreeSet<_>>(), said, "Kafka {version}: `cargo xtask kafka-settings` writes it anew");
    }
}

/// Values at and beyond every edge that a setting has.
const VALUES: [&str; 62] = [
    "",
    " ",
    "0",
    "-0",
    "+5",
    "1",
    "5",
    "9",
    "10",
    "13",
    "14",
    "17",
    "18",
    "22",
    "23",
    "-1",
    "-2",
    "-3",
    "-131072",
    "-131073",
    "1048575",
    "1048576",
    "2147483647",
    "2147483648",
    "-2147483649",
    "9223372036854775807",
    "9223372036854775808",
    "0.5",
    ".5",
    "5.",
    "1.0",
    "1.01",
    "-0.1",
    "1e-3",
    "0.5d",
    "0.5f",
    "NaN",
    "Infinity",
    "nan",
    "7d",
    "1GB",
    "1_000",
    "0x10",
    "10L",
    " 12 ",
    "true",
    "TRUE",
    "False",
    "yes",
    "producer",
    "zstd",
    "ZSTD",
    "none",
    "compact",
    "delete,compact",
    "compact , delete",
    "compact,compact",
    "compact,",
    "CreateTime",
    "0:1,2:3",
    "*",
    "0:1,x",
];

/// Settings that touch each other, with values that meet at the edges.
const TOGETHER: [(&str, &[&str]); 9] = [
    ("min.compaction.lag.ms", &["0", "5", "6"]),
    ("max.compaction.lag.ms", &["5", "9223372036854775807"]),
    ("cleanup.policy", &["delete", "compact", "delete,compact", ""]),
    ("remote.storage.enable", &["true", "false", "True"]),
    ("remote.log.copy.disable", &["true", "false"]),
    ("local.retention.ms", &["-2", "-1", "5", "700000000"]),
    ("retention.ms", &["-1", "5", "6"]),
    ("local.retention.bytes", &["-2", "-1", "5", "6"]),
    ("retention.bytes", &["-1", "5", "-7"]),
];

fn questions(keys: &[String]) -> Vec<Config> {
    let one = |key: &str, value: &str| Config::from([(key.to_owned(), value.to_owned())]);
    let mut out: Vec<Config> = keys.iter().flat_map(|key| VALUES.iter().map(move |value| one(key, value))).collect();
    for unknown in ["compression.typ", "log.retention.hours", "linger.ms", "partitions", "confluent.x", "Retention.ms"]
    {
        out.push(one(unknown, "1"));
    }
    // Every choice of at most one value for each, in a walk that meets each pair of values many times.
    let mut state: u64 = 1;
    for _ in 0..2_000 {
        let mut config = Config::new();
        for (key, values) in TOGETHER.iter().filter(|(key, _)| keys.iter().any(|known| known == key)) {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let choice = (state >> 33) as usize % (values.len() + 1);
            if let Some(value) = values.get(choice) {
                config.insert((*key).to_owned(), (*value).to_owned());
            }
        }
        if !config.is_empty() {
            out.push(config);
        }
    }
    out
}

/// What Kafka says to each configuration, in order.
fn verdicts(tool: &str, questions: &[Config]) -> Vec<String> {
    let line =
        |config: &Config| config.iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join("\t");
    let text: String = questions.iter().map(|it| line(it) + "\n").collect();
    let mut judge = kafka(tool, "judge")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("java: run `cargo xtask setup`");
    let mut input = judge.stdin.take().expect("its input");
    let writer = thread::spawn(move || input.write_all(text.as_bytes()));
    let output = judge.wait_with_output().expect("its answers");
    writer.join().expect("the writer").expect("all questions are read");
    String::from_utf8(output.stdout).expect("text").lines().map(str::to_owned).collect()
}

#[test]
fn a_configuration_is_refused_exactly_where_kafka_refuses_it() {
    let table = fs::read_to_string(repository().join("crates/derive/src/kafka/settings.tsv")).expect("the table");
    let keys: BTreeSet<String> =
        table.lines().filter_map(|row| Some(row.split_once("\tsetting\t")?.1.split('\t').next()?.to_owned())).collect();
    let keys: Vec<String> = keys.into_iter().collect();
    for (tool, version) in versions() {
        let questions = questions(&keys);
        let verdicts = verdicts(&tool, &questions);
        assert_eq!(verdicts.len(), questions.len(), "Kafka {version} answers every question");
        let wrong: Vec<String> = questions
            .iter()
            .zip(&verdicts)
            .filter_map(|(config, verdict)| {
                let settings = config.iter().map(|(key, value)| (key.as_str(), value.as_str()));
                let ours = refusals(settings, KafkaVersion::of(&version));
                let agree = ours.is_empty() == (verdict == "taken");
                (!agree).then(|| {
                    format!("{config:?}: Kafka says {verdict}, we say {:?}", ours.first().map(|it| it.message()))
                })
            })
            .collect();
        assert!(wrong.is_empty(), "Kafka {version}, {} of {}:\n{}", wrong.len(), questions.len(), wrong.join("\n"));
        assert!(verdicts.iter().filter(|it| *it == "taken").count() > 500, "Kafka {version} takes many of them");
    }
}
