//! Whether the window may close now.
//!
//! The window's program is asked first, so that it can flush the journal or ask the person. A program that hangs must not
//! keep the window open for ever; every edit that was committed is in the journal by then.

use std::time::Duration;

use ipc::CloseAnswer;

/// How long the program has to answer.
pub const PATIENCE: Duration = Duration::from_secs(5);

/// Where the closing of a window stands.
#[derive(Debug, Default)]
pub struct Closing {
    /// The program runs and knows about close requests.
    listening: bool,
    /// Number of the request that waits for an answer.
    waiting: Option<u64>,
    requests: u64,
}

/// The consequence of a close request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Request {
    /// Nobody is there to ask.
    Close,
    /// Ask the program, and look again with this number when [`PATIENCE`] is over.
    Ask(u64),
    /// It was asked a moment ago.
    Wait,
}

impl Closing {
    /// The program runs.
    pub fn listen(&mut self) {
        self.listening = true;
    }

    /// The program has ended, and another is on its way: until that says that it runs, nobody can be asked.
    pub fn lose(&mut self) {
        *self = Self { requests: self.requests, ..Self::default() };
    }

    /// The person wants the window closed.
    pub fn request(&mut self) -> Request {
        if !self.listening {
            return Request::Close;
        }
        if self.waiting.is_some() {
            return Request::Wait;
        }
        self.requests += 1;
        self.waiting = Some(self.requests);
        Request::Ask(self.requests)
    }

    /// The program answered. True when the window is to close.
    pub fn answer(&mut self, answer: CloseAnswer) -> bool {
        self.waiting = None;
        match answer {
            CloseAnswer::Close => true,
            CloseAnswer::Stay => false,
        }
    }

    /// The patience for this request is over. True when there was no answer, so the window is to close.
    pub fn is_overdue(&self, request: u64) -> bool {
        self.waiting == Some(request)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_whose_program_never_ran_closes_at_once() {
        assert_eq!(Closing::default().request(), Request::Close);
    }

    #[test]
    fn the_program_is_asked_and_its_answer_counts() {
        let mut closing = Closing::default();
        closing.listen();
        assert_eq!(closing.request(), Request::Ask(1));
        assert_eq!(closing.request(), Request::Wait);
        assert!(!closing.answer(CloseAnswer::Stay));
        assert!(!closing.is_overdue(1));
        assert_eq!(closing.request(), Request::Ask(2));
        assert!(!closing.is_overdue(1), "an old alarm does not count");
        assert!(closing.is_overdue(2), "a program that hangs does not keep the window");
        assert!(closing.answer(CloseAnswer::Close));
    }

    #[test]
    fn a_program_that_has_ended_is_not_waited_for() {
        let mut closing = Closing::default();
        closing.listen();
        assert_eq!(closing.request(), Request::Ask(1));
        closing.lose();
        assert!(!closing.is_overdue(1), "nobody can answer any more");
        assert_eq!(closing.request(), Request::Close);
        closing.listen();
        assert_eq!(closing.request(), Request::Ask(2));
    }
}
