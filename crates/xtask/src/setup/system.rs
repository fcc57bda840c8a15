//! System packages: finds the missing ones, installs them where apt is there and the person may, and elsewhere prints the one
//! command that does it and stops, with nothing half done.

use crate::failure::Failure;
use crate::process;

use super::Purpose;
use super::apt;
use super::packages::{Manager, PACKAGES, Package, Probe};

/// Installs, or asks for, every package that `purpose` needs and the system lacks.
pub fn install_missing(purpose: Purpose) -> Result<(), Failure> {
    let Some(manager) = detect() else {
        return refuse_if_unusable(purpose);
    };
    let wanted: Vec<&Package> =
        PACKAGES.iter().filter(|package| package.purpose <= purpose && package.name(manager).is_some()).collect();
    let missing = match manager {
        Manager::Apt => missing_for_apt(&wanted)?,
        Manager::Dnf | Manager::Pacman | Manager::Brew | Manager::Winget => missing_by_probe(&wanted),
    };
    if missing.is_empty() {
        return Ok(());
    }
    let mut names: Vec<&str> = missing.iter().filter_map(|package| package.name(manager)).collect();
    names.sort();
    names.dedup();
    match manager {
        Manager::Apt => apt::install(&names, &reasons(&missing, manager)),
        Manager::Dnf | Manager::Pacman | Manager::Brew | Manager::Winget => Err(Failure::Missing {
            what: format!("These packages are missing:\n{}", reasons(&missing, manager)),
            next: format!("Install them, then start again:\n\n  {}", command(manager, &names)),
        }),
    }
}

/// The package manager of this machine.
fn detect() -> Option<Manager> {
    if cfg!(windows) {
        return Some(Manager::Winget);
    }
    if cfg!(target_os = "macos") {
        return Some(Manager::Brew);
    }
    [("apt-get", Manager::Apt), ("dnf", Manager::Dnf), ("pacman", Manager::Pacman)]
        .into_iter()
        .find(|(program, _)| process::find_program(program).is_some())
        .map(|(_, manager)| manager)
}

/// apt knows libraries better than any probe, but programs may well come from somewhere else: a Java from its vendor, a Node
/// from a version manager.
fn missing_for_apt<'a>(wanted: &[&'a Package]) -> Result<Vec<&'a Package>, Failure> {
    let unproven: Vec<&Package> = wanted
        .iter()
        .copied()
        .filter(|package| match package.probe {
            Probe::Program(_) | Probe::Answers(..) => !holds(package.probe),
            Probe::Library(_) => true,
        })
        .collect();
    let names: Vec<&str> = unproven.iter().filter_map(|package| package.name(Manager::Apt)).collect();
    let installed = apt::installed(&names)?;
    Ok(unproven
        .into_iter()
        .filter(|package| package.name(Manager::Apt).is_some_and(|name| !installed.iter().any(|there| there == name)))
        .collect())
}

fn missing_by_probe<'a>(wanted: &[&'a Package]) -> Vec<&'a Package> {
    wanted.iter().copied().filter(|package| !holds(package.probe)).collect()
}

fn holds(probe: Probe) -> bool {
    match probe {
        Probe::Program(names) => names.iter().any(|name| process::find_program(name).is_some()),
        Probe::Answers(program, arguments) => process::succeeds(process::program(program).args(arguments)),
        Probe::Library(module) => process::succeeds(process::program("pkg-config").args(["--exists", module])),
    }
}

/// A system without a package manager that we know: all we can do is to say what for.
fn refuse_if_unusable(purpose: Purpose) -> Result<(), Failure> {
    let wanted: Vec<&Package> = PACKAGES.iter().filter(|package| package.purpose <= purpose).collect();
    let missing = missing_by_probe(&wanted);
    if missing.is_empty() {
        return Ok(());
    }
    Err(Failure::Missing {
        what: format!("This system lacks what Debian calls:\n{}", reasons(&missing, Manager::Apt)),
        next: "Install its own packages for these, then start again".to_owned(),
    })
}

fn reasons(packages: &[&Package], manager: Manager) -> String {
    packages
        .iter()
        .filter_map(|package| Some(format!("  {:<28} {}", package.name(manager)?, package.reason)))
        .collect::<Vec<_>>()
        .join("\n")
}

/// The command a person types to install packages, ready to copy.
pub fn command(manager: Manager, names: &[&str]) -> String {
    let quoted = |name: &&str| if name.contains('(') { format!("'{name}'") } else { (*name).to_owned() };
    let names = names.iter().map(quoted).collect::<Vec<_>>().join(" ");
    match manager {
        Manager::Apt => format!("sudo apt-get update && sudo apt-get install --no-install-recommends {names}"),
        Manager::Dnf => format!("sudo dnf install {names}"),
        Manager::Pacman => format!("sudo pacman -S --needed {names}"),
        Manager::Brew => format!("brew install {names}"),
        Manager::Winget => {
            names.split(' ').map(|name| format!("winget install --id {name} --exact")).collect::<Vec<_>>().join("\n  ")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(manager: Manager, purpose: Purpose) -> Vec<&'static str> {
        PACKAGES
            .iter()
            .filter(|package| package.purpose <= purpose)
            .filter_map(|package| package.name(manager))
            .collect()
    }

    #[test]
    fn each_manager_gets_a_command_that_can_be_pasted() {
        let cases = [
            (Manager::Apt, "sudo apt-get update && sudo apt-get install --no-install-recommends a b"),
            (Manager::Dnf, "sudo dnf install a b"),
            (Manager::Pacman, "sudo pacman -S --needed a b"),
            (Manager::Brew, "brew install a b"),
            (Manager::Winget, "winget install --id a --exact\n  winget install --id b --exact"),
        ];
        for (manager, expected) in cases {
            assert_eq!(command(manager, &["a", "b"]), expected);
        }
        assert_eq!(command(Manager::Dnf, &["pkgconfig(x)"]), "sudo dnf install 'pkgconfig(x)'");
    }

    #[test]
    fn opening_the_app_asks_for_no_test_tools() {
        for manager in [Manager::Apt, Manager::Dnf, Manager::Pacman, Manager::Brew, Manager::Winget] {
            let app = names(manager, Purpose::App);
            assert!(!app.contains(&"maven") && !app.contains(&"xvfb"), "{manager:?}: {app:?}");
            assert!(names(manager, Purpose::Test).len() > app.len(), "{manager:?}");
        }
        assert!(names(Manager::Apt, Purpose::App).contains(&"libwebkit2gtk-4.1-dev"));
        assert!(names(Manager::Apt, Purpose::Headless).contains(&"webkit2gtk-driver"));
    }

    #[test]
    fn a_missing_program_does_not_hold() {
        assert!(!holds(Probe::Program(&["no-such-program-anywhere"])));
        assert!(!holds(Probe::Answers("no-such-program-anywhere", &[])));
        assert!(holds(Probe::Program(&["no-such-program-anywhere", "cargo"])));
    }
}
