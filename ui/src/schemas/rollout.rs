//! How a draft gets out without breaking anybody: steps in order, each one derived from the checker's own verdicts.

use super::judged::{Judged, Text, counted};
use engine::avro::{Compatibility, Direction, Profile, Schema, check_candidate, is_compatible};
use engine::syntax::apply_edits;

/// How many repairs of the draft a plan may begin with; more than that is no plan.
const MOST_REPAIRS: usize = 8;

/// A step of a roll-out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What to do.
    pub title: String,
    /// Why, or what holds afterwards.
    pub note: String,
}

fn step(title: impl Into<String>, note: impl Into<String>) -> Step {
    Step { title: title.into(), note: note.into() }
}

/// The steps by which a draft gets out. Empty without a draft.
pub fn steps(judged: &Judged, producers: &[String]) -> Vec<Step> {
    let Some(draft) = &judged.draft else { return Vec::new() };
    let (Some(schema), false) = (&draft.schema, judged.is_draft_illegal()) else {
        return vec![step("Mend the draft’s text", "until then nobody can say who reads it")];
    };
    let mode = judged.verdict.mode.as_str().parse().unwrap_or_default();
    let released: Vec<(u32, &Schema)> =
        judged.versions.iter().filter_map(|it| Some((it.number, it.schema.as_ref()?))).collect();
    let next = draft.number;
    let mut plan = Vec::new();
    let mended = mend(schema, &released, mode, next, &judged.checked_against(), &mut plan);
    let schema = mended.as_ref().unwrap_or(schema);
    let left_behind = upgrade(judged, schema, &released, next, &mut plan);
    let refused = check_candidate(schema, &released, mode, Profile::Confluent);
    match refused.first() {
        Some(first) => {
            let accepting = accepting_mode(schema, &released, mode);
            plan.push(step(
                format!("Release version {next} under {accepting}"),
                format!("{mode} refuses it: {}", first.incompatibility.sentence),
            ));
        }
        None => plan.push(step(format!("Propose version {next}"), format!("{mode} accepts it"))),
    }
    if !producers.is_empty() {
        let all = match (judged.readers.len(), left_behind) {
            (0, _) => "nobody reads it yet".to_owned(),
            (1, 0) => "its consumer reads it then".to_owned(),
            (count, 0) => format!("all {} read it then", counted(count, "consumer")),
            (count, left) => format!("{} of {} read it then", count.saturating_sub(left), counted(count, "consumer")),
        };
        plan.push(step(format!("Switch {} to version {next}", producers.join(" and ")), all));
    }
    plan
}

/// Repairs what keeps the draft from reading what is stored; gives the draft as it is then.
fn mend(
    draft: &Schema,
    released: &[(u32, &Schema)],
    mode: Compatibility,
    next: u32,
    against: &str,
    plan: &mut Vec<Step>,
) -> Option<Schema> {
    let backward = |schema: &Schema| {
        let mut found = check_candidate(schema, released, mode, Profile::Confluent);
        found.retain(|it| it.direction == Direction::Backward);
        found
    };
    let mut mended: Option<Schema> = None;
    for _ in 0..MOST_REPAIRS {
        let now = mended.as_ref().unwrap_or(draft);
        let found = backward(now);
        let Some(first) = found.first() else { break };
        let better =
            first.candidate_repairs().filter(|it| it.reference.is_none() && !it.edits.is_empty()).find_map(|it| {
                let text = apply_edits(now.text(), &it.edits).ok()?;
                let after = Schema::parse(&text, &[]).0?;
                (backward(&after).len() < found.len()).then_some((it.title.clone(), after))
            });
        let Some((title, after)) = better else {
            plan.push(step("Write it to a subject and a topic of its own", first.incompatibility.sentence.clone()));
            break;
        };
        let left = backward(&after).len();
        let note = if left == 0 {
            format!("then version {next} reads {against}")
        } else {
            format!("{} left after it", counted(left, "finding"))
        };
        plan.push(step(title, note));
        mended = Some(after);
    }
    mended
}

/// Upgrades the consumers that cannot read the draft, before anybody writes it; gives how many cannot be helped so.
fn upgrade(judged: &Judged, draft: &Schema, released: &[(u32, &Schema)], next: u32, plan: &mut Vec<Step>) -> usize {
    let reads_stored = released.iter().all(|(_, stored)| is_compatible(draft, stored, Profile::Confluent));
    let can_read =
        |text: &&Text| text.schema.as_ref().is_some_and(|reader| is_compatible(reader, draft, Profile::Confluent));
    let mut done: Vec<&str> = Vec::new();
    let mut left_behind = 0;
    for reader in &judged.readers {
        let now = judged.versions.iter().find(|it| it.number == reader.reads);
        if now.is_none_or(|it| can_read(&it)) || done.contains(&reader.name.as_str()) {
            continue;
        }
        done.push(&reader.name);
        let target = judged.versions.iter().rev().filter(|it| it.number > reader.reads).find(can_read);
        plan.push(match target {
            Some(target) => step(
                format!("Upgrade {} to version {}", reader.name, target.number),
                format!("its version {} cannot read version {next}", reader.reads),
            ),
            None if reads_stored => step(
                format!("Deploy {} with version {next}", reader.name),
                format!("no released version reads it, and {next} reads what is stored too"),
            ),
            None => {
                left_behind += 1;
                step(
                    format!("Leave {} on a topic of its own", reader.name),
                    format!("neither a released version nor version {next} reads both old and new events"),
                )
            }
        });
    }
    left_behind
}

/// The mode that asks the most and still accepts the draft.
fn accepting_mode(draft: &Schema, released: &[(u32, &Schema)], mode: Compatibility) -> Compatibility {
    let asks =
        |it: &Compatibility| [it.is_backward(), it.is_forward(), it.is_transitive()].iter().filter(|on| **on).count();
    let accepts = |it: &Compatibility| check_candidate(draft, released, *it, Profile::Confluent).is_empty();
    Compatibility::ALL.into_iter().filter(|it| mode.implies(*it)).filter(accepts).max_by_key(asks).unwrap_or_default()
}
