//! WebKitWebDriver: starts the app and puts hands on it.

use crate::display::Display;
use crate::process::Process;
use anyhow::{Context, bail};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// A running WebKitWebDriver on loopback.
pub struct Driver {
    port: u16,
    process: Process,
}

impl Driver {
    /// Starts it on a screen, with a home folder of its own and further environment for the app.
    pub fn start(display: &Display, home: &Path, environment: &[(&str, &str)]) -> anyhow::Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut command = Command::new("dbus-run-session");
        command
            .args(["--", "WebKitWebDriver", "--host=127.0.0.1", &format!("--port={port}")])
            .env("DISPLAY", display.name())
            .env("HOME", home)
            .env("XDG_DATA_HOME", home.join("data"))
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_CACHE_HOME", home.join("cache"))
            .env("XDG_STATE_HOME", home.join("state"))
            .env("GDK_BACKEND", "x11")
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            .env("NO_AT_BRIDGE", "1")
            .env("TAURI_AUTOMATION", "true")
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env_remove("WAYLAND_DISPLAY")
            .envs(environment.iter().copied())
            .stdout(Stdio::null())
            .stderr(if std::env::var_os("E2E_LOG").is_some() { Stdio::inherit() } else { Stdio::null() });
        let process = Process::start(command).context("WebKitWebDriver does not start; run `cargo xtask setup`")?;
        let until = Instant::now() + Duration::from_secs(60);
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            if Instant::now() > until {
                bail!("WebKitWebDriver does not answer on port {port}");
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(Self { port, process })
    }

    /// Where it answers.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The process group that it and everything it started belong to.
    pub(crate) fn group(&self) -> u32 {
        self.process.id()
    }
}
