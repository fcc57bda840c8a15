//! The small sign before a record's name: the same in explorer, palette, inspector and problems.

use crate::{document, hue_css};
use engine::model::{Context, Design, Kind, MessageKind, RecordKey};
use engine::scene::hue_of;
use leptos::prelude::*;
use widgets::Icon;

/// What a record looks like in one sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Its kind, which gives the shape.
    pub kind: Kind,
    /// Its colour, as CSS.
    pub colour: String,
}

/// The sign of a record.
pub fn mark_of(design: &Design, key: &RecordKey) -> Mark {
    let ink = |context: Option<&Context>| context.map_or("var(--muted)".to_owned(), |it| hue_css(hue_of(it), "ink"));
    let colour = if let RecordKey::Context(id) = key {
        ink(design.context(id))
    } else if let RecordKey::Message(id) = key {
        message_colour(design.message(id).map(|it| it.kind))
    } else if let RecordKey::Schema(id) = key {
        message_colour(design.messages_of_schema(id).next().map(|it| it.kind))
    } else {
        let context = design.get(key).and_then(|record| record.context().cloned());
        ink(context.and_then(|id| design.context(&id)))
    };
    Mark { kind: key.kind(), colour }
}

fn message_colour(kind: Option<MessageKind>) -> String {
    let name = match kind {
        Some(MessageKind::Event) | None => "event",
        Some(MessageKind::Command) => "command",
        Some(MessageKind::Query) => "policy",
        Some(MessageKind::Document) => "read-model",
    };
    format!("var(--{name})")
}

/// The sign, drawn.
#[component]
pub fn RecordMark(
    /// What to draw.
    #[prop(into)]
    mark: Signal<Mark>,
) -> impl IntoView {
    let shape = move || {
        let lucide = |icon| view! { <Icon icon=icon size=14 /> }.into_any();
        match mark.with(|mark| mark.kind) {
            Kind::Context => view! { <i class="square"></i> }.into_any(),
            Kind::Message => view! { <i class="square small"></i> }.into_any(),
            Kind::Schema => view! { <i class="square small"></i> }.into_any(),
            Kind::Service => view! {
                <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
                    <path d="M7 1l5.2 3v6L7 13 1.8 10V4z" fill="none" stroke="currentColor" stroke-width="1.4" stroke-linejoin="round"></path>
                </svg>
            }
            .into_any(),
            Kind::Topic => view! {
                <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true" fill="currentColor">
                    <rect x="1" y="2" width="12" height="2.4" rx="0.8"></rect>
                    <rect x="1" y="5.8" width="12" height="2.4" rx="0.8" opacity="0.75"></rect>
                    <rect x="1" y="9.6" width="12" height="2.4" rx="0.8" opacity="0.5"></rect>
                </svg>
            }
            .into_any(),
            Kind::ContextRelation => lucide(icondata_lu::LuWaypoints),
            Kind::Flow => lucide(icondata_lu::LuArrowRight),
            Kind::Process => lucide(icondata_lu::LuWorkflow),
            Kind::Environment => lucide(icondata_lu::LuServer),
            Kind::Decision => lucide(icondata_lu::LuScrollText),
            Kind::View => lucide(icondata_lu::LuMap),
            Kind::Placement => lucide(icondata_lu::LuMapPin),
            Kind::Settings => lucide(icondata_lu::LuSettings2),
            Kind::Policy => lucide(icondata_lu::LuShieldCheck),
        }
    };
    view! {
        <span class="mark" style:color=move || mark.with(|mark| mark.colour.clone()) aria-hidden="true">
            {shape}
        </span>
    }
}

/// The sign of a record for lists of choices, as it looks now.
pub fn sign_of(design: &Design, key: &RecordKey) -> ViewFn {
    let mark = mark_of(design, key);
    ViewFn::from(move || view! { <RecordMark mark=Signal::stored(mark.clone()) /> })
}

/// The sign of a record of the open design.
#[component]
pub fn KeyMark(
    /// The record.
    #[prop(into)]
    key: Signal<RecordKey>,
) -> impl IntoView {
    let document = document();
    let mark = Memo::new(move |_| key.with(|key| document.appearance(key, |engine| mark_of(engine.design(), key))));
    view! { <RecordMark mark=mark /> }
}
