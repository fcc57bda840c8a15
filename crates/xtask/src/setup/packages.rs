//! The one table of what the system must provide, why, and what each package manager calls it.

use super::Purpose;

/// How to find out, cheaply, that a package is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Probe {
    /// Any of these programs is on the search path, from wherever it came.
    Program(&'static [&'static str]),
    /// A command that succeeds.
    Answers(&'static str, &'static [&'static str]),
    /// pkg-config knows this library with its headers.
    Library(&'static str),
}

/// The package managers whose commands we know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manager {
    /// Debian, Ubuntu and their like.
    Apt,
    /// Fedora and its like.
    Dnf,
    /// Arch and its like.
    Pacman,
    /// macOS.
    Brew,
    /// Windows.
    Winget,
}

/// One thing that the system provides.
#[derive(Clone, Copy, Debug)]
pub struct Package {
    /// The least purpose that needs it.
    pub purpose: Purpose,
    /// Its purpose.
    pub reason: &'static str,
    /// How to see that it is there.
    pub probe: Probe,
    /// Its names for apt, dnf, pacman, brew and winget; empty where that system needs none.
    names: [&'static str; 5],
}

impl Package {
    /// Its name for a package manager; `None` where that system needs no such package.
    pub fn name(&self, manager: Manager) -> Option<&'static str> {
        let [apt, dnf, pacman, brew, winget] = self.names;
        let name = match manager {
            Manager::Apt => apt,
            Manager::Dnf => dnf,
            Manager::Pacman => pacman,
            Manager::Brew => brew,
            Manager::Winget => winget,
        };
        (!name.is_empty()).then_some(name)
    }
}

/// Everything the system must provide, besides what rustup itself asks for: whoever runs this has compiled it. dnf takes what a
/// package provides (a file, a pkg-config module) for its name.
pub const PACKAGES: &[Package] = &[
    Package {
        purpose: Purpose::App,
        reason: "tells where libraries are",
        probe: Probe::Program(&["pkg-config"]),
        names: ["pkg-config", "pkgconf-pkg-config", "pkgconf", "", ""],
    },
    Package {
        purpose: Purpose::App,
        reason: "shows the window",
        probe: Probe::Library("webkit2gtk-4.1"),
        names: ["libwebkit2gtk-4.1-dev", "pkgconfig(webkit2gtk-4.1)", "webkit2gtk-4.1", "", ""],
    },
    Package {
        purpose: Purpose::App,
        reason: "bundles the text editor",
        // The oldest that the bundler runs on is 18; an older one must be replaced, not only be there.
        probe: Probe::Answers("node", &["-e", "process.exit(parseInt(process.versions.node) >= 18 ? 0 : 1)"]),
        names: ["nodejs", "nodejs", "nodejs", "node", "OpenJS.NodeJS.LTS"],
    },
    Package {
        purpose: Purpose::App,
        reason: "fetches the text editor and the fonts",
        probe: Probe::Program(&["npm"]),
        names: ["npm", "npm", "npm", "", ""],
    },
    Package {
        purpose: Purpose::Headless,
        reason: "a display without a screen",
        probe: Probe::Program(&["Xvfb"]),
        names: ["xvfb", "/usr/bin/Xvfb", "xorg-server-xvfb", "", ""],
    },
    Package {
        purpose: Purpose::Headless,
        reason: "drives the window",
        probe: Probe::Program(&["WebKitWebDriver"]),
        names: ["webkit2gtk-driver", "/usr/bin/WebKitWebDriver", "webkitgtk-6.0", "", ""],
    },
    Package {
        purpose: Purpose::Headless,
        reason: "a message bus of the window's own",
        probe: Probe::Program(&["dbus-run-session"]),
        names: ["dbus", "/usr/bin/dbus-run-session", "dbus", "", ""],
    },
    Package {
        purpose: Purpose::Test,
        reason: "checks the exported shell scripts",
        probe: Probe::Program(&["shellcheck"]),
        names: ["shellcheck", "ShellCheck", "shellcheck", "shellcheck", "koalaman.shellcheck"],
    },
    Package {
        purpose: Purpose::Test,
        reason: "runs Kafka and its tools",
        probe: Probe::Program(&["java"]),
        names: [
            "default-jre-headless",
            "java-latest-openjdk-headless",
            "jre-openjdk-headless",
            "openjdk",
            "EclipseAdoptium.Temurin.21.JRE",
        ],
    },
    Package {
        purpose: Purpose::Test,
        reason: "fetches Kafka and the validators",
        probe: Probe::Program(&["mvn"]),
        names: ["maven", "maven", "maven", "maven", "Apache.Maven"],
    },
];
