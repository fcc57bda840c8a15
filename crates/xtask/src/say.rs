//! The one place that prints. Steps go to standard error as they begin, so that a person always knows what takes the time;
//! results that somebody may want to pipe go to standard output.

#![expect(clippy::print_stderr, clippy::print_stdout, reason = "this module is the program's voice")]

use std::time::{Duration, Instant};

use crate::failure::Failure;

/// Steps shorter than this end without a word: their beginning has said enough.
const WORTH_A_WORD: Duration = Duration::from_secs(2);

/// Says what begins, does it, and says how long it took if that was long.
pub fn step<T>(what: &str, work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    eprintln!("» {what}");
    let begun = Instant::now();
    let done = work()?;
    let took = begun.elapsed();
    if took >= WORTH_A_WORD {
        eprintln!("  took {}", duration(took));
    }
    Ok(done)
}

/// One line for the person who watches.
pub fn note(text: &str) {
    eprintln!("  {text}");
}

/// A result, as it is.
pub fn out(text: &str) {
    println!("{}", text.trim_end());
}

/// The last words of a run that failed.
pub fn failure(failure: &Failure) {
    eprintln!("\nerror: {failure}");
}

/// A duration as a person would say it.
pub fn duration(took: Duration) -> String {
    let seconds = took.as_secs();
    if seconds < 60 {
        format!("{:.1} s", took.as_secs_f64())
    } else {
        format!("{} min {} s", seconds / 60, seconds % 60)
    }
}
