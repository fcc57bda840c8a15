//! The column at the right: who reads the event, and in which order a draft gets out.

use super::focus::{by_id, keep_focus};
use super::judged::Reader;
use super::state::{Side, Workbench, bench, workbench};
use engine::avro::Compatibility;
use engine::check::{SchemaVerdict, Step};
use engine::edit::Command;
use engine::model::{Record, RecordKey};
use leptos::prelude::*;
use parts::{Attention, Document, attention, document, slots};
use std::hash::Hash;
use widgets::{Tab, Tabs};

/// What stands at the right while a schema is open, and else the inspector.
#[component]
pub fn SchemaSide() -> impl IntoView {
    let workbench = workbench();
    let in_workbench = Memo::new(move |_| workbench.in_workbench());
    move || if in_workbench.get() { view! { <SideTabs /> }.into_any() } else { (slots().inspector)() }
}

/// The readers of the event, and the properties of the schema.
#[component]
fn SideTabs() -> impl IntoView {
    let workbench = workbench();
    let tab = |value, title, testid: &str| Tab { value, title, testid: testid.to_owned(), count: Signal::stored(None) };
    let tabs =
        vec![tab(Side::Readers, "Readers", "side-readers"), tab(Side::Properties, "Properties", "side-properties")];
    let front = Memo::new(move |_| workbench.side.get());
    view! {
        <div class="schema-side">
            <div class="side-tabs">
                <Tabs
                    tabs=tabs
                    value=front
                    on_pick=Callback::new(move |it| workbench.side.set(it))
                    label="About this schema"
                    class="underlined"
                />
            </div>
            <div class="side-body" role="tabpanel">
                {move || match front.get() {
                    Side::Readers => view! { <Readers /> }.into_any(),
                    Side::Properties => (slots().inspector)(),
                }}
            </div>
        </div>
    }
}

/// Makes the decision that the draft calls for, and shows it.
fn draft_decision(document: Document, attention: Attention, workbench: Workbench) {
    let Some(schema) = workbench.open.get_untracked() else { return };
    let Some(decision) = document.peek(|engine| engine.decision_about(&schema)) else { return };
    let key = RecordKey::from(decision.id.clone());
    if document.dispatch(Command::Create { record: Box::new(Record::Decision(decision)), placement: None }) {
        attention.open_view_of(&key);
    }
}

#[component]
fn Readers() -> impl IntoView {
    let (document, attention, workbench, bench) = (document(), attention(), workbench(), bench());
    let readers =
        Memo::new(move |_| bench.judged.with(|it| it.as_ref().map(|it| it.readers.clone()).unwrap_or_default()));
    let has_topic = Memo::new(move |_| bench.judged.with(|it| it.as_ref().is_some_and(|it| !it.topics.is_empty())));
    let steps = Memo::new(move |_| {
        bench.judged.with(|it| it.as_ref().map(|it| it.verdict.rollout.clone()).unwrap_or_default())
    });
    let needs = Memo::new(move |_| bench.judged.with(|it| it.as_ref().and_then(|it| mode_line(&it.verdict))));
    let noun = Memo::new(move |_| bench.judged.with(|it| it.as_ref().map_or("event", |it| it.noun)));
    let when = Memo::new(move |_| {
        bench.judged.with(|it| {
            let Some(it) = it else { return String::new() };
            match (&it.draft, it.versions.last()) {
                (Some(draft), _) => format!("if version {} is produced today", draft.number),
                (None, Some(latest)) => format!("version {} is produced today", latest.number),
                (None, None) => "nothing is produced yet".to_owned(),
            }
        })
    });
    view! {
        <div class="readers" data-testid="readers" tabindex="-1">
            <h3>{move || format!("Who reads this {}", noun.get())}</h3>
            <p class="muted">{move || when.get()}</p>
            <Show
                when=move || readers.with(|it| !it.is_empty())
                fallback=move || {
                    let text = if has_topic.get() {
                        "Nobody yet. Connect a service to the topic that carries it"
                    } else {
                        "Nobody yet. Put its message on a topic first"
                    };
                    view! { <p class="reasons-calm">{text}</p> }
                }
            >
                <ul class="reader-list">
                    <For
                        each=move || readers.get()
                        key=what_shows
                        children=|reader| view! { <ReaderCard reader=reader /> }
                    />
                </ul>
            </Show>
            {move || {
                needs
                    .get()
                    .map(|(tone, title, why)| {
                        view! {
                            <div class="needed-mode" data-testid="needed-mode">
                                <h3>"Compatibility mode"</h3>
                                <p>
                                    <i class=format!("dot {tone}")></i>
                                    {title}
                                </p>
                                <p class="muted">{why}</p>
                            </div>
                        }
                    })
            }}
            <Show when=move || steps.with(|it| !it.is_empty())>
                <div class="rollout" data-testid="rollout">
                    <h3>"Safe roll-out"</h3>
                    <ol>
                        <For
                            each=move || steps.get().into_iter().enumerate()
                            key=|(index, step)| (*index, step.title.clone(), step.note.clone())
                            children=|(index, step): (usize, Step)| {
                                view! {
                                    <li data-testid=format!("step-{}", index + 1)>
                                        <span class="step-number">{index + 1}</span>
                                        <div>
                                            <div>{step.title}</div>
                                            <div class="muted">{step.note}</div>
                                        </div>
                                    </li>
                                }
                            }
                        />
                    </ol>
                    <button
                        type="button"
                        class="draft-decision"
                        data-testid="draft-decision"
                        title="Writes what changes, whom it breaks and this roll-out as a decision that others can agree to"
                        disabled=move || !document.is_editable()
                        on:click=move |_| draft_decision(document, attention, workbench)
                    >
                        "Propose it as a decision"
                    </button>
                </div>
            </Show>
        </div>
    }
}

/// Whether the mode in force is the one that the readers need: tone, verdict, reason.
fn mode_line(verdict: &SchemaVerdict) -> Option<(&'static str, String, String)> {
    let needs = verdict.needs.as_ref()?;
    let (has, wants) = (verdict.mode.as_str(), needs.mode.as_str());
    let as_avro = |word: &str| word.parse::<Compatibility>().unwrap_or_default();
    let why = needs.why.join(", and ");
    Some(match (as_avro(has).implies(as_avro(wants)), as_avro(wants).implies(as_avro(has))) {
        (true, true) => ("ok", format!("{has} is what its readers need"), why),
        (true, false) => ("ok", format!("{has} asks for more than {wants}, which would do"), why),
        (false, _) => ("warning", format!("{has} is too weak; its readers need {wants}"), why),
    })
}

/// While this is the same, a reader's card stays as it stands.
fn what_shows(it: &Reader) -> impl Eq + Hash + use<> {
    let fixes: Vec<String> = it.repairs.iter().map(|repair| repair.title.clone()).collect();
    (
        it.flow.clone(),
        it.name.clone(),
        it.topic.clone(),
        it.reads,
        it.breaks,
        it.reason.clone(),
        it.sentence.clone(),
        fixes,
    )
}

#[component]
fn ReaderCard(reader: Reader) -> impl IntoView {
    let (document, attention, workbench) = (document(), attention(), workbench());
    let key = RecordKey::from(reader.flow.clone());
    let (word, tone) = if reader.breaks { ("breaks", "error") } else { ("safe", "ok") };
    let repairs = reader
        .repairs
        .iter()
        .enumerate()
        .map(|(place, repair)| {
            let repair = repair.clone();
            // The card says whom it is about.
            let title = repair.title.replacen(&format!(" {} ", reader.name), " ", 1);
            let testid = format!("upgrade-{}-{place}", reader.name);
            view! {
                <button
                    type="button"
                    class="repair small"
                    data-testid=testid
                    disabled=move || !document.is_editable()
                    on:click=move |_| {
                        if document.repair(&repair) {
                            keep_focus(vec![format!("{} .repair", by_id("readers")), by_id("readers")]);
                        }
                    }
                >
                    {title}
                </button>
            }
        })
        .collect_view();
    let has_repairs = !reader.repairs.is_empty();
    view! {
        <li class="reader" data-testid=format!("reader-{}", reader.name)>
            <button
                type="button"
                class="reader-main"
                title=format!("Show how {} reads {}", reader.name, reader.topic)
                on:click=move |_| {
                    workbench.side.set(Side::Properties);
                    attention.inspect(key.clone());
                }
            >
                <i class=format!("dot {tone}")></i>
                <span class="reader-name">{reader.name.clone()}</span>
                <code>{format!("reads v{}", reader.reads)}</code>
                <span class="reader-reason" title=reader.sentence.clone()>{reader.reason.clone()}</span>
                <span class=format!("reader-verdict {tone}")>{word}</span>
            </button>
            {has_repairs.then(|| view! { <div class="reader-fixes">{repairs}</div> })}
        </li>
    }
}
