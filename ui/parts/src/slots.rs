//! What the frame lends to crates that do not know each other: a view may show the inspector among its own tabs, and the
//! inspector of an empty selection the first steps, which take the tools of a view.

use leptos::prelude::*;

/// Components of crates that stand beside each other, by what they show.
#[derive(Debug, Clone, Copy)]
pub struct Slots {
    /// Every field of what is selected.
    pub inspector: fn() -> AnyView,
    /// What to do next in a design that is not complete yet.
    pub first_steps: fn() -> AnyView,
}

/// What the frame lends, from anywhere below it.
pub fn slots() -> Slots {
    expect_context()
}
