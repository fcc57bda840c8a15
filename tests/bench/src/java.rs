//! Java's checker, in a process of its own that stays warm.

use crate::cases::Case;
use crate::contestant::Contestant;
use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

/// How long each question is asked before its answer counts, so that the code is compiled for it.
const WARM_UP: Duration = Duration::from_millis(1500);

/// The running program.
pub struct Java {
    process: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Java {
    /// Starts it on the folder with the cases.
    pub fn start(tools: &Path, cases: &Path) -> Result<Self> {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("java/Bench.java");
        let jars = tools.join("bench/lib");
        if !jars.is_dir() {
            bail!("{} is missing; run `cargo xtask bench`", jars.display());
        }
        let mut process = Command::new("java")
            .args(["-Xmx1g", "-Xss16m", "-XX:+UseSerialGC", "-cp"])
            .arg(jars.join("*"))
            .arg(source)
            .arg(cases)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("could not start java")?;
        let questions = process.stdin.take().context("java takes no questions")?;
        let answers = BufReader::new(process.stdout.take().context("java gives no answers")?);
        Ok(Self { process, questions, answers })
    }

    fn ask(&mut self, case: &Case, parses: bool, at_least: Duration) -> Result<f64> {
        let what = if parses { "both" } else { "check" };
        writeln!(self.questions, "{what} {} {} {}", case.name, at_least.as_secs_f64(), case.compatible)?;
        self.questions.flush()?;
        let mut answer = String::new();
        self.answers.read_line(&mut answer)?;
        match answer.trim().strip_prefix("error ") {
            Some(reason) => bail!("{reason}"),
            None => answer.trim().parse().with_context(|| format!("java answered {answer:?}")),
        }
    }
}

impl Contestant for Java {
    fn name(&self) -> &'static str {
        "Java"
    }

    fn prepare(&mut self, case: &Case) -> Result<()> {
        for parses in [false, true] {
            self.ask(case, parses, WARM_UP)?;
        }
        Ok(())
    }

    fn measure(&mut self, case: &Case, parses: bool, at_least: Duration) -> Result<f64> {
        self.ask(case, parses, at_least)
    }
}

impl Drop for Java {
    fn drop(&mut self) {
        // It was started here, and has nothing to save.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
