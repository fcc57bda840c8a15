//! The WebAssembly target: from rustup, or, where rustup may not fetch it, from Debian's own Rust for the web.

use std::path::Path;
use std::process::Command;

use crate::failure::Failure;
use crate::process;
use crate::say;

use super::apt;

/// The target that the window's program is compiled for.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// Debian's packages of a Rust that compiles for the web.
const DEBIAN_PACKAGES: [&str; 5] = ["cargo-web", "libstd-rust-web-dev", "lld", "rust-web-src", "rustc-web"];

/// How rustup calls Debian's Rust once it is linked.
const DEBIAN_TOOLCHAIN: &str = "debian";

/// How to compile for WebAssembly on this machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WasmToolchain {
    /// The tool chain that compiles everything else has the target.
    SameAsNative,
    /// Debian's tool chain, which builds the standard library from its sources.
    Debian,
}

impl WasmToolchain {
    /// Makes a cargo command use this tool chain.
    pub fn apply(self, cargo: &mut Command) {
        match self {
            Self::SameAsNative => {}
            Self::Debian => {
                cargo.envs([
                    ("RUSTUP_TOOLCHAIN", DEBIAN_TOOLCHAIN),
                    ("RUSTC_BOOTSTRAP", "1"),
                    ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort"),
                    ("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", "wasm-ld"),
                ]);
            }
        }
    }
}

/// Finds the target or installs it.
pub fn ensure() -> Result<WasmToolchain, Failure> {
    if is_there()? {
        return Ok(WasmToolchain::SameAsNative);
    }
    let what = "Adding the WebAssembly target with rustup";
    let added = say::step(what, || {
        Ok(process::succeeds(process::program("rustup").args(["target", "add", TARGET])) && is_there()?)
    })?;
    if added { Ok(WasmToolchain::SameAsNative) } else { from_debian() }
}

fn is_there() -> Result<bool, Failure> {
    let libraries = process::capture(
        "Asking for the WebAssembly target",
        Command::new("rustc").args(["--print", "target-libdir", "--target", TARGET]),
    )?;
    Ok(Path::new(libraries.trim()).is_dir())
}

fn from_debian() -> Result<WasmToolchain, Failure> {
    say::note("rustup could not add it; trying Debian's own Rust for the web");
    if process::find_program("apt-get").is_none() || process::find_program("rustup").is_none() {
        return Err(Failure::Missing {
            what: format!("The Rust target {TARGET} is missing, and rustup could not add it"),
            next: format!("Run `rustup target add {TARGET}` to see why, then start again"),
        });
    }
    let there = apt::installed(&DEBIAN_PACKAGES)?;
    let missing: Vec<&str> =
        DEBIAN_PACKAGES.into_iter().filter(|name| !there.iter().any(|package| package == name)).collect();
    if !missing.is_empty() {
        apt::install(&missing, &format!("  {}  compile for the web", missing.join(" ")))?;
    }
    let what = "Asking rustup for its tool chains";
    let toolchains = process::capture(what, process::program("rustup").args(["toolchain", "list"]))?;
    if !toolchains.lines().any(|line| line.split_whitespace().next() == Some(DEBIAN_TOOLCHAIN)) {
        let what = "Telling rustup of Debian's Rust";
        process::run(what, process::program("rustup").args(["toolchain", "link", DEBIAN_TOOLCHAIN, "/usr"]))?;
    }
    Ok(WasmToolchain::Debian)
}
