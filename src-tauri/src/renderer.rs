//! How WebKitGTK should draw on this machine.
//!
//! WebKitGTK picks a path through the graphics driver that fails or crawls on two kinds of machine: with NVIDIA's own driver
//! its buffer sharing breaks, and without a GPU compositing costs three quarters of the frames. One environment variable
//! helps each, but only if it is set before GTK starts, and never against the person's own choice.

use std::path::Path;

/// Turns off accelerated compositing.
const NO_COMPOSITING: &str = "WEBKIT_DISABLE_COMPOSITING_MODE";
/// Shares buffers through memory instead of the driver; the GPU stays in use.
const SHARED_MEMORY: &str = "WEBKIT_DMABUF_RENDERER_FORCE_SHM";
/// A user who sets one of these has decided.
const DECIDED_BY_HAND: [&str; 3] = [NO_COMPOSITING, SHARED_MEMORY, "WEBKIT_DISABLE_DMABUF_RENDERER"];

/// The facts about the machine that the choice depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Probes {
    /// One of WebKit's own variables is set.
    pub decided_by_hand: bool,
    /// NVIDIA's own driver is loaded, not the free one.
    pub nvidia_driver: bool,
    /// There is a GPU that programs may draw with.
    pub render_node: bool,
    /// The person asked for drawing without a GPU.
    pub software_drawing: bool,
}

/// How to draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renderer {
    /// As WebKitGTK decides.
    Usual,
    /// With the GPU, but sharing buffers through memory.
    SharedMemory,
    /// Without compositing.
    WithoutCompositing,
}

/// The decision.
pub fn choose(probes: Probes) -> Renderer {
    if probes.decided_by_hand {
        Renderer::Usual
    } else if probes.nvidia_driver {
        Renderer::SharedMemory
    } else if probes.software_drawing || !probes.render_node {
        Renderer::WithoutCompositing
    } else {
        Renderer::Usual
    }
}

impl Renderer {
    /// The variable that WebKitGTK must find set to `1`.
    pub fn variable(self) -> Option<&'static str> {
        match self {
            Self::Usual => None,
            Self::SharedMemory => Some(SHARED_MEMORY),
            Self::WithoutCompositing => Some(NO_COMPOSITING),
        }
    }
}

/// Looks at the machine. `variable` reads the environment; `system` is `/`.
pub fn probe(variable: impl Fn(&str) -> Option<String>, system: &Path) -> Probes {
    let is_render_node = |entry: std::io::Result<std::fs::DirEntry>| {
        entry.is_ok_and(|entry| entry.file_name().to_string_lossy().starts_with("renderD"))
    };
    Probes {
        decided_by_hand: DECIDED_BY_HAND.iter().any(|name| variable(name).is_some()),
        nvidia_driver: system.join("proc/driver/nvidia/version").exists(),
        render_node: system.join("dev/dri").read_dir().is_ok_and(|mut entries| entries.any(is_render_node)),
        software_drawing: variable("LIBGL_ALWAYS_SOFTWARE")
            .is_some_and(|value| !matches!(value.as_str(), "" | "0" | "false" | "no")),
    }
}

/// Makes sure the variable is set before GTK starts, by starting this program anew in its own place if need be. The new one
/// finds the variable set and goes on.
#[cfg(target_os = "linux")]
pub fn prepare() {
    use std::os::unix::process::CommandExt as _;

    let probes = probe(|name| std::env::var(name).ok(), Path::new("/"));
    let renderer = choose(probes);
    tracing::info!(?probes, ?renderer, "drawing");
    let Some(variable) = renderer.variable() else { return };
    let program = match std::env::current_exe() {
        Ok(program) => program,
        Err(error) => {
            tracing::warn!(%error, "the renderer is left as it is");
            return;
        }
    };
    let error = std::process::Command::new(program).args(std::env::args_os().skip(1)).env(variable, "1").exec();
    tracing::warn!(%error, "the renderer is left as it is");
}

/// Only WebKitGTK needs it.
#[cfg(not(target_os = "linux"))]
pub fn prepare() {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_machine_decides_how_to_draw_unless_a_person_did() {
        let check = |by_hand: bool, nvidia: bool, node: bool, software: bool, expected: Renderer| {
            let probes = Probes {
                decided_by_hand: by_hand,
                nvidia_driver: nvidia,
                render_node: node,
                software_drawing: software,
            };
            assert_eq!(choose(probes), expected, "{probes:?}");
        };
        for bits in 0..8_u8 {
            check(true, bits & 1 != 0, bits & 2 != 0, bits & 4 != 0, Renderer::Usual);
        }
        check(false, false, true, false, Renderer::Usual);
        check(false, false, true, true, Renderer::WithoutCompositing);
        check(false, false, false, false, Renderer::WithoutCompositing);
        check(false, false, false, true, Renderer::WithoutCompositing);
        check(false, true, true, false, Renderer::SharedMemory);
        check(false, true, true, true, Renderer::SharedMemory);
        check(false, true, false, false, Renderer::SharedMemory);
        check(false, true, false, true, Renderer::SharedMemory);
    }

    #[test]
    fn the_probes_read_the_machine() {
        let check = |files: &[&str], variables: &[(&str, &str)], expected: Probes| {
            let system = tempfile::tempdir().unwrap();
            for file in files {
                let path = system.path().join(file);
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                std::fs::write(path, "").unwrap();
            }
            let variable =
                |name: &str| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
            assert_eq!(probe(variable, system.path()), expected, "{files:?} {variables:?}");
        };
        let none = Probes::default();
        check(&[], &[], none);
        check(&["dev/dri/card0"], &[], none);
        check(&["dev/dri/card0", "dev/dri/renderD128"], &[], Probes { render_node: true, ..none });
        check(&["proc/driver/nvidia/version"], &[], Probes { nvidia_driver: true, ..none });
        check(&["proc/driver/nvidia"], &[], none);
        check(&[], &[("LIBGL_ALWAYS_SOFTWARE", "1")], Probes { software_drawing: true, ..none });
        check(&[], &[("LIBGL_ALWAYS_SOFTWARE", "true")], Probes { software_drawing: true, ..none });
        check(&[], &[("LIBGL_ALWAYS_SOFTWARE", "0")], none);
        check(&[], &[("WEBKIT_DISABLE_COMPOSITING_MODE", "0")], Probes { decided_by_hand: true, ..none });
        check(&[], &[("WEBKIT_DISABLE_DMABUF_RENDERER", "1")], Probes { decided_by_hand: true, ..none });
        check(&[], &[("WEBKIT_DMABUF_RENDERER_FORCE_SHM", "1")], Probes { decided_by_hand: true, ..none });
    }
}
