//! Why it breaks: each finding with its place, whom it concerns, and what repairs it.

use super::findings::Row;
use super::focus::{by_id, keep_focus};
use super::judged::{Part, took};
use super::mend_all::all_defaults;
use super::state::{bench, workbench};
use engine::avro::FormEdit;
use engine::diagnostic::{Severity, counted};
use leptos::prelude::*;
use parts::SeverityIcon;
use parts::document;
use widgets::{Icon, InlineEdit};

/// How many repairs stand beside a finding; the first are the best.
const SHOWN_FIXES: usize = 3;

/// How many findings are on the page at first, and how many more a press shows.
const SHOWN_AT_ONCE: usize = 40;

/// How many versions in a row are listed one by one.
const MOST_IN_A_ROW: usize = 4;

/// What of a finding shows. While this is the same, its row stays as it stands; places and repairs are looked up when
/// somebody presses, since an edit above moves them.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Shown {
    index: usize,
    severity: Severity,
    sentence: String,
    pointer: String,
    has_place: bool,
    facts: String,
    fixes: Vec<String>,
    /// The default that a repair would add, when another one can be typed in its place.
    zero: Option<String>,
}

impl Shown {
    fn of(index: usize, row: &Row) -> Self {
        let facts = [&row.kind, row.direction, &whom(&row.whom)];
        Self {
            index,
            severity: row.severity,
            sentence: row.sentence.clone(),
            pointer: row.pointer.clone(),
            has_place: row.span.is_some(),
            facts: facts.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" · "),
            fixes: row.repairs.iter().take(SHOWN_FIXES).map(|it| it.title.clone()).collect(),
            zero: default_to_type(row),
        }
    }
}

/// The versions and consumers that a finding concerns; of many versions in a row the first and the last.
fn whom(all: &[String]) -> String {
    let number = |it: &str| it.strip_prefix('v').and_then(|it| it.parse::<u32>().ok());
    let mut runs: Vec<(&str, &str, usize)> = Vec::new();
    for it in all {
        match runs.last_mut() {
            Some((_, last, count)) if number(last).is_some_and(|last| number(it) == Some(last + 1)) => {
                (*last, *count) = (it, *count + 1);
            }
            Some(_) | None => runs.push((it, it, 1)),
        }
    }
    let is_long = |(_, _, count): &(&str, &str, usize)| *count > MOST_IN_A_ROW;
    if !runs.iter().any(is_long) {
        return all.join(", ");
    }
    let shown =
        runs.iter().map(|(first, last, _)| if first == last { (*first).to_owned() } else { format!("{first}–{last}") });
    shown.collect::<Vec<_>>().join(", ")
}

/// The keyboard goes on at the finding that stands where a mended one stood.
fn go_on_at(index: usize) {
    let of = |index: usize| by_id(&format!("repair-{index}-0"));
    let before = index.checked_sub(1).map(of);
    keep_focus([of(index)].into_iter().chain(before).chain([by_id("findings")]).collect());
}

/// The findings about the text that is shown.
#[component]
pub fn Reasons(
    /// The findings.
    rows: Memo<Vec<Row>>,
) -> impl IntoView {
    let (document, bench) = (document(), bench());
    let part = Memo::new(move |_| bench.part());
    let at_once = RwSignal::new(SHOWN_AT_ONCE);
    let all = Memo::new(move |_| rows.with(|rows| all_defaults(rows)));
    let mend = move || {
        if let Some(fix) = all.get_untracked() {
            document.repair(&fix);
        }
    };
    let title = move || match (part.get(), rows.with(|rows| rows.iter().any(|it| it.severity == Severity::Error))) {
        (Some(Part::Draft), true) => "Why it breaks".to_owned(),
        (Some(Part::Draft), false) => "The draft".to_owned(),
        (Some(Part::Version(number)), _) => format!("Version {number}"),
        (Some(Part::Nothing) | None, _) => "Findings".to_owned(),
    };
    let about = move || {
        let count = rows.with(Vec::len);
        // Opening checks the whole design; how long that took says nothing about this schema.
        let time = match document.took.get() {
            ("checked", ms) => format!(" in {}", took(ms)),
            (_, _) => String::new(),
        };
        bench.judged.with(|it| {
            let Some(it) = it else { return String::new() };
            let against = it.checked_against();
            let against = match part.get() {
                Some(Part::Draft) if !against.is_empty() => {
                    format!("checked against {against}{time}")
                }
                _ => format!("checked{time}"),
            };
            format!("{} · {against}", if count == 0 { "no findings".to_owned() } else { counted(count, "finding") })
        })
    };
    let calm = move || {
        bench.judged.with(|it| {
            let it = it.as_ref()?;
            let mode = it.verdict.mode.as_str();
            Some(match part.get()? {
                Part::Draft => format!("{mode} accepts it, and {} it", everybody(it.readers.len())),
                Part::Version(number) if it.versions.first().is_some_and(|first| first.number == number) => {
                    "It is the first version; nothing came before it".to_owned()
                }
                Part::Version(_) => format!("It kept {mode} when it was released"),
                Part::Nothing => "Start a draft to see what it does".to_owned(),
            })
        })
    };
    view! {
        <section class="reasons" aria-label="Findings" data-testid="findings" tabindex="-1">
            <div class="reasons-head">
                <h3>{title}</h3>
                <span class="muted" data-testid="findings-count">{about}</span>
                // The button stays while its number changes: a press that began on it ends on it.
                <Show when=move || all.with(Option::is_some)>
                    <button
                        type="button"
                        class="repair"
                        data-testid="mend-all"
                        title="Each field gets the default that its own finding offers; undo takes all of them back"
                        disabled=move || !document.is_editable()
                        on:click=move |_| mend()
                    >
                        {move || all.with(|all| all.as_ref().map(|fix| fix.title.clone()))}
                    </button>
                </Show>
            </div>
            <Show when=move || rows.with(|rows| !rows.is_empty()) fallback=move || view! { <p class="reasons-calm">{calm}</p> }>
                <ul class="reason-list">
                    <For
                        each=move || {
                            let count = at_once.get();
                            rows.with(|rows| (0..).zip(rows.iter().take(count)).map(|(at, row)| Shown::of(at, row)).collect::<Vec<_>>())
                        }
                        key=Shown::clone
                        children=move |shown| view! { <Reason rows=rows shown=shown /> }
                    />
                </ul>
                <Show when=move || at_once.get() < rows.with(Vec::len)>
                    <button
                        type="button"
                        class="link reason-more"
                        data-testid="more-findings"
                        on:click=move |_| at_once.update(|it| *it += SHOWN_AT_ONCE)
                    >
                        {move || {
                            let left = rows.with(Vec::len).saturating_sub(at_once.get());
                            format!("Show {} more of {left}", left.min(SHOWN_AT_ONCE))
                        }}
                    </button>
                </Show>
            </Show>
        </section>
    }
}

fn everybody(readers: usize) -> String {
    match readers {
        0 => "nobody reads".to_owned(),
        1 => "its consumer reads".to_owned(),
        count => format!("all {count} consumers read"),
    }
}

#[component]
fn Reason(rows: Memo<Vec<Row>>, shown: Shown) -> impl IntoView {
    let (document, workbench) = (document(), workbench());
    let index = shown.index;
    let show = move || {
        workbench.finding.set(index);
        let span = rows.with_untracked(|rows| rows.get(index).and_then(|row| row.span));
        if let Some(span) = span {
            workbench.reveal.set(Some(span));
        }
    };
    let repair = move |place: usize| {
        let fix = rows.with_untracked(|rows| rows.get(index).and_then(|row| row.repairs.get(place).cloned()));
        if let Some(fix) = fix
            && document.repair(&fix)
        {
            go_on_at(index);
        }
    };
    let fixes = (0..)
        .zip(shown.fixes)
        .map(|(place, title)| {
            view! {
                <button
                    type="button"
                    class="repair"
                    data-testid=format!("repair-{index}-{place}")
                    disabled=move || !document.is_editable()
                    on:click=move |_| repair(place)
                >
                    {title}
                </button>
            }
        })
        .collect_view();
    let own_default =
        shown.zero.map(|zero| view! { <OwnDefault index=index pointer=shown.pointer.clone() zero=zero /> });
    let pointer = if shown.pointer.is_empty() { "/".to_owned() } else { shown.pointer.clone() };
    view! {
        <li class="reason" data-testid=format!("finding-{index}") data-pointer=shown.pointer.clone()>
            <SeverityIcon severity=shown.severity size=14 />
            <div class="reason-words">
                <div class="reason-sentence">{shown.sentence}</div>
                <div class="reason-facts">
                    <button
                        type="button"
                        class="link mono"
                        data-testid=format!("place-{index}")
                        disabled=!shown.has_place
                        on:click=move |_| show()
                    >
                        {pointer}
                    </button>
                    <code>{shown.facts}</code>
                </div>
            </div>
            <div class="reason-fixes">
                {fixes}
                {own_default}
            </div>
        </li>
    }
}

/// The default that a repair would add, when another one can be typed in its place.
fn default_to_type(row: &Row) -> Option<String> {
    let zero = row.repairs.iter().find_map(|repair| repair.default.clone())?;
    (row.lacks_default && row.span.is_some()).then_some(zero)
}

/// A default that a person types: an empty text is a value, but seldom the right one.
#[component]
fn OwnDefault(index: usize, pointer: String, zero: String) -> impl IntoView {
    let (document, workbench) = (document(), workbench());
    // What stands in the field, when there is one.
    let typing: RwSignal<Option<String>> = RwSignal::new(None);
    let is_typing = Memo::new(move |_| typing.with(Option::is_some));
    let (pointer, zero) = (StoredValue::new(pointer), StoredValue::new(zero));
    let close = move || {
        typing.set(None);
        keep_focus(vec![by_id(&format!("own-default-{index}"))]);
    };
    let commit = Callback::new(move |text: String| {
        let Some(id) = workbench.open.get_untracked() else { return };
        if text.trim().is_empty() {
            close();
            return;
        }
        let edit = FormEdit::SetDefault { field: pointer.get_value(), json: Some(text.clone()) };
        typing.set(None);
        if workbench.edit_form(&id, &edit) {
            go_on_at(index);
            return;
        }
        // What was refused can be mended.
        request_animation_frame(move || {
            let _ = typing.try_set(Some(text));
        });
    });
    let cancel = Callback::new(move |()| close());
    view! {
        <Show
            when=move || is_typing.get()
            fallback=move || {
                view! {
                    <button
                        type="button"
                        class="repair own-default-begin"
                        title="Type another default: the value that old events get"
                        aria-label="Type another default"
                        data-testid=format!("own-default-{index}")
                        disabled=move || !document.is_editable()
                        on:click=move |_| typing.set(Some(zero.get_value()))
                    >
                        <Icon icon=icondata_lu::LuPencil size=13 />
                    </button>
                }
            }
        >
            <span class="own-default">
                <InlineEdit
                    text=typing.get_untracked().unwrap_or_default()
                    label="Default"
                    testid="own-default"
                    mono=true
                    on_commit=commit
                    on_cancel=cancel
                />
            </span>
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use super::{Row, default_to_type, whom};
    use engine::check::Repair;
    use engine::diagnostic::Severity;
    use engine::syntax::Span;

    #[test]
    fn many_versions_in_a_row_are_told_by_the_first_and_the_last() {
        let check = |all: &[&str], expected: &str| {
            assert_eq!(whom(&all.iter().map(ToString::to_string).collect::<Vec<_>>()), expected);
        };
        check(&["v1", "v2", "v3", "v4"], "v1, v2, v3, v4");
        check(&["v1", "v2", "v3", "v4", "v5", "v8"], "v1–v5, v8");
        check(&["v9", "v10", "v11", "v12", "v13"], "v9–v13");
        check(&["cart (v1)", "shop (v2)"], "cart (v1), shop (v2)");
    }

    #[test]
    fn a_default_can_be_typed_where_one_is_missing_in_this_text() {
        let row = |lacks_default, default: Option<&str>, span| Row {
            severity: Severity::Error,
            sentence: String::new(),
            pointer: "/fields/4".to_owned(),
            span,
            kind: String::new(),
            lacks_default,
            direction: "BACKWARD",
            whom: Vec::new(),
            repairs: vec![Repair { default: default.map(str::to_owned), ..Repair::new("", Vec::new()) }],
        };
        let here = Some(Span::new(1, 2));
        assert_eq!(default_to_type(&row(true, Some("\"\""), here)).as_deref(), Some("\"\""));
        assert_eq!(default_to_type(&row(true, None, here)), None);
        assert_eq!(default_to_type(&row(true, Some("0"), None)), None);
        assert_eq!(default_to_type(&row(false, Some("0"), here)), None);
    }
}
