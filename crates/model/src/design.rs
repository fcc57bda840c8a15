//! The design: all records, and an index of who refers to whom that is kept with every change, so that finding a topic's
//! consumers does not grow with the design.

use crate::kind::{Kind, with_kinds};
use crate::{ContextId, Flow, Message, Placement, Record, RecordKey, SchemaId, ServiceId, TopicId, ViewId, references};
use std::collections::{BTreeMap, BTreeSet};

macro_rules! design {
    (
        records { $($(#[$doc:meta])* $kind:ident $word:literal: $id:ident $about:literal, $all:ident, $one:ident; named $name:tt in $context:tt $row:tt)* }
        positions { $(#[$position_doc:meta])* $position:ident $position_word:literal $position_row:tt }
        singles { $($(#[$single_doc:meta])* $single:ident $single_word:literal: $field:ident; named $single_name:tt $single_row:tt)* }
    ) => {
        /// All records of a design. Maps are ordered, so that everything derived from a design comes out in one order.
        #[derive(Debug, Clone, Default, PartialEq)]
        pub struct Design {
            $($field: $crate::$single,)*
            $($all: BTreeMap<$crate::$id, $crate::$kind>,)*
            placements: BTreeMap<ViewId, BTreeMap<RecordKey, Placement>>,
            referrers: BTreeMap<RecordKey, BTreeSet<RecordKey>>,
        }

        impl Design {
            $(
                #[doc = concat!("Every ", $word, ", by id.")]
                pub fn $all(&self) -> &BTreeMap<$crate::$id, $crate::$kind> {
                    &self.$all
                }

                #[doc = concat!("The ", $word, " of an id.")]
                pub fn $one(&self, id: &$crate::$id) -> Option<&$crate::$kind> {
                    self.$all.get(id)
                }
            )*

            $(
                $(#[$single_doc])*
                pub fn $field(&self) -> &$crate::$single {
                    &self.$field
                }
            )*

            /// Whether a record exists. Those of which there is always one do.
            pub fn contains(&self, key: &RecordKey) -> bool {
                match key {
                    $(RecordKey::$kind(id) => self.$all.contains_key(id),)*
                    RecordKey::Placement(view, node) => self.placement(view, node).is_some(),
                    $(RecordKey::$single => true,)*
                }
            }

            /// The record of a key.
            pub fn get(&self, key: &RecordKey) -> Option<Record> {
                match key {
                    $(RecordKey::$kind(id) => self.$all.get(id).cloned().map(Record::$kind),)*
                    RecordKey::Placement(view, node) => self.placement(view, node).cloned().map(Record::Placement),
                    $(RecordKey::$single => Some(Record::$single(self.$field.clone())),)*
                }
            }

            /// The keys of all records of a kind, by id; placements come with their views.
            pub fn keys_of(&self, kind: Kind) -> Vec<RecordKey> {
                match kind {
                    $(Kind::$kind => self.$all.keys().cloned().map(RecordKey::from).collect(),)*
                    Kind::Placement => {
                        let key = |view: &ViewId, node: &RecordKey| {
                            RecordKey::Placement(view.clone(), Box::new(node.clone()))
                        };
                        let nodes = self.placements.iter();
                        nodes.flat_map(|(view, nodes)| nodes.keys().map(move |node| key(view, node))).collect()
                    }
                    $(Kind::$single => vec![RecordKey::$single],)*
                }
            }

            /// The keys of all records: those of which there is one, then the others by kind and id.
            pub fn keys(&self) -> Vec<RecordKey> {
                let (singles, others): (Vec<Kind>, Vec<Kind>) = Kind::ALL.iter().copied().partition(|kind| kind.is_single());
                singles.into_iter().chain(others).flat_map(|kind| self.keys_of(kind)).collect()
            }

            fn put(&mut self, record: Record) {
                match record {
                    $(Record::$kind(it) => drop(self.$all.insert(it.id.clone(), it)),)*
                    Record::Placement(it) => {
                        self.placements.entry(it.view.clone()).or_default().insert(it.node.clone(), it);
                    }
                    $(Record::$single(it) => self.$field = it,)*
                }
            }

            fn take(&mut self, key: &RecordKey) -> Option<Record> {
                match key {
                    $(RecordKey::$kind(id) => self.$all.remove(id).map(Record::$kind),)*
                    RecordKey::Placement(view, node) => {
                        let nodes = self.placements.get_mut(view)?;
                        let removed = nodes.remove(node.as_ref()).map(Record::Placement);
                        if nodes.is_empty() {
                            self.placements.remove(view);
                        }
                        removed
                    }
                    $(RecordKey::$single => Some(Record::$single(std::mem::take(&mut self.$field))),)*
                }
            }
        }
    };
}
with_kinds!(design);

impl Design {
    /// Where a node stands in a view.
    pub fn placement(&self, view: &ViewId, node: &RecordKey) -> Option<&Placement> {
        self.placements.get(view)?.get(node)
    }

    /// All placements of a view, by node.
    pub fn placements(&self, view: &ViewId) -> impl Iterator<Item = &Placement> {
        self.placements.get(view).into_iter().flat_map(BTreeMap::values)
    }

    /// The records that refer to a record, by key; the record itself need not exist.
    pub fn referrers(&self, key: &RecordKey) -> impl Iterator<Item = &RecordKey> {
        self.referrers.get(key).into_iter().flatten()
    }

    /// The flows that touch a topic as producer or consumer, by id. Flows that only retry or dead-letter to it are not among them.
    pub fn flows_of_topic<'a>(&'a self, topic: &'a TopicId) -> impl Iterator<Item = &'a Flow> {
        self.referring_flows(&RecordKey::Topic(topic.clone())).filter(move |flow| flow.topic == *topic)
    }

    /// The flows that name a topic, to write to it, to read from it, or for records that failed; by id.
    pub fn flows_naming_topic<'a>(&'a self, topic: &TopicId) -> impl Iterator<Item = &'a Flow> + use<'a> {
        self.referring_flows(&RecordKey::Topic(topic.clone()))
    }

    /// The flows of a service, by id.
    pub fn flows_of_service<'a>(&'a self, service: &'a ServiceId) -> impl Iterator<Item = &'a Flow> {
        self.referring_flows(&RecordKey::Service(service.clone()))
    }

    fn referring_flows<'a>(&'a self, key: &RecordKey) -> impl Iterator<Item = &'a Flow> + use<'a> {
        self.referrers
            .get(key)
            .into_iter()
            .flatten()
            .filter_map(|key| if let RecordKey::Flow(id) = key { self.flows.get(id) } else { None })
    }

    /// The messages that a topic carries, by id.
    pub fn messages_of_topic(&self, topic: &TopicId) -> impl Iterator<Item = &Message> {
        self.referring_messages(&RecordKey::Topic(topic.clone()))
    }

    /// The messages that a schema spells, by id.
    pub fn messages_of_schema(&self, schema: &SchemaId) -> impl Iterator<Item = &Message> {
        self.referring_messages(&RecordKey::Schema(schema.clone()))
    }

    fn referring_messages<'a>(&'a self, key: &RecordKey) -> impl Iterator<Item = &'a Message> + use<'a> {
        self.referrers
            .get(key)
            .into_iter()
            .flatten()
            .filter_map(|key| if let RecordKey::Message(id) = key { self.messages.get(id) } else { None })
    }

    /// The records that live in a context, by kind and id.
    pub fn members<'a>(&'a self, context: &'a ContextId) -> impl Iterator<Item = &'a RecordKey> {
        let key = RecordKey::Context(context.clone());
        self.referrers.get(&key).into_iter().flatten().filter(|member| member.kind().lives_in_context())
    }

    /// Puts a record in its place and gives back what stood there.
    pub fn insert(&mut self, record: Record) -> Option<Record> {
        let key = record.key();
        let previous = self.remove(&key);
        for reference in references(&record) {
            self.referrers.entry(reference.target).or_default().insert(key.clone());
        }
        self.put(record);
        previous
    }

    /// Takes a record out and gives it back. Settings and policy fall back to their defaults.
    pub fn remove(&mut self, key: &RecordKey) -> Option<Record> {
        let removed = self.take(key);
        if let Some(record) = &removed {
            for reference in references(record) {
                if let Some(set) = self.referrers.get_mut(&reference.target) {
                    set.remove(key);
                    if set.is_empty() {
                        self.referrers.remove(&reference.target);
                    }
                }
            }
        }
        removed
    }

    /// The team that owns a context, when one is named.
    pub fn team(&self, context: &ContextId) -> Option<&str> {
        self.contexts.get(context).map(|it| it.team.as_str()).filter(|team| !team.is_empty())
    }
}
