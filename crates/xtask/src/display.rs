//! A display to show the window on: the person's own, or a virtual one that lives as long as we hold it.

use std::env;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use crate::failure::Failure;

/// The screen on which pictures are taken and tests click.
const SCREEN: &str = "1440x900x24";

/// Whether the person sits in front of a display. macOS and Windows always have one.
pub fn is_there() -> bool {
    !cfg!(target_os = "linux")
        || ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// A virtual display; it ends when this is dropped.
pub struct VirtualDisplay {
    server: Child,
    name: String,
}

impl VirtualDisplay {
    /// Starts Xvfb on a free display of its own choice: a fixed number would meet other people's.
    pub fn start() -> Result<Self, Failure> {
        let what = "Starting a virtual display";
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|source| Failure::Start { what: what.to_owned(), program: "Xvfb".to_owned(), source })?;
        let mut number = String::new();
        // Xvfb writes the number once it takes connections, and closes the pipe without one where it cannot start.
        let read = server.stdout.take().map(|pipe| BufReader::new(pipe).read_line(&mut number));
        let display = Self { server, name: format!(":{}", number.trim()) };
        match read {
            Some(Ok(_)) if !number.trim().is_empty() => Ok(display),
            Some(Ok(_) | Err(_)) | None => Err(Failure::Missing {
                what: "The virtual display did not start".to_owned(),
                next: format!("Run `Xvfb -displayfd 1 -screen 0 {SCREEN}` to see why"),
            }),
        }
    }

    /// A command that shows its windows here and talks on a message bus of its own, so that it neither finds nor disturbs
    /// what else runs on the machine.
    pub fn command(&self, program: &std::ffi::OsStr) -> Command {
        let mut command = Command::new("dbus-run-session");
        command.arg("--").arg(program).env("DISPLAY", &self.name).env_remove("WAYLAND_DISPLAY");
        command
    }
}

impl Drop for VirtualDisplay {
    fn drop(&mut self) {
        // Both fail only where the server has already ended, which is what we want.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn two_virtual_displays_are_apart_and_end_with_their_holders() {
        let (one, two) = (VirtualDisplay::start().unwrap(), VirtualDisplay::start().unwrap());
        assert_ne!(one.name, two.name);
        let socket = |display: &VirtualDisplay| format!("/tmp/.X11-unix/X{}", display.name.trim_start_matches(':'));
        let socket_of_one = socket(&one);
        assert!(std::path::Path::new(&socket_of_one).exists());
        let pid = one.server.id();
        drop(one);
        assert!(!std::path::Path::new(&format!("/proc/{pid}")).exists());
        assert!(std::path::Path::new(&socket(&two)).exists());
    }
}
