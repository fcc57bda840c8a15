//! Decision records: a list by number, and the text of the one that is selected.

use crate::markdown::Markdown;
use engine::model::{Decision, DecisionId, Kind, RecordKey};
use leptos::prelude::*;
use parts::mark::KeyMark;
use parts::names::decision_word;
use parts::{Installed, MainView, WindowAction, actions, attention, document};

/// The decisions view, as the frame knows it.
pub static DECISIONS: MainView = MainView {
    word: "decisions",
    title: "Decisions",
    action_title: "Show decisions",
    chords: &["Alt+6"],
    made_for: &[Kind::Decision],
    keys_act_on: &[Kind::Decision],
    is_drawing: false,
    install: Installed::nothing,
    component: || view! { <DecisionsView /> }.into_any(),
    side: None,
};

/// All decisions, and one of them to read.
#[component]
fn DecisionsView() -> impl IntoView {
    let (document, attention, actions) = (document(), attention(), actions());
    let list = Memo::new(move |_| {
        document.of_kinds(&[Kind::Decision], |design| {
            let line = |it: &Decision| (it.id.clone(), it.title.clone(), decision_word(it.status), it.date.clone());
            design.decisions().values().map(line).collect::<Vec<_>>()
        })
    });
    let shown = Memo::new(move |_| {
        let selected = attention.selection.with(|selection| match selection.primary() {
            Some(RecordKey::Decision(id)) => Some(id.clone()),
            Some(_) | None => None,
        });
        document.of_kinds(&[Kind::Decision], |design| {
            selected.and_then(|id| design.decision(&id)).or_else(|| design.decisions().values().next()).cloned()
        })
    });
    view! {
        <div class="decisions" data-testid="decisions">
            <Show
                when=move || list.with(|list| !list.is_empty())
                fallback=move || {
                    view! {
                        <div class="nothing">
                            <p>"No decision has been recorded yet"</p>
                            <button
                                type="button"
                                class="primary"
                                disabled=move || !document.is_editable()
                                on:click=move |_| actions.run(WindowAction::Create(Kind::Decision))
                            >
                                "New decision…"
                            </button>
                        </div>
                    }
                }
            >
                <ul class="decision-list" aria-label="Decisions">
                    <For each=move || list.get() key=|line| line.clone() let((id, title, status, date))>
                        <DecisionLine
                            id=id
                            title=title
                            status=status
                            date=date
                            shown=Signal::derive(move || shown.with(|shown| shown.as_ref().map(|it| it.id.clone())))
                        />
                    </For>
                </ul>
                <article class="decision-text" tabindex="0">
                    {move || shown.get().map(|decision| view! { <DecisionText decision=decision /> })}
                </article>
            </Show>
        </div>
    }
}

#[component]
fn DecisionLine(
    id: DecisionId,
    title: String,
    status: &'static str,
    date: String,
    #[prop(into)] shown: Signal<Option<DecisionId>>,
) -> impl IntoView {
    let attention = attention();
    let own = id.clone();
    let number = id.as_str().split('-').next().unwrap_or_default().to_owned();
    view! {
        <li>
            <button
                type="button"
                class="decision-line"
                class:on=move || shown.with(|shown| shown.as_ref() == Some(&own))
                data-testid=format!("decision-{id}")
                on:click=move |_| attention.show(id.clone().into())
            >
                <span class="decision-number mono">{number}</span>
                <span class="decision-words">
                    <span class="decision-title">{title}</span>
                    <span class="muted">{status}{(!date.is_empty()).then(|| format!(" · {date}"))}</span>
                </span>
            </button>
        </li>
    }
}

#[component]
fn DecisionText(decision: Decision) -> impl IntoView {
    let (document, attention) = (document(), attention());
    let links: Vec<(RecordKey, String)> = document.peek(|engine| {
        let named = decision.records.iter().filter(|key| engine.design().contains(key));
        named.map(|key| (key.clone(), engine.name_of(key))).collect()
    });
    let people = |label: &'static str, names: &[String]| {
        (!names.is_empty()).then(|| {
            let names = names.join(", ");
            view! { <span>{label}" "<b>{names}</b></span> }
        })
    };
    view! {
        <div class="decision-facts">
            <span class=format!("badge {}", decision_word(decision.status))>{decision_word(decision.status)}</span>
            {(!decision.date.is_empty()).then(|| view! { <span>{decision.date.clone()}</span> })}
            {people("decided by", &decision.decision_makers)}
            {people("consulted", &decision.consulted)}
            {people("informed", &decision.informed)}
        </div>
        {(!links.is_empty())
            .then(|| {
                let links = links
                    .into_iter()
                    .map(|(key, name)| {
                        let target = key.clone();
                        view! {
                            <button type="button" class="record-chip" on:click=move |_| attention.show(target.clone())>
                                <KeyMark key=Signal::stored(key) />
                                {name}
                            </button>
                        }
                    })
                    .collect_view();
                view! { <div class="record-chips">{links}</div> }
            })}
        <div class="markdown">
            <Markdown text=decision.body.clone() />
        </div>
    }
}
