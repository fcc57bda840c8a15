//! The menu under the pointer: of a card, a region, a message or a line the one that the explorer opens, and of the empty ground
//! what can be done with the picture.

use super::actions::CanvasAction;
use super::outcome::whole;
use super::state::Canvas;
use super::tool::Tool;
use engine::model::Kind;
use engine::scene::{Point, Vec2};
use leptos::prelude::*;
use parts::WindowAction;
use parts::record_menu::{Menus, context_menu};
use widgets::Menu;

/// Where in a region its title stands, in pixels.
const TITLE: Vec2 = Vec2::new(12.0, 8.0);

impl Canvas {
    /// Opens the menu at a point of the canvas, in pixels. What is there is selected, unless it is among what was.
    pub(super) fn open_menu(self, menus: Menus, at: Point) {
        let Some(element) = self.element.get_untracked() else { return };
        let rect = element.get_bounding_client_rect();
        let (x, y) = (rect.left() + at.x, rect.top() + at.y);
        let world = self.world(at);
        self.inner.update_value(|inner| inner.menu_at = Some((whole(world.x), whole(world.y))));
        match self.record_at(at) {
            Some(key) => {
                if !self.attention.selection.with_untracked(|selection| selection.contains(&key)) {
                    self.attention.select(key.clone());
                }
                context_menu(menus, &key, x, y);
            }
            None => menus.open(x, y, "Picture", ground(menus)),
        }
    }

    /// Opens the menu of what is selected, or of the picture, where it stands.
    pub(super) fn open_menu_by_key(self, menus: Menus) {
        let selected = self.attention.selection.with_untracked(|selection| selection.primary().cloned());
        let camera = self.camera.get_untracked();
        let place = selected.and_then(|key| {
            let rect =
                camera.screen_from_world_rect(self.scene(|scene| scene.node(&key).map(|node| node.rect)).flatten()?);
            // In the middle of a region stand its members.
            Some(if key.kind() == Kind::Context { rect.origin() + TITLE } else { rect.center() })
        });
        self.open_menu(menus, place.unwrap_or(self.middle()));
    }
}

fn ground(menus: Menus) -> Vec<Menu> {
    let actions = menus.actions;
    vec![
        actions.menu_line(CanvasAction::Take(Tool::Context)),
        actions.menu_line(CanvasAction::Take(Tool::Service)),
        actions.menu_line(CanvasAction::Take(Tool::Topic)),
        Menu::Rule,
        actions.menu_line(WindowAction::Paste),
        actions.menu_line(WindowAction::SelectAll),
        Menu::Rule,
        actions.menu_line(CanvasAction::Fit),
        actions.menu_line(CanvasAction::ZoomActual),
        actions.menu_line(CanvasAction::LayOut),
    ]
}
