//! Words that may be addresses with a password in them, fit to be printed.

use engine::diagnostic::without_credentials;

/// Whether a word is or was meant as the address of a server. No branch, tag or commit of git has such a name.
pub fn looks_like_address(word: &str) -> bool {
    let word = word.trim().to_ascii_lowercase();
    let begins = ["http:", "https:", "//"].iter().any(|start| word.starts_with(start));
    begins || word.contains("://") || credentials(&word).is_some_and(|before| before.contains(':'))
}

/// A word without user and password: without what stands between `//`, or else its beginning, and the last `@`.
pub fn fit_to_print(word: &str) -> String {
    match credentials(word) {
        Some(before) if looks_like_address(word) => {
            let start = before.find("//").map_or(0, |at| at + 2);
            let (scheme, host) = (word.get(..start).unwrap_or_default(), word.get(before.len()..).unwrap_or_default());
            format!("{scheme}…{host}")
        }
        Some(_) | None => word.to_owned(),
    }
}

/// The same for the words of a sentence that was written elsewhere.
pub fn sentence_fit_to_print(text: &str) -> String {
    let quotes = ['\'', '"', '`', '“', '”', '‘', '’', '(', '['];
    let clean = without_credentials(text);
    let words = clean.split_inclusive(char::is_whitespace).map(|word| {
        let bare = word.trim_start_matches(quotes);
        let (opened, _) = word.split_at(word.len() - bare.len());
        if bare.contains("//…@") { word.to_owned() } else { format!("{opened}{}", fit_to_print(bare)) }
    });
    words.collect()
}

/// The part before the last `@`, unless git gives that a meaning, as in `HEAD@{1}`.
fn credentials(word: &str) -> Option<&str> {
    let (before, after) = word.rsplit_once('@')?;
    (!before.is_empty() && !after.starts_with('{')).then_some(before)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_meant_as_an_address_is_printed_without_its_password() {
        let check = |word: &str, is_address: bool, shown: &str| {
            assert_eq!((looks_like_address(word), fit_to_print(word).as_str()), (is_address, shown), "{word}");
        };
        check("http://me:s3c/ret@127.0.0.1:1", true, "http://…@127.0.0.1:1");
        check("htp://me:s3cret@host", true, "htp://…@host");
        check(" http://me:s3cret@host", true, " http://…@host");
        check("me:s3cret@host:8081", true, "…@host:8081");
        check("//me:s3@cret@host", true, "//…@host");
        check("http:/me:s3cret@host", true, "…@host");
        check("HTTP:me:s3cret@host", true, "…@host");
        check("git:http://me:s3cret@host", true, "git:http://…@host");
        check("https://host/a", true, "https://host/a");
        for revision in ["main", "HEAD@{1}", "main@{yesterday}", "@", "@{u}", "v1@2", "origin/a@b", "a/b:c"] {
            check(revision, false, revision);
        }
    }

    #[test]
    fn sentences_tell_no_password_either() {
        let check = |text: &str, shown: &str| assert_eq!(sentence_fit_to_print(text), shown);
        check("invalid value 'me:s3cret@host' for '--mode'", "invalid value '…@host' for '--mode'");
        check("unexpected 'http://me:s3cret@host', a@b", "unexpected 'http://…@host', a@b");
        check("nothing here: at all\n", "nothing here: at all\n");
    }
}
