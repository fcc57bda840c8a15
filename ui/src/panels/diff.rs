//! What changed between two texts, line by line, for the list of unsaved files. Exact for the files of a design, which are
//! small; texts too large for that are shown as replaced.

/// How many cells the comparison may fill: two files of two thousand lines each.
const MOST_CELLS: usize = 4_000_000;

/// How many unchanged lines stand around a change.
const AROUND: usize = 3;

/// A line of a difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// In both.
    Same {
        /// Its number after.
        number: usize,
        /// Its text.
        text: String,
    },
    /// Only before.
    Gone {
        /// Its number before.
        number: usize,
        /// Its text.
        text: String,
    },
    /// Only after.
    New {
        /// Its number after.
        number: usize,
        /// Its text.
        text: String,
    },
    /// Unchanged lines that are left out.
    Skipped {
        /// How many.
        count: usize,
    },
}

/// The difference between two texts, with a few lines around each change.
pub fn difference(before: &str, after: &str) -> Vec<Line> {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let rest = |lines: &[&str]| lines.len() - head;
    let tail =
        old.iter().rev().zip(new.iter().rev()).take(rest(&old).min(rest(&new))).take_while(|(a, b)| a == b).count();
    let middle = |lines: &[&str]| lines.iter().take(lines.len() - tail).skip(head).map(|it| (*it).to_owned()).collect();
    let (gone, fresh): (Vec<String>, Vec<String>) = (middle(&old), middle(&new));
    let mut lines: Vec<Line> = Vec::new();
    let same = |index: usize, text: &str| Line::Same { number: index + 1, text: text.to_owned() };
    lines.extend(new.iter().take(head).enumerate().map(|(index, text)| same(index, text)));
    lines.extend(compare(&gone, &fresh, head));
    lines.extend(new.iter().enumerate().skip(new.len() - tail).map(|(index, text)| same(index, text)));
    folded(lines)
}

/// The shortest way from one list of lines to the other, by their longest common subsequence.
fn compare(old: &[String], new: &[String], head: usize) -> Vec<Line> {
    let gone = |(index, text): (usize, &String)| Line::Gone { number: head + index + 1, text: text.clone() };
    let fresh = |(index, text): (usize, &String)| Line::New { number: head + index + 1, text: text.clone() };
    if old.len().saturating_mul(new.len()) > MOST_CELLS {
        return old.iter().enumerate().map(gone).chain(new.iter().enumerate().map(fresh)).collect();
    }
    // lengths[i][j] is the longest common subsequence of old[i..] and new[j..].
    let width = new.len() + 1;
    let mut lengths = vec![0_u32; (old.len() + 1) * width];
    let at = |lengths: &[u32], i: usize, j: usize| lengths.get(i * width + j).copied().unwrap_or_default();
    for (i, a) in old.iter().enumerate().rev() {
        for (j, b) in new.iter().enumerate().rev() {
            let length = if a == b {
                at(&lengths, i + 1, j + 1) + 1
            } else {
                at(&lengths, i + 1, j).max(at(&lengths, i, j + 1))
            };
            if let Some(cell) = lengths.get_mut(i * width + j) {
                *cell = length;
            }
        }
    }
    let mut lines = Vec::new();
    let (mut i, mut j) = (0, 0);
    loop {
        match (old.get(i), new.get(j)) {
            (Some(a), Some(b)) if a == b => {
                lines.push(Line::Same { number: head + j + 1, text: b.clone() });
                i += 1;
                j += 1;
            }
            (Some(a), Some(_)) if at(&lengths, i + 1, j) >= at(&lengths, i, j + 1) => {
                lines.push(gone((i, a)));
                i += 1;
            }
            (_, Some(b)) => {
                lines.push(fresh((j, b)));
                j += 1;
            }
            (Some(a), None) => {
                lines.push(gone((i, a)));
                i += 1;
            }
            (None, None) => return lines,
        }
    }
}

/// Leaves out unchanged lines far from every change.
fn folded(lines: Vec<Line>) -> Vec<Line> {
    let changed: Vec<usize> = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| matches!(line, Line::Gone { .. } | Line::New { .. }))
        .map(|(index, _)| index)
        .collect();
    let near = |index: usize| {
        let after = changed.partition_point(|it| *it < index);
        let close = |at: Option<&usize>| at.is_some_and(|it| it.abs_diff(index) <= AROUND);
        close(changed.get(after)) || close(after.checked_sub(1).and_then(|it| changed.get(it)))
    };
    let mut out: Vec<Line> = Vec::new();
    for (index, line) in lines.into_iter().enumerate() {
        if near(index) {
            out.push(line);
        } else if let Some(Line::Skipped { count }) = out.last_mut() {
            *count += 1;
        } else {
            out.push(Line::Skipped { count: 1 });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(before: &str, after: &str) -> String {
        let mut out = String::new();
        for line in difference(before, after) {
            out.push_str(&match line {
                Line::Same { number, text } => format!("{number}   {text}\n"),
                Line::Gone { number, text } => format!("{number} - {text}\n"),
                Line::New { number, text } => format!("{number} + {text}\n"),
                Line::Skipped { count } => format!("… {count}\n"),
            });
        }
        out
    }

    #[test]
    fn differences_are_the_lines_that_changed() {
        let check = |before: &str, after: &str, expected: &str| assert_eq!(shown(before, after), expected);
        check("a\nb\nc\n", "a\nx\nc\n", "1   a\n2 - b\n2 + x\n3   c\n");
        check("", "a\nb\n", "1 + a\n2 + b\n");
        check("a\n", "", "1 - a\n");
        check("a\nb\n", "a\nb\n", "… 2\n");
        check("a\nb\nc\nd\n", "b\nc\nx\nd\n", "1 - a\n1   b\n2   c\n3 + x\n4   d\n");
    }

    #[test]
    fn lines_far_from_a_change_are_left_out() {
        let before: String = (1..=20).map(|it| format!("{it}\n")).collect();
        let after = before.replace("10\n", "ten\n");
        let expected = "… 6\n7   7\n8   8\n9   9\n10 - 10\n10 + ten\n11   11\n12   12\n13   13\n… 7\n";
        assert_eq!(shown(&before, &after), expected);
    }

    #[test]
    fn applying_a_difference_gives_the_other_text() {
        let texts = ["", "a\n", "a\nb\na\nb\n", "b\nb\n", "x\na\ny\nb\nz\n", "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n"];
        for before in texts {
            for after in texts {
                let lines = compare(
                    &before.lines().map(str::to_owned).collect::<Vec<_>>(),
                    &after.lines().map(str::to_owned).collect::<Vec<_>>(),
                    0,
                );
                let side = |keep_new: bool| -> String {
                    lines
                        .iter()
                        .filter_map(|line| match line {
                            Line::Same { text, .. } => Some(text),
                            Line::Gone { text, .. } => (!keep_new).then_some(text),
                            Line::New { text, .. } => keep_new.then_some(text),
                            Line::Skipped { .. } => None,
                        })
                        .map(|text| format!("{text}\n"))
                        .collect()
                };
                assert_eq!(side(false), before);
                assert_eq!(side(true), after);
            }
        }
    }
}
