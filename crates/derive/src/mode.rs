//! The rules that a design holds its schemas to: the mode under which a subject may change, and by whose rules one version reads
//! another.

use avro::Profile;
use model::{Compatibility, Lookup, Schema, SchemaId, SchemaRules};

/// The mode that holds for a schema: its own, or that of the topics that carry it, or the default.
pub fn mode_of(design: &impl Lookup, schema: &Schema) -> Compatibility {
    schema.compatibility.or_else(|| mode_of_topics(design, &schema.id)).unwrap_or_default()
}

/// The weakest mode that is as strict as that of every topic that carries a schema; nothing when no topic does.
pub fn mode_of_topics(design: &impl Lookup, schema: &SchemaId) -> Option<Compatibility> {
    let topics = design.messages_of_schema(schema).flat_map(|message| &message.topics);
    weakest_for_all(topics.filter_map(|id| design.topic(id)).map(|topic| topic.compatibility))
}

/// By whose rules the schemas of a design are judged.
pub fn profile_of(design: &impl Lookup) -> Profile {
    match design.schema_rules() {
        SchemaRules::Registry => Profile::Confluent,
        SchemaRules::Specification => Profile::Specification,
    }
}

/// The rules behind a mode's word.
pub fn avro_mode(mode: Compatibility) -> avro::Compatibility {
    match mode {
        Compatibility::None => avro::Compatibility::None,
        Compatibility::Backward => avro::Compatibility::Backward,
        Compatibility::BackwardTransitive => avro::Compatibility::BackwardTransitive,
        Compatibility::Forward => avro::Compatibility::Forward,
        Compatibility::ForwardTransitive => avro::Compatibility::ForwardTransitive,
        Compatibility::Full => avro::Compatibility::Full,
        Compatibility::FullTransitive => avro::Compatibility::FullTransitive,
    }
}

/// Backward and forward are no more and no less than each other: both together make full.
fn weakest_for_all(modes: impl Iterator<Item = Compatibility>) -> Option<Compatibility> {
    modes.reduce(|strictest, mode| {
        let implies_both =
            |it: &Compatibility| [strictest, mode].map(avro_mode).iter().all(|one| avro_mode(*it).implies(*one));
        Compatibility::ALL.into_iter().find(implies_both).unwrap_or(Compatibility::FullTransitive)
    })
}

#[cfg(test)]
mod tests {
    use super::weakest_for_all;
    use model::Compatibility::{
        self, Backward, BackwardTransitive, Forward, ForwardTransitive, Full, FullTransitive, None as Unchecked,
    };

    #[test]
    fn several_topics_are_served_by_one_mode() {
        let check = |modes: &[Compatibility], expected: Option<Compatibility>| {
            assert_eq!(weakest_for_all(modes.iter().copied()), expected, "{modes:?}");
            assert_eq!(weakest_for_all(modes.iter().rev().copied()), expected, "{modes:?} in the other order");
        };
        check(&[], None);
        for mode in Compatibility::ALL {
            check(&[mode], Some(mode));
            check(&[mode, Unchecked], Some(mode));
            check(&[mode, FullTransitive], Some(FullTransitive));
        }
        check(&[Backward, BackwardTransitive], Some(BackwardTransitive));
        check(&[Backward, Forward], Some(Full));
        check(&[BackwardTransitive, Forward], Some(FullTransitive));
        check(&[ForwardTransitive, Full], Some(FullTransitive));
        check(&[Unchecked, Backward, Forward, Backward], Some(Full));
    }
}
