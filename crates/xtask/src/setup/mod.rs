//! Set-up: installs what is missing and nothing else. Every other command begins with it, so it must cost next to nothing
//! when all is there, and must stop before the first change when it cannot finish.

mod apt;
mod node;
mod packages;
mod system;
mod tools;
mod wasm_target;

pub use tools::VARIABLE as TOOLS_VARIABLE;
pub use wasm_target::{TARGET, WasmToolchain};

use std::path::PathBuf;

use crate::failure::Failure;
use crate::process;
use crate::say;
use crate::workspace::Workspace;

/// The purposes that a machine can be made ready for; each includes the ones before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    /// Build the app and open it on a display.
    App,
    /// Drive the app on a virtual display.
    Headless,
    /// Run every test.
    Test,
}

/// A machine on which everything for a purpose is installed.
pub struct Ready {
    /// How to compile for WebAssembly here.
    pub wasm: WasmToolchain,
}

/// Installs whatever `purpose` needs and is missing.
pub fn everything(workspace: &Workspace, purpose: Purpose) -> Result<Ready, Failure> {
    system::install_missing(purpose)?;
    let wasm = wasm_target::ensure()?;
    if purpose >= Purpose::Test {
        ensure_components()?;
    }
    node::install_packages(workspace)?;
    if purpose >= Purpose::Test {
        tools::prepare(workspace)?;
    }
    Ok(Ready { wasm })
}

/// Installs what measuring the Avro engine needs: Java, Maven, and Java's Avro.
pub fn for_bench(workspace: &Workspace) -> Result<(), Failure> {
    if process::find_program("java").is_none() || process::find_program("mvn").is_none() {
        system::install_missing(Purpose::Test)?;
    }
    tools::prepare_one(workspace, "bench", &workspace.root.join("tests/bench/java/pom.xml"))
}

/// Installs what reading Kafka's own classes needs, and fetches these versions of them; gives the folder of each one's jars.
pub fn for_kafka_settings(workspace: &Workspace, versions: &[&str]) -> Result<Vec<PathBuf>, Failure> {
    if process::find_program("java").is_none() || process::find_program("mvn").is_none() {
        system::install_missing(Purpose::Test)?;
    }
    versions.iter().map(|version| tools::prepare_kafka(workspace, version)).collect()
}

/// rustup's minimal profile leaves out the formatter and the linter.
fn ensure_components() -> Result<(), Failure> {
    if process::find_program("cargo-clippy").is_some()
        && process::find_program("rustfmt").is_some()
        && process::succeeds(process::program("rustfmt").arg("--version"))
        && process::succeeds(process::program("cargo-clippy").arg("--version"))
    {
        return Ok(());
    }
    let what = "Installing the formatter and the linter with rustup";
    say::step(what, || process::run(what, process::program("rustup").args(["component", "add", "rustfmt", "clippy"])))
}
