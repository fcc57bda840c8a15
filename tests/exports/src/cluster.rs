//! A real Kafka cluster on this machine, for the length of a test.

use crate::installed::{class_path, output, repository};
use serde_json::Value;
use std::cell::RefCell;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use tempfile::TempDir;

/// What keeps a Java program small and quick to start; a test is no benchmark.
const LEAN: [&str; 3] =
    ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"];

/// Formats the node's disk and runs it until the standard input closes, which it does when the test ends in whatever way.
const RUN_NODE: &str = r#"
    set -e
    properties="$1"
    shift
    "$@" kafka.tools.StorageTool format -t MkU3OEVBNTcwNTJENDM2Qg -c "$properties"
    "$@" kafka.Kafka "$properties" </dev/null &
    node=$!
    trap 'kill -9 $node 2>/dev/null' EXIT
    cat >/dev/null
"#;

/// The command-line tools by the names that scripts know, with their classes.
const COMMANDS: [(&str, &str); 3] = [
    ("kafka-topics.sh", "org.apache.kafka.tools.TopicCommand"),
    ("kafka-configs.sh", "kafka.admin.ConfigCommand"),
    ("kafka-acls.sh", "org.apache.kafka.tools.AclCommand"),
];

/// A cluster of brokers that are also controllers, with access lists, on loopback.
pub struct Cluster {
    nodes: Vec<Child>,
    admin: RefCell<AdminClient>,
    bootstrap: String,
    folder: TempDir,
}

/// An admin client in a program of its own, which answers a line with a line.
struct AdminClient {
    process: Child,
    answers: BufReader<ChildStdout>,
}

impl Cluster {
    /// Starts a cluster and waits until every node answers.
    pub fn start(nodes: usize) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the cluster");
        let ports = free_ports(nodes * 2);
        let (brokers, controllers) = ports.split_at(nodes);
        let voters: Vec<_> =
            controllers.iter().enumerate().map(|(index, port)| format!("{}@127.0.0.1:{port}", index + 1)).collect();
        let nodes: Vec<Child> = brokers
            .iter()
            .zip(controllers)
            .enumerate()
            .map(|(index, (broker, controller))| {
                let properties = folder.path().join(format!("node-{index}.properties"));
                let disk = folder.path().join(format!("node-{index}"));
                fs::write(&properties, node_properties(index + 1, *broker, *controller, &voters.join(","), &disk))
                    .expect("a file");
                let log = fs::File::create(folder.path().join(format!("node-{index}.log"))).expect("a log");
                Command::new("bash")
                    .args(["-c", RUN_NODE, "node"])
                    .arg(&properties)
                    .args(["java", "-Xmx400m"])
                    .args(LEAN)
                    .args(["-cp", &class_path("kafka")])
                    .stdin(Stdio::piped())
                    .stdout(log.try_clone().expect("a second handle"))
                    .stderr(log)
                    .spawn()
                    .expect("bash starts")
            })
            .collect();
        let bootstrap = format!("127.0.0.1:{}", brokers[0]);
        let admin = AdminClient::start(&bootstrap, nodes.len(), folder.path());
        let cluster = Self { nodes, admin: RefCell::new(admin), bootstrap, folder };
        assert_eq!(cluster.answer(), "ready", "{}", cluster.logs());
        cluster.write_commands();
        cluster
    }

    /// The address of a broker.
    pub fn bootstrap(&self) -> &str {
        &self.bootstrap
    }

    /// The folder in which the command-line tools stand.
    pub fn commands(&self) -> PathBuf {
        self.folder.path().join("bin")
    }

    /// Runs one of Kafka's own tools, which must succeed.
    pub fn run(&self, tool: &str, arguments: &[&str]) -> String {
        output(Command::new(self.commands().join(tool)).args(["--bootstrap-server", &self.bootstrap]).args(arguments))
    }

    /// All topics with what was set for them, and all access rules, as an admin client sees them.
    pub fn state(&self) -> Value {
        let admin = self.admin.borrow();
        let mut questions = admin.process.stdin.as_ref().expect("an input");
        questions.write_all(b"state\n").expect("the admin client runs");
        drop(admin);
        let answer = self.answer();
        serde_json::from_str(&answer).unwrap_or_else(|error| panic!("{error} in “{answer}”\n{}", self.logs()))
    }

    fn answer(&self) -> String {
        let mut line = String::new();
        self.admin.borrow_mut().answers.read_line(&mut line).expect("UTF-8");
        line.trim_end().to_owned()
    }

    /// Puts the tools where scripts find them. Loading the same classes again and again is most of what a call costs, so the
    /// first call leaves an archive of them for all others.
    fn write_commands(&self) {
        let (commands, archive) = (self.commands(), self.folder.path().join("classes.jsa"));
        fs::create_dir(&commands).expect("a folder");
        let write = |flag: &str| {
            for (name, class) in COMMANDS {
                let path = commands.join(name);
                let java = format!("java {} {flag}'{}'", LEAN.join(" "), archive.display());
                fs::write(&path, format!("#!/bin/sh\nexec {java} -cp '{}' {class} \"$@\"\n", class_path("kafka")))
                    .expect("a file");
                fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("executable");
            }
        };
        write("-Xlog:disable -XX:ArchiveClassesAtExit=");
        self.run("kafka-acls.sh", &["--list"]);
        write("-XX:SharedArchiveFile=");
    }

    /// The last that every program said, to understand a failure.
    fn logs(&self) -> String {
        let mut logs: Vec<_> = (0..self.nodes.len()).map(|index| format!("node-{index}.log")).collect();
        logs.push("admin.log".to_owned());
        let last = |name: String| {
            let log = fs::read_to_string(self.folder.path().join(&name)).unwrap_or_default();
            let lines: Vec<_> = log.lines().collect();
            format!("{name}:\n{}\n", lines[lines.len().saturating_sub(20)..].join("\n"))
        };
        logs.into_iter().map(last).collect()
    }
}

impl AdminClient {
    fn start(bootstrap: &str, brokers: usize, folder: &Path) -> Self {
        let log = fs::File::create(folder.join("admin.log")).expect("a log");
        let mut process = Command::new("java")
            .args(LEAN)
            .args(["-cp", &class_path("kafka")])
            .arg(repository().join("tests/tools/kafka/ReadBack.java"))
            .args([bootstrap, &brokers.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .expect("java starts");
        let answers = BufReader::new(process.stdout.take().expect("an output"));
        Self { process, answers }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let admin = &mut self.admin.get_mut().process;
        drop(admin.stdin.take());
        let _ = admin.wait();
        for node in &mut self.nodes {
            drop(node.stdin.take());
        }
        for node in &mut self.nodes {
            let _ = node.wait();
        }
    }
}

fn node_properties(id: usize, broker: u16, controller: u16, voters: &str, disk: &Path) -> String {
    format!(
        "process.roles=broker,controller\n\
         node.id={id}\n\
         controller.quorum.voters={voters}\n\
         listeners=PLAINTEXT://127.0.0.1:{broker},CONTROLLER://127.0.0.1:{controller}\n\
         advertised.listeners=PLAINTEXT://127.0.0.1:{broker}\n\
         listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT\n\
         controller.listener.names=CONTROLLER\n\
         inter.broker.listener.name=PLAINTEXT\n\
         log.dirs={}\n\
         auto.create.topics.enable=false\n\
         authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer\n\
         super.users=User:ANONYMOUS\n",
        disk.display()
    )
}

/// Ports that nobody listens on. They are all held before the first is given up, so that no two are the same.
fn free_ports(count: usize) -> Vec<u16> {
    let listeners: Vec<_> = (0..count).map(|_| TcpListener::bind(("127.0.0.1", 0)).expect("a free port")).collect();
    listeners.iter().map(|listener| listener.local_addr().expect("an address").port()).collect()
}
