//! What the canvas shows, as elements that a screen reader and a test can reach: one button for each card and region in
//! sight, where the picture has it. Invisible, and no stop for the Tab key. The elements stand in the world and move with it under
//! one transform, so that moving the view touches none of them.

use super::state::Canvas;
use engine::model::{Design, Flow, RecordKey};
use engine::scene::{Camera, Rect, Size};
use leptos::prelude::*;
use widgets::Each;

/// The most elements; beyond that the explorer's tree is the better list.
const MOST: usize = 400;

/// What stands where, in world units.
type Mirrored = (RecordKey, Rect);

/// The part of the world whose elements are there: what is visible, enlarged to steps of about half a window, so that it stays
/// the same while the view moves a little.
fn mirrored(camera: &Camera, viewport: Size) -> Rect {
    let seen = camera.visible(viewport);
    let down = |at: f64, step: f64| (at / step).floor() * step;
    let up = |at: f64, step: f64| (at / step).ceil() * step;
    // A power of two, so that the steps stay the same while the scale changes a little.
    let step = |length: f64| (length / 2.0).max(1.0).log2().ceil().exp2();
    let (wide, high) = (step(seen.width()), step(seen.height()));
    Rect::new(down(seen.x0, wide), down(seen.y0, high), up(seen.x1, wide), up(seen.y1, high))
}

/// The mirror of what is visible.
#[component]
pub fn Mirror(
    /// The canvas.
    canvas: Canvas,
) -> impl IntoView {
    let area = Memo::new(move |_| mirrored(&canvas.camera.get(), canvas.viewport()));
    let visible = Memo::new(move |_| {
        canvas.picture.track();
        let found = |area: Rect| {
            canvas
                .scene(|scene| {
                    let mut nodes: Vec<Mirrored> =
                        scene.nodes_in(area).iter().map(|node| (node.key.clone(), node.rect)).collect();
                    // Lines to retry and dead-letter topics are drawn from the topic's own record, which is there already.
                    nodes.extend(scene.edges_in(area).iter().filter_map(|edge| {
                        let at = edge.middle();
                        Some((edge.flow()?.clone().into(), Rect::from_points(at, at)))
                    }));
                    nodes
                })
                .unwrap_or_default()
        };
        let mut all: Vec<Mirrored> = found(area.get());
        if all.len() > MOST {
            // What is in sight comes first, and there it has to be told exactly.
            all = found(canvas.camera.get().visible(canvas.viewport()));
        }
        all.truncate(MOST);
        all
    });
    let element = move |it: Signal<Mirrored>| {
        let key = StoredValue::new(it.with_untracked(|(key, _)| key.clone()));
        let selected = Memo::new(move |_| key.with_value(|key| canvas.attention.is_selected(key)));
        let label = Memo::new(move |_| {
            key.with_value(|key| canvas.document.record(key, |engine| label_of(engine.design(), key)))
        });
        let place = move || {
            let rect = it.with(|(_, rect)| *rect);
            let (width, height) = (rect.width().max(1.0), rect.height().max(1.0));
            format!("left:{}px;top:{}px;width:{width}px;height:{height}px", rect.x0, rect.y0)
        };
        view! {
            <button
                type="button"
                tabindex="-1"
                role="option"
                aria-label=move || label.get()
                aria-selected=move || selected.get().to_string()
                data-testid=key.with_value(|key| format!("node-{key}"))
                style=place
                on:click=move |_| canvas.attention.select(key.get_value())
            ></button>
        }
    };
    let transform = move || {
        let Camera { scale, x, y } = canvas.camera.get();
        format!("translate({x}px,{y}px) scale({scale})")
    };
    view! {
        <div class="mirror" data-place="picture" role="listbox" aria-multiselectable="true" aria-label="What the picture shows">
            <div class="mirror-world" role="presentation" style:transform=transform>
                <Each items=visible key=|(key, _): &Mirrored| key.clone() children=element />
            </div>
        </div>
    }
}

/// What a screen reader says of a record.
fn label_of(design: &Design, key: &RecordKey) -> String {
    if let RecordKey::Flow(id) = key {
        let said = |flow: &Flow| {
            let verb = if flow.produce().is_some() { "writes to" } else { "reads" };
            format!("{} {verb} {}", flow.service, flow.topic)
        };
        return design.flow(id).map(said).unwrap_or_default();
    }
    design.get(key).map_or_else(String::new, |record| format!("{} {}", key.kind().title(), record.name()))
}

#[cfg(test)]
mod tests {
    use super::{Camera, Size, mirrored};

    #[test]
    fn small_moves_of_the_view_leave_the_elements_as_they_are() {
        let viewport = Size::new(800.0, 600.0);
        let camera = Camera { scale: 0.5, x: -30.0, y: -40.0 };
        let area = mirrored(&camera, viewport);
        assert_eq!(area, mirrored(&Camera { x: -200.0, y: -200.0, ..camera }, viewport));
        assert_ne!(area, mirrored(&Camera { x: -500.0, ..camera }, viewport));
        let seen = camera.visible(viewport);
        assert!(area.contains_rect(seen), "{area:?} {seen:?}");
    }
}
