//! An event as the schema that is shown would have it, and a pasted one read by it: nothing says faster what a change means.

use super::event::{Read, Unread, read};
use super::human::notes;
use super::judged::{Judged, Part};
use super::state::{bench, workbench};

use engine::avro::Schema;
use engine::avro::data::{Datum, JsonForm, Piece, decode, encode, hex, sample};
use leptos::html;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::time::Duration;
use widgets::Icon;

/// How long the sample waits for the next key stroke: it is no part of the verdict and must not delay it.
const SETTLE: Duration = Duration::from_millis(90);

/// How many bytes of a value are listed one by one.
const MOST_PIECES: usize = 400;

/// Where the event comes from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum EventSource {
    /// It is made up.
    #[default]
    Sample,
    /// A person pasted it.
    Pasted,
}

/// How an event shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EventForm {
    /// JSON as people write it.
    #[default]
    Json,
    /// Avro's JSON encoding, which names the branches of unions.
    Avro,
    /// The bytes, field by field.
    Bytes,
}

/// A run of text, and what it says for people where the text does not.
type Run = (String, Option<String>);

/// What shows of an event.
#[derive(Debug, Clone, PartialEq)]
enum Shown {
    Json(Vec<Run>),
    Bytes(Vec<(usize, String, Piece)>, usize),
    Unread(Unread),
}

/// The event, and how it was read.
#[derive(Debug, Clone, PartialEq)]
struct Event {
    shown: Shown,
    how: String,
    is_other: bool,
}

/// Lines with their notes; lines without one are joined, so that a long event is few pieces of the page.
fn runs(datum: &Datum, schema: &Schema, form: JsonForm) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::new();
    let json = datum.to_json(schema, form);
    for (line, note) in json.lines().zip(notes(datum, schema)) {
        match out.last_mut() {
            Some((text, None)) => {
                text.push('\n');
                text.push_str(line);
                out.last_mut().into_iter().for_each(|it| it.1.clone_from(&note));
            }
            Some(_) | None => out.push((line.to_owned(), note)),
        }
    }
    out
}

fn show(datum: &Datum, schema: &Schema, form: EventForm) -> Shown {
    match form {
        EventForm::Json => Shown::Json(runs(datum, schema, JsonForm::Plain)),
        EventForm::Avro => Shown::Json(runs(datum, schema, JsonForm::Avro)),
        EventForm::Bytes => {
            let bytes = encode(schema, datum);
            let decoded = bytes.as_ref().map_err(Clone::clone).and_then(|bytes| decode(schema, bytes));
            match (bytes, decoded) {
                (Ok(bytes), Ok(decoded)) => {
                    let all = decoded.pieces.len();
                    let piece = |it: Piece| {
                        let digits = hex(bytes.get(it.start..it.end).unwrap_or_default());
                        (it.start, digits, it)
                    };
                    Shown::Bytes(decoded.pieces.into_iter().take(MOST_PIECES).map(piece).collect(), all)
                }
                (Err(error), _) | (_, Err(error)) => Shown::Unread(Unread {
                    message: error.to_string(),
                    place: String::new(),
                    around: None,
                    next: String::new(),
                }),
            }
        }
    }
}

/// Works out what shows; nothing while there is no schema to go by, or nothing was pasted.
fn event(judged: &Judged, part: Part, source: EventSource, form: EventForm, seed: u64, pasted: &str) -> Option<Event> {
    let schema = judged.text(part)?.schema.as_ref()?;
    match source {
        EventSource::Sample => {
            let datum = sample(schema, seed)?;
            Some(Event { shown: show(&datum, schema, form), how: String::new(), is_other: false })
        }
        EventSource::Pasted if pasted.trim().is_empty() => None,
        EventSource::Pasted => {
            let written = super::compare::parts(judged).into_iter().rev().filter(|it| *it != part);
            let others: Vec<(String, &Schema)> = written
                .filter_map(|it| Some((super::compare::called(it), judged.text(it)?.schema.as_ref()?)))
                .collect();
            Some(match read(pasted, schema, &others) {
                Ok(Read { datum, how, is_other }) => Event { shown: show(&datum, schema, form), how, is_other },
                Err(why) => Event { shown: Shown::Unread(why), how: String::new(), is_other: false },
            })
        }
    }
}

/// The event under the form.
#[component]
pub fn Sample() -> impl IntoView {
    let (workbench, bench) = (workbench(), bench());
    let (seed, source, form, pasted) = (workbench.seed, workbench.event, workbench.event_form, workbench.pasted);
    let has_schema = Memo::new(move |_| {
        let part = bench.part().unwrap_or(Part::Nothing);
        bench.judged.with(|it| it.as_ref().and_then(|it| it.text(part)).is_some_and(|it| it.schema.is_some()))
    });
    let found: RwSignal<Option<Event>> = RwSignal::new(None);
    let timer: StoredValue<Option<TimeoutHandle>> = StoredValue::new(None);
    let work_out = move || {
        let part = bench.part().unwrap_or(Part::Nothing);
        let next = bench.judged.with(|it| {
            let judged = it.as_ref()?;
            pasted.with(|pasted| event(judged, part, source.get(), form.get(), seed.get(), pasted))
        });
        found.maybe_update(|before| {
            let is_new = *before != next;
            *before = next;
            is_new
        });
    };
    Effect::new(move |before: Option<()>| {
        bench.judged.with(|_| ());
        if let Some(timer) = timer.get_value() {
            timer.clear();
        }
        if before.is_none() {
            untrack(work_out);
            return;
        }
        let later = move || {
            // The view may be gone by then.
            if timer.try_get_value().is_some() {
                untrack(work_out);
            }
        };
        timer.set_value(set_timeout_with_handle(later, SETTLE).ok());
    });
    Effect::new(move |_| {
        source.track();
        form.track();
        seed.track();
        pasted.track();
        workbench.version.track();
        untrack(work_out);
    });
    on_cleanup(move || {
        if let Some(Some(timer)) = timer.try_get_value() {
            timer.clear();
        }
    });
    let is_pasted = Memo::new(move |_| source.get() == EventSource::Pasted);
    let input = NodeRef::<html::Textarea>::new();
    let forms = [
        (EventForm::Json, "JSON", "As people write it", "event-json"),
        (EventForm::Avro, "Avro", "Avro’s own JSON encoding, which names the branches of unions", "event-avro"),
        (EventForm::Bytes, "Bytes", "The bytes, field by field", "event-bytes"),
    ];
    view! {
        <Show when=move || has_schema.get()>
            <section class="sample" aria-label="Sample event">
                <div class="sample-head">
                    <h3>{move || if is_pasted.get() { "Pasted event" } else { "Sample event" }}</h3>
                    <Show when=move || !is_pasted.get()>
                        <button
                            type="button"
                            class="link"
                            title="Make up another event"
                            data-testid="regenerate"
                            on:click=move |_| seed.update(|it| *it += 1)
                        >
                            "regenerate"
                        </button>
                    </Show>
                    <button
                        type="button"
                        class="link"
                        title=move || {
                            if is_pasted.get() { "Show a made-up event again" } else { "Paste a real event and see it read" }
                        }
                        data-testid="paste-event"
                        on:click=move |_| {
                            let next = if is_pasted.get() { EventSource::Sample } else { EventSource::Pasted };
                            source.set(next);
                            // A user who asks for the field is about to paste.
                            request_animation_frame(move || {
                                if let Some(input) = input.try_get_untracked().flatten() {
                                    let _ = input.focus();
                                }
                            });
                        }
                    >
                        {move || if is_pasted.get() { "back to the sample" } else { "paste an event" }}
                    </button>
                    <span class="grow"></span>
                    <div class="halves small" role="radiogroup" aria-label="How the event shows">
                        {forms
                            .into_iter()
                            .map(|(which, title, meaning, testid)| {
                                let on = move || form.get() == which;
                                view! {
                                    <button
                                        type="button"
                                        role="radio"
                                        class:on=on
                                        aria-checked=move || on().to_string()
                                        title=meaning
                                        data-testid=testid
                                        on:click=move |_| workbench.show_event(which)
                                    >
                                        {title}
                                    </button>
                                }
                            })
                            .collect_view()}
                    </div>
                </div>
                <Show when=move || is_pasted.get()>
                    <textarea
                        node_ref=input
                        class="text-area event-input mono"
                        rows="3"
                        aria-label="A real event"
                        placeholder="Paste an event here: JSON, or its bytes as hex or Base64, with or without the registry’s five-byte prefix"
                        data-testid="event-input"
                        spellcheck="false"
                        autocomplete="off"
                        prop:value=move || pasted.get()
                        on:input=move |event| pasted.set(event_target_value(&event))
                    ></textarea>
                </Show>
                {move || found.get().map(|event| view! { <Shows event=event /> })}
                <Show when=move || !is_pasted.get() && found.with(Option::is_none)>
                    <p class="form-note" data-testid="no-sample">
                        "No event can be made up for this text yet. Mend what the findings say"
                    </p>
                </Show>
            </section>
        </Show>
    }
}

#[component]
fn Shows(event: Event) -> impl IntoView {
    let how = (!event.how.is_empty()).then(|| {
        let (icon, tone) =
            if event.is_other { (icondata_lu::LuInfo, "warning") } else { (icondata_lu::LuCircleCheck, "ok") };
        view! {
            <p class=format!("event-how {tone}") role="status" data-testid="event-how">
                <Icon icon=icon size=13 />
                {event.how}
            </p>
        }
    });
    let shown = match event.shown {
        Shown::Json(runs) => view! {
            <pre data-testid="sample">
                {runs
                    .into_iter()
                    .map(|(text, note)| {
                        view! {
                            {text}
                            {note.map(|note| view! { <span class="event-note">{format!("  {note}")}</span> })}
                            "\n"
                        }
                    })
                    .collect_view()}
            </pre>
        }
        .into_any(),
        Shown::Bytes(pieces, all) => {
            let more = all - pieces.len();
            view! {
                <table class="event-bytes" data-testid="sample">
                    <thead>
                        <tr>
                            <th scope="col">"At"</th>
                            <th scope="col">"Bytes"</th>
                            <th scope="col">"Field"</th>
                        </tr>
                    </thead>
                    <tbody>
                        {pieces
                            .into_iter()
                            .map(|(at, digits, piece)| {
                                let role = if piece.role == "value" { String::new() } else { format!(" {}", piece.role) };
                                view! {
                                    <tr>
                                        <td>{at}</td>
                                        <td class="digits">{digits}</td>
                                        <td>
                                            {piece.trail}
                                            <span class="muted">{role}</span>
                                        </td>
                                    </tr>
                                }
                            })
                            .collect_view()}
                    </tbody>
                </table>
                {(more > 0).then(|| view! { <p class="muted">{format!("{more} more")}</p> })}
            }
            .into_any()
        }
        Shown::Unread(why) => view! {
            <div class="event-unread error" role="status" data-testid="event-unread">
                <p class="event-how error">
                    <Icon icon=icondata_lu::LuCircleX size=13 />
                    {why.message}
                </p>
                {(!why.place.is_empty()).then(|| view! { <p class="muted">{format!("At {}", why.place)}</p> })}
                {why
                    .around
                    .map(|around| {
                        let [before, here, after] = *around;
                        view! {
                            <pre>
                                {before}
                                " "
                                <mark>{here}</mark>
                                " "
                                {after}
                            </pre>
                        }
                    })}
                {(!why.next.is_empty()).then(|| view! { <p class="muted">{why.next}</p> })}
            </div>
        }
        .into_any(),
    };
    view! {
        {how}
        {shown}
    }
}

#[cfg(test)]
mod tests {
    use super::{EventForm, Shown, runs, show};
    use engine::avro::Schema;
    use engine::avro::data::{JsonForm, read_json};

    #[test]
    fn an_event_shows_as_json_and_as_bytes() {
        let text = r#"{"type": "record", "name": "A", "fields": [{"name": "id", "type": "string"},
            {"name": "on", "type": {"type": "int", "logicalType": "date"}}, {"name": "n", "type": "long"}]}"#;
        let schema = Schema::parse(text, &[]).0.unwrap();
        let datum = read_json(&schema, r#"{"id": "ab", "on": 1, "n": 3}"#).unwrap();
        assert_eq!(
            runs(&datum, &schema, JsonForm::Plain),
            [
                ("{\n  \"id\": \"ab\",\n  \"on\": 1,".to_owned(), Some("1970-01-02".to_owned())),
                ("  \"n\": 3\n}".to_owned(), None),
            ]
        );
        let Shown::Bytes(pieces, 4) = show(&datum, &schema, EventForm::Bytes) else { panic!("no bytes") };
        let told: Vec<String> =
            pieces.into_iter().map(|(at, digits, it)| format!("{at} {digits} {} {}", it.trail, it.role)).collect();
        assert_eq!(told, ["0 04 id length", "1 6162 id value", "3 02 on value", "4 06 n value"]);
    }
}
