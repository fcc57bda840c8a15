//! A hand that counts what a person would do: every press, every drag, every key.

use crate::app::App;
use crate::hand::Point;
use std::fmt;
use thirtyfour::Key;

/// The presses and keys of a hand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// Presses of a button of the mouse, and drags.
    pub presses: usize,
    /// Keys, each letter and each chord as one.
    pub keys: usize,
}

impl std::ops::AddAssign for Count {
    fn add_assign(&mut self, more: Self) {
        self.presses += more.presses;
        self.keys += more.keys;
    }
}

/// The hand. What it does is only what a person can do; looking and waiting are for the app itself.
pub struct CountingHand<'app, 'stage> {
    app: &'app App<'stage>,
    parts: Vec<(&'static str, Count)>,
}

impl<'app, 'stage> CountingHand<'app, 'stage> {
    /// A hand that has done nothing yet.
    pub fn new(app: &'app App<'stage>) -> Self {
        Self { app, parts: Vec::new() }
    }

    /// The app that it works on.
    pub fn app(&self) -> &'app App<'stage> {
        self.app
    }

    /// Begins another part of the work.
    pub fn begin(&mut self, part: &'static str) {
        self.parts.push((part, Count::default()));
    }

    /// All that it did.
    pub fn total(&self) -> Count {
        let mut total = Count::default();
        for (_, count) in &self.parts {
            total += *count;
        }
        total
    }

    fn count(&mut self, presses: usize, keys: usize) {
        if self.parts.is_empty() {
            self.begin("before");
        }
        if let Some((_, count)) = self.parts.last_mut() {
            *count += Count { presses, keys };
        }
    }

    /// Presses on an element.
    pub async fn click(&mut self, id: &str) -> anyhow::Result<()> {
        self.count(1, 0);
        self.app.click(id).await
    }

    /// Presses at a point of the window.
    pub async fn press_at(&mut self, at: Point) -> anyhow::Result<()> {
        self.count(1, 0);
        self.app.press_at(at).await
    }

    /// Drags from one point of the window to another.
    pub async fn drag(&mut self, from: Point, to: Point) -> anyhow::Result<()> {
        self.count(1, 0);
        self.app.drag(from, to).await
    }

    /// Types letters wherever the focus is.
    pub async fn type_text(&mut self, text: &str) -> anyhow::Result<()> {
        self.count(0, text.chars().count());
        self.app.type_text(text).await
    }

    /// Presses a key wherever the focus is.
    pub async fn key(&mut self, key: Key) -> anyhow::Result<()> {
        self.count(0, 1);
        self.app.press(key).await
    }

    /// Presses a key while others are held.
    pub async fn chord(&mut self, held: &[Key], key: &str) -> anyhow::Result<()> {
        self.count(0, 1);
        self.app.chord(held, key).await
    }

    /// Types over what the field with the focus says, once it has it, and keeps it with Enter.
    pub async fn name(&mut self, field: &str, text: &str) -> anyhow::Result<()> {
        self.app.wait_for_focus(field).await?;
        self.type_text(text).await?;
        self.key(Key::Enter).await
    }
}

/// The parts with their counts, and the sum.
impl fmt::Display for CountingHand<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = |f: &mut fmt::Formatter<'_>, part: &str, count: Count| {
            writeln!(f, "{part:<34} {:>3} presses and drags {:>4} keys", count.presses, count.keys)
        };
        for (part, count) in &self.parts {
            line(f, part, *count)?;
        }
        line(f, "in total", self.total())
    }
}
