//! What a hand does: keys, and the pointer on the canvas.

use crate::app::{App, by_id};
use anyhow::{Context, ensure};
use serde_json::Value;
use std::time::Duration;
use thirtyfour::{Key, TypingData};

/// A pause between two moves of the pointer, so that the page sees each.
const STEP: Duration = Duration::from_millis(15);

/// A point of the window, in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

/// A rectangle of the window, in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// The left edge.
    pub x: f64,
    /// The upper edge.
    pub y: f64,
    /// The width.
    pub width: f64,
    /// The height.
    pub height: f64,
}

impl Area {
    /// The middle.
    pub fn center(self) -> Point {
        Point { x: self.x + self.width / 2.0, y: self.y + self.height / 2.0 }
    }

    /// The middle of the right edge, where a card has a port.
    pub fn right_port(self) -> Point {
        Point { x: self.x + self.width, y: self.center().y }
    }
}

impl App<'_> {
    /// Presses a key wherever the focus is.
    pub async fn press(&self, key: Key) -> anyhow::Result<()> {
        self.type_text(key).await
    }

    /// Types wherever the focus is.
    pub async fn type_text(&self, text: impl Into<TypingData>) -> anyhow::Result<()> {
        Ok(self.web().action_chain().send_keys(text).perform().await?)
    }

    /// Presses a key while others are held.
    pub async fn chord(&self, held: &[Key], key: impl Into<TypingData>) -> anyhow::Result<()> {
        let mut chain = self.web().action_chain();
        for key in held {
            chain = chain.key_down(key.clone());
        }
        chain = chain.send_keys(key);
        for key in held.iter().rev() {
            chain = chain.key_up(key.clone());
        }
        Ok(chain.perform().await?)
    }

    /// Replaces the text of the field that has the focus, or of the one with a test id, and confirms with Enter.
    pub async fn fill(&self, id: &str, text: &str) -> anyhow::Result<()> {
        let field = self.find(id).await?;
        self.wait_for(&format!("the focus in {id}"), async || {
            let focus = "const field = document.querySelector(arguments[0]); field?.focus(); \
                         return field !== null && document.activeElement === field";
            Ok(self.script(focus, &[by_id(id).into()]).await? == Value::Bool(true))
        })
        .await?;
        self.chord(&[Key::Control], "a").await?;
        self.type_text(text).await?;
        let written = field.prop("value").await?.unwrap_or_default();
        ensure!(written == text, "{id} holds “{written}” after typing “{text}”");
        self.press(Key::Enter).await
    }

    /// Moves the pointer to a point.
    pub async fn point_at(&self, at: Point) -> anyhow::Result<()> {
        Ok(self.pointer().move_to(whole(at.x), whole(at.y)).perform().await?)
    }

    /// Presses the left button at a point.
    pub async fn press_at(&self, at: Point) -> anyhow::Result<()> {
        Ok(self.pointer().move_to(whole(at.x), whole(at.y)).click().perform().await?)
    }

    /// Double clicks at a point until it has its effect: on a busy machine two clicks can come too far apart to be one
    /// double click, as they can from a slow hand.
    pub async fn double_click_at(
        &self,
        at: Point,
        what: &str,
        mut effect: impl AsyncFnMut() -> anyhow::Result<bool>,
    ) -> anyhow::Result<()> {
        let mut tries = 0_u32;
        self.wait_for(what, async || {
            if tries.is_multiple_of(25) {
                self.pointer().move_to(whole(at.x), whole(at.y)).double_click().perform().await?;
            }
            tries += 1;
            effect().await
        })
        .await
    }

    /// Drags from one point to another.
    pub async fn drag(&self, from: Point, to: Point) -> anyhow::Result<()> {
        self.hold_and_move(from, to).await?;
        Ok(self.pointer().release().perform().await?)
    }

    /// Presses at one point, moves to another, and does not let go.
    pub async fn hold_and_move(&self, from: Point, to: Point) -> anyhow::Result<()> {
        let between = |part: f64| (from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part);
        let mut chain = self.pointer().move_to(whole(from.x), whole(from.y)).click_and_hold();
        for part in [0.1, 0.4, 0.7, 1.0] {
            let (x, y) = between(part);
            chain = chain.move_to(whole(x), whole(y));
        }
        Ok(chain.perform().await?)
    }

    fn pointer(&self) -> thirtyfour::action_chain::ActionChain {
        self.web().action_chain_with_delay(None, Some(STEP))
    }

    /// Where a card, region or edge of the picture is, once it is in sight.
    pub async fn on_canvas(&self, key: &str) -> anyhow::Result<Area> {
        self.area(&format!("node-{key}")).await
    }

    /// Where an element is, once it is there.
    pub async fn area(&self, id: &str) -> anyhow::Result<Area> {
        self.find(id).await?;
        let measure = "const { x, y, width, height } = document.querySelector(arguments[0]).getBoundingClientRect(); \
                       return [x, y, width, height]";
        let sides = self.script(measure, &[by_id(id).into()]).await?;
        let [x, y, width, height] = serde_json::from_value(sides)?;
        Ok(Area { x, y, width, height })
    }

    /// The upper left corner of a place on the canvas where nothing stands, as large as asked for and as near to the middle
    /// of another thing as can be.
    pub async fn free_place(&self, (width, height): (f64, f64), near: Area) -> anyhow::Result<Point> {
        let search = "
            const [width, height, near] = arguments;
            const canvas = document.querySelector('[data-testid=\"canvas-picture\"]').getBoundingClientRect();
            const taken = [...document.querySelectorAll('.mirror button, .toolbar, .canvas-corner')]
                .map(it => it.getBoundingClientRect());
            let best = null, least = Infinity;
            for (let y = canvas.top + 16; y + height < canvas.bottom - 16; y += 4)
                for (let x = canvas.left + 16; x + width < canvas.right - 16; x += 4) {
                    const far = Math.hypot(x + width / 2 - near[0], y + height / 2 - near[1]);
                    const free = far < least && !taken.some(it =>
                        it.left < x + width && x < it.right && it.top < y + height && y < it.bottom);
                    if (free) { least = far; best = [x, y]; }
                }
            return best;";
        let near = near.center();
        let wish = [width.into(), height.into(), vec![near.x, near.y].into()];
        let place: Option<[f64; 2]> = serde_json::from_value(self.script(search, &wish).await?)?;
        let [x, y] = place.with_context(|| format!("the canvas has no free place of {width} × {height}"))?;
        Ok(Point { x, y })
    }
}

fn whole(length: f64) -> i64 {
    length.round() as i64
}
