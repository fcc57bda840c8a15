//! One slip of the fingers: a letter too many, too few, a wrong one, or two in the wrong order.

/// Whether a word begins with what was typed, but for at most one slip.
pub(super) fn begins_nearly(word: &str, typed: &str) -> bool {
    let same: usize =
        typed.chars().zip(word.chars()).take_while(|(a, b)| a == b).map(|(letter, _)| letter.len_utf8()).sum();
    let (Some(typed), Some(word)) = (typed.get(same..), word.get(same..)) else { return false };
    let Some((wrong, after_wrong)) = first(typed) else { return true };
    let is_extra = word.starts_with(after_wrong);
    let Some((right, after_right)) = first(word) else { return is_extra };
    let is_missing = after_right.starts_with(typed);
    let is_another = after_right.starts_with(after_wrong);
    let is_swapped = first(after_wrong)
        .zip(first(after_right))
        .is_some_and(|((second, typed), (there, word))| second == right && there == wrong && word.starts_with(typed));
    is_extra || is_missing || is_another || is_swapped
}

fn first(text: &str) -> Option<(char, &str)> {
    let mut letters = text.chars();
    letters.next().map(|letter| (letter, letters.as_str()))
}

#[cfg(test)]
mod tests {
    use super::begins_nearly;

    #[test]
    fn one_slip_is_forgiven_and_two_are_not() {
        let check = |typed: &str, word: &str, expected: bool| {
            assert_eq!(begins_nearly(word, typed), expected, "{typed} for {word}");
        };
        check("inventory", "inventory", true);
        check("invent", "inventory", true);
        check("invetn", "inventory", true);
        check("invetory", "inventory", true);
        check("invenntory", "inventory", true);
        check("imvent", "inventory", true);
        check("nivent", "inventory", true);
        check("inventoryy", "inventory", true);
        check("grosse", "große", false);
        check("imvetn", "inventory", false);
        check("order", "inventory", false);
        check("inventoryyy", "inventory", false);
        check("", "inventory", true);
    }
}
