//! The subject and the version that the path of a schema file names.
//!
//! Some names mean nothing else: `order-v2.avsc`, `order/v2.avsc`, `draft.avsc`. Others may be part of a name, as in
//! `order-2.avsc` and `v1/order.avsc`; they count where files that share the rest of the path define one full name.

/// The subject and the version of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionName {
    /// The path that the versions of the subject share.
    pub key: String,
    /// The number of the version, part by part: 1, 2, 0 for `1.2.0`. Nothing for a draft, or where there is none.
    pub release: Option<Vec<u32>>,
    /// Whether it may be no version at all.
    pub may_be_a_name: bool,
}

/// The subject of a file, and its version: `orders/v2.avsc` is version 2 of `orders`, as is `orders-v2.avsc`, and
/// `orders/draft.avsc` is what comes next.
pub fn version_name(path: &str) -> VersionName {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = name.strip_suffix(".avsc").or(name.strip_suffix(".avpr")).unwrap_or(name);
    let join = |base: &str| if folder.is_empty() { base.to_owned() } else { format!("{folder}/{base}") };
    let sure = |key: String, number: Option<u32>| VersionName {
        key,
        release: number.map(|it| vec![it]),
        may_be_a_name: false,
    };
    if stem == "draft" {
        return sure(folder.to_owned(), None);
    }
    if let Some(number) = number(stem.strip_prefix(['v', 'V']).unwrap_or(stem)) {
        return sure(folder.to_owned(), Some(number));
    }
    for separator in ["-", "_", "."] {
        let Some((base, last)) = stem.rsplit_once(separator).filter(|(base, _)| !base.is_empty()) else { continue };
        if last == "draft" {
            return sure(join(base), None);
        }
        if let Some(number) = last.strip_prefix(['v', 'V']).and_then(number) {
            return sure(join(base), Some(number));
        }
    }
    let unsure = |key: String, release| VersionName { key, release: Some(release), may_be_a_name: true };
    if let Some(release) = release(stem) {
        return unsure(folder.to_owned(), release);
    }
    if let Some((base, release)) = suffix(stem) {
        return unsure(join(base), release);
    }
    let parts: Vec<&str> = folder.split('/').collect();
    match parts.iter().rposition(|part| release(part).is_some()) {
        Some(at) => {
            let rest = parts.iter().enumerate().filter(|(place, _)| *place != at).map(|(_, part)| *part);
            let key: Vec<&str> = rest.chain([stem]).collect();
            unsure(key.join("/"), parts.get(at).and_then(|part| release(part)).unwrap_or_default())
        }
        None => sure(join(stem), None),
    }
}

fn number(text: &str) -> Option<u32> {
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}

/// A word that is nothing but a version: `v1`, `1.2.0`, `version-3`, `2024-01-31`.
pub fn release(word: &str) -> Option<Vec<u32>> {
    let lower = word.to_ascii_lowercase();
    let rest = ["version", "release", "rev", "ver", "v", "r"].iter().find_map(|it| lower.strip_prefix(it));
    let rest = rest.unwrap_or(&lower).trim_start_matches(['-', '_', '.', ' ']);
    rest.split(['.', '-', '_']).map(number).collect()
}

/// A word that ends with a version, and what comes before that.
fn suffix(stem: &str) -> Option<(&str, Vec<u32>)> {
    // The longest end that is a version, from the front: `Seat_1.0.0` ends with 1.0.0 and not with 0.
    let starts = stem.char_indices().filter(|(at, _)| *at > 0);
    starts.map(|(at, _)| stem.split_at(at)).find_map(|(base, end)| {
        let starts_as_one = end.starts_with(|it: char| it.is_ascii_digit() || matches!(it, 'v' | 'V'));
        let before = base.chars().next_back()?;
        let is_apart =
            matches!(before, '-' | '_' | '.' | '@' | ' ') || end.starts_with('V') && before.is_ascii_lowercase();
        let is_digit_after_letter = before.is_alphabetic() && end.starts_with(|it: char| it.is_ascii_digit());
        // The letter before a number belongs to it: `-v1` has no name before its version.
        let is_letter_of_it =
            base.ends_with(['v', 'V']) && !base.trim_end_matches(['v', 'V']).ends_with(char::is_alphanumeric);
        let base = if is_letter_of_it { "" } else { base.trim_end_matches(['-', '_', '.', '@', ' ']) };
        let found =
            release(end).filter(|_| starts_as_one && (is_apart || is_digit_after_letter) && !base.is_empty())?;
        Some((base, found))
    })
}

/// A version as people write it.
pub fn shown(release: &[u32]) -> String {
    release.iter().map(u32::to_string).collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::{VersionName, version_name};

    fn check(path: &str, key: &str, release: Option<&[u32]>, may_be_a_name: bool) {
        let expected = VersionName { key: key.to_owned(), release: release.map(<[u32]>::to_vec), may_be_a_name };
        assert_eq!(version_name(path), expected, "{path}");
    }

    #[test]
    fn names_of_files_say_subject_and_version() {
        check("order.avsc", "order", None, false);
        check("order-v2.avsc", "order", Some(&[2]), false);
        check("order_v02.avsc", "order", Some(&[2]), false);
        check("shop.Order.v3.avsc", "shop.Order", Some(&[3]), false);
        check("order-draft.avsc", "order", None, false);
        check("orders/v1.avsc", "orders", Some(&[1]), false);
        check("orders/12.avsc", "orders", Some(&[12]), false);
        check("orders/draft.avsc", "orders", None, false);
        check("v1.avsc", "", Some(&[1]), false);
        check("fleet-v2.avpr", "fleet", Some(&[2]), false);
        check("a/order-value.avsc", "a/order-value", None, false);
        check("-v1.avsc", "-v1", None, false);
        check("v99999999999.avsc", "v99999999999", None, false);
    }

    #[test]
    fn what_may_be_a_name_is_said_to_be_so() {
        check("v1/Seat.avsc", "Seat", Some(&[1]), true);
        check("Seat/2/Seat.avsc", "Seat/Seat", Some(&[2]), true);
        check("a/v3/b/Seat.avsc", "a/b/Seat", Some(&[3]), true);
        check("1.2.0/Seat.avsc", "Seat", Some(&[1, 2, 0]), true);
        check("version-4/Seat.avsc", "Seat", Some(&[4]), true);
        check("2026-01-31/Seat.avsc", "Seat", Some(&[2026, 1, 31]), true);
        check("Seat_1.0.0.avsc", "Seat", Some(&[1, 0, 0]), true);
        check("Seat-v1.10.avsc", "Seat", Some(&[1, 10]), true);
        check("Seat@7.avsc", "Seat", Some(&[7]), true);
        check("SeatV2.avsc", "Seat", Some(&[2]), true);
        check("order-2.avsc", "order", Some(&[2]), true);
        check("order2.avsc", "order", Some(&[2]), true);
        check("orders/1.2.avsc", "orders", Some(&[1, 2]), true);
        check("Curve.avsc", "Curve", None, false);
        check("values/Seat.avsc", "values/Seat", None, false);
    }
}
