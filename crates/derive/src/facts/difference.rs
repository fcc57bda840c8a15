//! How the facts of one environment differ from those of another: what is new, what is gone, and which fields of the rest.

use super::{
    AccessRule, Facts, GroupFact, GroupField, PrincipalFact, SubjectFact, SubjectField, TopicFact, TopicField,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The changes that turn the facts of one side into those of another.
///
/// It is exact: a setting that only one side states is a difference. For a plan against a cluster, which also tells what no
/// design states, take the facts of the cluster [as the design states them](Facts::as_stated_by) first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Difference {
    /// Topics, by their names in Kafka.
    pub topics: BTreeMap<String, Change<TopicFact, TopicField>>,
    /// Subjects, by name.
    pub subjects: BTreeMap<String, Change<SubjectFact, SubjectField>>,
    /// Principals.
    pub principals: Membership<PrincipalFact>,
    /// Access rules. A rule has nothing that could change: another rule is a new one.
    pub access: Membership<AccessRule>,
    /// Consumer groups, by name.
    pub groups: BTreeMap<String, Change<GroupFact, GroupField>>,
}

/// The change of one fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Change<Fact, Field> {
    /// It is new.
    Create(Fact),
    /// It is gone.
    Delete(Fact),
    /// These fields of it differ; never none.
    Alter(Vec<Field>),
}

/// Facts that are there or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Membership<Fact: Ord> {
    /// Those that are new.
    pub created: BTreeSet<Fact>,
    /// Those that are gone.
    pub deleted: BTreeSet<Fact>,
}

/// A field's two values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Altered<Value> {
    /// On this side.
    pub before: Value,
    /// On the other.
    pub after: Value,
}

impl<Value: Clone + PartialEq> Altered<Value> {
    /// The two values, when they are two.
    pub(super) fn of(before: Value, after: Value) -> Option<Self> {
        (before != after).then_some(Self { before, after })
    }

    /// The way back.
    pub(super) fn reversed(&self) -> Self {
        Self { before: self.after.clone(), after: self.before.clone() }
    }
}

/// A fact with fields. The law: what was set field by field, as `fields` says, is the other.
pub(super) trait Compare: Clone + PartialEq {
    /// One field with both values.
    type Field: Clone;

    /// The fields that differ.
    fn fields(&self, after: &Self) -> Vec<Self::Field>;

    /// Gives a field the value of the other side.
    fn set(&mut self, field: &Self::Field);

    /// The same field, with the sides exchanged.
    fn reversed(field: &Self::Field) -> Self::Field;
}

impl Facts {
    /// The changes that turn these facts into others.
    pub fn difference(&self, after: &Self) -> Difference {
        Difference {
            topics: changes(&self.topics, &after.topics),
            subjects: changes(&self.subjects, &after.subjects),
            principals: Membership::between(&self.principals, &after.principals),
            access: Membership::between(&self.access, &after.access),
            groups: changes(&self.groups, &after.groups),
        }
    }
}

impl Difference {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Makes the change. Where facts state more than those that were compared, they keep it.
    pub fn apply(&self, facts: &mut Facts) {
        change(&mut facts.topics, &self.topics);
        change(&mut facts.subjects, &self.subjects);
        self.principals.apply(&mut facts.principals);
        self.access.apply(&mut facts.access);
        change(&mut facts.groups, &self.groups);
    }

    /// The way back.
    #[must_use]
    pub fn reversed(&self) -> Self {
        Self {
            topics: reversed(&self.topics),
            subjects: reversed(&self.subjects),
            principals: self.principals.reversed(),
            access: self.access.reversed(),
            groups: reversed(&self.groups),
        }
    }
}

type Changes<Fact> = BTreeMap<String, Change<Fact, <Fact as Compare>::Field>>;

fn changes<Fact: Compare>(before: &BTreeMap<String, Fact>, after: &BTreeMap<String, Fact>) -> Changes<Fact> {
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let change = |name: &String| match (before.get(name), after.get(name)) {
        (Some(before), Some(after)) => {
            let fields = before.fields(after);
            (!fields.is_empty()).then_some(Change::Alter(fields))
        }
        (Some(before), None) => Some(Change::Delete(before.clone())),
        (None, Some(after)) => Some(Change::Create(after.clone())),
        (None, None) => None,
    };
    names.into_iter().filter_map(|name| Some((name.clone(), change(name)?))).collect()
}

fn change<Fact: Compare>(facts: &mut BTreeMap<String, Fact>, changes: &Changes<Fact>) {
    for (name, change) in changes {
        match change {
            Change::Create(fact) => {
                facts.insert(name.clone(), fact.clone());
            }
            Change::Delete(_) => {
                facts.remove(name);
            }
            Change::Alter(fields) => {
                if let Some(fact) = facts.get_mut(name) {
                    fields.iter().for_each(|field| fact.set(field));
                }
            }
        }
    }
}

fn reversed<Fact: Compare>(changes: &Changes<Fact>) -> Changes<Fact> {
    let back = |change: &Change<Fact, Fact::Field>| match change {
        Change::Create(fact) => Change::Delete(fact.clone()),
        Change::Delete(fact) => Change::Create(fact.clone()),
        Change::Alter(fields) => Change::Alter(fields.iter().map(Fact::reversed).collect()),
    };
    changes.iter().map(|(name, change)| (name.clone(), back(change))).collect()
}

impl<Fact: Ord> Default for Membership<Fact> {
    fn default() -> Self {
        Self { created: BTreeSet::new(), deleted: BTreeSet::new() }
    }
}

impl<Fact: Clone + Ord> Membership<Fact> {
    fn between(before: &BTreeSet<Fact>, after: &BTreeSet<Fact>) -> Self {
        Self {
            created: after.difference(before).cloned().collect(),
            deleted: before.difference(after).cloned().collect(),
        }
    }

    fn apply(&self, facts: &mut BTreeSet<Fact>) {
        facts.retain(|fact| !self.deleted.contains(fact));
        facts.extend(self.created.iter().cloned());
    }

    fn reversed(&self) -> Self {
        Self { created: self.deleted.clone(), deleted: self.created.clone() }
    }
}
