//! Deleting: a record, what has no meaning without it, and every mention of it elsewhere. The cascade follows the one list
//! of references, so a new kind of record needs no code here.

use crate::field::remove_field;
use crate::refusal::Refusal;
use model::{Design, Record, RecordKey, references};
use std::collections::{BTreeMap, BTreeSet};

/// All that goes when some records are deleted: they, and what has no meaning without them. Positions are among it.
pub fn deleted_with(design: &Design, keys: &[RecordKey]) -> Result<BTreeSet<RecordKey>, Refusal> {
    let mut gone: BTreeSet<RecordKey> = BTreeSet::new();
    let mut pending: Vec<RecordKey> = keys.to_vec();
    while let Some(key) = pending.pop() {
        if !design.contains(&key) {
            return Err(Refusal::Missing { key });
        }
        if key.kind().is_single() {
            return Err(Refusal::Undeletable { key });
        }
        if !gone.insert(key.clone()) {
            continue;
        }
        for referrer in design.referrers(&key) {
            let Some(record) = design.get(referrer) else { continue };
            if references(&record).iter().any(|it| it.owned && it.target == key) {
                pending.push(referrer.clone());
            }
        }
    }
    Ok(gone)
}

/// The effect of deleting records on each record of the design.
pub(crate) fn delete(design: &Design, keys: &[RecordKey]) -> Result<BTreeMap<RecordKey, Option<Record>>, Refusal> {
    let gone = deleted_with(design, keys)?;
    let mut after: BTreeMap<RecordKey, Option<Record>> = gone.iter().map(|key| (key.clone(), None)).collect();
    let mentioning: BTreeSet<&RecordKey> =
        gone.iter().flat_map(|key| design.referrers(key)).filter(|key| !gone.contains(key)).collect();
    for key in mentioning {
        let Some(mut record) = design.get(key) else { continue };
        // From the last to the first, so that indices into lists stay right.
        let mut pointers: Vec<String> =
            references(&record).into_iter().filter(|it| gone.contains(&it.target)).map(|it| it.pointer).collect();
        pointers.reverse();
        for pointer in pointers {
            record = remove_field(&record, &pointer)?;
        }
        after.insert(key.clone(), Some(record));
    }
    Ok(after)
}
