//! Which readers look at what of the design. A reader says which records, kinds or findings it looks at, and runs again after
//! a step that touched one of them: one key stroke in the inspector wakes what shows that record, however large the design is.

use engine::Effect;
use engine::model::{Design, Kind, RecordKey, references};
use leptos::prelude::*;
use leptos::reactive::signal::ArcTrigger;
use std::collections::BTreeMap;

/// One trigger for each thing that was ever looked at.
#[derive(Default)]
struct Triggers {
    records: BTreeMap<RecordKey, ArcTrigger>,
    findings_of: BTreeMap<RecordKey, ArcTrigger>,
    kinds: BTreeMap<Kind, ArcTrigger>,
    findings: ArcTrigger,
}

/// Which readers look at what of the design.
#[derive(Clone, Copy)]
pub(super) struct Watch {
    triggers: StoredValue<Triggers>,
}

impl Watch {
    pub(super) fn new() -> Self {
        Self { triggers: StoredValue::new(Triggers::default()) }
    }

    /// Runs the reader again after each step that changes a record, or what the rules say of it.
    pub(super) fn record(self, key: &RecordKey) {
        self.fields(key);
        self.track(key, |all| &mut all.findings_of);
    }

    /// Runs the reader again after each step that changes a record.
    fn fields(self, key: &RecordKey) {
        self.track(key, |all| &mut all.records);
    }

    fn track<K: Ord + Clone>(self, key: &K, of: fn(&mut Triggers) -> &mut BTreeMap<K, ArcTrigger>) {
        let trigger = self.triggers.try_update_value(|all| of(all).entry(key.clone()).or_default().clone());
        trigger.iter().for_each(Track::track);
    }

    /// Runs the reader again after each step that changes a record of some kinds.
    pub(super) fn kinds(self, kinds: &[Kind]) {
        kinds.iter().for_each(|kind| self.track(kind, |all| &mut all.kinds));
    }

    /// Runs the reader again after each step that changes what the rules say of any record.
    pub(super) fn findings(self) {
        self.triggers.with_value(|all| all.findings.clone()).track();
    }

    /// Runs the reader again after each step that may change what a record is called, or its sign. Both follow from the record
    /// and from those that it cannot be without; the sign of a schema also follows from its messages.
    pub(super) fn appearance(self, design: &Design, key: &RecordKey) {
        self.fields(key);
        if let Some(record) = design.get(key) {
            let needed = references(&record).into_iter().filter(|reference| reference.owned);
            needed.for_each(|reference| self.fields(&reference.target));
        }
        if key.kind() == Kind::Schema {
            self.kinds(&[Kind::Message]);
        }
    }

    /// Wakes the readers of what a step touched.
    pub(super) fn wake(self, effect: &Effect) {
        let woken: Vec<ArcTrigger> = self.triggers.with_value(|all| {
            let records = effect.changed.iter().filter_map(|key| all.records.get(key));
            let judged = effect.judged.iter().filter_map(|key| all.findings_of.get(key));
            let kinds = effect.changed.iter().map(RecordKey::kind).filter_map(|kind| all.kinds.get(&kind));
            let findings = (!effect.judged.is_empty()).then_some(&all.findings);
            records.chain(judged).chain(kinds).chain(findings).cloned().collect()
        });
        woken.iter().for_each(Notify::notify);
    }

    /// Wakes everybody: another design may have taken the place of this one.
    pub(super) fn wake_all(self) {
        let Some(all) = self.triggers.try_update_value(std::mem::take) else { return };
        let of_records = all.records.values().chain(all.findings_of.values());
        of_records.chain(all.kinds.values()).chain([&all.findings]).for_each(Notify::notify);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mark::mark_of;
    use crate::sample;
    use engine::edit::Command;
    use engine::format::SourceFile;
    use engine::{Engine, Host};
    use serde_json::json;
    use std::collections::BTreeSet;

    struct Quiet;

    impl Host for Quiet {
        fn today(&self) -> String {
            "2026-01-01".to_owned()
        }

        fn unix_ms(&self) -> u64 {
            0
        }

        fn now_ms(&self) -> f64 {
            0.0
        }

        fn journal(&mut self, _: String) {}
    }

    /// What a reader shows, worked out anew.
    type Look = Box<dyn Fn(&Engine) -> String + Send + Sync>;

    /// The sample with the readers that a window has: for each record its name and sign, its fields and its findings, and for
    /// the whole the numbers of the bars.
    struct Window {
        _owner: Owner,
        engine: StoredValue<Engine, LocalStorage>,
        watch: Watch,
        reran: StoredValue<BTreeSet<String>>,
        shown: Vec<(String, Memo<String>)>,
    }

    fn sign(engine: &Engine, key: &RecordKey) -> String {
        format!("{} {:?}", engine.name_of(key), mark_of(engine.design(), key))
    }

    fn record(engine: &Engine, key: &RecordKey) -> String {
        let findings: Vec<&str> = engine.findings_of(key).map(|it| it.message.as_str()).collect();
        format!("{:?} {findings:?}", engine.design().get(key))
    }

    fn contexts(engine: &Engine) -> String {
        engine.design().contexts().len().to_string()
    }

    fn problems(engine: &Engine) -> String {
        engine.findings().count().to_string()
    }

    fn look_of(name: &str) -> Look {
        match name.split_once(' ') {
            Some(("sign", key)) => {
                let key: RecordKey = key.parse().unwrap();
                Box::new(move |engine| sign(engine, &key))
            }
            Some((_, key)) => {
                let key: RecordKey = key.parse().unwrap();
                Box::new(move |engine| record(engine, &key))
            }
            None if name == "contexts" => Box::new(contexts),
            None => Box::new(problems),
        }
    }

    impl Window {
        fn open() -> Self {
            let owner = Owner::new();
            owner.set();
            let file =
                |(path, text): &(&str, &str)| SourceFile { path: (*path).to_owned(), bytes: text.as_bytes().into() };
            let engine = Engine::open(sample::files().iter().map(file).collect(), Box::new(Quiet));
            let keys = engine.design().keys();
            let mut window = Self {
                _owner: owner,
                engine: StoredValue::new_local(engine),
                watch: Watch::new(),
                reran: StoredValue::new(BTreeSet::new()),
                shown: Vec::new(),
            };
            window.show("contexts".to_owned(), |watch, _| watch.kinds(&[Kind::Context]));
            window.show("problems".to_owned(), |watch, _| watch.findings());
            // Nobody shows the sign of a position.
            for key in keys.into_iter().filter(|key| key.kind() != Kind::Placement) {
                let of = key.clone();
                window.show(format!("sign {key}"), move |watch, design| watch.appearance(design, &of));
                window.show(format!("record {key}"), move |watch, _| watch.record(&key));
            }
            window.read();
            window
        }

        fn show(&mut self, name: String, track: impl Fn(Watch, &Design) + Send + Sync + 'static) {
            let (engine, watch, reran, look) = (self.engine, self.watch, self.reran, look_of(&name));
            let own = name.clone();
            let memo = Memo::new(move |_| {
                reran.update_value(|all| {
                    all.insert(own.clone());
                });
                engine.with_value(|engine| {
                    track(watch, engine.design());
                    look(engine)
                })
            });
            self.shown.push((name, memo));
        }

        /// Reads what everybody shows; gives the names of those that looked again. None may show what is not so any more.
        fn read(&self) -> BTreeSet<String> {
            self.reran.set_value(BTreeSet::new());
            for (name, memo) in &self.shown {
                let shown = memo.get_untracked();
                self.engine.with_value(|engine| assert_eq!(shown, look_of(name)(engine), "{name}"));
            }
            self.reran.get_value()
        }

        /// Takes a step; gives the names of those that look again because of it.
        fn step(&self, act: impl FnOnce(&mut Engine) -> Effect) -> BTreeSet<String> {
            let effect = self.engine.try_update_value(act).unwrap();
            self.watch.wake(&effect);
            self.read()
        }

        fn dispatch(&self, command: &Command) -> BTreeSet<String> {
            self.step(|engine| engine.dispatch(command).unwrap())
        }
    }

    fn set(key: &str, pointer: &str, value: serde_json::Value) -> Command {
        Command::Set { key: key.parse().unwrap(), pointer: pointer.to_owned(), value }
    }

    #[test]
    fn a_step_wakes_those_who_look_at_what_it_touched() {
        let window = Window::open();
        let check = |key: &str, pointer: &str, others: &[String]| {
            let mut woken = window.dispatch(&set(key, pointer, json!("As agreed")));
            assert!(woken.contains(&format!("record {key}")), "{key}{pointer}");
            woken.retain(|name| name.starts_with("sign "));
            let expected: BTreeSet<String> =
                [format!("sign {key}")].into_iter().chain(others.iter().cloned()).collect();
            assert_eq!(woken, expected, "{key}{pointer}");
        };
        assert!(window.shown.len() > 300);
        let (decision, process, flows) = window.engine.with_value(|engine| {
            let design = engine.design();
            let topic = "order-events".parse().unwrap();
            let flows = design.flows_of_topic(&topic).map(|it| format!("sign flow:{}", it.id));
            let decision = design.decisions().keys().next().unwrap().to_string();
            (decision, design.processes().keys().next().unwrap().to_string(), flows.collect::<Vec<_>>())
        });
        check(&format!("decision:{decision}"), "/title", &[]);
        check(&format!("process:{process}"), "/description", &[]);
        // Flows are called after their ends.
        check("topic:order-events", "/description", &flows);
    }

    #[test]
    fn nobody_shows_what_is_not_so_any_more() {
        let window = Window::open();
        let all = window.shown.len();
        let schema_text = json!({"type": "record", "name": "Renamed", "fields": []}).to_string();
        let commands = [
            set("topic:order-events", "/partitions", json!(1)),
            set("topic:order-events", "/description", json!("What happens to orders")),
            set("context:order", "/hue", json!("lime")),
            Command::Rename { key: "context:order".parse().unwrap(), name: "Purchase".to_owned() },
            Command::Rename { key: "topic:order-events".parse().unwrap(), name: "purchase-events".to_owned() },
            set("message:order-submitted", "/kind", json!("command")),
            set("schema:order-submitted", "/name", json!("Order submitted")),
            Command::SetDraft { schema: "order-submitted".parse().unwrap(), text: Some(schema_text) },
            set("message:order-submitted", "/schema", serde_json::Value::Null),
            Command::Delete { keys: vec!["topic:order-events".parse().unwrap()] },
        ];
        for command in &commands {
            let woken = window.dispatch(command).len();
            assert!(woken > 0 && woken < all / 3, "{woken} of {all} looked again after {command:?}");
        }
        for _ in &commands {
            assert!(!window.step(|engine| engine.undo().unwrap()).is_empty());
        }
    }

    #[test]
    fn another_design_wakes_everybody() {
        let window = Window::open();
        window.engine.set_value(Engine::open(Vec::new(), Box::new(Quiet)));
        window.watch.wake_all();
        assert_eq!(window.read().len(), window.shown.len());
    }
}
