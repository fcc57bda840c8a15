//! Servers and validators that the tests prove our exports on: the real Kafka, the operator's own resource definitions.
//! `tests/tools` names the versions, this fetches them, each once.

use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::process;
use crate::say;
use crate::workspace::Workspace;

/// The variable by which a test finds the tools; without it, they are in `target/tools` of the repository.
pub const VARIABLE: &str = "EVENTSCAPE_TOOLS";

/// Fetches every tool whose pinned list changed, or that is not there.
pub fn prepare(workspace: &Workspace) -> Result<(), Failure> {
    let pins = workspace.root.join("tests/tools");
    let mut folders: Vec<PathBuf> = fs::read_dir(&pins)
        .map_err(Failure::file("read", &pins))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.join("pom.xml").is_file())
        .collect();
    folders.sort();
    for pinned in folders {
        let Some(name) = pinned.file_name().and_then(|name| name.to_str()) else { continue };
        let tool = workspace.tools().join(name);
        fetched(&pinned.join("pom.xml"), &tool, |tool| maven(name, tool, &[]))?;
    }
    Ok(())
}

/// Fetches what one list pins, under a name of its own.
pub fn prepare_one(workspace: &Workspace, name: &str, pins: &Path) -> Result<(), Failure> {
    fetched(pins, &workspace.tools().join(name), |tool| maven(name, tool, &[]))
}

/// Fetches a version of Kafka beside the pinned one, and gives the folder of its jars.
pub fn prepare_kafka(workspace: &Workspace, version: &str) -> Result<PathBuf, Failure> {
    let name = format!("kafka-{version}");
    let tool = workspace.tools().join(&name);
    let pins = workspace.root.join("tests/tools/kafka/pom.xml");
    fetched(&pins, &tool, |tool| maven(&name, tool, &[&format!("-Dkafka.version={version}")]))?;
    Ok(tool.join("lib"))
}

/// Fetches a tool unless it was fetched by the very same pins; these lie beside it as the proof, written last.
fn fetched(pins: &Path, tool: &Path, fetch: impl FnOnce(&Path) -> Result<(), Failure>) -> Result<(), Failure> {
    let wanted = fs::read(pins).map_err(Failure::file("read", pins))?;
    let stamp = tool.join(pins.file_name().unwrap_or_default());
    let done = tool.join("complete");
    if done.is_file() && fs::read(&stamp).is_ok_and(|there| there == wanted) {
        return Ok(());
    }
    if tool.exists() {
        fs::remove_dir_all(tool).map_err(Failure::file("empty", tool))?;
    }
    fs::create_dir_all(tool).map_err(Failure::file("make", tool))?;
    fs::write(&stamp, &wanted).map_err(Failure::file("write", &stamp))?;
    fetch(tool)?;
    fs::write(&done, b"").map_err(Failure::file("write", &done))
}

fn maven(name: &str, tool: &Path, options: &[&str]) -> Result<(), Failure> {
    let what = format!("Fetching {name} with Maven");
    say::step(&what, || {
        let mut mvn = process::program("mvn");
        mvn.current_dir(tool)
            .args(["-q", "-B", "dependency:copy-dependencies", "-DincludeScope=runtime"])
            .arg(format!("-DoutputDirectory={}", tool.join("lib").display()))
            .args(options);
        process::run_quietly(&what, &mut mvn)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tool_is_fetched_once_for_each_version_of_its_pins_and_again_after_a_failure() {
        let folder = std::env::temp_dir().join(format!("eventscape-tools-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        let (pins, tool) = (folder.join("pom.xml"), folder.join("tool"));
        let mut fetches = 0;
        let mut fetch = |succeed: bool| {
            let result = fetched(&pins, &tool, |_| {
                fetches += 1;
                if succeed { Ok(()) } else { Err(Failure::usage("refused")) }
            });
            (fetches, result.is_ok())
        };
        fs::write(&pins, "one").unwrap();
        assert_eq!(fetch(false), (1, false));
        assert_eq!(fetch(true), (2, true));
        assert_eq!(fetch(true), (2, true));
        fs::write(&pins, "two").unwrap();
        assert_eq!(fetch(true), (3, true));
        fs::remove_dir_all(&folder).unwrap();
    }
}
