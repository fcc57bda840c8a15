//! The panel below the view.

use crate::changes::Changes;
use crate::output::Output;
use crate::problems::{ProblemFilter, ProblemTools, Problems};
use diagnostic::Severity;
use leptos::prelude::*;
use parts::{BottomTab, WindowAction, actions, document, panels};
use widgets::{Icon, Tab, Tabs};

/// Problems, changes and output.
#[component]
pub fn BottomPanel() -> impl IntoView {
    let (document, panels, actions) = (document(), panels(), actions());
    let problems = Memo::new(move |_| {
        document.findings(|engine| {
            let counts = [Severity::Error, Severity::Warning, Severity::Info].map(|it| (it, engine.count(it)));
            let worst = counts.iter().find(|(_, count)| *count > 0);
            let count: usize = counts.iter().map(|(_, count)| count).sum();
            (count, worst.map_or("", |(severity, _)| severity.as_str()))
        })
    });
    let changes = Memo::new(move |_| document.unsaved.with(|unsaved| unsaved.len()));
    let some = |(count, tone): (usize, &'static str)| (count > 0).then_some((count, tone));
    let tabs = vec![
        Tab {
            value: BottomTab::Problems,
            title: "Problems",
            testid: "tab-problems".to_owned(),
            count: Signal::derive(move || some(problems.get())),
        },
        Tab {
            value: BottomTab::Changes,
            title: "Changes",
            testid: "tab-changes".to_owned(),
            count: Signal::derive(move || some((changes.get(), ""))),
        },
        Tab { value: BottomTab::Output, title: "Output", testid: "tab-output".to_owned(), count: Signal::stored(None) },
    ];
    let front = Memo::new(move |_| panels.tab.get());
    let filter = ProblemFilter::new();
    view! {
        <section class="bottom-panel" aria-label="Problems, changes and output">
            <div class="bottom-head">
                <Tabs
                    tabs=tabs
                    value=front
                    on_pick=Callback::new(move |tab| panels.tab.set(tab))
                    label="Panel below"
                    class="underlined"
                />
                <span class="grow"></span>
                <Show when=move || front.get() == BottomTab::Problems>
                    <ProblemTools filter=filter />
                </Show>
                <button
                    type="button"
                    class="ghost icon-only"
                    aria-label="Hide the panel below"
                    title="Hide the panel below"
                    on:click=move |_| actions.run(WindowAction::ToggleBottom)
                >
                    <Icon icon=icondata_lu::LuChevronDown />
                </button>
            </div>
            <div class="bottom-body" role="tabpanel">
                {move || match front.get() {
                    BottomTab::Problems => view! { <Problems filter=filter /> }.into_any(),
                    BottomTab::Changes => view! { <Changes /> }.into_any(),
                    BottomTab::Output => view! { <Output /> }.into_any(),
                }}
            </div>
        </section>
    }
}
