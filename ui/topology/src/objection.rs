//! Why a press or a pull does nothing, said where the hand is: a notice in the corner is not where a person looks.

use super::gesture::joins;
use super::state::Canvas;
use engine::model::{Kind, RecordKey};
use engine::scene::Point;
use leptos::prelude::*;

/// How far the pointer goes before what was said there is taken away, in pixels.
const LEFT: f64 = 60.0;

/// How long it stays at most.
const READ: std::time::Duration = std::time::Duration::from_secs(6);

/// The reason, and its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Objection {
    /// Where the pointer was, in pixels.
    at: Point,
    /// Why nothing happens.
    title: &'static str,
    /// The gesture that does something.
    next: &'static str,
}

/// Why no flow goes from one card to another.
fn against(from: &RecordKey, to: &RecordKey) -> Option<(&'static str, &'static str)> {
    if joins(from, to) {
        return None;
    }
    Some(if from.kind() == Kind::Service {
        ("Services meet on a topic", "Draw a flow to a topic, and one from it to the other service")
    } else {
        ("Topics meet in a service", "Draw a flow to a service, and one from it to the other topic")
    })
}

impl Canvas {
    /// Says at a point why nothing happens there.
    pub(super) fn object(self, at: Point, title: &'static str, next: &'static str) {
        let objection = Objection { at, title, next };
        self.objection.set(Some(objection));
        set_timeout(
            move || {
                if self.objection.try_get_untracked().flatten() == Some(objection) {
                    self.objection.set(None);
                }
            },
            READ,
        );
    }

    /// Says why a flow that is pulled over a card cannot end there.
    pub(super) fn object_to_join(self, at: Point, from: &RecordKey, to: Option<&RecordKey>) {
        let why = to.and_then(|to| against(from, to));
        let said = self.objection.get_untracked().map(|it| (it.title, it.next));
        match why {
            Some((title, next)) if said != why => self.object(at, title, next),
            // It goes along with the pointer, and stays where the pull ends.
            Some((title, next)) => self.objection.set(Some(Objection { at, title, next })),
            None => self.forget_objection(),
        }
    }

    /// Takes away what was said.
    pub(super) fn forget_objection(self) {
        if self.objection.with_untracked(Option::is_some) {
            self.objection.set(None);
        }
    }

    /// Takes away what was said once the pointer is elsewhere.
    pub(super) fn leave_objection(self, at: Point) {
        if self.objection.get_untracked().is_some_and(|it| it.at.distance(at) > LEFT) {
            self.objection.set(None);
        }
    }
}

/// The reason, beside the pointer.
#[component]
pub fn ObjectionNote(
    /// The canvas.
    canvas: Canvas,
) -> impl IntoView {
    move || {
        canvas.objection.get().map(|Objection { at, title, next }| {
            // A text that would leave the canvas at the right stands at the other side of the pointer.
            let is_far_right = at.x > canvas.viewport().width / 2.0;
            view! {
                <div
                    class="canvas-objection"
                    class:leftward=is_far_right
                    role="alert"
                    data-testid="canvas-objection"
                    style:left=format!("{}px", at.x)
                    style:top=format!("{}px", at.y + 18.0)
                >
                    <b>{title}</b>
                    <span>{next}</span>
                </div>
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::against;

    #[test]
    fn a_flow_between_two_of_a_kind_is_told_what_lies_between_them() {
        let check = |from: &str, to: &str, expected: Option<&str>| {
            let found = against(&from.parse().unwrap(), &to.parse().unwrap());
            assert_eq!(found.map(|(title, _)| title), expected, "{from} {to}");
        };
        check("service:a", "service:b", Some("Services meet on a topic"));
        check("topic:a", "topic:b", Some("Topics meet in a service"));
        check("service:a", "topic:b", None);
        check("topic:a", "service:b", None);
    }
}
