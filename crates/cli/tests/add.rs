//! `eventscape add` as a script sees it: what it prints, what it writes, and what it refuses.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fs;
use std::path::Path;
use std::process::Command;

/// Adds to a design; gives the exit code and everything that was printed.
fn add(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let output =
        Command::new(env!("CARGO_BIN_EXE_eventscape")).arg("add").arg(folder).args(arguments).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    (output.status.code().unwrap(), said)
}

fn design() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("eventscape.toml"), "format_version = 1\nname = \"Shop\"\n").unwrap();
    folder
}

#[test]
fn each_kind_begins_as_in_the_window() {
    let folder = design();
    let check = |arguments: &[&str], key: &str, path: &str, expected: &str| {
        assert_eq!(add(folder.path(), arguments), (0, format!("{key}\n{path}\n")), "{arguments:?}");
        assert_eq!(fs::read_to_string(folder.path().join(path)).unwrap(), expected, "{path}");
    };
    check(
        &["context", "Order management"],
        "context:order-management",
        "contexts/order-management/context.toml",
        "name = \"Order management\"\ndomain = \"supporting\"\n",
    );
    let home = ["--context", "order-management"];
    let member = |kind, name| [kind, name, home[0], home[1]];
    let path = |rest: &str| format!("contexts/order-management/{rest}");
    check(
        &member("topic", "order-events"),
        "topic:order-events",
        &path("topics/order-events.toml"),
        "name = \"order-events\"\nkind = \"event\"\npartitions = 6\nreplication = 3\nmin_insync_replicas = 2\nretention_ms = 604800000\nvisibility = \"protected\"\ndata_class = \"internal\"\ncompatibility = \"BACKWARD\"\nsubject_strategy = \"topic-record-name\"\n",
    );
    check(
        &member("topic", "Order.Events"),
        "topic:order-events-2",
        &path("topics/order-events-2.toml"),
        &fs::read_to_string(folder.path().join(path("topics/order-events.toml")))
            .unwrap()
            .replace("order-events", "Order.Events"),
    );
    check(
        &member("service", "order-api"),
        "service:order-api",
        &path("services/order-api.toml"),
        "name = \"order-api\"\nkind = \"application\"\n",
    );
    check(
        &member("message", "OrderPlaced"),
        "message:order-placed",
        &path("messages/order-placed.toml"),
        "name = \"OrderPlaced\"\nkind = \"event\"\n",
    );
    check(
        &["environment", "Production"],
        "environment:production",
        "environments/production.toml",
        "name = \"Production\"\n",
    );
    let (code, said) = add(folder.path(), &member("schema", "OrderPlaced"));
    assert_eq!(
        (code, said.as_str()),
        (
            0,
            "schema:order-placed\ncontexts/order-management/schemas/order-placed/draft.avsc\ncontexts/order-management/schemas/order-placed/schema.toml\n"
        )
    );
    let (code, said) = add(folder.path(), &["decision", "Use Kafka"]);
    assert_eq!((code, said.as_str()), (0, "decision:0001-use-kafka\ndecisions/0001-use-kafka.md\n"));
    let (code, said) = add(folder.path(), &["decision", "Use Avro"]);
    assert_eq!((code, said.as_str()), (0, "decision:0002-use-avro\ndecisions/0002-use-avro.md\n"));
}

#[test]
fn what_cannot_be_added_is_refused_and_nothing_is_written() {
    let folder = design();
    let check = |arguments: &[&str], code: i32, expected: &str| {
        let (found, said) = add(folder.path(), arguments);
        assert_eq!(found, code, "{arguments:?}\n{said}");
        assert!(said.contains(expected), "{said}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "{arguments:?}");
    };
    check(&["topic", "orders"], 2, "a topic lives in a context; say in which");
    check(&["topic", "orders", "--context", "order"], 2, "there is no bounded context “order”");
    check(&["topic", "orders", "--context", "Order"], 2, "`Order` is not an id");
    check(&["context", "  "], 2, "a name cannot be empty");
    check(&["flow", "orders"], 2, "invalid value 'flow'");
    check(&["context", "Order", "--set", "teem=checkout"], 2, "did you mean team (Team)?");
    check(&["context", "Order", "--set", "domain=cor"], 2, "did you mean core?");
    check(
        &["context", "Order", "--set", "id=orders"],
        2,
        "the id of bounded context “order” cannot be set: it is fixed",
    );
    check(
        &["environment", "Production", "--set", "brokers=-1"],
        2,
        "the brokers of environment “production” cannot be set: ",
    );
    fs::write(folder.path().join("eventscape.toml"), "format_version = 99\nname = \"Shop\"\n").unwrap();
    check(&["context", "Order"], 3, "nothing is written");
}

#[test]
fn fields_are_set_as_their_types_take_them() {
    let folder = design();
    let set = ["--set", "brokers=3", "--set", "bootstrap_servers=a:9092", "--set", "bootstrap_servers=b:9092"];
    let (code, said) = add(folder.path(), &[["environment", "Production"].as_slice(), &set].concat());
    assert_eq!((code, said.as_str()), (0, "environment:production\nenvironments/production.toml\n"));
    assert_eq!(
        fs::read_to_string(folder.path().join("environments/production.toml")).unwrap(),
        "name = \"Production\"\nbootstrap_servers = [\n  \"a:9092\",\n  \"b:9092\",\n]\nbrokers = 3\n"
    );
}

#[test]
fn what_stands_in_the_way_stays() {
    let folder = design();
    let place = folder.path().join("environments/production.toml");
    fs::create_dir_all(&place).unwrap();
    let (code, said) = add(folder.path(), &["environment", "Production"]);
    assert_eq!(code, 3, "{said}");
    assert!(said.contains("something that is no file of the design stands there"), "{said}");
    assert!(place.is_dir());
}
