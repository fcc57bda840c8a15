//! What one key stroke costs in the workbench: the draft is parsed again and compared with what is there.

use crate::cases::Case;
use crate::table::time;
use anyhow::{Context, Result};
use avro::{Compatibility, Profile, Schema, check_candidate, warn_candidate};
use std::fmt::Write;
use std::time::Instant;

/// How often each is done; the middle one counts.
const ROUNDS: usize = 51;

/// The cost of a key stroke in the drafts of some cases, as a table.
pub fn measured(cases: &[Case]) -> Result<String> {
    let mut text =
        String::from("### A key stroke\n\n| draft | parse | check against one version | warnings | together |\n");
    text.push_str("| --- | ---: | ---: | ---: | ---: |\n");
    for name in ["wide-500", "wide-2000", "deep-28", "deep-60", "broken-500"] {
        let case = cases.iter().find(|case| case.name == name).context("the case is there")?;
        let (draft, old) = case.schemas.first().zip(case.schemas.get(1)).context("a case has two schemas")?;
        let old = Schema::parse(old, &[]).0.context("a schema")?;
        let mut times: Vec<[f64; 4]> = Vec::new();
        for _ in 0..ROUNDS {
            let begun = Instant::now();
            let draft = Schema::parse(draft, &[]).0.context("a schema")?;
            let parsed = begun.elapsed();
            let found = check_candidate(&draft, &[(1, &old)], Compatibility::Backward, Profile::Confluent);
            let checked = begun.elapsed();
            let warned = warn_candidate(&draft, &[(1, &old)], Compatibility::Backward);
            let all = begun.elapsed();
            drop((found, warned));
            let nanos = [parsed, checked - parsed, all - checked, all].map(|it| it.as_secs_f64() * 1e9);
            times.push(nanos);
        }
        let _ = write!(text, "| {} |", case.title);
        for column in 0..4 {
            let mut all: Vec<f64> = times.iter().filter_map(|row| row.get(column).copied()).collect();
            all.sort_by(f64::total_cmp);
            let _ = write!(text, " {} |", time(all.get(all.len() / 2).copied().unwrap_or_default()));
        }
        text.push('\n');
    }
    Ok(text)
}
