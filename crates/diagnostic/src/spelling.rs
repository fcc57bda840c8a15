//! "Did you mean …?": the known word that a person most likely meant.

/// The known word nearest to a text, when it is near enough to be meant.
pub fn nearest<'a>(text: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = fold(text);
    known
        .into_iter()
        .filter_map(|word| {
            let known = fold(word);
            // A word that is only cut short is meant whatever its length.
            if folded.len() > 2 && known.starts_with(&folded) {
                return Some((0, word));
            }
            let most = word.chars().count().max(3) / 3;
            // Each character more or less is one step, so most words are out before they are compared.
            if known.len().abs_diff(folded.len()) > most {
                return None;
            }
            Some((distance(&folded, &known), word)).filter(|(distance, _)| *distance <= most)
        })
        .min()
        .map(|(_, word)| word)
}

/// Case and the manner of joining words carry no meaning: `minInsyncReplicas` is `min-insync-replicas`.
fn fold(text: &str) -> Vec<char> {
    text.chars().filter(|it| !matches!(it, '_' | '-' | ' ')).flat_map(char::to_lowercase).take(64).collect()
}

/// How many characters must be added, left out, replaced or swapped with their neighbour.
fn distance(from: &[char], to: &[char]) -> usize {
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=to.len()).collect();
    let mut previous = None;
    for (row, a) in from.iter().enumerate() {
        let mut current = vec![row + 1];
        let mut left = row + 1;
        let mut previous_b = None;
        for (column, b) in to.iter().enumerate() {
            let replaced = last.get(column).copied().unwrap_or(usize::MAX - 1) + usize::from(a != b);
            let above = last.get(column + 1).copied().unwrap_or(usize::MAX - 1) + 1;
            let mut best = replaced.min(above).min(left + 1);
            if previous == Some(b)
                && previous_b == Some(a)
                && let Some(swapped) = column.checked_sub(1).and_then(|at| before_last.get(at))
            {
                best = best.min(swapped + 1);
            }
            current.push(best);
            left = best;
            previous_b = Some(b);
        }
        before_last = std::mem::replace(&mut last, current);
        previous = Some(a);
    }
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_that_was_meant() {
        let known = ["partitions", "replication", "min_insync_replicas", "name", "key", "retention_ms"];
        let check = |text: &str, expected: Option<&str>| assert_eq!(nearest(text, known), expected, "{text}");
        check("partions", Some("partitions"));
        check("Partitions", Some("partitions"));
        check("parttiions", Some("partitions"));
        check("minInsyncReplicas", Some("min_insync_replicas"));
        check("min-insync-replica", Some("min_insync_replicas"));
        check("retention", Some("retention_ms"));
        check("nmae", Some("name"));
        check("max_msg", None);
        check("part", Some("partitions"));
        check("owner", None);
        check("", None);
    }
}
