//! Proves that nothing in the window sorts unstably. Clippy refuses it in our own crates; a dependency may do it too, and WebKitGTK
//! may then compile the sorting network wrongly, so that a start of the window ends with an empty canvas.

use std::fs;
use std::path::Path;

use crate::failure::Failure;

/// The name of the function, which a development build keeps.
const NETWORK: &[u8] = b"small_sort_network";

/// Looks for a sorting network in a packed program.
pub fn refuse_unstable(program: &Path) -> Result<(), Failure> {
    let bytes = fs::read(program).map_err(Failure::file("read", program))?;
    if !is_in(NETWORK, &bytes) {
        return Ok(());
    }
    Err(Failure::Missing {
        what: format!(
            "{} has a function {}: some crate sorts unstably, which WebKitGTK may compile wrongly",
            program.display(),
            String::from_utf8_lossy(NETWORK)
        ),
        next: "Look for `sort_unstable` in what was added last; clippy.toml says why it is not used".to_owned(),
    })
}

fn is_in(name: &[u8], bytes: &[u8]) -> bool {
    let Some(first) = name.first() else { return true };
    let begins = bytes.iter().enumerate().filter(|(_, byte)| *byte == first);
    begins.map(|(at, _)| at).any(|at| bytes.get(at..).is_some_and(|rest| rest.starts_with(name)))
}

#[cfg(test)]
mod tests {
    use super::{NETWORK, is_in};

    #[test]
    fn a_network_is_found_by_its_name() {
        let check = |content: &[u8], expected: bool| {
            assert_eq!(is_in(NETWORK, content), expected, "{}", String::from_utf8_lossy(content));
        };
        check(b"", false);
        check(b"\0asm core::slice::sort::shared::smallsort::small_sort_general::h2", false);
        check(b"\0asm core::slice::sort::shared::smallsort::small_sort_network::h1d", true);
        check(b"small_sort_netsmall_sort_network", true);
        check(b"small_sort_networ", false);
    }
}
