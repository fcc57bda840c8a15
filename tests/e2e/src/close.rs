//! The app's window as the X server knows it, and closing it as its frame's cross does: by the message of a window manager.

use crate::display::Display;
use anyhow::Context;
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{AtomEnum, ClientMessageEvent, ConnectionExt, EventMask, MapState, Window};
use x11rb::rust_connection::RustConnection;

/// A connection to the display, and the number of its screen.
pub(crate) fn connect(display: &Display) -> anyhow::Result<(RustConnection, Window)> {
    let (connection, screen) = x11rb::connect(Some(display.name()))?;
    let root = connection.setup().roots.get(screen).context("the display has no screen")?.root;
    Ok((connection, root))
}

fn atom(connection: &RustConnection, name: &str) -> anyhow::Result<u32> {
    Ok(connection.intern_atom(false, name.as_bytes())?.reply()?.atom)
}

/// The window of a process that people see.
pub(crate) fn window_of(connection: &RustConnection, root: Window, process: u32) -> anyhow::Result<Window> {
    let (owner, protocols) = (atom(connection, "_NET_WM_PID")?, atom(connection, "WM_PROTOCOLS")?);
    let number = |window: Window, property: u32, kind: AtomEnum| -> anyhow::Result<Option<u32>> {
        let reply = connection.get_property(false, window, property, kind, 0, 1)?.reply()?;
        Ok(reply.value32().and_then(|mut values| values.next()))
    };
    for window in connection.query_tree(root)?.reply()?.children {
        let owned = number(window, owner, AtomEnum::CARDINAL)? == Some(process);
        // Toolkits keep windows that nobody sees for their own purposes.
        let seen = connection.get_window_attributes(window)?.reply()?.map_state == MapState::VIEWABLE;
        if owned && seen && number(window, protocols, AtomEnum::ATOM)?.is_some() {
            return Ok(window);
        }
    }
    anyhow::bail!("process {process} has no window")
}

/// Asks the window of a process to close.
pub(crate) fn ask_to_close(display: &Display, process: u32) -> anyhow::Result<()> {
    let (connection, root) = connect(display)?;
    let window = window_of(&connection, root, process)?;
    let (protocols, delete) = (atom(&connection, "WM_PROTOCOLS")?, atom(&connection, "WM_DELETE_WINDOW")?);
    let message = ClientMessageEvent::new(32, window, protocols, [delete, 0, 0, 0, 0]);
    Ok(connection.send_event(false, window, EventMask::NO_EVENT, message)?.check()?)
}
