//! Texts that no file under version control may hold, whatever its kind.

use super::{Finding, SourceFile};

/// Folders that exist on somebody's machine. Written in two pieces each, so that this file does not break its own rule.
const MACHINE_PATHS: [&str; 5] = [
    concat!("/ro", "ot/"),
    concat!("/ho", "me/"),
    concat!("/Us", "ers/"),
    concat!("/wo", "rk/"),
    concat!("/tm", "p/w/"),
];

/// People who live only in examples.
const INVENTED_PEOPLE: [&str; 4] = ["ada", "me", "user", "you"];

/// Checks every text file.
pub fn check(files: &[SourceFile]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files {
        for (number, line) in file.text.lines().enumerate() {
            if let Some(path) = machine_path(line) {
                let message = format!("{path}… is a path of one machine: write it relative to the repository");
                findings.push(Finding::new(&file.path, number + 1, message));
            }
        }
    }
    findings
}

/// A machine's path in a line. The same letters inside a longer path or an address do not count, nor do the homes of people
/// whom an example invents.
fn machine_path(line: &str) -> Option<&'static str> {
    MACHINE_PATHS.into_iter().find(|path| {
        line.match_indices(path).any(|(at, _)| {
            let before = line.get(..at).and_then(|text| text.chars().next_back());
            let is_inside = before.is_some_and(|before| before.is_alphanumeric() || ".-_~}".contains(before));
            let owner = line.get(at + path.len()..).and_then(|text| text.split('/').next());
            !is_inside && !owner.is_some_and(|owner| INVENTED_PEOPLE.contains(&owner))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_a_machine_are_found_and_others_are_not() {
        let cases = [
            (concat!("see /ho", "me/jenkins/x"), true),
            (concat!("see /ho", "me/ada/x"), false),
            (concat!("\"/wo", "rk/main\""), true),
            (concat!("https://example.org/ho", "me/page"), false),
            (concat!("docs/wo", "rk/plan.md"), false),
            ("a home of its own", false),
        ];
        for (line, expected) in cases {
            assert_eq!(machine_path(line).is_some(), expected, "{line}");
        }
    }
}
