//! What the design asks of its cluster, topic by topic and as a whole, for the chosen environment.

use crate::head::ViewHead;
use engine::capacity::{
    Assumptions, EnvironmentLoad, Storage, environment_load, groups_of_topic, load_per_partition, partitions_needed,
    topic_load, topic_storage,
};
use engine::derive::deployed;
use engine::derive::wording::{duration_short, grouped, rate_short, size_short};
use engine::model::{Design, Environment, Kind, RecordKey, Topic};
use leptos::prelude::*;
use parts::mark::KeyMark;
use parts::quantity::tone_of;
use parts::{Installed, MainView, WindowAction, actions, attention, document};
use widgets::Each;

/// One topic's numbers, ready to be shown.
#[derive(Debug, Clone, PartialEq)]
struct Line {
    key: RecordKey,
    name: String,
    rate: String,
    peak: String,
    partitions: u32,
    needed: u32,
    per_partition: String,
    storage: String,
    retention: String,
    slowest: Option<(String, f64)>,
}

impl Line {
    /// Whether the load needs more partitions than there are.
    fn is_short(&self) -> bool {
        self.needed > self.partitions
    }
}

/// One number of the environment as a whole.
#[derive(Debug, Clone, PartialEq)]
struct Total {
    label: &'static str,
    value: String,
    detail: String,
    share: Option<f64>,
}

/// The capacity view, as the frame knows it.
pub static CAPACITY: MainView = MainView {
    word: "capacity",
    title: "Capacity",
    action_title: "Show capacity",
    chords: &["Alt+5"],
    made_for: &[Kind::Environment],
    keys_act_on: &[Kind::Environment],
    is_drawing: false,
    install: Installed::nothing,
    component: || view! { <CapacityView /> }.into_any(),
    side: None,
};

/// The load on the chosen environment.
#[component]
fn CapacityView() -> impl IntoView {
    let (document, attention, actions) = (document(), attention(), actions());
    let environment = Memo::new(move |_| {
        let id = document.current_environment();
        document.of_kinds(&[Kind::Environment], |design| id.and_then(|id| design.environment(&id).cloned()))
    });
    let totals = Memo::new(move |_| {
        environment.with(|environment| {
            environment.as_ref().map_or_else(Vec::new, |environment| {
                document.design(|design| totals(&environment_load(design, environment)))
            })
        })
    });
    let lines = Memo::new(move |_| {
        environment.with(|environment| {
            document.design(|design| {
                let mut lines: Vec<(f64, Line)> = design
                    .topics()
                    .values()
                    .map(|topic| {
                        (topic_load(design, &topic.id).peak.bytes_per_second, line(design, topic, environment.as_ref()))
                    })
                    .collect();
                lines.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.name.cmp(&b.1.name)));
                lines.into_iter().map(|(_, line)| line).collect::<Vec<_>>()
            })
        })
    });
    let about = Signal::derive(move || {
        let of = environment.with(|it| it.as_ref().map_or("As the records say".to_owned(), |it| it.name.clone()));
        format!("{of} · choose another environment in the bar below")
    });
    view! {
        <div class="table-view" data-testid="capacity">
            <ViewHead title="Capacity" about=about>
                {move || {
                    environment
                        .get()
                        .map(|environment| {
                            view! {
                                <button type="button" on:click=move |_| attention.inspect(environment.id.clone().into())>
                                    "Edit the environment"
                                </button>
                            }
                        })
                }}
            </ViewHead>
            <div class="totals">
                {move || totals.get().into_iter().map(|total| view! { <TotalCard total=total /> }).collect_view()}
            </div>
            <Show
                when=move || lines.with(|lines| !lines.is_empty())
                fallback=move || {
                    let create = move |action: WindowAction| {
                        view! {
                            <button
                                type="button"
                                class="primary"
                                data-testid=action.word()
                                disabled=move || !actions.is_enabled(action)
                                on:click=move |_| actions.run(action)
                            >
                                {action.title()}
                            </button>
                        }
                    };
                    view! {
                        <div class="nothing" data-testid="capacity-empty">
                            <p>"Draw a topic and a service that writes to it to see numbers here"</p>
                            {move || document.of_kinds(&[Kind::Context, Kind::Environment], first_missing).into_iter().map(create).collect_view()}
                        </div>
                    }
                }
            >
                <div class="table-scroll" tabindex="0">
                    <table class="records numbers">
                        <thead>
                            <tr>
                                <th>"Topic"</th>
                                <th>"Records"</th>
                                <th>"Peak"</th>
                                <th>"Partitions"</th>
                                <th>"Each at peak"</th>
                                <th>"Kept"</th>
                                <th>"On disk"</th>
                                <th>"Busiest group at peak"</th>
                            </tr>
                        </thead>
                        <tbody>
                            <Each
                                items=lines
                                key=|line: &Line| line.key.clone()
                                children=|line| view! { <TopicLine line=line /> }
                            />
                        </tbody>
                    </table>
                </div>
            </Show>
        </div>
    }
}

/// What can be created next for there to be numbers: something that they are about, and where it runs.
fn first_missing(design: &Design) -> Vec<WindowAction> {
    let about = if design.contexts().is_empty() { Kind::Context } else { Kind::Topic };
    let place = design.environments().is_empty().then_some(Kind::Environment);
    [about].into_iter().chain(place).map(WindowAction::Create).collect()
}

#[component]
fn TotalCard(total: Total) -> impl IntoView {
    let bar = total.share.map(|share| {
        let tone = tone_of(share);
        view! {
            <div class="bar-track">
                <div class=format!("bar-fill {tone}") style:width=format!("{:.1}%", (share * 100.0).clamp(0.0, 100.0))></div>
            </div>
        }
    });
    view! {
        <div class="total">
            <div class="total-label">{total.label}</div>
            <div class="total-value mono">{total.value}</div>
            {bar}
            <div class="total-detail">{total.detail}</div>
        </div>
    }
}

#[component]
fn TopicLine(line: Signal<Line>) -> impl IntoView {
    let attention = attention();
    let key = StoredValue::new(line.with_untracked(|line| line.key.clone()));
    let slowest = |(group, share): (String, f64)| {
        let tone = tone_of(share);
        view! {
            <span class=format!("share {tone}")>{format!("{:.0} %", share * 100.0)}</span>
            " "
            <span class="mono muted">{group}</span>
        }
    };
    let partitions = |line: &Line| {
        let lacking = if line.is_short() { format!(" of {} needed", line.needed) } else { String::new() };
        format!("{}{lacking}", grouped(line.partitions.into(), 0))
    };
    let selected = move || key.with_value(|key| attention.is_selected(key));
    view! {
        <tr class="link" class:selected=selected on:click=move |_| attention.show(key.get_value())>
            <td>
                <span class="marked">
                    <KeyMark key=Signal::stored(key.get_value()) />
                    <span class="mono">{move || line.with(|it| it.name.clone())}</span>
                </span>
            </td>
            <td>{move || line.with(|it| it.rate.clone())}</td>
            <td>{move || line.with(|it| it.peak.clone())}</td>
            <td class:error-text=move || line.with(Line::is_short)>{move || line.with(partitions)}</td>
            <td>{move || line.with(|it| it.per_partition.clone())}</td>
            <td>{move || line.with(|it| it.retention.clone())}</td>
            <td>{move || line.with(|it| it.storage.clone())}</td>
            <td class="rest">{move || line.with(|it| it.slowest.clone()).map(slowest)}</td>
        </tr>
    }
}

fn line(design: &Design, topic: &Topic, environment: Option<&Environment>) -> Line {
    let here = deployed(topic, environment);
    let load = topic_load(design, &topic.id);
    let slowest = groups_of_topic(design, &topic.id, environment)
        .into_iter()
        .filter_map(|group| Some((group.group, group.peak_utilisation?)))
        .max_by(|a, b| a.1.total_cmp(&b.1));
    let storage = match topic_storage(design, &topic.id, environment) {
        Some(Storage::Bytes(bytes)) => size_short(bytes),
        Some(Storage::Unbounded) => "grows for ever".to_owned(),
        Some(Storage::ByKeys) => "as its keys take".to_owned(),
        None => String::new(),
    };
    let retention = match here.config.retention_ms() {
        Some(ms) if ms < 0 => "for ever".to_owned(),
        Some(ms) => duration_short(ms as f64),
        None => "broker's default".to_owned(),
    };
    Line {
        key: topic.id.clone().into(),
        name: topic.name.clone(),
        rate: rate_short(load.ordinary.records_per_second),
        peak: rate_short(load.peak.records_per_second),
        partitions: here.partitions,
        needed: partitions_needed(design, &topic.id, &Assumptions::default()).needed,
        per_partition: format!(
            "{}/s",
            size_short(load_per_partition(design, &topic.id, environment).peak.bytes_per_second)
        ),
        storage,
        retention,
        slowest,
    }
}

fn totals(load: &EnvironmentLoad) -> Vec<Total> {
    let mut totals = vec![
        Total {
            label: "Written",
            value: format!("{}/s", size_short(load.written.ordinary.bytes_per_second)),
            detail: format!(
                "{}; at peak {}",
                rate_short(load.written.ordinary.records_per_second),
                rate_short(load.written.peak.records_per_second)
            ),
            share: None,
        },
        Total {
            label: "Read by groups",
            value: format!("{}/s", size_short(load.read.ordinary.bytes_per_second)),
            detail: format!("at peak {}/s", size_short(load.read.peak.bytes_per_second)),
            share: None,
        },
        Total {
            label: "Storage, all copies",
            value: match load.capacity_bytes {
                Some(capacity) => format!("{} of {}", size_short(load.stored_bytes), size_short(capacity)),
                None => size_short(load.stored_bytes),
            },
            detail: match load.not_counted.len() {
                0 => "when retention has filled up".to_owned(),
                1 => "without 1 topic whose size no record tells".to_owned(),
                count => format!("without {count} topics whose size no record tells"),
            },
            share: load.storage_utilisation(),
        },
        Total {
            label: "Partition replicas",
            value: grouped(load.partition_replicas as f64, 0),
            detail: match (load.replicas_per_broker(), load.brokers) {
                (Some(each), Some(brokers)) => format!("{} on each of {brokers} brokers", grouped(each as f64, 0)),
                (_, _) => "state the number of brokers to see them by broker".to_owned(),
            },
            share: None,
        },
    ];
    if let Some(cost) = &load.cost {
        totals.push(Total {
            label: "Cost a month",
            value: match cost.budget_usd {
                Some(budget) => format!("${} of ${}", grouped(cost.total_usd, 0), grouped(budget, 0)),
                None => format!("${}", grouped(cost.total_usd, 0)),
            },
            detail: "brokers and disks, at list price".to_owned(),
            share: cost.budget_usd.filter(|budget| *budget > 0.0).map(|budget| cost.total_usd / budget),
        });
    }
    totals
}
