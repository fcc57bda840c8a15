//! Numbers and lists as sentences say them, for every message alike.

/// Things in one phrase: `a`, `a and b`, `a, b and c`, with `and` or another word before the last.
pub fn listed<T: AsRef<str>>(things: &[T], before_last: &str) -> String {
    match things {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} {before_last} {}", first.join(", "), last.as_ref())
        }
    }
}

/// A text with a capital first letter, as a sentence or a title begins.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A number of things: `1 version`, `1,200 versions`.
pub fn counted(count: usize, noun: &str) -> String {
    format!("{} {}", thousands(&count.to_string()), numbered(count, noun))
}

/// The noun alone, as it stands behind a number that is written otherwise.
pub fn numbered(count: usize, noun: &str) -> String {
    let ending = if noun.ends_with(['s', 'x']) || noun.ends_with("ch") || noun.ends_with("sh") { "es" } else { "s" };
    if count == 1 { noun.to_owned() } else { format!("{noun}{ending}") }
}

/// The digits of a whole number with its thousands apart: `1,200`.
pub fn thousands(digits: &str) -> String {
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_begins_with_a_capital() {
        let check = |text: &str, expected: &str| assert_eq!(capitalised(text), expected);
        check("field total", "Field total");
        check("Total", "Total");
        check("øre", "Øre");
        check("straße", "Straße");
        check("ßa", "SSa");
        check("1st", "1st");
        check("", "");
    }

    #[test]
    fn lists_and_numbers_read_as_sentences() {
        let check = |things: &[&str], expected: &str| assert_eq!(listed(things, "or"), expected);
        check(&[], "");
        check(&["a"], "a");
        check(&["a", "b"], "a or b");
        check(&["a", "b", "c"], "a, b or c");
        assert_eq!([0, 1, 2].map(|count| counted(count, "version")), ["0 versions", "1 version", "2 versions"]);
        assert_eq!(counted(1_234_567, "topic"), "1,234,567 topics");
        assert_eq!(["process", "branch"].map(|noun| counted(2, noun)), ["2 processes", "2 branches"]);
    }
}
