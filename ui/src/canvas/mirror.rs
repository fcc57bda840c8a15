//! What the canvas shows, as elements that a screen reader and a test can reach: one button for each card and region in
//! sight, where the picture has it. Invisible, and no stop for the Tab key.

use super::state::Canvas;
use engine::model::{Record, RecordKey};
use engine::scene::Rect;
use leptos::prelude::*;

/// The most elements; beyond that the explorer's tree is the better list.
const MOST: usize = 400;

#[derive(Clone, PartialEq)]
struct Mirrored {
    key: RecordKey,
    label: String,
    rect: Rect,
}

/// The mirror of what is visible.
#[component]
pub fn Mirror(
    /// The canvas.
    canvas: Canvas,
) -> impl IntoView {
    let visible = Memo::new(move |_| {
        canvas.picture.track();
        let camera = canvas.camera.get();
        let world = camera.visible(canvas.viewport());
        let found = canvas.scene(|scene| {
            let mut nodes: Vec<(RecordKey, Rect)> =
                scene.nodes_in(world).iter().map(|node| (node.key.clone(), node.rect)).collect();
            // Lines to retry and dead-letter topics are drawn from the topic's own record, which is there already.
            nodes.extend(scene.edges_in(world).iter().filter_map(|edge| {
                let at = edge.middle();
                Some((edge.flow()?.clone().into(), Rect::from_points(at, at)))
            }));
            nodes
        });
        let mut found = found.unwrap_or_default();
        found.truncate(MOST);
        canvas.document.peek(|engine| {
            let design = engine.design();
            let mirrored = |(key, rect): (RecordKey, Rect)| {
                let record = design.get(&key)?;
                let label = if let Record::Flow(flow) = &record {
                    let verb = if flow.produce().is_some() { "writes to" } else { "reads" };
                    format!("{} {verb} {}", flow.service, flow.topic)
                } else {
                    format!("{} {}", key.kind().title(), record.name())
                };
                Some(Mirrored { rect: camera.screen_from_world_rect(rect), key, label })
            };
            found.into_iter().filter_map(mirrored).collect::<Vec<_>>()
        })
    });
    let element = move |it: Mirrored| {
        let key = it.key.clone();
        let selected = {
            let key = it.key.clone();
            Memo::new(move |_| canvas.attention.is_selected(&key))
        };
        view! {
            <button
                type="button"
                tabindex="-1"
                role="option"
                aria-label=it.label
                aria-selected=move || selected.get().to_string()
                data-testid=format!("node-{}", it.key)
                style:left=format!("{}px", it.rect.x0)
                style:top=format!("{}px", it.rect.y0)
                style:width=format!("{}px", it.rect.width().max(1.0))
                style:height=format!("{}px", it.rect.height().max(1.0))
                on:click=move |_| canvas.attention.select(key.clone())
            ></button>
        }
    };
    view! {
        <div class="mirror" data-place="picture" role="listbox" aria-multiselectable="true" aria-label="What the picture shows">
            <For
                each=move || visible.get()
                key=|it| (it.key.clone(), it.label.clone(), [it.rect.x0, it.rect.y0, it.rect.x1, it.rect.y1].map(f64::to_bits))
                children=element
            />
        </div>
    }
}
