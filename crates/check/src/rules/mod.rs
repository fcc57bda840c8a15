//! The registry: every rule, one file each, in a folder for each kind of record. A new rule is a file and a line in its
//! folder's list.

#[cfg(test)]
mod case;
mod context;
mod environment;
mod flow;
mod message;
mod name;
mod policy;
mod reference;
mod schema;
mod topic;

use crate::finding::Finding;
use crate::reader::Reader;
use crate::rule::{Check, Rule};
use crate::verdict::SchemaVerdict;
use model::Record;
use std::sync::LazyLock;

/// Every rule, by code.
pub static RULES: LazyLock<Vec<&'static Rule>> = LazyLock::new(|| {
    let folders: [&[&Rule]; 9] = [
        &context::RULES,
        &environment::RULES,
        &flow::RULES,
        &message::RULES,
        &name::RULES,
        &policy::RULES,
        &reference::RULES,
        &schema::RULES,
        &topic::RULES,
    ];
    folders.concat()
});

/// The rule of a code.
pub fn rule(code: &str) -> Option<&'static Rule> {
    RULES.binary_search_by(|rule| rule.code.cmp(code)).ok().and_then(|index| RULES.get(index).copied())
}

/// The findings of the rules about one record.
pub(crate) fn findings(reader: &Reader<'_>, record: &Record, verdict: Option<&SchemaVerdict>) -> Vec<Finding> {
    RULES.iter().flat_map(|rule| run(rule, reader, record, verdict)).collect()
}

fn run(rule: &Rule, reader: &Reader<'_>, record: &Record, verdict: Option<&SchemaVerdict>) -> Vec<Finding> {
    match (rule.check, record) {
        (Check::Record(check), _) => check(reader, record),
        (Check::Context(check), Record::Context(it)) => check(reader, it),
        (Check::Topic(check), Record::Topic(it)) => check(reader, it),
        (Check::Message(check), Record::Message(it)) => check(reader, it),
        (Check::Schema(check), Record::Schema(it)) => {
            verdict.map(|verdict| check(reader, it, verdict)).unwrap_or_default()
        }
        (Check::Flow(check), Record::Flow(it)) => check(reader, it),
        (Check::Environment(check), Record::Environment(it)) => check(reader, it),
        (Check::Policy(check), Record::Policy(it)) => check(reader, it),
        (
            Check::Context(_)
            | Check::Topic(_)
            | Check::Message(_)
            | Check::Schema(_)
            | Check::Flow(_)
            | Check::Environment(_)
            | Check::Policy(_),
            _,
        ) => Vec::new(),
    }
}
