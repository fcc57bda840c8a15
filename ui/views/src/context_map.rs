//! The context map as a table: which contexts relate, by which patterns, and whether flows really cross between them.

use crate::head::ViewHead;
use engine::derive::crossings;
use engine::diagnostic::counted;
use engine::model::{ContextId, Design, Kind, RecordKey, RelationPattern, TopicId, word_of};
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use parts::mark::{KeyMark, sign_of};
use parts::{Installed, MainView, WindowAction, actions, attention, document};
use std::collections::BTreeSet;
use std::sync::Arc;
use widgets::{Choice, Choices, Each, Picker};

/// One line of the table: two contexts, downstream reading from upstream.
#[derive(Debug, Clone, PartialEq)]
struct Line {
    upstream: ContextId,
    downstream: ContextId,
    relation: Option<RecordKey>,
    patterns: Vec<RelationPattern>,
    topics: Vec<String>,
}

/// The context map, as the frame knows it.
pub static CONTEXT_MAP: MainView = MainView {
    word: "context-map",
    title: "Context map",
    action_title: "Show context map",
    chords: &["Alt+2"],
    made_for: &[Kind::ContextRelation],
    keys_act_on: &[Kind::ContextRelation],
    is_drawing: false,
    install: Installed::nothing,
    component: || view! { <ContextMapView /> }.into_any(),
    side: None,
};

/// The context map.
#[component]
fn ContextMapView() -> impl IntoView {
    let (document, actions) = (document(), actions());
    let all = Memo::new(move |_| document.design(lines));
    let summary = move || {
        all.with(|all| {
            let relations = all.iter().filter(|it| it.relation.is_some()).count();
            let missing = all.iter().filter(|it| it.relation.is_none()).count();
            let unused = all.iter().filter(|it| it.relation.is_some() && it.topics.is_empty()).count();
            let relations = counted(relations, "relation");
            format!("{relations}, {unused} without a flow · {missing} more to add, where flows cross already")
        })
    };
    view! {
        <div class="table-view" data-testid="context-map">
            <ViewHead title="Context map" about=Signal::derive(summary)>
                <NewRelation />
            </ViewHead>
            <Show
                when=move || all.with(|all| !all.is_empty())
                fallback=move || {
                    view! {
                        <div class="nothing">
                            <p>"Nothing connects two contexts yet. Let a service read a topic of another context, or create a relation"</p>
                            <button
                                type="button"
                                class="primary"
                                disabled=move || !document.is_editable()
                                on:click=move |_| actions.run(WindowAction::Create(Kind::Context))
                            >
                                "New context…"
                            </button>
                        </div>
                    }
                }
            >
                <div class="table-scroll" tabindex="0">
                    <table class="records">
                        <thead>
                            <tr>
                                <th>"Upstream"</th>
                                <th></th>
                                <th>"Downstream"</th>
                                <th>"Patterns"</th>
                                <th>"Flows across"</th>
                            </tr>
                        </thead>
                        <tbody>
                            <Each
                                items=all
                                key=|line: &Line| (line.upstream.clone(), line.downstream.clone(), line.relation.clone())
                                children=|line| view! { <RelationLine line=line /> }
                            />
                        </tbody>
                    </table>
                </div>
            </Show>
        </div>
    }
}

#[component]
fn RelationLine(line: Signal<Line>) -> impl IntoView {
    let (document, attention) = (document(), attention());
    let context = move |id: &ContextId| {
        let key = RecordKey::from(id.clone());
        let target = key.clone();
        let own = StoredValue::new(key.clone());
        let name = move || own.with_value(|key| document.appearance(key, |engine| engine.name_of(key)));
        view! {
            <button type="button" class="record-chip" on:click=move |_| attention.show(target.clone())>
                <KeyMark key=Signal::stored(key) />
                {name}
            </button>
        }
    };
    let Line { upstream, downstream, relation, .. } = line.get_untracked();
    let (from, to) = (context(&upstream), context(&downstream));
    let pair = StoredValue::new((upstream, downstream));
    let relation = StoredValue::new(relation);
    let selected = move || relation.with_value(|key| key.as_ref().is_some_and(|key| attention.is_selected(key)));
    let badge = |pattern: &RelationPattern| {
        let word = word_of(Kind::ContextRelation, "/patterns", pattern);
        view! {
            <span class="badge" title=word.map(|word| word.hint.as_str())>
                {word.map(|word| word.title.as_str())}
            </span>
        }
    };
    let state = move |event: MouseEvent| {
        event.stop_propagation();
        let (upstream, downstream) = pair.get_value();
        if let Some(key) = document.relate(&upstream, &downstream, RelationPattern::PublishedLanguage) {
            attention.inspect(key);
        }
    };
    let patterns = move || {
        line.with(|line| match &line.relation {
            Some(_) if line.patterns.is_empty() => view! { <span class="muted">"no pattern named"</span> }.into_any(),
            Some(_) => line.patterns.iter().map(badge).collect_view().into_any(),
            None => view! {
                <button
                    type="button"
                    class="small"
                    data-testid="state-relation"
                    disabled=move || !document.is_editable()
                    on:click=state
                >
                    "Add this relation"
                </button>
            }
            .into_any(),
        })
    };
    let flows = move || {
        line.with(|line| {
            if line.topics.is_empty() {
                view! { <span class="warning-text">"no flow crosses yet"</span> }.into_any()
            } else {
                view! { <span class="mono">{line.topics.join(", ")}</span> }.into_any()
            }
        })
    };
    view! {
        <tr
            class:selected=selected
            class:link=relation.with_value(Option::is_some)
            on:click=move |_| {
                if let Some(key) = relation.get_value() {
                    attention.show(key);
                }
            }
        >
            <td>{from}</td>
            <td class="muted">"→"</td>
            <td>{to}</td>
            <td class="chips-cell">{patterns}</td>
            <td>{flows}</td>
        </tr>
    }
}

/// Two pickers and a button: a relation needs both ends before it can be.
#[component]
fn NewRelation() -> impl IntoView {
    let (document, attention) = (document(), attention());
    let upstream = RwSignal::new(None::<String>);
    let downstream = RwSignal::new(None::<String>);
    let choices: Choices = Arc::new(move || {
        document.peek(|engine| {
            let design = engine.design();
            let choice = |it: &engine::model::Context| {
                Choice::new(it.id.as_str(), it.name.clone(), String::new())
                    .with_sign(sign_of(design, &it.id.clone().into()))
            };
            design.contexts().values().map(choice).collect()
        })
    });
    let picker = move |label: &'static str, testid: &'static str, value: RwSignal<Option<String>>, choices: Choices| {
        let shown = Signal::derive(move || {
            value.with(|id| match id {
                Some(id) => document.design(|design| {
                    id.parse().ok().and_then(|id| design.context(&id)).map_or(String::new(), |it| it.name.clone())
                }),
                None => label.to_owned(),
            })
        });
        view! {
            <Picker
                label=label
                shown=shown
                value=value
                choices=choices
                on_pick=Callback::new(move |id| value.set(Some(id)))
                testid=testid
                disabled=Signal::derive(move || !document.is_editable())
            />
        }
    };
    let ready = move || {
        upstream.with(Option::is_some) && downstream.with(Option::is_some) && upstream.get() != downstream.get()
    };
    let add = move |_| {
        let id = |text: Option<String>| text.and_then(|text| text.parse::<ContextId>().ok());
        if let (Some(from), Some(to)) = (id(upstream.get_untracked()), id(downstream.get_untracked()))
            && let Some(key) = document.relate(&from, &to, RelationPattern::CustomerSupplier)
        {
            upstream.set(None);
            downstream.set(None);
            attention.inspect(key);
        }
    };
    view! {
        <div class="new-relation">
            {picker("Upstream…", "relation-upstream", upstream, choices.clone())}
            <span class="muted">"→"</span>
            {picker("Downstream…", "relation-downstream", downstream, choices)}
            <button type="button" data-testid="relation-add" disabled=move || !ready() || !document.is_editable() on:click=add>
                "Add relation"
            </button>
        </div>
    }
}

/// Every pair of contexts that a relation states or a flow connects, stated ones first.
fn lines(design: &Design) -> Vec<Line> {
    let crossing = crossings(design);
    let names = |topics: &BTreeSet<TopicId>| -> Vec<String> {
        topics.iter().map(|id| design.topic(id).map_or(id.to_string(), |topic| topic.name.clone())).collect()
    };
    let mut lines: Vec<Line> = design
        .relations()
        .values()
        .map(|relation| {
            let mut topics: BTreeSet<TopicId> = BTreeSet::new();
            let (up, down) = (relation.upstream.clone(), relation.downstream.clone());
            for pair in [(up.clone(), down.clone()), (down.clone(), up.clone())] {
                topics.extend(crossing.get(&pair).into_iter().flatten().cloned());
            }
            Line {
                upstream: up,
                downstream: down,
                relation: Some(relation.id.clone().into()),
                patterns: relation.patterns.clone(),
                topics: names(&topics),
            }
        })
        .collect();
    let stated: BTreeSet<(ContextId, ContextId)> = lines
        .iter()
        .flat_map(|line| {
            let (up, down) = (line.upstream.clone(), line.downstream.clone());
            [(up.clone(), down.clone()), (down, up)]
        })
        .collect();
    for (pair, topics) in crossing {
        if !stated.contains(&pair) {
            lines.push(Line {
                upstream: pair.0,
                downstream: pair.1,
                relation: None,
                patterns: Vec::new(),
                topics: names(&topics),
            });
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn writers_are_upstream_of_readers_and_stated_relations_come_first() {
        let mut design = Design::default();
        let context = |id: &str| json!({"context": {"id": id, "name": id}});
        let service = |id: &str| json!({"service": {"id": id, "context": id, "name": id}});
        let flow = |id: &str, service: &str, messages: &[&str], way: &str| json!({"flow": {"id": id, "context": service, "service": service, "topic": "t", "messages": messages, "direction": {way: {}}}});
        for record in [
            context("cart"),
            context("order"),
            context("payment"),
            context("review"),
            service("cart"),
            service("payment"),
            service("review"),
            json!({"topic": {"id": "t", "context": "order", "name": "order-events", "partitions": 1, "replication": 1}}),
            flow("a", "cart", &["filled"], "produce"),
            flow("b", "payment", &[], "consume"),
            flow("c", "review", &["shipped"], "consume"),
            json!({"relation": {"id": "r", "upstream": "order", "downstream": "review"}}),
        ] {
            design.insert(serde_json::from_value(record).unwrap());
        }
        let shown: Vec<String> = lines(&design)
            .iter()
            .map(|line| {
                format!("{} {} {} {}", line.upstream, line.downstream, line.relation.is_some(), line.topics.join(","))
            })
            .collect();
        assert_eq!(shown, ["order review true ", "cart payment false order-events"]);
    }
}
