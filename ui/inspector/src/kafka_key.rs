//! Settings that stand under Kafka's own key instead of in their field. They are shown beside the field, which is the better
//! place for them: it knows units and words.

use crate::fields::{QuantityField, WordField};
use crate::form::form;
use engine::derive::{Stated, TopicSetting, stated, stated_here};
use engine::edit::Command;
use engine::model::{Design, EnvironmentId, Kind, RecordKey, TopicId, word_of};
use leptos::prelude::*;
use parts::document;
use serde_json::Value;

/// Which record states the setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The topic itself.
    Topic(TopicId),
    /// What an environment says of the topic.
    Override(EnvironmentId, TopicId),
}

impl Place {
    fn record(&self) -> RecordKey {
        match self {
            Self::Topic(id) => id.clone().into(),
            Self::Override(environment, _) => environment.clone().into(),
        }
    }

    /// Where the record's part about the topic begins, as a JSON pointer.
    fn root(&self) -> String {
        match self {
            Self::Topic(_) => String::new(),
            Self::Override(_, topic) => format!("/topics/{topic}"),
        }
    }

    fn stated<'a>(&self, design: &'a Design, setting: TopicSetting) -> Option<Stated<'a>> {
        match self {
            Self::Topic(id) => stated(design.topic(id)?, setting),
            Self::Override(environment, topic) => {
                stated_here(topic, design.environment(environment)?.topics.get(topic)?, setting)
            }
        }
    }
}

/// A setting under Kafka's own key.
#[derive(Debug, Clone, PartialEq)]
struct Keyed {
    setting: TopicSetting,
    place: Place,
    value: String,
    /// Whether it counts; else the field overrules it.
    counts: bool,
}

impl Keyed {
    fn of(design: &Design, place: &Place, setting: TopicSetting) -> Option<Self> {
        let stated = place.stated(design, setting)?;
        let value = if stated.by_key { stated.value.as_ref() } else { stated.overruled? };
        Some(Self { setting, place: place.clone(), value: value.to_owned(), counts: stated.by_key })
    }

    /// The value as the field would hold it.
    fn field_value(&self) -> Option<Value> {
        self.setting.field_value(&self.value)
    }

    fn pointer(&self) -> String {
        format!("{}/config/{}", self.place.root(), self.setting.key())
    }

    fn words(&self) -> String {
        let (key, value) = (self.setting.key(), &self.value);
        if self.counts {
            format!("Stated by Kafka's key {key}.")
        } else {
            format!("Kafka's key {key} says {value}; this field counts.")
        }
    }

    /// What a press does about it; nothing where the field cannot hold the value.
    fn repair(&self) -> Option<(&'static str, Command)> {
        let set = |pointer: String, value: Value| Command::Set { key: self.place.record(), pointer, value };
        let clear = set(self.pointer(), Value::Null);
        if !self.counts {
            return Some(("Remove it there", clear));
        }
        let field = format!("{}/{}", self.place.root(), self.setting.field());
        let label = format!("Move {} into its field", self.setting.key());
        let commands = vec![set(field, self.field_value()?), clear];
        Some(("Move it here", Command::All { label, commands }))
    }
}

/// A number that a topic can state by its field or by Kafka's own key.
#[component]
pub fn SettingField(
    /// Which record states it.
    place: Place,
    /// The setting.
    setting: TopicSetting,
    /// What holds where nothing is stated.
    #[prop(into)]
    unstated: Signal<String>,
) -> impl IntoView {
    let pointer = format!("{}/{}", place.root(), setting.field());
    let quantity = form().quantity(&pointer);
    let keyed = keyed(place, setting);
    let placeholder = Signal::derive(move || {
        let shown = |keyed: &Keyed| {
            let number = keyed.field_value().and_then(|value| value.as_f64());
            number.map_or_else(|| keyed.value.clone(), |number| quantity.show(number))
        };
        keyed.with(|keyed| keyed.as_ref().filter(|it| it.counts).map(shown)).unwrap_or_else(|| unstated.get())
    });
    view! {
        <QuantityField pointer=pointer optional=true placeholder=placeholder />
        <Note keyed=keyed />
    }
}

/// What happens to old records, by its field or by Kafka's own key.
#[component]
pub fn CleanupField(
    /// The topic.
    topic: TopicId,
) -> impl IntoView {
    let keyed = keyed(Place::Topic(topic), TopicSetting::Cleanup);
    let unchosen = Signal::derive(move || {
        let shown = |keyed: &Keyed| match keyed.field_value() {
            Some(value) => {
                word_of(Kind::Topic, "/cleanup", &value).map_or_else(|| keyed.value.clone(), |it| it.title.clone())
            }
            None => keyed.value.clone(),
        };
        keyed.with(|keyed| keyed.as_ref().filter(|it| it.counts).map(shown)).unwrap_or_default()
    });
    view! {
        <WordField
            pointer="/cleanup"
            none=Some(("not stated".to_owned(), "The cluster keeps what it has; a new topic gets the broker's default, usually delete".to_owned()))
            unchosen=unchosen
        />
        <Note keyed=keyed />
    }
}

fn keyed(place: Place, setting: TopicSetting) -> Memo<Option<Keyed>> {
    let document = document();
    Memo::new(move |_| document.design(|design| Keyed::of(design, &place, setting)))
}

/// Where else the setting stands, what is wrong with it there, and a way to mend that.
#[component]
fn Note(keyed: Memo<Option<Keyed>>) -> impl IntoView {
    let form = form();
    move || {
        keyed.get().map(|keyed| {
            let finding = form.finding(&keyed.pointer());
            let testid = format!("move-{}", keyed.setting.key());
            let repair = keyed.repair().map(|(title, command)| {
                view! {
                    " "
                    <button
                        type="button"
                        class="link"
                        data-testid=testid
                        disabled=move || !form.is_editable()
                        on:click=move |_| {
                            form.document.dispatch(command.clone());
                        }
                    >
                        {title}
                    </button>
                }
            });
            view! {
                <div class="field-note muted">
                    {keyed.words()}
                    {repair}
                    {finding
                        .map(|finding| {
                            view! {
                                <p class=format!("field-finding {}", finding.severity.as_str()) title=finding.help.clone()>
                                    {finding.message.clone()}
                                </p>
                            }
                        })}
                </div>
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::model::Record;
    use serde_json::json;

    /// A topic with one setting in each way, and what an environment says of it.
    fn design(topic: &Value, here: &Value) -> Design {
        let mut fields = json!({"id": "seats", "context": "move", "name": "seats", "partitions": 3, "replication": 3});
        fields.as_object_mut().unwrap().extend(topic.as_object().unwrap().clone());
        let mut design = Design::default();
        for record in [
            json!({ "topic": fields }),
            json!({"environment": {"id": "prod", "name": "Production", "topics": {"seats": here}}}),
        ] {
            design.insert(serde_json::from_value::<Record>(record).unwrap());
        }
        design
    }

    fn sets(command: Command) -> Vec<String> {
        if let Command::All { commands, .. } = command {
            return commands.into_iter().flat_map(sets).collect();
        }
        let Command::Set { key, pointer, value } = command else { panic!("{command:?}") };
        vec![format!("{key}{pointer} = {value}")]
    }

    #[test]
    fn a_setting_under_kafka_s_key_can_be_moved_into_its_field() {
        let check = |setting: TopicSetting, topic: Value, expected: Option<(bool, &[&str])>| {
            let design = design(&topic, &json!({}));
            let keyed = Keyed::of(&design, &Place::Topic("seats".parse().unwrap()), setting);
            let found = keyed.map(|it| (it.counts, it.repair().map(|(_, command)| sets(command)).unwrap_or_default()));
            let expected = expected.map(|(counts, sets)| (counts, sets.iter().map(|it| (*it).to_owned()).collect()));
            assert_eq!(found, expected, "{topic}");
        };
        let policy = |text: &str| json!({"config": {"cleanup.policy": text}});
        check(TopicSetting::Cleanup, json!({}), None);
        check(TopicSetting::Cleanup, json!({"cleanup": "compact"}), None);
        check(
            TopicSetting::Cleanup,
            policy("delete, compact"),
            Some((true, &["topic:seats/cleanup = \"compact-delete\"", "topic:seats/config/cleanup.policy = null"])),
        );
        check(TopicSetting::Cleanup, policy("shrink"), Some((true, &[])));
        check(
            TopicSetting::Cleanup,
            json!({"cleanup": "delete", "config": {"cleanup.policy": "compact"}}),
            Some((false, &["topic:seats/config/cleanup.policy = null"])),
        );
        check(TopicSetting::Cleanup, json!({"cleanup": "compact", "config": {"cleanup.policy": "compact"}}), None);
        check(
            TopicSetting::MinInsyncReplicas,
            json!({"config": {"min.insync.replicas": "2"}}),
            Some((true, &["topic:seats/min_insync_replicas = 2", "topic:seats/config/min.insync.replicas = null"])),
        );
    }

    #[test]
    fn what_an_environment_says_by_kafka_s_key_moves_inside_the_environment() {
        let design = design(&json!({}), &json!({"config": {"retention.ms": "5"}}));
        let place = Place::Override("prod".parse().unwrap(), "seats".parse().unwrap());
        let keyed = Keyed::of(&design, &place, TopicSetting::RetentionMs).unwrap();
        let (_, command) = keyed.repair().unwrap();
        assert_eq!(
            sets(command),
            [
                "environment:prod/topics/seats/retention_ms = 5",
                "environment:prod/topics/seats/config/retention.ms = null"
            ]
        );
    }
}
