//! An event as the schema that is shown would have it: nothing says faster what a change means.

use super::judged::Part;
use super::state::bench;
use crate::app::app;
use engine::avro::data::{JsonForm, sample};
use leptos::prelude::*;

/// A sample event.
#[component]
pub fn Sample() -> impl IntoView {
    let (app, bench) = (app(), bench());
    let seed = app.workbench.seed;
    let text = Memo::new(move |_| {
        let part = bench.part(app).unwrap_or(Part::Nothing);
        bench.judged.with(|it| {
            let schema = it.as_ref()?.text(part)?.schema.as_ref()?;
            Some(sample(schema, seed.get())?.to_json(schema, JsonForm::Plain))
        })
    });
    view! {
        <Show when=move || text.with(Option::is_some)>
            <section class="sample" aria-label="Sample event">
                <div class="sample-head">
                    <h3>"Sample event"</h3>
                    <button type="button" class="link" data-testid="regenerate" on:click=move |_| seed.update(|it| *it += 1)>
                        "regenerate"
                    </button>
                </div>
                <pre data-testid="sample">{move || text.get()}</pre>
            </section>
        </Show>
    }
}
