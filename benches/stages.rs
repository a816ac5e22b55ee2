//! What each stage takes on 100,000 characters, the sample article over and over, and what a web
//! page of a megabyte takes beside the bare tree of its parser: `cargo bench`.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::RcDom;
use paiban::config::{Options, OutputFormat, PdfStandard};
use paiban::context::{Context, Limits};
use paiban::identity::Identity;
use paiban::image::Pictures;
use paiban::layout::{LineOptions, LineSetter, StyleSheet, lay_out};
use paiban::model::{Block, Depth, Document, Node, SourceInfo, visit};
use paiban::source::Source;
use paiban::{Input, input, output, transform};

const CHARACTERS: usize = 100_000;

fn text() -> String {
    let article = include_str!("../seeds/000_f2a4da441792f317.txt");
    article.chars().cycle().take(CHARACTERS).collect()
}

fn document(bytes: &[u8], options: &Options) -> Document {
    let input = Input { name: Some("bench.txt".to_owned()), bytes: bytes.into() };
    paiban::read(&input, options, &Limits::default()).expect("a text").document
}

fn reading(criterion: &mut Criterion) {
    let text = text();
    let gb18030 = SourceInfo { encoding: "gb18030".to_owned(), ..SourceInfo::default() };
    let gb18030 = paiban::source::encode(&text, &gb18030).expect("characters of GB 18030");
    let options = Options::default();
    let (source, _) = Source::decode(None, text.as_bytes(), &options.read).expect("a text");
    let read = || input::read(&source, &options.read, Depth::default()).expect("a text").0;
    let unstructured = read();
    let mut group = criterion.benchmark_group("read");
    group.throughput(Throughput::Elements(CHARACTERS as u64));
    group.bench_function("decode UTF-8", |b| {
        b.iter(|| Source::decode(None, black_box(text.as_bytes()), &options.read));
    });
    group.bench_function("decode GB 18030", |b| {
        b.iter(|| Source::decode(None, black_box(&gb18030), &options.read));
    });
    group.bench_function("recognise", |b| b.iter(read));
    group.bench_function("structure", |b| {
        b.iter_batched(
            || unstructured.clone(),
            |mut document| {
                transform::structure(&mut document);
                document
            },
            criterion::BatchSize::LargeInput,
        );
    });
    group.finish();
}

/// An article page whose body is repeated until it has a megabyte.
fn page() -> String {
    let page = include_str!("../tests/fixtures/html/blocks.html");
    let (head, rest) = page.split_once("<body").expect("a body");
    let (start, rest) = rest.split_once('>').expect("the end of its tag");
    let (body, _) = rest.rsplit_once("</body>").expect("its end");
    let body = body.repeat((1 << 20) / body.len() + 1);
    format!("{head}<body{start}>{body}</body></html>")
}

fn web_page(criterion: &mut Criterion) {
    let page = page();
    let options = Options::default();
    let input = Input { name: Some("page.html".to_owned()), bytes: page.as_bytes().into() };
    let mut group = criterion.benchmark_group("web page");
    group.throughput(Throughput::Bytes(page.len() as u64));
    group.bench_function("bare tree", |b| {
        b.iter(|| {
            parse_document(RcDom::default(), ParseOpts::default()).one(black_box(page.as_str()))
        });
    });
    group.bench_function("read", |b| {
        b.iter(|| paiban::read(&input, &options, &Limits::default()).expect("a page"));
    });
    group.finish();
}

fn setting(criterion: &mut Criterion) {
    let options = Options::default();
    let context = Context::default();
    let document = document(text().as_bytes(), &options);
    let mut paragraphs = Vec::new();
    visit(&document.body, &mut |node| {
        if let Node::Block(Block::Paragraph(paragraph)) = node {
            paragraphs.push(&paragraph.content);
        }
    });
    let style = StyleSheet::of(&options.page).expect("the default style");
    let mut group = criterion.benchmark_group("set");
    group.throughput(Throughput::Elements(CHARACTERS as u64));
    group.bench_function("normalise", |b| {
        b.iter(|| {
            for block in &document.body {
                black_box(transform::display(block, &options.display, "zh-Hans"));
            }
        });
    });
    group.bench_function("break lines", |b| {
        let mut setter = LineSetter::new(&LineOptions::of(&style), &context.fonts);
        b.iter(|| paragraphs.iter().map(|content| setter.set(content).0.len()).sum::<usize>());
    });
    let pictures = Pictures::of(&document, context.limits.samples);
    group.bench_function("lay out pages", |b| {
        b.iter(|| {
            let mut pages = 0;
            lay_out(&document, &pictures, &options, &context, &mut |_| pages += 1)
                .expect("pages");
            pages
        });
    });
    group.finish();
}

fn writing(criterion: &mut Criterion) {
    let mut options = Options::default();
    let context = Context::default();
    let document = document(text().as_bytes(), &options);
    let identity = Identity::of(&document);
    let pictures = Pictures::of(&document, context.limits.samples);
    let mut pages = Vec::new();
    let whole = lay_out(&document, &pictures, &options, &context, &mut |page| pages.push(page));
    let whole = whole.expect("pages");
    let mut group = criterion.benchmark_group("write");
    group.throughput(Throughput::Elements(CHARACTERS as u64));
    options.pdf.standard = Some(PdfStandard::A2a);
    group.bench_function("PDF: paint, subset, tag, deflate", |b| {
        b.iter(|| {
            let mut source = |sink: &mut dyn FnMut(_)| {
                pages.iter().cloned().for_each(sink);
                Ok(whole.clone())
            };
            output::pdf::write_pages(
                &document,
                &pictures,
                &options,
                &context,
                &identity,
                &[],
                &mut source,
            )
        });
    });
    group.bench_function("EPUB", |b| {
        b.iter(|| {
            output::epub::write(&document, &pictures, &options, &context, &identity, None)
        });
    });
    group.bench_function("TEI", |b| {
        b.iter(|| output::tei::write(&document, None, &options, &context, &identity));
    });
    group.bench_function("JSON", |b| b.iter(|| output::json::write(&document)));
    group.finish();
}

fn whole(criterion: &mut Criterion) {
    let text = text();
    let (options, context) = (Options::default(), Context::default());
    let mut group = criterion.benchmark_group("whole");
    group.throughput(Throughput::Elements(CHARACTERS as u64));
    for format in [OutputFormat::Pdf, OutputFormat::Epub, OutputFormat::Tei] {
        group.bench_function(format.extension(), |b| {
            let input = || Input { name: None, bytes: text.as_bytes().into() };
            b.iter(|| paiban::convert(&input(), &[format], &options, &context));
        });
    }
    group.finish();
}

criterion_group! {
    name = stages;
    config = Criterion::default().sample_size(10);
    targets = reading, web_page, setting, writing, whole
}
criterion_main!(stages);
