//! The right button, pressed at the X server: the release of the driver's right press never arrives.

use crate::app::App;
use crate::close::{connect, window_of};
use crate::hand::Point;
use std::time::Duration;
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{BUTTON_PRESS_EVENT, BUTTON_RELEASE_EVENT, ConnectionExt, MOTION_NOTIFY_EVENT};
use x11rb::protocol::xtest::ConnectionExt as _;

/// Which button it is.
const RIGHT: u8 = 3;

/// A pause between two events, so that the page sees each.
const STEP: Duration = Duration::from_millis(60);

impl App<'_> {
    /// Presses the right button at a point of the window, drags it to each of some others and lets go.
    pub async fn right_press(&self, at: Point, through: &[Point]) -> anyhow::Result<()> {
        let (connection, root) = connect(&self.stage().display)?;
        let window = window_of(&connection, root, self.process())?;
        let origin = connection.translate_coordinates(window, root, 0, 0)?.reply()?;
        let fake = async |kind: u8, button: u8, to: Point| -> anyhow::Result<()> {
            let (x, y) = (origin.dst_x + to.x.round() as i16, origin.dst_y + to.y.round() as i16);
            connection.xtest_fake_input(kind, button, x11rb::CURRENT_TIME, root, x, y, 0)?.check()?;
            connection.flush()?;
            tokio::time::sleep(STEP).await;
            Ok(())
        };
        fake(MOTION_NOTIFY_EVENT, 0, at).await?;
        fake(BUTTON_PRESS_EVENT, RIGHT, at).await?;
        for point in through {
            fake(MOTION_NOTIFY_EVENT, 0, *point).await?;
        }
        fake(BUTTON_RELEASE_EVENT, RIGHT, through.last().copied().unwrap_or(at)).await
    }
}
