//! Which git branch a design is on, read from the repository's `HEAD` without starting git.

use std::path::{Path, PathBuf};

/// The `HEAD` file of the repository around `folder`, where there is one.
pub fn head_of(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().find_map(|ancestor| {
        let git = ancestor.join(".git");
        if git.is_dir() {
            return Some(git.join("HEAD")).filter(|head| head.is_file());
        }
        // In a worktree or a submodule `.git` is a file that says where the repository's folder is.
        let pointer = std::fs::read_to_string(&git).ok()?;
        let target = pointer.strip_prefix("gitdir:")?.trim();
        Some(ancestor.join(target).join("HEAD")).filter(|head| head.is_file())
    })
}

/// The branch that a `HEAD` file names, or the first characters of the commit when none is checked out.
pub fn branch_in(head: &Path) -> Option<String> {
    branch(&std::fs::read_to_string(head).ok()?)
}

fn branch(head: &str) -> Option<String> {
    let head = head.trim();
    match head.strip_prefix("ref:") {
        Some(reference) => {
            let reference = reference.trim();
            Some(reference.strip_prefix("refs/heads/").unwrap_or(reference).to_owned())
        }
        None if head.len() >= 40 && head.chars().all(|c| c.is_ascii_hexdigit()) => Some(head.chars().take(7).collect()),
        None => None,
    }
    .filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_names_a_branch_or_a_commit() {
        let check = |head: &str, expected: Option<&str>| assert_eq!(branch(head).as_deref(), expected, "{head:?}");
        check("ref: refs/heads/main\n", Some("main"));
        check("ref: refs/heads/feature/add-retry\n", Some("feature/add-retry"));
        check("ref: refs/remotes/origin/main", Some("refs/remotes/origin/main"));
        check("0123456789abcdef0123456789abcdef01234567\n", Some("0123456"));
        check("ref: ", None);
        check("garbage", None);
        check("", None);
    }

    #[test]
    fn the_repository_is_found_from_inside_and_through_a_worktree() {
        let root = tempfile::tempdir().unwrap();
        let at = |path: &str| root.path().join(path);
        let found = |path: &str| head_of(&at(path)).and_then(|head| branch_in(&head));
        std::fs::create_dir_all(at("repository/designs/shop")).unwrap();
        assert_eq!(found("repository/designs/shop"), None);

        std::fs::create_dir_all(at("repository/.git/worktrees/other")).unwrap();
        std::fs::write(at("repository/.git/HEAD"), "ref: refs/heads/main\n").unwrap();
        std::fs::write(at("repository/.git/worktrees/other/HEAD"), "ref: refs/heads/other\n").unwrap();
        assert_eq!(found("repository/designs/shop").as_deref(), Some("main"));

        std::fs::create_dir_all(at("other/shop")).unwrap();
        std::fs::write(at("other/.git"), "gitdir: ../repository/.git/worktrees/other\n").unwrap();
        assert_eq!(found("other/shop").as_deref(), Some("other"));
    }
}
