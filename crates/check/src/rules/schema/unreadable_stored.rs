//! Consumers that cannot read what their topic keeps.

use super::subject::Subject;
use crate::finding::Finding;
use crate::library::Text;
use crate::reader::Reader;
use crate::rule::{Area, Check, Rule};
use crate::verdict::{ConsumerVerdict, SchemaVerdict, VersionVerdict};
use diagnostic::Severity;
use model::{Lookup, Schema};

pub(crate) static RULE: Rule = Rule {
    code: "schema/unreadable-stored",
    area: Area::Schemas,
    severity: Severity::Warning,
    asks: "Every consumer can read what its topic keeps",
    why: "The consumer stops when it starts from the beginning, or is behind",
    advice: "Upgrade the consumer to a version that reads everything that is kept",
    threshold: None,
    check: Check::Schema(check),
};

fn check(reader: &Reader<'_>, schema: &Schema, verdict: &SchemaVerdict) -> Vec<Finding> {
    let subject = Subject::new(reader, schema, verdict);
    verdict.consumers.iter().filter_map(|consumer| of(&subject, consumer)).collect()
}

/// A version that is written now is told by the finding about the consumer itself.
fn of(subject: &Subject<'_>, consumer: &ConsumerVerdict) -> Option<Finding> {
    let versions = &subject.verdict.versions;
    let latest = versions.last().filter(|_| subject.verdict.next.is_none()).map(|it| it.number);
    let (number, first) = consumer.unreadable.iter().find(|(number, _)| Some(*number) != latest)?;
    let topic = subject.reader.topic(&consumer.topic).map_or(consumer.topic.as_str(), |it| it.name.as_str());
    let (service, message) = (subject.service(consumer), subject.message(consumer));
    let sentence = format!("{service} cannot read {message} v{number}, which {topic} keeps");
    let finding = subject.about_consumer(&RULE, consumer, sentence).with_help(&first.sentence);
    let reads_all = |version: &&VersionVerdict| {
        let kept = versions.iter().filter(|it| consumer.stored.versions.contains(&it.number));
        version.number > consumer.reads && { kept }.all(|it| reads(subject, &version.text, &it.text))
    };
    let better = versions.iter().rev().find(reads_all).map(|better| subject.upgrade(consumer, better.number));
    Some(better.into_iter().fold(finding, Finding::with_repair))
}

fn reads(subject: &Subject<'_>, reader: &Text, writer: &Text) -> bool {
    let pair = reader.schema.as_ref().zip(writer.schema.as_ref());
    pair.is_none_or(|(reader, writer)| avro::is_compatible(reader, writer, subject.verdict.profile))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::case::Case;

    #[test]
    fn consumers_read_what_is_kept() {
        let case = Case(&RULE);
        let change = "topic states cleanup=compact mode=NONE\nstates -> service stock reads=State:2\napi -> states : State\n\
                      schema State mode=NONE v1 { id: string } v2 { id: string, total: long } v3 { id: string, total: long = 0 }";
        let place = "flow:stock-reads-states/direction/consume/reader_versions/state";
        case.speaks(change, &[place]);
        case.is_repaired(change, &["Upgrade stock to version 3"]);
        case.is_silent(&change.replace("reads=State:2", "reads=State:3"));
    }
}
