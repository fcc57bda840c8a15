//! The request, and the design's statements about it: from these follow the mode and the rules of every subject.

use super::designed::{Designed, DesignedSchema, Lacking};
use super::subject::{Mode, ModeFrom, Rules, RulesFrom};
use crate::Failure;
use crate::arguments::{Compat, Profile};
use engine::avro::Compatibility;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::{Path, PathBuf};

/// The designs in which files lie.
pub struct Designs {
    by_root: BTreeMap<PathBuf, Designed>,
}

impl Designs {
    /// Reads them.
    pub fn around(files: &[PathBuf]) -> Result<Self, Failure> {
        let mut by_root = BTreeMap::new();
        let places = files.iter().filter_map(|file| Designed::around(file));
        for (root, _) in places.filter(|(_, path)| Designed::holds(path)) {
            if let Entry::Vacant(new) = by_root.entry(root) {
                let design = Designed::read(new.key())?;
                new.insert(design);
            }
        }
        Ok(Self { by_root })
    }

    /// The request about a file, with its design's statements.
    pub fn asked<'a>(&'a self, arguments: &'a Compat, file: &Path) -> Asked<'a> {
        let place = Designed::around(file).filter(|(_, path)| Designed::holds(path));
        let design = place.as_ref().and_then(|(root, _)| self.by_root.get(root));
        let folder = place.as_ref().and_then(|(_, path)| path.rsplit_once('/')).map(|(folder, _)| folder);
        Asked { arguments, design, schema: design.zip(folder).and_then(|(design, folder)| design.schema(folder)) }
    }

    /// The parts of them that could not be read.
    pub fn lacking(&self) -> Lacking {
        let mut lacking = Lacking::default();
        self.by_root.values().for_each(|design| lacking.add(&design.lacking));
        lacking
    }
}

/// The request, and the design's statements where the folder is one.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    pub arguments: &'a Compat,
    pub design: Option<&'a Designed>,
    pub schema: Option<&'a DesignedSchema>,
}

impl<'a> Asked<'a> {
    /// The mode, when it is not the registry's to say.
    pub fn said_mode(self) -> Option<Compatibility> {
        self.arguments.mode.or(self.schema.map(|it| it.mode))
    }

    /// The mode, and why.
    pub fn mode(self) -> Mode {
        match (self.arguments.mode, self.schema) {
            (Some(mode), _) => Mode { mode, from: ModeFrom::Argument },
            (None, Some(schema)) => Mode { mode: schema.mode, from: ModeFrom::Design },
            (None, None) => Mode { mode: Compatibility::default(), from: ModeFrom::Default },
        }
    }

    /// The rules, and why.
    pub fn rules(self) -> Rules {
        match (self.arguments.profile, self.design) {
            (Some(profile), _) => Rules { profile, from: RulesFrom::Argument },
            (None, Some(design)) => Rules { profile: design.profile, from: RulesFrom::Design },
            (None, None) => Rules { profile: Profile::Confluent, from: RulesFrom::Default },
        }
    }
}
