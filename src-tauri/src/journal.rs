//! The crash journal on disk: every committed edit of an open design, outside its folder, until it is saved.
//!
//! The file is made with its first entry and removed with its last, so that a journal that is there means work that is not
//! in the design's files. An append is one write and one flush to the disk before it is answered.

mod lines;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use atomic_write_file::AtomicWriteFile;
use ipc::Recovered;

use self::lines::{Content, Damage, Line, VERSION};
use crate::data::FolderKey;
use crate::digest::{Digest, Known};
use crate::failure::Failure;

/// Most text that one request may add.
const LARGEST_APPEND_BYTES: usize = 64 << 20;

/// The journal of the folder that is open for writing here.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    folder: String,
    /// There as soon as there is an entry.
    file: Option<File>,
    /// Number of the last entry, kept over a save.
    last: Option<u64>,
}

/// A journal as it was found.
#[derive(Debug)]
pub struct Found {
    /// Ready for more.
    pub journal: Journal,
    /// Work that was never saved.
    pub recovered: Option<Recovered>,
    /// A journal that could not be used and where it was put, for people.
    pub kept_aside: Option<PathBuf>,
}

impl Journal {
    /// Opens the journal at `path`, keeping what is whole of it. `known` is what the folder's files say now.
    pub fn open(path: PathBuf, folder: &str, known: &Known) -> Result<Found, Failure> {
        let mut journal = Self { path, folder: folder.to_owned(), file: None, last: None };
        let Some(bytes) = journal.bytes()? else {
            return Ok(Found { journal, recovered: None, kept_aside: None });
        };
        let content = lines::read(&bytes);
        let kept_aside = match content.damage {
            Some(Damage::Foreign) => {
                let aside = journal.aside();
                std::fs::rename(&journal.path, &aside).map_err(journal.failed("put aside"))?;
                return Ok(Found { journal, recovered: None, kept_aside: Some(aside) });
            }
            Some(Damage::Unreadable { .. }) => {
                let aside = journal.aside();
                std::fs::copy(&journal.path, &aside).map_err(journal.failed("put aside"))?;
                Some(aside)
            }
            Some(Damage::Torn) | None => None,
        };
        if content.entries.is_empty() || content.is_saved(known) {
            journal.discard()?;
            return Ok(Found { journal, recovered: None, kept_aside });
        }
        let saved_at_ms = modified_ms(&journal.path);
        journal.go_on_after(&content)?;
        let recovered = Recovered {
            changed_since: content.changed_since(known),
            damage: damage_for_people(&content, kept_aside.as_deref()),
            entries: content.entries,
            saved_at_ms,
        };
        Ok(Found { journal, recovered: Some(recovered), kept_aside: None })
    }

    /// Adds entries, the first with the number `sequence`; those already there are passed over. Returns the last number.
    pub fn append(&mut self, known: &Known, sequence: u64, entries: &[String]) -> Result<u64, Failure> {
        let expected = self.last.map_or(sequence, |last| last + 1);
        if sequence > expected {
            return Err(Failure::JournalGap { expected, found: sequence });
        }
        let mut text = String::new();
        if self.file.is_none() {
            self.header(known).write_to(&mut text);
        }
        let mut last = self.last;
        for (number, entry) in (sequence..).zip(entries) {
            if number >= expected {
                Line::Entry { sequence: number, text: entry.clone() }.write_to(&mut text);
                last = Some(number);
            }
        }
        if last != self.last {
            self.write(&text)?;
            self.last = last;
        }
        Ok(last.unwrap_or_else(|| sequence.saturating_sub(1)))
    }

    /// Notes what the window is being told about changes by other programs.
    pub fn note_outside(&mut self, files: BTreeMap<String, Option<Digest>>) -> Result<(), Failure> {
        self.note(&Line::Outside { files })
    }

    /// Notes that a save begins.
    pub fn note_saving(&mut self, files: BTreeMap<String, Option<Digest>>) -> Result<(), Failure> {
        self.note(&Line::Saving { files })
    }

    /// Forgets the entries up to and with number `through`.
    pub fn clear(&mut self, known: &Known, through: u64) -> Result<(), Failure> {
        let Some(bytes) = self.bytes()? else { return Ok(()) };
        let content = lines::read(&bytes);
        let mut text = String::new();
        let mut left = 0;
        self.header(known).write_to(&mut text);
        for entry in content.entries.into_iter().filter(|entry| entry.sequence > through) {
            Line::Entry { sequence: entry.sequence, text: entry.entry }.write_to(&mut text);
            left += 1;
        }
        if left == 0 {
            return self.remove();
        }
        self.file = None;
        let failed = || self.failed("written");
        let mut file = AtomicWriteFile::open(&self.path).map_err(failed())?;
        file.write_all(text.as_bytes()).map_err(failed())?;
        file.commit().map_err(failed())?;
        self.open_at(text.len() as u64)
    }

    /// Forgets all entries and their numbers.
    pub fn discard(&mut self) -> Result<(), Failure> {
        self.last = None;
        self.remove()
    }

    fn header(&self, known: &Known) -> Line {
        Line::Header { version: VERSION, folder: self.folder.clone(), base: known.clone() }
    }

    /// A note explains entries; without entries there is nothing to explain.
    fn note(&mut self, line: &Line) -> Result<(), Failure> {
        if self.file.is_none() {
            return Ok(());
        }
        let mut text = String::new();
        line.write_to(&mut text);
        self.write(&text)
    }

    fn write(&mut self, text: &str) -> Result<(), Failure> {
        if text.len() > LARGEST_APPEND_BYTES {
            return Err(Failure::TooLarge {
                amount: "The text for the journal".to_owned(),
                limit: format!("{} MiB", LARGEST_APPEND_BYTES >> 20),
                path: self.path.display().to_string(),
            });
        }
        let new = self.file.is_none();
        if new {
            self.open_at(0)?;
        }
        let failed = self.failed("written");
        let Some(file) = &mut self.file else { return Ok(()) };
        if let Err(error) = append_whole(file, text.as_bytes()) {
            if new {
                self.file = None;
            }
            return Err(failed(error));
        }
        if new {
            flush_folder(&self.path);
        }
        Ok(())
    }

    fn go_on_after(&mut self, content: &Content) -> Result<(), Failure> {
        self.last = content.entries.last().map(|entry| entry.sequence);
        self.open_at(content.whole_bytes)
    }

    /// Opens the file for writing and cuts off what is behind `length`.
    fn open_at(&mut self, length: u64) -> Result<(), Failure> {
        let mut options = File::options();
        options.create(true).truncate(false).write(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let failed = || self.failed("written");
        let mut file = options.open(&self.path).map_err(failed())?;
        file.set_len(length).map_err(failed())?;
        file.seek(io::SeekFrom::End(0)).map_err(failed())?;
        self.file = Some(file);
        Ok(())
    }

    fn remove(&mut self) -> Result<(), Failure> {
        self.file = None;
        match std::fs::remove_file(&self.path) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(self.failed("removed")(error)),
        }
    }

    fn bytes(&self) -> Result<Option<Vec<u8>>, Failure> {
        let mut bytes = Vec::new();
        match File::open(&self.path).and_then(|mut file| file.read_to_end(&mut bytes)) {
            Ok(_) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(self.failed("read")(error)),
        }
    }

    fn aside(&self) -> PathBuf {
        (1_u32..)
            .map(|number| self.path.with_extension(format!("damaged-{number}.jsonl")))
            .find(|path| !path.exists())
            .unwrap_or_else(|| self.path.with_extension("damaged.jsonl"))
    }

    fn failed(&self, action: &'static str) -> impl FnOnce(io::Error) -> Failure + use<> {
        Failure::disk(action, format!("The journal {}", self.path.display()))
    }
}

/// Writes all of it or, if that fails, nothing.
fn append_whole(file: &mut File, bytes: &[u8]) -> io::Result<()> {
    let before = file.stream_position()?;
    let result = file.write_all(bytes).and_then(|()| file.sync_data());
    if result.is_err() {
        file.set_len(before)?;
        file.seek(io::SeekFrom::Start(before))?;
    }
    result
}

/// So that the name of a new file survives a power cut as well as its content. Not every system can; then nothing is lost
/// but this.
fn flush_folder(path: &Path) {
    if let Some(folder) = path.parent()
        && let Ok(folder) = File::open(folder)
        && let Err(error) = folder.sync_all()
    {
        tracing::debug!(%error, "the journal's folder could not be flushed");
    }
}

fn modified_ms(path: &Path) -> u64 {
    path.metadata()
        .and_then(|found| found.modified())
        .ok()
        .and_then(|time| time.duration_since(UNIX_EPOCH).ok())
        .and_then(|time| u64::try_from(time.as_millis()).ok())
        .unwrap_or(0)
}

fn damage_for_people(content: &Content, aside: Option<&Path>) -> Option<String> {
    match content.damage? {
        Damage::Torn => Some("The last entry was only half written and is lost".to_owned()),
        Damage::Unreadable { line } => Some(format!(
            "From line {line} on the journal cannot be read, and the edits after {} are lost; the whole file is kept as {}",
            content.entries.len(),
            aside.map(|path| path.display().to_string()).unwrap_or_default()
        )),
        Damage::Foreign => None,
    }
}

/// A journal with work that was never saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leftover {
    /// The design folder.
    pub folder: PathBuf,
    /// The same, as journal and lock are named.
    pub key: FolderKey,
    /// When the last entry was written.
    pub saved_at_ms: u64,
}

/// All journals in a folder that hold something, newest first.
pub fn leftovers(journals: &Path) -> io::Result<Vec<Leftover>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(journals)? {
        let path = entry?.path();
        let Some(key) = FolderKey::from_journal(&path) else { continue };
        let content = lines::read(&std::fs::read(&path)?);
        if let Some(folder) = content.folder.filter(|_| !content.entries.is_empty()) {
            found.push(Leftover { folder: PathBuf::from(folder), key, saved_at_ms: modified_ms(&path) });
        }
    }
    found.sort_by(|a, b| b.saved_at_ms.cmp(&a.saved_at_ms).then_with(|| a.folder.cmp(&b.folder)));
    Ok(found)
}

#[cfg(test)]
mod tests;
