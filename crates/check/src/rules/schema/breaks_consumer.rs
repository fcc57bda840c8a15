//! Consumers that cannot read what will be written.

use super::subject::{Subject, drafts_of};
use crate::finding::Cause;
use crate::finding::Finding;
use crate::library::Part;
use crate::reader::Reader;
use crate::rule::{Area, Check, Rule};
use crate::verdict::{ConsumerVerdict, SchemaVerdict};
use avro::Side;
use diagnostic::Severity;
use model::Schema;

pub(crate) static RULE: Rule = Rule {
    code: "schema/breaks-consumer",
    area: Area::Schemas,
    severity: Severity::Error,
    asks: "Every consumer can read what will be written",
    why: "The consumer stops at the first record of the new shape",
    advice: "Repair the draft, or upgrade the consumer first",
    threshold: None,
    check: Check::Schema(check),
};

fn check(reader: &Reader<'_>, schema: &Schema, verdict: &SchemaVerdict) -> Vec<Finding> {
    let subject = Subject::new(reader, schema, verdict);
    verdict.consumers.iter().filter_map(|consumer| of(&subject, consumer)).collect()
}

fn of(subject: &Subject<'_>, consumer: &ConsumerVerdict) -> Option<Finding> {
    let first = consumer.breaks.first()?;
    let message = subject.message(consumer);
    let latest = subject.verdict.versions.last().map(|version| version.number);
    let (written, what) = match &subject.verdict.next {
        Some(next) if next.is_own => (Part::Draft, format!("the draft of {message}")),
        Some(next) => {
            (Part::Version(next.text.number), format!("{message} with the draft of {}", drafts_of(&next.text)))
        }
        None => (Part::Version(latest?), format!("{message} v{}", latest?)),
    };
    let sentence = format!("{} cannot read {what}", subject.service(consumer));
    let cause = Cause::Unreadable { schema: subject.schema.id.clone(), reads: consumer.reads, written };
    let mut finding = subject.about_consumer(&RULE, consumer, sentence).with_help(&first.sentence).with_cause(cause);
    if let Some(next) = &subject.verdict.next {
        let (part, _) = subject.next(next);
        finding = subject.repaired(finding, part, &next.text, first, Side::Writer);
    }
    let upgrade = consumer.readable_from.map(|number| subject.upgrade(consumer, number));
    Some(upgrade.into_iter().fold(finding, Finding::with_repair))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::case::Case;

    #[test]
    fn consumers_read_what_is_written() {
        let case = Case(&RULE);
        let draft = |fields: &str| {
            let fields =
                format!(r#"{{"type": "record", "name": "Placed", "namespace": "shop", "fields": [{fields}]}}"#);
            format!("set schema:placed /draft {}", serde_json::to_string(&fields).unwrap())
        };
        let number = draft(r#"{"name": "id", "type": "long"}"#);
        let place = "flow:mailer-reads-order-events/direction/consume/reader_versions/placed";
        case.speaks(&number, &[place]);
        case.is_repaired(&number, &["Change the type to string"]);
        case.is_silent(&draft(r#"{"name": "id", "type": "string"}, {"name": "note", "type": "string"}"#));
    }
}
