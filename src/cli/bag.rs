//! `--bag`: the files of a document, and its manuscript, as a bag beside them (BagIt 1.0, RFC
//! 8493), as archives require: `STEM.bag` with `bagit.txt`, `bag-info.txt`, the payload in `data`
//! and the SHA-256 of every file. Either all files are written or none (`files::Placement`).

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::files::{self, Placement};
use super::journal::Fingerprint;
use super::plan::{self, Job};
use crate::context::Limits;
use crate::diag::{Code, Error, Result};

const DECLARATION: &str = "bagit.txt";
const INFO: &str = "bag-info.txt";
const MANIFEST: &str = "manifest-sha256.txt";
const TAG_MANIFEST: &str = "tagmanifest-sha256.txt";
/// The software agent that identifies our bags (RFC 8493 §2.2.2).
const AGENT: &str = concat!("Bag-Software-Agent: paiban ", env!("CARGO_PKG_VERSION"), "\n");
const OURS: &str = "Bag-Software-Agent: paiban ";

/// The manuscripts of a document, by their names: several of a book.
pub(super) type Manuscripts = Vec<(String, Arc<[u8]>)>;

/// A bag to be written.
#[derive(Debug)]
pub(super) struct Bag {
    folder: PathBuf,
    /// The files of the payload, by their paths under the bag, in order.
    payload: Vec<(String, Fingerprint)>,
}

/// The folder of a job's bag; `None` if its outputs go to standard output.
pub(super) fn folder(job: &Job) -> Option<PathBuf> {
    let output = job.outputs.iter().find_map(|(_, path)| path.as_deref())?;
    let mut name: OsString = plan::stem(output);
    name.push(".bag");
    Some(files::parent(output).join(name))
}

/// The files that a job's bag will contain.
pub(super) fn places(job: &Job) -> Vec<PathBuf> {
    let Some(folder) = folder(job) else { return Vec::new() };
    let outputs = job.outputs.iter().filter_map(|(_, path)| path.as_deref());
    let sources = match &job.book {
        Some(book) => book.plan.files().into_iter().map(of_source).collect(),
        None => vec![of_source(&name_of(&job.input))],
    };
    let payload = outputs.map(of_output).chain(sources);
    let tags = [DECLARATION, INFO, MANIFEST, TAG_MANIFEST].map(str::to_owned);
    payload.chain(tags).map(|name| folder.join(name)).collect()
}

/// Refuses to write into a folder that is not a bag written by paiban.
///
/// # Errors
///
/// Another folder at that path.
pub(super) fn check(job: &Job) -> Result<()> {
    let Some(folder) = folder(job) else {
        return Err(Error::new(Code::OutputNotFolder, [&"-"]));
    };
    if fs::symlink_metadata(&folder).is_err() {
        return Ok(());
    }
    match is_own(&folder) {
        true => Ok(()),
        false => Err(Error::new(Code::BagForeign, [&folder.display()])),
    }
}

/// Whether a folder is a bag that paiban wrote.
pub(super) fn is_own(folder: &Path) -> bool {
    let info = folder.join(INFO);
    info.is_file()
        && files::read(&info, &Limits::default())
            .is_ok_and(|info| String::from_utf8_lossy(&info).contains(OURS))
}

fn of_output(path: &Path) -> String {
    format!("data/{}", path.file_name().unwrap_or_default().to_string_lossy())
}

fn of_source(name: &str) -> String {
    format!("data/source/{name}")
}

/// The name of a manuscript in a bag.
pub(super) fn name_of(input: &Path) -> String {
    let name = input.file_name().filter(|_| !files::is_standard(input));
    name.map_or("stdin".to_owned(), |name| name.to_string_lossy().into_owned())
}

impl Bag {
    /// The bag of a document: its manuscripts, and the outputs.
    pub(super) fn of(
        job: &Job,
        sources: &[(String, Arc<[u8]>)],
        outputs: &[(PathBuf, Option<Fingerprint>)],
    ) -> Option<Self> {
        let folder = folder(job)?;
        let made = outputs.iter().filter_map(|(path, fingerprint)| {
            fingerprint.clone().map(|fingerprint| (of_output(path), fingerprint))
        });
        let mut payload: Vec<_> = made.collect();
        payload.extend(sources.iter().map(|(name, it)| (of_source(name), Fingerprint::of(it))));
        payload.sort_by(|a, b| a.0.cmp(&b.0));
        Some(Self { folder, payload })
    }

    /// Whether the bag exists and each file is up to date.
    pub(super) fn is_there(&self) -> bool {
        let manifest = fs::read(self.folder.join(MANIFEST));
        manifest.is_ok_and(|text| text == self.manifest().as_bytes())
            && self
                .payload
                .iter()
                .all(|(name, fingerprint)| fingerprint.is_of(&self.folder.join(name)))
    }

    /// Writes the bag among the files of a document. `outputs` are their bytes, by their places.
    ///
    /// # Errors
    ///
    /// A place that can't be written.
    pub(super) fn write(
        &self,
        sources: &[(String, Arc<[u8]>)],
        outputs: &[(&Path, &[u8])],
        date: Option<&str>,
        placement: &mut Placement,
    ) -> Result<()> {
        let made = outputs.iter().map(|(path, bytes)| (of_output(path), *bytes));
        let found = sources.iter().map(|(name, bytes)| (of_source(name), &bytes[..]));
        for (name, bytes) in made.chain(found) {
            placement.write(&self.folder.join(name), bytes)?;
        }
        let declaration = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n".to_owned();
        let tags =
            [(DECLARATION, declaration), (INFO, self.info(date)), (MANIFEST, self.manifest())];
        let mut list: Vec<(String, String)> = tags
            .iter()
            .map(|(name, text)| ((*name).to_owned(), Fingerprint::of(text.as_bytes()).sha256))
            .collect();
        list.sort();
        let list = lines(list.iter().map(|(name, sum)| (name.as_str(), sum.as_str())));
        let list = (TAG_MANIFEST, list);
        for (name, text) in tags.iter().chain([&list]) {
            placement.write(&self.folder.join(name), text.as_bytes())?;
        }
        Ok(())
    }

    /// Removes payload files of an earlier bag that this one does not have: a bag with files that
    /// no manifest lists is invalid (RFC 8493 §3).
    pub(super) fn clear(&self, earlier: &str) {
        for name in earlier.lines().filter_map(|line| line.split_once("  ").map(|it| it.1)) {
            let is_other = !self.payload.iter().any(|(known, _)| encoded(known) == name);
            let inside = name.starts_with("data/") && !name.split('/').any(|part| part == "..");
            if is_other && inside {
                // A file that can't be removed is found when the bag is validated.
                drop(fs::remove_file(self.folder.join(name)));
            }
        }
    }

    /// The manifest of the existing bag; empty if there is none.
    pub(super) fn earlier(&self) -> String {
        fs::read_to_string(self.folder.join(MANIFEST)).unwrap_or_default()
    }

    fn manifest(&self) -> String {
        lines(
            self.payload
                .iter()
                .map(|(name, fingerprint)| (name.as_str(), fingerprint.sha256.as_str())),
        )
    }

    /// The metadata of the bag, without the time of the run, so that the same files make the same
    /// bag.
    fn info(&self, date: Option<&str>) -> String {
        let bytes: u64 = self.payload.iter().map(|(_, fingerprint)| fingerprint.bytes).sum();
        let dated = date.filter(|date| date.len() == "2014-09-23".len());
        let dated = dated.map(|date| format!("Bagging-Date: {date}\n")).unwrap_or_default();
        format!("{AGENT}{dated}Payload-Oxum: {bytes}.{}\n", self.payload.len())
    }
}

fn lines<'a>(sums: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    sums.map(|(name, sum)| format!("{sum}  {}\n", encoded(name))).collect()
}

/// A path in a manifest: line ends and percent signs are escaped (RFC 8493 §2.1.3).
fn encoded(name: &str) -> String {
    name.replace('%', "%25").replace('\n', "%0A").replace('\r', "%0D")
}
