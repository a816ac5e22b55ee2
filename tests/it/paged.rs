//! The pages of a Markdown file before they are painted.

use paiban::config::{InputFormat, Options};
use paiban::context::Context;
use paiban::diag::Code;
use paiban::layout::frame::{Item, Page, Rule, TextRun};
use paiban::model::Depth;
use paiban::source::Source;
use paiban::{input, layout, transform};

use crate::support::pictures;

/// The pages of a manuscript in Markdown, and what was found.
pub(crate) fn paged(text: &str) -> (Vec<Page>, Vec<Code>) {
    paged_with(text, Options::default())
}

/// The same as these options have it.
pub(crate) fn paged_with(text: &str, mut options: Options) -> (Vec<Page>, Vec<Code>) {
    options.read.from = Some(InputFormat::Markdown);
    let (source, _) = Source::decode(Some("a.md"), text.as_bytes(), &options.read).unwrap();
    let (mut document, _) = input::read(&source, &options.read, Depth::default()).unwrap();
    transform::structure(&mut document);
    let mut pages = Vec::new();
    let (_, found) = layout::lay_out(
        &document,
        &pictures(&document),
        &options,
        &Context::default(),
        &mut |page| pages.push(page),
    )
    .unwrap();
    pages.sort_by_key(|page: &Page| page.index);
    (pages, found.iter().map(|it| it.code).collect())
}

pub(crate) fn runs(pages: &[Page]) -> Vec<&TextRun> {
    let items = pages.iter().flat_map(|page| &page.items);
    items.filter_map(|item| if let Item::Text(run) = item { Some(run) } else { None }).collect()
}

pub(crate) fn rules(pages: &[Page]) -> Vec<&Rule> {
    let items = pages.iter().flat_map(|page| &page.items);
    items
        .filter_map(|item| if let Item::Rule(rule) = item { Some(rule) } else { None })
        .collect()
}

/// The first run that says this.
pub(crate) fn run<'p>(pages: &'p [Page], text: &str) -> &'p TextRun {
    let found = runs(pages).into_iter().find(|run| run.text == text);
    found.unwrap_or_else(|| panic!("no {text}"))
}

/// The two hundred formulas of the plan: their kind, whether they are as course notes have them,
/// their TeX.
fn planned() -> Vec<(&'static str, bool, &'static str)> {
    let mut kind = "";
    let mut out = Vec::new();
    for line in include_str!("../fixtures/math/formulas.txt").lines() {
        match line.split_once(' ') {
            Some(("#", name)) => kind = name,
            Some((origin, tex)) => out.push((kind, origin == "c", tex)),
            None => panic!("{line}"),
        }
    }
    out
}

#[test]
fn the_two_hundred_formulas_are_set() {
    let planned = planned();
    assert_eq!(planned.len(), 200);
    assert_eq!(planned.iter().filter(|(_, used, _)| *used).count(), 100);
    for (kind, _, _) in &planned {
        let count = planned.iter().filter(|(other, ..)| other == kind).count();
        assert!(kind.ends_with(&format!(" {count}")), "{kind} has {count}");
    }
    for (_, _, tex) in planned {
        // A page each, or what is too wide for its line alone is reported.
        let (pages, found) = paged(&format!("文 $\\phantom{{x}}$\n\n$$\n{tex}\n$$\n"));
        assert!(found.iter().all(|it| *it == Code::LineTooLong), "{tex}: {found:?}");
        assert!(!runs(&pages).iter().any(|run| run.text.contains('\\')), "{tex}");
    }
}
