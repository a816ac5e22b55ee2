//! The context of a conversion: everything from outside, shared and immutable.

use std::num::NonZero;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::{Deserialize, Serialize};

use crate::diag::{self, Code, Diagnostic, Error};
use crate::font::Library;
use crate::model::Depth;
use crate::parallel;

/// Loads the files that a manuscript refers to. Implementations decide what may be read; they never
/// access a network.
pub trait AssetLoader: std::fmt::Debug + Send + Sync {
    /// The bytes of a referenced file; `None` if there is no such file.
    ///
    /// # Errors
    ///
    /// Why an existing file was not read.
    fn load(&self, wanted: &Wanted<'_>) -> Result<Option<Vec<u8>>, Diagnostic>;
}

/// A reference to a file beside a manuscript.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted<'a> {
    /// The referring file, by its name in `Document::sources`: in a book, its path relative to the
    /// book's folder. `None` if it has no name.
    pub from: Option<&'a str>,
    /// The address as written in that file.
    pub address: &'a str,
    /// How it is used.
    pub kind: WantedKind,
}

/// How a referenced file is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum WantedKind {
    /// An image to show.
    Image,
    /// Text to insert at the reference.
    Part,
}

/// Transforms a document between reading and writing, like an external program: JSON in, JSON out.
pub trait Filter: std::fmt::Debug + Send + Sync {
    /// Its name in messages.
    fn name(&self) -> &str;

    /// The transformed document, in the model's JSON as is the argument, and diagnostics.
    ///
    /// # Errors
    ///
    /// Why the filter failed.
    fn run(&self, json: Vec<u8>) -> diag::Result<(Vec<u8>, Vec<Diagnostic>)>;
}

/// A completed step of a conversion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Step {
    /// The input was read.
    Read,
    /// One more page of the PDF was laid out.
    Page,
    /// One more output is finished.
    Written,
}

/// Receives the progress of a conversion, for instance to show a bar. The result does not depend on
/// it.
pub trait Progress: std::fmt::Debug + Send + Sync {
    /// Called after each step, from whichever thread did it.
    fn on_step(&self, step: Step);
}

/// Cancels conversions. Clones share one state: keep one, pass another in a [`Context`]. A cancelled
/// conversion returns [`Code::Cancelled`].
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Cancels the conversions that share this state, at their next block or file.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether [`Cancel::cancel`] was called.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// # Errors
    ///
    /// [`Code::Cancelled`].
    pub(crate) fn check(&self) -> diag::Result<()> {
        if self.is_cancelled() { Err(Error::new(Code::Cancelled, [])) } else { Ok(()) }
    }
}

/// What a conversion depends on besides its input and options.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// The fonts, with their fallback chains.
    pub fonts: Arc<Library>,
    /// The date to write into outputs, ISO 8601 (`2026-11-23` or with a time in UTC); `None` for no
    /// date.
    pub date: Option<String>,
    /// The limits on inputs.
    pub limits: Limits,
    /// Loads the files beside a manuscript; without a loader none is read.
    pub assets: Option<Arc<dyn AssetLoader>>,
    /// Filters that transform the document before it is written, in this order. The output is a
    /// function of the input only if they are.
    pub filters: Vec<Arc<dyn Filter>>,
    /// Maximum threads per conversion, including the caller's; `None` means one per core. The
    /// bytes of the outputs don't depend on it.
    pub threads: Option<NonZero<usize>>,
    /// Receives the progress.
    pub progress: Option<Arc<dyn Progress>>,
    /// Cancels the conversion.
    pub cancel: Cancel,
}

impl Context {
    /// Maximum threads per conversion, including the caller's.
    pub fn threads(&self) -> usize {
        self.threads.map_or_else(parallel::cores, NonZero::get)
    }

    /// Reports a step.
    pub(crate) fn step(&self, step: Step) {
        if let Some(progress) = &self.progress {
            progress.on_step(step);
        }
    }
}

/// Limits on inputs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one file.
    pub bytes: u64,
    /// Levels of one document's tree; [`Limits::depth`] caps it.
    pub depth: u64,
    /// Blocks of one document.
    pub blocks: u64,
    /// Notes of one document.
    pub notes: u64,
    /// Images of one document.
    pub images: u64,
    /// Samples of one image.
    pub samples: u64,
    /// Members of one container.
    pub entries: u64,
    /// Bytes that one container unpacks to.
    pub unpacked: u64,
    /// The maximum ratio of unpacked to packed length of a container's member.
    pub ratio: u64,
    /// Bytes of memory for one document, by fixed costs.
    pub memory: u64,
}

impl Default for Limits {
    /// Far above any real book, far below what is harmful.
    fn default() -> Self {
        Self {
            bytes: 1 << 30,
            depth: Depth::default().levels() as u64,
            blocks: 5_000_000,
            notes: 1_000_000,
            images: 20_000,
            samples: 100_000_000,
            entries: 100_000,
            unpacked: 1 << 30,
            ratio: 400,
            memory: 4 << 30,
        }
    }
}

impl Limits {
    /// The maximum depth of a tree, never more than the stack allows.
    pub fn depth(&self) -> Depth {
        Depth::new(self.depth)
    }
}

/// One of the limits: its name, and the diagnostic for exceeding it.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// Its name in options.
    pub name: &'static str,
    /// The diagnostic for exceeding it.
    pub code: Code,
    /// What it counts.
    pub counts: &'static str,
    /// The same in Chinese.
    pub counts_chinese: &'static str,
    /// The maximum that it can be set to.
    pub greatest: u64,
    field: fn(&mut Limits) -> &mut u64,
}

impl Limit {
    /// All limits that can be set.
    pub const ALL: [Self; 10] = [
        Self {
            name: "bytes",
            code: Code::FileTooLarge,
            counts: "bytes of one file",
            counts_chinese: "单个文件的字节数",
            greatest: u64::MAX,
            field: |limits| &mut limits.bytes,
        },
        Self {
            name: "depth",
            code: Code::TooDeep,
            counts: "levels of a document's structure; what is deeper is flattened, its text kept",
            counts_chinese: "文档结构的层数；更深的结构展平，文字保留",
            greatest: Depth::MAX.levels() as u64,
            field: |limits| &mut limits.depth,
        },
        Self {
            name: "blocks",
            code: Code::TooManyBlocks,
            counts: "paragraphs, headings and other blocks of one document",
            counts_chinese: "单篇文档的段落、标题等块数",
            greatest: u64::MAX,
            field: |limits| &mut limits.blocks,
        },
        Self {
            name: "notes",
            code: Code::TooManyNotes,
            counts: "notes of one document",
            counts_chinese: "单篇文档的注释数",
            greatest: u64::MAX,
            field: |limits| &mut limits.notes,
        },
        Self {
            name: "images",
            code: Code::TooManyImages,
            counts: "images of one document",
            counts_chinese: "单篇文档的图片数",
            greatest: u64::MAX,
            field: |limits| &mut limits.images,
        },
        Self {
            name: "samples",
            code: Code::ImageUndecodable,
            counts: "samples of one image; beyond it, its description stands for it",
            counts_chinese: "单张图片的像素数；超出则以文字说明代替",
            greatest: u64::MAX,
            field: |limits| &mut limits.samples,
        },
        Self {
            name: "entries",
            code: Code::ContainerEntries,
            counts: "files that one container (EPUB, DOCX) holds",
            counts_chinese: "一个容器（EPUB、DOCX）内的文件数",
            greatest: u64::MAX,
            field: |limits| &mut limits.entries,
        },
        Self {
            name: "unpacked",
            code: Code::ContainerUnpacked,
            counts: "bytes that one container unpacks to",
            counts_chinese: "一个容器解压后的字节数",
            greatest: u64::MAX,
            field: |limits| &mut limits.unpacked,
        },
        Self {
            name: "ratio",
            code: Code::ContainerRatio,
            counts: "times its packed length that a file of a container unpacks to, from 4 MB on",
            counts_chinese: "容器内单个文件解压后与压缩时长度之比（4 MB 以上）",
            greatest: u64::MAX,
            field: |limits| &mut limits.ratio,
        },
        Self {
            name: "memory",
            code: Code::TooMuchMemory,
            counts: "bytes of memory that one document takes, by the costs below",
            counts_chinese: "单篇文档占用的内存（字节），按下表估算",
            greatest: u64::MAX,
            field: |limits| &mut limits.memory,
        },
    ];

    /// The limit of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|limit| limit.name == name)
    }

    /// Its default.
    pub fn default_value(self) -> u64 {
        *(self.field)(&mut Limits::default())
    }

    /// Sets it.
    pub fn set(self, limits: &mut Limits, value: u64) {
        *(self.field)(limits) = value;
    }
}
