//! apt: asks once what is installed, and installs in one go, as root or through `sudo` where that asks for no password.

use std::process::Command;

use crate::failure::Failure;
use crate::process;
use crate::say;

use super::packages::Manager;
use super::system;

/// Those of `names` that are installed.
pub fn installed(names: &[&str]) -> Result<Vec<String>, Failure> {
    if names.is_empty() {
        return Ok(Vec::new());
    }
    // dpkg-query fails when it does not know one of the names; what it does know it has printed all the same.
    let output = Command::new("dpkg-query")
        .args(["--show", "--showformat", "${db:Status-Status} ${binary:Package}\n"])
        .args(names)
        .output()
        .map_err(|source| Failure::Start {
            what: "Asking which packages are installed".to_owned(),
            program: "dpkg-query".to_owned(),
            source,
        })?;
    Ok(parse_installed(&String::from_utf8_lossy(&output.stdout)))
}

/// Installs packages, or says which command does it where the person may not.
pub fn install(names: &[&str], reasons: &str) -> Result<(), Failure> {
    let Some(prefix) = privilege() else {
        return Err(Failure::Missing {
            what: format!("These packages are missing, and installing them here takes a password:\n{reasons}"),
            next: format!("Install them, then start again:\n\n  {}", system::command(Manager::Apt, names)),
        });
    };
    say::step(&format!("Installing {} system packages with apt, about a minute", names.len()), || {
        say::note(&format!("\n{reasons}\n").replace("\n  ", "\n    "));
        let what = "Installing system packages";
        process::run_quietly(what, &mut apt_get(prefix, &["update", "-qq"]))?;
        let mut words = vec!["install", "--yes", "--no-install-recommends", "-qq"];
        words.extend(names);
        process::run_quietly(what, &mut apt_get(prefix, &words))
    })
}

/// How to become root without a question: not at all, by `sudo`, or not possible.
fn privilege() -> Option<&'static [&'static str]> {
    let is_root =
        process::capture("Asking who we are", Command::new("id").arg("-u")).is_ok_and(|user| user.trim() == "0");
    if is_root {
        Some(&[])
    } else if process::succeeds(Command::new("sudo").args(["-n", "true"])) {
        Some(&["sudo", "-n"])
    } else {
        None
    }
}

fn apt_get(prefix: &[&str], words: &[&str]) -> Command {
    // `env` and not the command's own environment: sudo passes none of it on.
    let line = [
        prefix,
        &["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Use-Pty=0"],
        words,
    ]
    .concat();
    let mut line = line.into_iter();
    let mut command = Command::new(line.next().unwrap_or("env"));
    command.args(line);
    command
}

fn parse_installed(listing: &str) -> Vec<String> {
    listing
        .lines()
        .filter_map(|line| line.strip_prefix("installed "))
        // A package of another architecture carries it in its name.
        .filter_map(|name| name.split(':').next())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_wholly_installed_packages_count() {
        let listing =
            "installed xvfb\nnot-installed maven\nconfig-files nodejs\ninstalled libwebkit2gtk-4.1-dev:amd64\n";
        assert_eq!(parse_installed(listing), ["xvfb", "libwebkit2gtk-4.1-dev"]);
    }

    #[test]
    fn apt_asks_no_questions_with_and_without_sudo() {
        let shown = |prefix: &[&str]| format!("{:?}", apt_get(prefix, &["update"]));
        assert!(shown(&[]).starts_with(r#""env" "DEBIAN_FRONTEND=noninteractive" "apt-get""#));
        assert!(shown(&["sudo", "-n"]).starts_with(r#""sudo" "-n" "env" "DEBIAN_FRONTEND=noninteractive" "apt-get""#));
    }
}
