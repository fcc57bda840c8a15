//! Two versions side by side: what changed in the words of the schema, what each change does to readers, and the texts line by
//! line. What an old reader misses shows best against the version that it has, not against the one before.

use super::focus::{by_id, keep_focus};
use super::judged::{Judged, Part};
use super::state::{bench, workbench};
use engine::avro::{Change, SchemaPlace, diff, is_compatible};
use engine::diagnostic::{capitalised, counted};
use leptos::prelude::*;
use parts::difference::{Difference, Line, difference};
use std::sync::Arc;
use wasm_bindgen::JsCast;
use widgets::{Choice, Choices, Icon, Picker};

/// The two parts that are compared: from, to.
pub type Pair = (Part, Part);

/// A change with the lines at which it shows.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Told {
    change: Change,
    /// Its line in the older text, from 1.
    old_line: Option<usize>,
    /// Its line in the newer text, from 1.
    new_line: Option<usize>,
}

/// What there is to say about two parts.
#[derive(Debug, Clone, PartialEq)]
struct Comparison {
    changes: Vec<Told>,
    /// Whether the newer reads what the older wrote, and the older what the newer writes; nothing when a text is no schema.
    reads: Option<(bool, bool)>,
    lines: Vec<Line>,
}

/// The parts that a schema has, oldest first.
pub fn parts(judged: &Judged) -> Vec<Part> {
    let draft = judged.draft.as_ref().map(|_| Part::Draft);
    judged.versions.iter().map(|it| Part::Version(it.number)).chain(draft).collect()
}

/// What is compared first: what is shown with the newest, or the two newest.
pub fn first_pair(judged: &Judged, shown: Part) -> Option<Pair> {
    let parts = parts(judged);
    let newest = *parts.last()?;
    let before = parts.iter().rev().nth(1).copied()?;
    Some(if shown != newest && parts.contains(&shown) { (shown, newest) } else { (before, newest) })
}

/// A part as a sentence names it.
pub fn called(part: Part) -> String {
    match part {
        Part::Draft => "the draft".to_owned(),
        Part::Version(number) => format!("version {number}"),
        Part::Nothing => "nothing".to_owned(),
    }
}

fn line_of(text: &str, place: Option<&SchemaPlace>) -> Option<usize> {
    let place = place.filter(|it| it.reference.is_none())?;
    Some(text.get(..place.span.start)?.matches('\n').count() + 1)
}

fn compare(judged: &Judged, (from, to): Pair) -> Option<Comparison> {
    let (old, new) = (judged.text(from)?, judged.text(to)?);
    let lines = difference(&old.text, &new.text);
    let (Some(before), Some(after)) = (&old.schema, &new.schema) else {
        return Some(Comparison { changes: Vec::new(), reads: None, lines });
    };
    let told = |change: Change| Told {
        old_line: line_of(&old.text, change.old.as_ref()),
        new_line: line_of(&new.text, change.new.as_ref()),
        change,
    };
    Some(Comparison {
        changes: diff(before, after).into_iter().map(told).collect(),
        reads: Some((
            is_compatible(after, before, judged.verdict.profile),
            is_compatible(before, after, judged.verdict.profile),
        )),
        lines,
    })
}

/// What holds between the two as a whole.
fn verdict((from, to): Pair, reads: Option<(bool, bool)>) -> (String, &'static str) {
    let (old, new) = (called(from), called(to));
    match reads {
        None => ("One of the two is no schema yet, so only the texts can be compared".to_owned(), "warning"),
        Some((true, true)) => (capitalised(&format!("{old} and {new} read each other’s events")), "ok"),
        Some((true, false)) => {
            (capitalised(&format!("{new} reads events of {old}, but not the other way round")), "warning")
        }
        Some((false, true)) => {
            (capitalised(&format!("{old} reads events of {new}, but not the other way round")), "warning")
        }
        Some((false, false)) => (capitalised(&format!("neither {old} nor {new} reads the other’s events")), "error"),
    }
}

/// The comparison, in place of form and text.
#[component]
pub fn Compare(
    /// What is compared.
    pair: Signal<Pair>,
) -> impl IntoView {
    let (workbench, bench) = (workbench(), bench());
    let wanted = workbench.compare;
    let found = Memo::new(move |_| bench.judged.with(|it| compare(it.as_ref()?, pair.get())));
    let says = Memo::new(move |_| found.with(|it| verdict(pair.get(), it.as_ref().and_then(|it| it.reads))));
    let (from, to) = (Signal::derive(move || pair.get().0), Signal::derive(move || pair.get().1));
    let word = |part: Signal<Part>| Signal::derive(move || part.get().word());
    let pick = move |is_from: bool| {
        Callback::new(move |word: String| {
            let all = bench.judged.with_untracked(|it| it.as_deref().map(parts).unwrap_or_default());
            let Some(picked) = all.into_iter().find(|it| it.word() == word) else { return };
            let (from, to) = pair.get_untracked();
            wanted.set(Some(if is_from { (picked, to) } else { (from, picked) }));
        })
    };
    let choices = move || -> Choices {
        Arc::new(move || {
            let all = bench.judged.with_untracked(|it| it.as_deref().map(parts).unwrap_or_default());
            all.into_iter().rev().map(|it| Choice::new(it.word(), it.word(), "").mono()).collect()
        })
    };
    let count = move || {
        found.with(|it| match it.as_ref().map_or(0, |it| it.changes.len()) {
            0 => "no change in meaning".to_owned(),
            changes => counted(changes, "change"),
        })
    };
    let close = move || {
        wanted.set(None);
        keep_focus(vec![by_id("compare")]);
    };
    view! {
        <section class="compare" aria-label="Compare two versions" data-testid="compare-panel">
            <div class="compare-head">
                <h3>"From"</h3>
                <Picker
                    label="Compare from"
                    shown=word(from)
                    value=Signal::derive(move || Some(from.get().word()))
                    choices=choices()
                    on_pick=pick(true)
                    testid="compare-from"
                    mono=true
                />
                <button
                    type="button"
                    class="ghost icon-only"
                    aria-label="Swap the two"
                    title="Swap the two"
                    data-testid="compare-swap"
                    on:click=move |_| wanted.set(Some((to.get_untracked(), from.get_untracked())))
                >
                    <Icon icon=icondata_lu::LuArrowLeftRight size=14 />
                </button>
                <h3>"to"</h3>
                <Picker
                    label="Compare to"
                    shown=word(to)
                    value=Signal::derive(move || Some(to.get().word()))
                    choices=choices()
                    on_pick=pick(false)
                    testid="compare-to"
                    mono=true
                />
                <span class="muted" data-testid="compare-count">{count}</span>
                <span class="grow"></span>
                <button type="button" data-testid="compare-close" on:click=move |_| close()>
                    "Back to the text"
                </button>
            </div>
            <p class=move || format!("compare-verdict {}", says.get().1) role="status" data-testid="compare-verdict">
                {move || says.get().0}
            </p>
            <div class="compare-body">
                <div class="compare-changes" tabindex="0" role="region" aria-label="Changes">
                    <Show
                        when=move || found.with(|it| it.as_ref().is_some_and(|it| !it.changes.is_empty()))
                        fallback=move || {
                            let text = if from.get() == to.get() {
                                "This is the same version twice. Choose another one to compare it with"
                            } else {
                                "Both say the same. What differs in the text, if anything, has no meaning for readers"
                            };
                            view! { <p class="form-note">{text}</p> }
                        }
                    >
                        <ol data-testid="compare-changes">
                            {move || {
                                let pair = pair.get();
                                let changes = found.with(|it| it.as_ref().map(|it| it.changes.clone()).unwrap_or_default());
                                let line = |(index, told)| view! { <ChangeLine index=index told=told pair=pair /> };
                                changes.into_iter().enumerate().map(line).collect_view()
                            }}
                        </ol>
                    </Show>
                </div>
                <div class="diff mono" tabindex="0" role="region" aria-label="The texts, line by line" data-testid="compare-text">
                    {move || found.with(|it| it.as_ref().map(|it| view! { <Difference lines=it.lines.clone() /> }))}
                </div>
            </div>
        </section>
    }
}

#[component]
fn ChangeLine(index: usize, told: Told, pair: Pair) -> impl IntoView {
    let (from, to) = (pair.0.word(), pair.1.word());
    let read = |reader: &str, writer: &str, fine: bool| {
        let (icon, tone, title) = if fine {
            (icondata_lu::LuCheck, "ok", format!("{reader} reads events of {writer} in spite of it"))
        } else {
            (icondata_lu::LuX, "error", format!("{reader} cannot read events of {writer} because of it"))
        };
        let text = format!("{reader} reads {writer}");
        view! {
            <span class=format!("reads {tone}") title=title.clone() aria-label=title role="img">
                <Icon icon=icon size=11 />
                {text}
            </span>
        }
    };
    let (backward, forward) = (told.change.backward, told.change.forward);
    let reads = (from != to).then(|| {
        view! {
            {read(&to, &from, backward)}
            {read(&from, &to, forward)}
        }
    });
    let (old_line, new_line) = (told.old_line, told.new_line);
    let show = move |_| {
        let selector = match (new_line, old_line) {
            (Some(line), _) => format!("[data-testid=compare-text] [data-new=\"{line}\"]"),
            (None, Some(line)) => format!("[data-testid=compare-text] [data-old=\"{line}\"]"),
            (None, None) => return,
        };
        let line = document().query_selector(&selector).ok().flatten();
        if let Some(line) = line.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) {
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Center);
            line.scroll_into_view_with_scroll_into_view_options(&options);
        }
    };
    let trail = if told.change.trail.is_empty() { "the whole".to_owned() } else { told.change.trail };
    view! {
        <li class="compare-change" data-testid=format!("change-{index}")>
            <button type="button" title="Show it in the texts" on:click=show>
                <span class="compare-sentence">{told.change.sentence}</span>
                <code>{trail}</code>
            </button>
            <span class="compare-reads">{reads}</span>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::{Part, line_of, verdict};
    use engine::avro::{Schema, diff};

    #[test]
    fn a_change_knows_the_lines_at_which_it_shows() {
        let old = "{\"type\": \"record\", \"name\": \"A\", \"fields\": [\n{\"name\": \"a\", \"type\": \"int\"},\n{\"name\": \"b\", \"type\": \"int\"}\n]}";
        let new = old.replace("\"b\", \"type\": \"int\"", "\"b\", \"type\": \"long\"");
        let parsed = |text: &str| Schema::parse(text, &[]).0.unwrap();
        let changes = diff(&parsed(old), &parsed(&new));
        let lines: Vec<_> =
            changes.iter().map(|it| (line_of(old, it.old.as_ref()), line_of(&new, it.new.as_ref()))).collect();
        assert_eq!(lines, [(Some(3), Some(3))]);
        assert_eq!(line_of(old, None), None);
    }

    #[test]
    fn the_verdict_names_who_reads_whom() {
        let check = |reads, expected: &str| {
            assert_eq!(verdict((Part::Version(2), Part::Draft), reads).0, expected);
        };
        check(Some((true, true)), "Version 2 and the draft read each other’s events");
        check(Some((true, false)), "The draft reads events of version 2, but not the other way round");
        check(Some((false, true)), "Version 2 reads events of the draft, but not the other way round");
        check(Some((false, false)), "Neither version 2 nor the draft reads the other’s events");
    }
}
