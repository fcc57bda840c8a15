//! The verdict: a greatest fixpoint over pairs of types.
//!
//! Every pair that can be reached is assumed to hold until something refutes it, and a refutation runs back along the edges
//! to all that depended on the pair. So a verdict never rests on an assumption that failed later, and each pair and each edge
//! is looked at once, however the types are nested in each other.

use super::Profile;
use super::clauses::{Clauses, Fault, Rules, Step};
use crate::schema::{TypeId, Use};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// The end of a list.
const END: u32 = u32::MAX;

/// How many pairs of one type of the reader stand in its list; more are looked up.
const FEW: usize = 8;

struct Pair {
    reader: TypeId,
    writer: TypeId,
    failed: bool,
    /// The first edge to a need that waits for this pair.
    waiting: u32,
    /// Another pair with the same reader.
    next: u32,
}

/// Something that a pair needs: one of several pairs.
struct Need {
    owner: u32,
    /// How many of them have not failed.
    left: u32,
}

struct Edge {
    need: u32,
    next: u32,
}

/// The verdicts on all pairs that the question leads to.
pub(crate) struct Verdicts<'a> {
    rules: Rules<'a>,
    /// The first pair of each type of the reader. Most have one, and few have more than a handful.
    first: Vec<u32>,
    /// Pairs of types of the reader that have many.
    crowded: HashMap<u64, u32, BuildHasherDefault<PairHasher>>,
    pairs: Vec<Pair>,
    needs: Vec<Need>,
    edges: Vec<Edge>,
    open: Vec<u32>,
}

impl<'a> Verdicts<'a> {
    /// No pair is judged yet.
    pub fn of(rules: Rules<'a>) -> Self {
        // About one pair for four types: most are plain, and never become a pair.
        let likely = rules.reader.types.len().min(rules.writer.types.len()) / 4 + 1;
        Self {
            rules,
            first: vec![END; rules.reader.types.len()],
            crowded: HashMap::default(),
            pairs: Vec::with_capacity(likely),
            needs: Vec::with_capacity(likely),
            edges: Vec::with_capacity(likely),
            open: Vec::new(),
        }
    }

    /// Forgets everything and turns to other schemas, keeping the memory.
    pub fn turn_to(&mut self, rules: Rules<'a>) {
        self.rules = rules;
        self.first.clear();
        self.first.resize(rules.reader.types.len(), END);
        self.crowded.clear();
        self.pairs.clear();
        self.needs.clear();
        self.edges.clear();
        self.open.clear();
    }

    /// Whether the reader's type reads all that the writer's type writes. New pairs are judged when they are first asked for.
    pub fn ask(&mut self, reader: TypeId, writer: TypeId) -> bool {
        if self.rules.surely(reader, writer) {
            return true;
        }
        if let Some(verdict) = self.rules.leaf(self.rules.reader.ty(reader), self.rules.writer.ty(writer)) {
            return verdict.is_ok();
        }
        let id = self.pair(reader, writer);
        self.judge();
        self.pairs.get(id as usize).is_some_and(|pair| !pair.failed)
    }

    /// The number of a pair, which is opened when it is new.
    fn pair(&mut self, reader: TypeId, writer: TypeId) -> u32 {
        let id = u32::try_from(self.pairs.len()).unwrap_or(END);
        let first = self.first.get(reader.index()).copied().unwrap_or(END);
        let mut at = first;
        for _ in 0..FEW {
            match self.pairs.get(at as usize) {
                Some(pair) if pair.writer == writer => return at,
                Some(pair) => at = pair.next,
                None => {
                    if let Some(first) = self.first.get_mut(reader.index()) {
                        *first = id;
                    }
                    return self.open(Pair { reader, writer, failed: false, waiting: END, next: first });
                }
            }
        }
        let key = (u64::from(reader.0) << 32) | u64::from(writer.0);
        let known = *self.crowded.entry(key).or_insert(id);
        if known == id { self.open(Pair { reader, writer, failed: false, waiting: END, next: END }) } else { known }
    }

    fn open(&mut self, pair: Pair) -> u32 {
        let id = u32::try_from(self.pairs.len()).unwrap_or(END);
        self.pairs.push(pair);
        self.open.push(id);
        id
    }

    fn judge(&mut self) {
        let mut failed = Vec::new();
        while let Some(id) = self.open.pop() {
            let Some(pair) = self.pairs.get(id as usize) else { continue };
            let (reader, writer) = (pair.reader, pair.writer);
            let rules = self.rules;
            let mut collect = Collect { verdicts: self, owner: id, failed: false };
            rules.clauses(reader, writer, &mut collect);
            if collect.failed {
                failed.push(id);
            }
        }
        for &id in &failed {
            self.refute(id);
        }
    }

    /// Marks a pair as failed, with everything that thereby fails.
    fn refute(&mut self, id: u32) {
        let mut refuted = vec![id];
        while let Some(id) = refuted.pop() {
            let Some(pair) = self.pairs.get_mut(id as usize).filter(|pair| !pair.failed) else { continue };
            pair.failed = true;
            let mut at = pair.waiting;
            while let Some(edge) = self.edges.get(at as usize) {
                if let Some(need) = self.needs.get_mut(edge.need as usize) {
                    need.left = need.left.saturating_sub(1);
                    if need.left == 0 {
                        refuted.push(need.owner);
                    }
                }
                at = edge.next;
            }
        }
    }
}

/// Turns the clauses of one pair into needs and edges.
struct Collect<'v, 'a> {
    verdicts: &'v mut Verdicts<'a>,
    owner: u32,
    failed: bool,
}

impl Collect<'_, '_> {
    /// Lets a need wait for a pair. A pair that is known to have failed does not count.
    fn wait(&mut self, need: u32, reader: TypeId, writer: TypeId) -> bool {
        let id = self.verdicts.pair(reader, writer);
        let edge = u32::try_from(self.verdicts.edges.len()).unwrap_or(END);
        let Some(pair) = self.verdicts.pairs.get_mut(id as usize).filter(|pair| !pair.failed) else { return false };
        let next = std::mem::replace(&mut pair.waiting, edge);
        self.verdicts.edges.push(Edge { need, next });
        true
    }

    fn leaf(&self, reader: TypeId, writer: TypeId) -> Option<bool> {
        let rules = &self.verdicts.rules;
        if rules.profile == Profile::Confluent {
            if rules.surely(reader, writer) {
                return Some(true);
            }
            let both = rules.reader.brief(reader).is_primitive() && rules.writer.brief(writer).is_primitive();
            return both.then_some(false);
        }
        rules.leaf(rules.reader.ty(reader), rules.writer.ty(writer)).map(|verdict| verdict.is_ok())
    }

    fn need(&mut self) -> u32 {
        let need = u32::try_from(self.verdicts.needs.len()).unwrap_or(END);
        self.verdicts.needs.push(Need { owner: self.owner, left: 0 });
        need
    }

    /// Notes how many pairs a need waits for; none means that it cannot be met.
    fn settle(&mut self, need: u32, left: u32) {
        if let Some(need) = self.verdicts.needs.get_mut(need as usize) {
            need.left = left;
        }
        self.failed |= left == 0;
    }
}

impl Clauses for Collect<'_, '_> {
    fn fault(&mut self, _: Fault) {
        self.failed = true;
    }

    fn is_settled(&self, reader: Use, writer: Use) -> bool {
        self.verdicts.rules.surely(reader.ty, writer.ty)
    }

    fn needs(&mut self, _: Step, reader: Use, writer: Use) {
        match self.leaf(reader.ty, writer.ty) {
            Some(holds) => self.failed |= !holds,
            None => {
                let need = self.need();
                let waits = self.wait(need, reader.ty, writer.ty);
                self.settle(need, u32::from(waits));
            }
        }
    }

    fn needs_any(&mut self, _: Step, branches: &[Use], writer: Use) {
        let need = self.need();
        let mut left = 0;
        for branch in branches {
            match self.leaf(branch.ty, writer.ty) {
                // The need is met, whatever becomes of the pairs that it waits for.
                Some(true) => {
                    left = u32::MAX;
                    break;
                }
                Some(false) => {}
                None => left += u32::from(self.wait(need, branch.ty, writer.ty)),
            }
        }
        self.settle(need, left);
    }
}

/// Mixes the two numbers of a pair; they come from our own arrays, so nobody can choose them to collide.
#[derive(Default)]
struct PairHasher(u64);

impl Hasher for PairHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }

    fn write_u64(&mut self, number: u64) {
        let mixed = (self.0 ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ (mixed >> 29);
    }
}
