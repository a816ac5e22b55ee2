//! Diagnostics on standard error, rendered by miette with the line that they refer to.
//!
//! A line of a Chinese text is a whole paragraph, so only a window around the place is shown.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Write as _};

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    SourceCode, SourceSpan, SpanContents,
};

use super::args::MessageArgs;
use super::spelling;
use crate::diag::{Code, Diagnostic, Language, Severity, harmless};
use crate::model::{Document, Span};
use crate::source::Source;

/// The number of characters shown before and after a place: with full-width characters, two columns
/// each, the window and its frame fill 80 columns.
const WINDOW: usize = 14;

/// The number of diagnostics of one code that are shown without `--verbose`.
const SHOWN: usize = 5;

/// Prints diagnostics according to the user's options.
#[derive(Clone, Debug)]
pub(super) struct Reporter {
    pub(super) language: Language,
    quiet: bool,
    verbose: bool,
    deny: Vec<String>,
    allow: Vec<String>,
    colours: bool,
    denied: bool,
    /// The number of diagnostics by code in the whole run.
    seen: BTreeMap<Code, usize>,
}

/// The diagnostics of one input, rendered and counted, so that another thread can print them.
#[derive(Clone, Debug, Default)]
pub(super) struct Findings {
    /// At most as many per code as are ever printed.
    drawn: Vec<(Code, String)>,
    /// The number of all, by code.
    pub(super) counts: BTreeMap<Code, usize>,
}

impl Findings {
    /// Whether none is printed.
    pub(super) fn is_silent(&self) -> bool {
        self.drawn.is_empty()
    }
}

impl Reporter {
    /// A reporter that shows errors and warnings.
    pub(super) fn new(language: Language, colours: bool) -> Self {
        Self {
            language,
            quiet: false,
            verbose: false,
            deny: Vec::new(),
            allow: Vec::new(),
            colours,
            denied: false,
            seen: BTreeMap::new(),
        }
    }

    /// The same with the user's options.
    #[must_use]
    pub(super) fn with_options(mut self, options: &MessageArgs) -> Self {
        self.quiet = options.quiet;
        self.verbose = options.verbose;
        self.deny.clone_from(&options.deny);
        self.allow.clone_from(&options.allow);
        self
    }

    /// The first unknown code in `--deny` and `--allow`.
    pub(super) fn unknown_code(&self) -> Option<&str> {
        let known = |name: &str| Code::ALL.iter().any(|code| code.id() == name);
        let deny = self.deny.iter().filter(|name| *name != "warnings");
        deny.chain(&self.allow).map(String::as_str).find(|name| !known(name))
    }

    /// Whether a denied diagnostic occurred.
    pub(super) fn denied(&self) -> bool {
        self.denied
    }

    /// Whether all diagnostics are printed.
    pub(super) fn is_verbose(&self) -> bool {
        self.verbose
    }

    /// Whether only errors are printed.
    pub(super) fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// Prints the diagnostics of the only input of a run.
    pub(super) fn show(
        &mut self,
        diagnostics: &[Diagnostic],
        place: Option<&DiagnosedInput<'_>>,
    ) {
        self.show_findings(&self.draw(diagnostics, place));
        self.show_rest();
    }

    /// Renders the diagnostics of an input.
    pub(super) fn draw(
        &self,
        diagnostics: &[Diagnostic],
        place: Option<&DiagnosedInput<'_>>,
    ) -> Findings {
        let mut findings = Findings::default();
        for diagnostic in diagnostics {
            let count = findings.counts.entry(diagnostic.code).or_default();
            *count += 1;
            if self.shows(diagnostic.code) && (self.verbose || *count <= SHOWN) {
                findings.drawn.push((diagnostic.code, self.drawing(diagnostic, place)));
            }
        }
        findings
    }

    /// Prints the diagnostics of an input, up to the run's maximum per code.
    pub(super) fn show_findings(&mut self, findings: &Findings) {
        for (code, drawing) in &findings.drawn {
            let shown = self.seen.entry(*code).or_default();
            *shown += 1;
            if self.verbose || *shown <= SHOWN {
                self.print(drawing);
            }
        }
        for (code, count) in &findings.counts {
            let drawn = findings.drawn.iter().filter(|(drawn, _)| drawn == code).count();
            *self.seen.entry(*code).or_default() += count - drawn;
            let all = code.severity() == Severity::Warning
                && self.deny.iter().any(|denied| denied == "warnings");
            self.denied |= self.is_enabled(*code)
                && (all || self.deny.iter().any(|denied| denied == code.id()));
        }
    }

    /// Prints at the end how many diagnostics were not shown.
    pub(super) fn show_rest(&mut self) {
        for (code, count) in std::mem::take(&mut self.seen) {
            if count > SHOWN && !self.verbose && self.shows(code) {
                self.print(&more(self.language, count - SHOWN, code.id()));
            }
        }
    }

    /// The number of warnings that are not hidden.
    pub(super) fn warnings(&self, counts: &BTreeMap<Code, usize>) -> usize {
        let warnings = counts.iter().filter(|(code, _)| {
            code.severity() == Severity::Warning && self.is_enabled(**code)
        });
        warnings.map(|(_, count)| count).sum()
    }

    /// Whether a code is not hidden by `--allow`.
    pub(super) fn is_enabled(&self, code: Code) -> bool {
        !self.allow.iter().any(|allowed| allowed == code.id())
    }

    fn shows(&self, code: Code) -> bool {
        self.is_enabled(code)
            && match code.severity() {
                Severity::Error => true,
                Severity::Warning => !self.quiet,
                Severity::Note => self.verbose,
            }
    }

    /// Prints an error.
    pub(super) fn fail(&self, diagnostic: &Diagnostic, place: Option<&DiagnosedInput<'_>>) {
        self.print(&self.drawing(diagnostic, place));
    }

    /// Renders a diagnostic. Without a place, the message is preceded by the input's name, unless
    /// it contains it.
    pub(super) fn drawing(
        &self,
        diagnostic: &Diagnostic,
        place: Option<&DiagnosedInput<'_>>,
    ) -> String {
        let language = self.language;
        let theme = if self.colours {
            GraphicalTheme::unicode()
        } else {
            GraphicalTheme::unicode_nocolor()
        };
        let diagnostic = &diagnostic.harmless();
        let excerpt = place.and_then(|place| place.find(diagnostic));
        let name = place
            .filter(|_| excerpt.is_none())
            .map(|place| place.name.as_str())
            .filter(|name| !diagnostic.values.iter().any(|value| value == name));
        let finding = Finding { diagnostic, language, name, excerpt };
        let mut text = String::new();
        let handler = GraphicalReportHandler::new_themed(theme).with_links(false);
        let handler = handler.with_wrap_lines(false).with_context_lines(0);
        // Writing to a string fails only if the place is outside the source; then it is left out.
        if handler.render_report(&mut text, &finding).is_err() {
            text = format!("{finding}\n");
        }
        let help = spelling::help(diagnostic, language);
        if !help.is_empty() {
            let word = match language {
                Language::Chinese => "提示：",
                Language::English => "help: ",
            };
            text.push_str(&format!("  {word}{help}\n"));
        }
        text.trim_end().to_owned()
    }

    /// Prints a line to standard error; a failure is ignored.
    #[expect(clippy::unused_self, reason = "part of its interface")]
    pub(super) fn print(&self, line: &str) {
        let _ = writeln!(io::stderr().lock(), "{line}");
    }
}

fn more(language: Language, count: usize, id: &str) -> String {
    match language {
        Language::Chinese => format!("  另有 {count} 处 {id}，用 -v 查看全部"),
        Language::English => format!("  and {count} more of {id}; see all with -v"),
    }
}

/// The texts that the diagnostics of one input refer to.
#[derive(Debug)]
pub(super) struct DiagnosedInput<'a> {
    /// The input's name as the user wrote it.
    pub(super) name: String,
    /// The decoded input and its members, if it was decoded.
    pub(super) sources: &'a [Source],
    /// The document, if it was read.
    pub(super) document: Option<&'a Document>,
}

impl DiagnosedInput<'_> {
    /// Whether there are many files, each with its path relative to the input.
    fn is_book(&self) -> bool {
        self.sources.iter().filter(|source| source.info.within.is_none()).nth(1).is_some()
    }

    /// The place of a diagnostic in this input, if it has one. The spans of a document in JSON
    /// refer to the file that it was made from, which is not available.
    fn find(&self, diagnostic: &Diagnostic) -> Option<Excerpt> {
        let span = diagnostic.span?;
        let read = self.sources.get(usize::from(span.source))?;
        if let Some(document) = self.document {
            let source = document.sources.get(usize::from(span.source))?;
            if source.sha256 != read.info.sha256 {
                return None;
            }
        }
        let name = match (&read.info.name, read.info.within) {
            (Some(member), within) if within.is_some() || self.is_book() => {
                format!("{}/{}", self.name.trim_end_matches('/'), harmless(member))
            }
            _ => self.name.clone(),
        };
        Excerpt::around(name, read, span)
    }
}

/// A window on the line of a place, with control characters escaped.
#[derive(Debug)]
struct Excerpt {
    name: String,
    text: String,
    /// Where the place is in `text`.
    span: SourceSpan,
    line: usize,
    column: usize,
}

impl Excerpt {
    fn around(name: String, source: &Source, span: Span) -> Option<Self> {
        let range = span.range();
        let before = source.text.get(..range.start)?;
        let inside = source.text.get(range.clone())?;
        let after = source.text.get(range.end..)?;
        let (line, column) = source.line_column(range.start);
        let is_end = |c: char| matches!(c, '\n' | '\r' | '\u{c}');
        let window =
            |text: &str| text.chars().take_while(|c| !is_end(*c)).take(WINDOW).collect();
        let lead: String =
            before.chars().rev().take_while(|c| !is_end(*c)).take(WINDOW).collect();
        let lead: String = lead.chars().rev().collect();
        // Of a place of several lines the first is shown.
        let shown: String = window(inside);
        let tail: String =
            if shown.len() < inside.len() { String::new() } else { window(after) };
        // A tab is shown as white space.
        let [lead, shown, tail] =
            [lead, shown, tail].map(|text| harmless(&text.replace('\t', " ")).into_owned());
        let span = (lead.len(), shown.len()).into();
        Some(Self { name, text: lead + &shown + &tail, span, line, column })
    }
}

impl SourceCode for Excerpt {
    fn read_span<'b>(
        &'b self,
        span: &SourceSpan,
        _lines_before: usize,
        _lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'b> + 'b>, MietteError> {
        // miette reads the span without context to locate it, and with context to show it. The
        // excerpt is a single line, and its column is that of the place in both cases.
        let whole = SourceSpan::from((0, self.text.len()));
        if span.offset() + span.len() > self.text.len() {
            return Err(MietteError::OutOfBounds);
        }
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            self.text.as_bytes(),
            whole,
            self.line - 1,
            self.column - 1,
            1,
        )))
    }
}

/// A diagnostic in miette's form.
#[derive(Debug)]
struct Finding<'a> {
    diagnostic: &'a Diagnostic,
    language: Language,
    name: Option<&'a str>,
    excerpt: Option<Excerpt>,
}

impl fmt::Display for Finding<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(name) = self.name {
            write!(f, "{name}: ")?;
        }
        f.write_str(&spelling::message(self.diagnostic, self.language))
    }
}

impl std::error::Error for Finding<'_> {}

impl miette::Diagnostic for Finding<'_> {
    fn code<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        Some(Box::new(self.diagnostic.code.id()))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.diagnostic.severity() {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Note => miette::Severity::Advice,
        })
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.excerpt.as_ref().map(|excerpt| excerpt as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let excerpt = self.excerpt.as_ref()?;
        let label = LabeledSpan::new_primary_with_span(None, excerpt.span);
        Some(Box::new(std::iter::once(label)))
    }
}
