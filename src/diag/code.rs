//! Properties of a code: its severity, its exit status, the kind of its values.

use super::{Code, Exit, Severity};

impl Code {
    /// Its severity.
    pub fn severity(self) -> Severity {
        self.grade().0
    }

    /// The exit status if it stops the work.
    pub fn exit(self) -> Exit {
        self.grade().1
    }

    /// Whether a value of its message has several lines: a program's output, a line of a file with
    /// its place marked.
    pub(super) fn has_lines(self) -> bool {
        matches!(
            self,
            Self::StyleSheet | Self::FilterFailed | Self::FilterKilled | Self::FilterSaid
        )
    }

    /// Whether its message has a reason that a system or a library returns.
    pub(super) fn has_reason(self) -> bool {
        matches!(
            self,
            Self::StyleSheet
                | Self::ContainerBroken
                | Self::FileUnreadable
                | Self::OutputUnwritable
                | Self::JournalUnwritable
                | Self::FilterUnrunnable
                | Self::FilterAnswer
                | Self::SidecarMalformed
                | Self::MarkdownFrontMatter
                | Self::MarkdownFrontMatterKey
                | Self::JsonMalformed
                | Self::ImageUndecodable
                | Self::PdfDrawing
                | Self::EpubDrawing
                | Self::XmlMalformed
        )
    }
}
