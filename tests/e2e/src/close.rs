//! Closing a window as its frame's cross does: by the message that a window manager sends.

use crate::display::Display;
use anyhow::{Context, bail};
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{AtomEnum, ClientMessageEvent, ConnectionExt, EventMask, MapState, Window};

/// Asks the window of a process to close.
pub(crate) fn ask_to_close(display: &Display, process: u32) -> anyhow::Result<()> {
    let (connection, screen) = x11rb::connect(Some(display.name()))?;
    let root = connection.setup().roots.get(screen).context("the display has no screen")?.root;
    let atom =
        |name: &str| -> anyhow::Result<u32> { Ok(connection.intern_atom(false, name.as_bytes())?.reply()?.atom) };
    let (owner, protocols) = (atom("_NET_WM_PID")?, atom("WM_PROTOCOLS")?);
    let number = |window: Window, property: u32, kind: AtomEnum| -> anyhow::Result<Option<u32>> {
        let reply = connection.get_property(false, window, property, kind, 0, 1)?.reply()?;
        Ok(reply.value32().and_then(|mut values| values.next()))
    };
    for window in connection.query_tree(root)?.reply()?.children {
        let owned = number(window, owner, AtomEnum::CARDINAL)? == Some(process);
        // Toolkits keep windows that nobody sees for their own purposes.
        let seen = connection.get_window_attributes(window)?.reply()?.map_state == MapState::VIEWABLE;
        if owned && seen && number(window, protocols, AtomEnum::ATOM)?.is_some() {
            let message = ClientMessageEvent::new(32, window, protocols, [atom("WM_DELETE_WINDOW")?, 0, 0, 0, 0]);
            connection.send_event(false, window, EventMask::NO_EVENT, message)?.check()?;
            return Ok(());
        }
    }
    bail!("process {process} has no window on {}", display.name())
}
