//! New records, with what only the open document knows: which ids its files leave free, and the date.

use crate::document::Engine;
use edit::{NewRecord, Refusal, new_record, new_relation};
use model::{ContextId, Kind, Record, RelationPattern};

impl Engine {
    /// A new record of a kind, under a free id made from its name. It is no part of the design until it is created.
    pub fn new_record(&self, kind: Kind, name: &str, context: Option<&ContextId>) -> Result<Record, Refusal> {
        let taken = self.folder.taken();
        let wish = NewRecord { kind, name, context, today: &self.host.today() };
        new_record(self.design(), &wish, &|key| taken.has(key, context))
    }

    /// A new relation between two contexts, under a free id. It is no part of the design until it is created.
    pub fn new_relation(
        &self,
        upstream: &ContextId,
        downstream: &ContextId,
        pattern: RelationPattern,
    ) -> Result<Record, Refusal> {
        let taken = self.folder.taken();
        new_relation(self.design(), upstream, downstream, pattern, &|key| taken.has(key, None))
    }
}
