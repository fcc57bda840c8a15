//! The cases of a rule, written in its own file: a change to a sound shop, what the rule says of it, and what its repairs do.
//! Each case holds the law that a step, a fresh check and an undo agree.

use crate::checker::Checker;
use crate::finding::Finding;
use crate::rule::Rule;
use edit::{Command, Editor, Stamp};
use model::{Design, Transaction};
use std::sync::Arc;

const TODAY: &str = "2026-11-21";

/// A shop that no rule objects to.
const SHOP: &str = r#"
settings "Shop"
context order
  service api -> topic order-events : Placed 10/s
  order-events -> service mailer reads=Placed:1 group=mailer
  schema shop.Placed v1 { id: string }
environment prod brokers=3
"#;

/// A rule under test.
pub(crate) struct Case(pub &'static Rule);

impl Case {
    /// After the change, the rule speaks of these places and no others: `topic:a/partitions`, with `info`, `warning` or `error`
    /// before it where a finding weighs less than the rule.
    pub fn speaks(&self, change: &str, expected: &[&str]) {
        let (mut design, mut checker, step) = self.changed(change);
        assert_eq!(self.lines(&checker), expected, "{change}");
        assert_eq!(self.lines(&fresh(&design)), expected, "from scratch: {change}");
        let back = step.inverse();
        back.apply(&mut design).unwrap();
        checker.recheck(&design, &back.changes, TODAY);
        assert_eq!(self.lines(&checker), Vec::<String>::new(), "taken back: {change}");
    }

    /// After the change, the rule has nothing to say.
    pub fn is_silent(&self, change: &str) {
        self.speaks(change, &[]);
    }

    /// After the change and a second one, the rule has nothing to say.
    pub fn then_is_silent(&self, change: &str, second: &str) {
        let (mut design, mut checker, _) = self.changed(change);
        let step = fixture::step(&design, second);
        step.apply(&mut design).unwrap();
        checker.recheck(&design, &step.changes, TODAY);
        assert_eq!(self.lines(&checker), self.lines(&fresh(&design)), "from scratch: {second}");
        assert_eq!(self.lines(&checker), Vec::<String>::new(), "{second}");
    }

    /// After the change, the first finding offers these repairs. Each one of every finding removes it, and undo brings it back.
    pub fn is_repaired(&self, change: &str, titles: &[&str]) {
        let (design, checker, _) = self.changed(change);
        let finding = self.findings(&checker).into_iter().next().unwrap_or_else(|| panic!("silent: {change}"));
        let offered: Vec<&str> = finding.repairs.iter().map(|repair| repair.title.as_str()).collect();
        assert_eq!(offered, titles, "{change}");
        let all = self.findings(&checker);
        for (finding, repair) in all.iter().flat_map(|finding| finding.repairs.iter().map(move |it| (finding, it))) {
            let (mut editor, mut checker) = (Editor::new(design.clone()), checker.clone());
            let is_there = |checker: &Checker| self.findings(checker).iter().any(|it| is_same(it, finding));
            let command = Command::All { label: repair.title.clone(), commands: repair.commands.clone() };
            let step = editor.dispatch(&command, Stamp::default(), None, &|_| false).unwrap();
            checker.recheck(editor.design(), &step.changes, TODAY);
            assert!(!is_there(&checker), "still there after {}: {change}", repair.title);
            assert_eq!(self.lines(&checker), self.lines(&fresh(editor.design())), "from scratch: {}", repair.title);
            let back = editor.undo(&Stamp::default()).unwrap();
            checker.recheck(editor.design(), &back.changes, TODAY);
            assert!(is_there(&checker), "undone: {}", repair.title);
        }
    }

    fn changed(&self, change: &str) -> (Design, Checker, Transaction) {
        let mut design = fixture::design(SHOP);
        let mut checker = fresh(&design);
        assert_eq!(self.lines(&checker), Vec::<String>::new(), "the shop itself is sound");
        let step = fixture::step(&design, change);
        step.apply(&mut design).unwrap();
        checker.recheck(&design, &step.changes, TODAY);
        (design, checker, step)
    }

    fn findings(&self, checker: &Checker) -> Vec<Arc<Finding>> {
        checker.findings().filter(|finding| finding.rule == self.0).cloned().collect()
    }

    fn lines(&self, checker: &Checker) -> Vec<String> {
        let line = |finding: Arc<Finding>| {
            let place = finding.location();
            if finding.severity == self.0.severity {
                place.to_string()
            } else {
                format!("{} {place}", finding.severity.as_str())
            }
        };
        let mut lines: Vec<String> = self.findings(checker).into_iter().map(line).collect();
        lines.sort();
        lines
    }
}

/// Whether two findings are about one thing, however they put it.
fn is_same(a: &Finding, b: &Finding) -> bool {
    (&a.record, &a.pointer, a.part, &a.cause) == (&b.record, &b.pointer, b.part, &b.cause)
}

fn fresh(design: &Design) -> Checker {
    let mut checker = Checker::default();
    checker.check_all(design, TODAY);
    checker
}
