//! Finding an entry of a short list by typing the beginning of its name, as the system's own lists do.

/// How long a pause ends what is typed, in milliseconds.
const PAUSE_MS: f64 = 1000.0;

/// What was typed into a list so far.
#[derive(Debug, Clone, Default)]
pub struct Typeahead {
    typed: String,
    typed_at_ms: f64,
}

impl Typeahead {
    /// Whether a key that is typed now goes on with what was typed before.
    pub fn goes_on(&self, now_ms: f64) -> bool {
        !self.typed.is_empty() && now_ms - self.typed_at_ms < PAUSE_MS
    }

    /// Takes a key; gives the entry that what was typed leads to. One letter again and again walks through all entries that
    /// begin with it.
    pub fn take<T: AsRef<str>>(&mut self, key: &str, now_ms: f64, names: &[T], active: usize) -> Option<usize> {
        let mut characters = key.chars();
        let letter = characters.next().filter(|_| characters.next().is_none())?;
        if !self.goes_on(now_ms) {
            self.typed.clear();
        }
        self.typed_at_ms = now_ms;
        let again = self.typed.chars().all(|it| it == letter);
        self.typed.extend(letter.to_lowercase());
        let names: Vec<String> = names.iter().map(|it| it.as_ref().to_lowercase()).collect();
        if again && !names.iter().any(|name| self.typed.chars().nth(1).is_some() && name.starts_with(&self.typed)) {
            found(&names, &letter.to_lowercase().to_string(), active + 1)
        } else {
            found(&names, &self.typed, active)
        }
    }
}

/// The entry that fits best: by its beginning, else by that of one of its words, else anywhere. Among equals the first at or
/// after a place, around the end.
fn found(names: &[String], typed: &str, from: usize) -> Option<usize> {
    let starts = |name: &str| name.starts_with(typed);
    let has_word = |name: &str| name.split(|it: char| !it.is_alphanumeric()).any(|word| word.starts_with(typed));
    let has = |name: &str| name.contains(typed);
    let next = |fits: &dyn Fn(&str) -> bool| {
        let mut around = (0..names.len()).map(|step| (from + step) % names.len().max(1));
        around.find(|at| names.get(*at).is_some_and(|name| fits(name)))
    };
    next(&starts).or_else(|| next(&has_word)).or_else(|| next(&has))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where each of some letters leads, typed without a pause.
    fn walk(names: &[&str], letters: &str) -> Vec<Option<usize>> {
        let mut typeahead = Typeahead::default();
        let mut active = 0;
        let step = |(at, letter): (usize, char)| {
            let to = typeahead.take(&letter.to_string(), 100.0 * at as f64, names, active);
            active = to.unwrap_or(active);
            to
        };
        letters.chars().enumerate().map(step).collect()
    }

    #[test]
    fn letters_lead_to_what_begins_with_them() {
        let check = |letters: &str, expected: &[Option<usize>]| {
            let kinds = ["none", "event", "command", "state", "retry", "dead letter"];
            assert_eq!(walk(&kinds, letters), expected, "{letters}");
        };
        check("r", &[Some(4)]);
        check("ret", &[Some(4), Some(4), Some(4)]);
        check("S", &[Some(3)]);
        check("de", &[Some(5), Some(5)]);
        check("dead l", &[Some(5); 6]);
        // A word within, and letters within a word, count where nothing begins with them.
        check("le", &[Some(5), Some(5)]);
        check("x", &[None]);
    }

    #[test]
    fn one_letter_again_walks_through_all_that_begin_with_it() {
        let topics = ["orders", "payments", "orders-dlt", "orders-retry"];
        assert_eq!(walk(&topics, "ooo"), [Some(2), Some(3), Some(0)]);
        assert_eq!(walk(&["aardvark", "ape"], "aa"), [Some(1), Some(0)]);
    }

    #[test]
    fn a_pause_begins_anew_and_names_of_keys_are_no_letters() {
        let names = ["event", "state", "table"];
        let mut typeahead = Typeahead::default();
        assert_eq!(typeahead.take("s", 0.0, &names, 0), Some(1));
        assert_eq!(typeahead.take("t", 999.0, &names, 1), Some(1));
        assert!(typeahead.goes_on(1500.0));
        assert!(!typeahead.goes_on(2500.0));
        assert_eq!(typeahead.take("t", 2500.0, &names, 1), Some(2));
        assert_eq!(typeahead.take("Backspace", 2600.0, &names, 2), None);
        assert_eq!(typeahead.take("a", 2700.0, &[] as &[&str], 0), None);
    }
}
