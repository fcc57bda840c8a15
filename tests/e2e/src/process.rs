//! A child process that ends with the value that holds it, by its own process id, together with what it started.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

pub(crate) struct Process(Child);

impl Process {
    /// Starts a command in a process group of its own, so that its children end with it.
    pub(crate) fn start(mut command: Command) -> std::io::Result<Self> {
        use std::os::unix::process::CommandExt;
        command.process_group(0).stdin(Stdio::null());
        Ok(Self(command.spawn()?))
    }

    pub(crate) fn id(&self) -> u32 {
        self.0.id()
    }

    pub(crate) fn child(&mut self) -> &mut Child {
        &mut self.0
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        signal("TERM", &format!("-{}", self.id()));
        let until = Instant::now() + Duration::from_secs(2);
        while Instant::now() < until {
            if matches!(self.0.try_wait(), Ok(Some(_)) | Err(_)) {
                break;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        signal("KILL", &format!("-{}", self.id()));
        let _ = self.0.wait();
    }
}

/// Sends a signal to a process, or with a leading `-` to a group.
pub(crate) fn signal(name: &str, target: &str) {
    let _ = Command::new("kill").args([&format!("-{name}"), "--", target]).stderr(Stdio::null()).status();
}
