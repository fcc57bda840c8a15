//! Branches of unions that were renamed: which branch of the reader took the place of one of the writer.

use super::clauses::{Clauses, Fault, Rules, Step};
use super::explain::Site;
use super::fixpoint::Verdicts;
use super::repair::{GUESSES, unlikeness};
use crate::name::Name;
use crate::schema::{Shape, Use};

/// The branches of the reader's union that a branch of the writer could have been renamed to, the most alike first: those
/// that would read it under its name, and that nothing else of the writer's is called.
pub(super) fn renamed_branches(rules: Rules<'_>, site: Site, branch: Use, verdicts: &mut Verdicts<'_>) -> Vec<Use> {
    let Rules { reader, writer, .. } = rules;
    let Some(written) = writer.shape(branch.ty).name() else { return Vec::new() };
    let Shape::Union(union) = reader.shape(site.reader.ty) else { return Vec::new() };
    let beside = if let Shape::Union(union) = writer.shape(site.writer.ty) { union.branches.as_slice() } else { &[] };
    let taken: Vec<&str> = beside.iter().filter_map(|it| writer.shape(it.ty).name()).map(Name::simple).collect();
    let mut likely: Vec<(usize, Use)> = union
        .branches
        .iter()
        .filter_map(|it| Some((it, reader.shape(it.ty).name()?)))
        .filter(|(_, name)| !taken.contains(&name.simple()))
        .filter(|(it, _)| {
            let mut inner = ButForTheName { verdicts: &mut *verdicts, fails: false };
            rules.clauses(it.ty, branch.ty, &mut inner);
            !inner.fails
        })
        .map(|(it, name)| (unlikeness(name.simple(), written.simple()), *it))
        .collect();
    likely.sort_by_key(|(unlikeness, _)| *unlikeness);
    likely.into_iter().map(|(_, it)| it).take(GUESSES).collect()
}

/// Whether a pair of named types would hold if the names did not differ.
struct ButForTheName<'v, 'a> {
    verdicts: &'v mut Verdicts<'a>,
    fails: bool,
}

impl Clauses for ButForTheName<'_, '_> {
    fn fault(&mut self, fault: Fault) {
        self.fails |= fault != Fault::Name;
    }

    fn needs(&mut self, _step: Step, reader: Use, writer: Use) {
        self.fails |= !self.verdicts.ask(reader.ty, writer.ty);
    }

    fn needs_any(&mut self, _step: Step, branches: &[Use], writer: Use) {
        self.fails |= !branches.iter().any(|branch| self.verdicts.ask(branch.ty, writer.ty));
    }
}
