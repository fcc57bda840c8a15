//! What is wrong with the design, the heaviest first; each finding selects what it is about and offers its repairs.

use diagnostic::Severity;
use engine::Problem;
use engine::model::RecordKey;
use leptos::ev;
use leptos::prelude::*;
use parts::SeverityIcon;
use parts::{attention, document};

/// How many findings are listed at once; the filter finds the others.
const MOST_LISTED: usize = 300;

/// What the list leaves out.
#[derive(Clone, Copy)]
pub struct ProblemFilter {
    typed: RwSignal<String>,
    least: RwSignal<Severity>,
}

impl ProblemFilter {
    /// Nothing is left out.
    pub fn new() -> Self {
        Self { typed: RwSignal::new(String::new()), least: RwSignal::new(Severity::Info) }
    }

    fn fits(self, problem: &Problem) -> bool {
        let typed = self.typed.with(|typed| typed.trim().to_lowercase());
        problem.severity() >= self.least.get() && (typed.is_empty() || mentions(problem, &typed))
    }
}

/// The field and the switches that narrow the list.
#[component]
pub fn ProblemTools(filter: ProblemFilter) -> impl IntoView {
    let ProblemFilter { typed, least } = filter;
    let only = move |severity: Severity, label: &'static str, testid: &'static str| {
        view! {
            <button
                type="button"
                class="chip"
                class:on=move || least.get() == severity
                aria-pressed=move || (least.get() == severity).to_string()
                data-testid=testid
                on:click=move |_| least.set(severity)
            >
                {label}
            </button>
        }
    };
    view! {
        <div class="list-tools">
            <div class="chips" role="group" aria-label="Severity">
                {only(Severity::Info, "All", "problems-all")}
                {only(Severity::Warning, "Warnings and errors", "problems-warnings")}
                {only(Severity::Error, "Errors", "problems-errors")}
            </div>
            <input
                class="filter small"
                type="text"
                placeholder="Filter problems…"
                aria-label="Filter problems"
                data-testid="problems-filter"
                spellcheck="false"
                prop:value=move || typed.get()
                on:input=move |event| typed.set(event_target_value(&event))
                on:keydown=move |event| {
                    if event.key() == "Escape" {
                        event.stop_propagation();
                        typed.set(String::new());
                    }
                }
            />
        </div>
    }
}

/// The list of findings.
#[component]
pub fn Problems(filter: ProblemFilter) -> impl IntoView {
    let document = document();
    let all: Memo<Vec<Problem>> = Memo::new(move |_| document.findings(engine::Engine::problems));
    let matching =
        Memo::new(move |_| all.with(|all| all.iter().filter(|it| filter.fits(it)).cloned().collect::<Vec<_>>()));
    let listed = move || matching.get().into_iter().take(MOST_LISTED).collect::<Vec<_>>();
    let more = move || {
        let hidden = matching.with(Vec::len).saturating_sub(MOST_LISTED);
        (hidden > 0).then(|| view! { <p class="list-note">{hidden}" more; filter to narrow"</p> })
    };
    view! {
        <div class="problems" data-testid="problems">
            <Show
                when=move || matching.with(|it| !it.is_empty())
                fallback=move || {
                    let text = if all.with(Vec::is_empty) {
                        "No problems. Every rule that is switched on holds"
                    } else {
                        "No problem fits the filter"
                    };
                    view! { <p class="empty">{text}</p> }
                }
            >
                <ul class="problem-list" aria-label="Problems">
                    <For each=listed key=identity let:problem>
                        <ProblemRow problem=problem />
                    </For>
                </ul>
                {more}
            </Show>
        </div>
    }
}

fn mentions(problem: &Problem, typed: &str) -> bool {
    let location = problem.location();
    let record = location.record.as_deref().unwrap_or_default();
    let file = location.place.as_ref().map_or("", |place| place.file.as_str());
    [problem.message(), problem.help(), problem.code(), record, file]
        .iter()
        .any(|text| text.to_lowercase().contains(typed))
}

fn identity(problem: &Problem) -> String {
    let repairs: Vec<&str> = problem.repairs().iter().map(|repair| repair.title.as_str()).collect();
    let (code, location, message, help) = (problem.code(), problem.location(), problem.message(), problem.help());
    format!("{code}\u{1}{location:?}\u{1}{message}\u{1}{help}\u{1}{repairs:?}")
}

#[component]
fn ProblemRow(problem: Problem) -> impl IntoView {
    let (document, attention) = (document(), attention());
    let key = problem.record();
    let exists = key.clone().filter(|key| document.peek(|engine| engine.design().contains(key)));
    let record = key.as_ref().map(ToString::to_string);
    let place = problem.location().place.as_ref().map(ToString::to_string);
    let target = StoredValue::new(exists);
    let shown = StoredValue::new(identity(&problem));
    let show = move || {
        if let Some(key) = target.get_value() {
            if matches!(key, RecordKey::Settings | RecordKey::Policy) {
                attention.inspect(key);
            } else {
                attention.show(key);
            }
        }
    };
    let on_key = move |event: ev::KeyboardEvent| {
        if event.key() == "Enter" && event.target() == event.current_target() {
            event.prevent_default();
            event.stop_propagation();
            show();
        }
    };
    let repairs = problem
        .repairs()
        .iter()
        .enumerate()
        .map(|(index, repair)| {
            let (title, hint) = (repair.title.clone(), repair.title.clone());
            view! {
                <button
                    type="button"
                    class="repair"
                    title=hint
                    data-testid=format!("repair-{index}")
                    disabled=move || !document.is_editable()
                    on:click=move |event| {
                        event.stop_propagation();
                        // An edit elsewhere may have moved the places: the repair is that of the finding as it is now.
                        let now = document.peek(|engine| {
                            let problems = engine.problems().into_iter();
                            let same = { problems }.find(|it| shown.with_value(|shown| identity(it) == *shown))?;
                            same.repairs().get(index).cloned()
                        });
                        if let Some(repair) = now {
                            document.repair(&repair);
                        }
                    }
                >
                    <span class="repair-title">{title}</span>
                </button>
            }
        })
        .collect_view();
    let help = problem.help().to_owned();
    view! {
        <li
            class="problem"
            class:link=target.with_value(Option::is_some)
            tabindex="0"
            data-testid="problem"
            data-code=problem.code().to_owned()
            data-record=record
            on:click=move |_| show()
            on:keydown=on_key
        >
            <SeverityIcon severity=problem.severity() />
            <div class="problem-words">
                <div class="problem-message">
                    {problem.message().to_owned()}
                    {place.map(|place| view! { <span class="problem-place mono">{place}</span> })}
                </div>
                {(!help.is_empty()).then(|| view! { <div class="problem-help">{help}</div> })}
            </div>
            <code class="problem-code">{problem.code().to_owned()}</code>
            <div class="problem-fixes">{repairs}</div>
        </li>
    }
}
