//! A screen: the one that is there, or one of our own.

use crate::process::Process;
use anyhow::{Context, ensure};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

/// A screen of 1440 × 900 that ends with this value.
pub struct Display {
    name: String,
    _server: Process,
}

impl Display {
    /// Starts Xvfb on a display number that it chooses itself.
    pub fn start() -> anyhow::Result<Self> {
        let mut command = Command::new("Xvfb");
        command
            .args(["-displayfd", "1", "-screen", "0", "1440x900x24", "-nolisten", "tcp", "-noreset"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut server = Process::start(command).context("Xvfb does not start; run `cargo xtask setup`")?;
        let stdout = server.child().stdout.take().context("Xvfb has no output")?;
        let mut number = String::new();
        BufReader::new(stdout).read_line(&mut number)?;
        ensure!(!number.trim().is_empty(), "Xvfb ended before it had a display");
        Ok(Self { name: format!(":{}", number.trim()), _server: server })
    }

    /// Its name, for `DISPLAY`.
    pub fn name(&self) -> &str {
        &self.name
    }
}
