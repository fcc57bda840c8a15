//! Whether there is a display to show a window on.

use std::env;

/// Whether the person sits in front of a display. macOS and Windows always have one.
pub fn is_there() -> bool {
    !cfg!(target_os = "linux")
        || ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| env::var_os(name).is_some_and(|value| !value.is_empty()))
}
