//! The command line of the desktop application.

use std::io;
use std::path::PathBuf;

use clap::Parser;

/// Design event-driven systems on Kafka: contexts, services, topics, schemas and flows, checked while you draw.
#[derive(Debug, Clone, PartialEq, Eq, Parser)]
#[command(name = "eventscape-desktop", version, about, after_help = AFTER)]
pub struct Arguments {
    /// The design to open: a folder with eventscape.toml in it. Without it the one opened last
    pub folder: Option<PathBuf>,
}

const AFTER: &str = "\
Environment:
  EVENTSCAPE_LOG  What to write to standard error: error, warn (usual), info, debug or trace

A design that another window is editing opens for reading only.";

impl Arguments {
    /// The folder as a full path, because the window does not know where it was started.
    pub fn full_folder(&self) -> io::Result<Option<PathBuf>> {
        self.folder.as_deref().map(std::path::absolute).transpose()
    }
}

#[cfg(test)]
mod tests {
    use clap::error::ErrorKind;

    use super::*;

    #[test]
    fn the_command_line_takes_one_folder() {
        let check = |arguments: &[&str], expected: Result<Option<&str>, ErrorKind>| {
            let parsed = Arguments::try_parse_from([&["eventscape-desktop"], arguments].concat());
            let folder = parsed.map(|arguments| arguments.folder).map_err(|error| error.kind());
            assert_eq!(folder, expected.map(|folder| folder.map(PathBuf::from)), "{arguments:?}");
        };
        check(&[], Ok(None));
        check(&["samples/ecommerce"], Ok(Some("samples/ecommerce")));
        check(&["--", "--strange"], Ok(Some("--strange")));
        check(&["--help"], Err(ErrorKind::DisplayHelp));
        check(&["--version"], Err(ErrorKind::DisplayVersion));
        check(&["a", "b"], Err(ErrorKind::UnknownArgument));
        check(&["--read-only"], Err(ErrorKind::UnknownArgument));
    }

    #[test]
    fn a_relative_folder_is_made_a_full_path() {
        let arguments = Arguments { folder: Some(PathBuf::from("samples/ecommerce")) };
        let full = arguments.full_folder().unwrap().unwrap();
        assert!(full.is_absolute() && full.ends_with("samples/ecommerce"), "{full:?}");
    }
}
