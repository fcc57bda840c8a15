//! The word that someone meant who mistyped another.

/// The nearest of the candidates, when it is near enough to be meant; the first among equals.
pub(crate) fn nearest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().count();
    let most = match length {
        0..=2 => 0,
        3..=5 => 1,
        6.. => 2,
    };
    candidates
        // Each character more or less is a step, and a word may be as long as a text.
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= most)
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= most || candidate.eq_ignore_ascii_case(word))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// How many characters must be put in, taken out, exchanged or swapped with their neighbour.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    let mut last = None;
    for (i, x) in a.chars().enumerate() {
        let mut next = vec![i + 1];
        for (j, &y) in b.iter().enumerate() {
            let cell = |row: &[usize], at: usize| row.get(at).copied().unwrap_or(usize::MAX - 1);
            let mut best = (cell(&next, j) + 1).min(cell(&row, j + 1) + 1).min(cell(&row, j) + usize::from(x != y));
            if last == Some(y) && j > 0 && b.get(j - 1) == Some(&x) {
                best = best.min(cell(&before, j - 1) + 1);
            }
            next.push(best);
        }
        before = std::mem::replace(&mut row, next);
        last = Some(x);
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{distance, nearest};

    #[test]
    fn the_distance_counts_a_swap_once() {
        for (a, b, expected) in [("string", "string", 0), ("strnig", "string", 1), ("int", "long", 3), ("", "ab", 2)] {
            assert_eq!(distance(a, b), expected, "{a} {b}");
        }
    }

    #[test]
    fn only_what_is_near_is_meant() {
        let words = ["string", "int", "OrderItem"];
        let check = |word: &str, expected| assert_eq!(nearest(word, words.into_iter()), expected);
        check("strng", Some("string"));
        check("String", Some("string"));
        check("OrderItme", Some("OrderItem"));
        check("Customer", None);
        check("in", None);
    }
}
