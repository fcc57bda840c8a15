//! The arguments of `cargo xtask`. A handful of commands and two options do not earn an argument parser as a dependency of the
//! one program that everybody compiles first.

use std::path::PathBuf;

use crate::failure::Failure;

/// The text that `cargo xtask help` prints.
pub const HELP: &str = "\
Eventscape, from clone to window.

Usage: cargo xtask <command>

  run [FOLDER]    open the desktop app on samples/ecommerce, or on FOLDER;
                  without a display, drive the main job once and leave target/demo/
  test            run every check and test there is
  dev [FOLDER]    run the app, rebuild the window on each save and show it anew
  build           build the window and the app, and stop
  setup           install what run, test and dev need, and stop
  tidy            check the rules of the house: layers, licences, versions, texts
  bench [CASE]    measure the Avro engine beside apache-avro and Java's checker;
                  with the case engine, the design engine on up to 10,000 nodes
  fuzz [TARGET]   search for inputs on which the Avro engine fails (parser, resolver, repair),
                  a folder, its standard form or an export (folder, standard, export),
                  or on which any property test does (laws)
  kafka-settings  read anew, out of Kafka's own classes, which settings of topics each version takes
  help            print this

Options:
  --release       with run and build: optimised, as it is shipped
  --seconds N     with fuzz: how long each target searches; 600 when not said

Every command first installs what it needs and is missing, and says so.
";

/// How far the compiler goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// Quick to build; what tests use.
    Development,
    /// Optimised; what people get.
    Release,
}

/// One command line, understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Invocation {
    /// Print the help.
    Help,
    /// Install what is missing.
    Setup,
    /// Build window and app.
    Build { profile: Profile },
    /// Open the app, or demonstrate it.
    Run { folder: Option<PathBuf>, profile: Profile },
    /// Run all checks and tests.
    Test,
    /// Rebuild on save.
    Dev { folder: Option<PathBuf> },
    /// Check the rules of the house.
    Tidy,
    /// Measure the Avro engine, all cases or those whose name begins so, or the design engine.
    Bench { case: Option<String> },
    /// Read the settings of topics out of Kafka's own classes.
    KafkaSettings,
    /// Search for inputs on which something fails, with one target or with each.
    Fuzz { target: Option<String>, seconds: u32 },
}

/// How long a search takes when nobody says.
const SECONDS: u32 = 600;

impl Invocation {
    /// Reads the words after `cargo xtask`.
    pub fn parse(mut words: impl Iterator<Item = String>) -> Result<Self, Failure> {
        let mut profile = Profile::Development;
        let mut seconds = None;
        let mut positional = Vec::new();
        while let Some(word) = words.next() {
            match word.as_str() {
                "--seconds" => {
                    let number = words.next().and_then(|number| number.parse::<u32>().ok());
                    seconds = Some(number.ok_or_else(|| Failure::usage("--seconds takes a whole number"))?);
                }
                "--release" => profile = Profile::Release,
                "-h" | "--help" => return Ok(Self::Help),
                option if option.starts_with('-') => return Err(Failure::usage(format!("unknown option {option}"))),
                _ => positional.push(word),
            }
        }
        let mut positional = positional.into_iter();
        let command = positional.next().unwrap_or_else(|| "help".to_owned());
        let argument = positional.next();
        if let (Some(_), true) = (seconds, command != "fuzz") {
            return Err(Failure::usage(format!("{command} takes no --seconds")));
        }
        let folder = argument.clone().map(PathBuf::from);
        let invocation = match (command.as_str(), folder, profile) {
            ("bench", _, Profile::Development) => Self::Bench { case: argument },
            ("fuzz", _, Profile::Development) => Self::Fuzz { target: argument, seconds: seconds.unwrap_or(SECONDS) },
            ("help", None, Profile::Development) => Self::Help,
            ("setup", None, Profile::Development) => Self::Setup,
            ("build", None, profile) => Self::Build { profile },
            ("run", folder, profile) => Self::Run { folder, profile },
            ("test", None, Profile::Development) => Self::Test,
            ("kafka-settings", None, Profile::Development) => Self::KafkaSettings,
            ("dev", folder, Profile::Development) => Self::Dev { folder },
            ("tidy", None, Profile::Development) => Self::Tidy,
            ("help" | "setup" | "build" | "test" | "tidy" | "kafka-settings", Some(folder), _) => {
                return Err(Failure::usage(format!("{command} takes no argument, but got {}", folder.display())));
            }
            ("help" | "setup" | "test" | "dev" | "tidy" | "bench" | "fuzz" | "kafka-settings", _, Profile::Release) => {
                return Err(Failure::usage(format!("{command} takes no --release")));
            }
            _ => return Err(Failure::usage(format!("unknown command {command}"))),
        };
        match positional.next() {
            Some(surplus) => Err(Failure::usage(format!("one argument too many: {surplus}"))),
            None => Ok(invocation),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn command_lines_are_understood_or_refused_with_the_reason() {
        let release = Profile::Release;
        let cases: [(&str, Result<Invocation, &str>); 22] = [
            ("", Ok(Invocation::Help)),
            ("--help", Ok(Invocation::Help)),
            ("run --help", Ok(Invocation::Help)),
            ("setup", Ok(Invocation::Setup)),
            ("run", Ok(Invocation::Run { folder: None, profile: Profile::Development })),
            ("run shop", Ok(Invocation::Run { folder: Some("shop".into()), profile: Profile::Development })),
            ("run --release shop", Ok(Invocation::Run { folder: Some("shop".into()), profile: release })),
            ("build --release", Ok(Invocation::Build { profile: release })),
            ("dev shop", Ok(Invocation::Dev { folder: Some("shop".into()) })),
            ("bench", Ok(Invocation::Bench { case: None })),
            ("bench wide", Ok(Invocation::Bench { case: Some("wide".into()) })),
            ("fuzz", Ok(Invocation::Fuzz { target: None, seconds: 600 })),
            ("fuzz parser --seconds 5", Ok(Invocation::Fuzz { target: Some("parser".into()), seconds: 5 })),
            ("kafka-settings", Ok(Invocation::KafkaSettings)),
            ("kafka-settings 4.3", Err("kafka-settings takes no argument, but got 4.3")),
            ("fuzz --seconds soon", Err("--seconds takes a whole number")),
            ("test --seconds 5", Err("test takes no --seconds")),
            ("tset", Err("unknown command tset")),
            ("test --fast", Err("unknown option --fast")),
            ("test --release", Err("test takes no --release")),
            ("tidy ui", Err("tidy takes no argument, but got ui")),
            ("run a b", Err("one argument too many: b")),
        ];
        for (line, expected) in cases {
            let understood = Invocation::parse(line.split_whitespace().map(str::to_owned));
            match (understood, expected) {
                (Ok(understood), Ok(expected)) => assert_eq!(understood, expected, "{line}"),
                (Err(refused), Err(expected)) => {
                    assert!(refused.to_string().contains(expected), "{line}: {refused}");
                }
                (understood, expected) => panic!("{line}: {understood:?}, expected {expected:?}"),
            }
        }
    }
}
