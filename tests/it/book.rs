//! Books of many files: what binding joins, and what it keeps apart.

use paiban::Input;
use paiban::book::{self, Dialect, Entry, Matter, Plan};
use paiban::config::Options;
use paiban::context::Limits;
use paiban::diag::Code;
use paiban::model::{Block, Document, Node, dump, plain_text, visit};

/// The document of a file.
fn document(name: &str, text: &str) -> Document {
    let name = name.rsplit('/').next().map(str::to_owned);
    let input = Input { name, bytes: text.as_bytes().to_vec().into() };
    paiban::read(&input, &Options::default(), &Limits::default()).unwrap().document
}

fn bind(files: &[(&str, &str)], plan: &Plan) -> (Document, Vec<paiban::diag::Diagnostic>) {
    let text = |file: &str| files.iter().find(|(name, _)| *name == file).unwrap().1;
    let documents = plan.files().iter().map(|file| document(file, text(file))).collect();
    book::bind(documents, plan)
}

/// The headings with their depth.
fn headings(document: &Document) -> String {
    fn of(blocks: &[Block], depth: usize, out: &mut String) {
        for block in blocks {
            if let Block::Section(section) = block {
                let heading = plain_text(&section.heading);
                out.push_str(&format!("{}{heading}\n", "  ".repeat(depth)));
                of(&section.blocks, depth + 1, out);
            }
        }
    }
    let mut out = String::new();
    for blocks in [&document.front, &document.body, &document.back] {
        of(blocks, 0, &mut out);
    }
    out
}

fn links(document: &Document) -> Vec<String> {
    let mut out = Vec::new();
    for blocks in [&document.front, &document.body, &document.back] {
        visit(blocks, &mut |node| {
            if let Node::Inline(paiban::model::Inline::Link(link)) = node {
                out.push(link.target.clone());
            }
        });
    }
    out
}

#[test]
fn chapters_nest_as_the_plan_has_them() {
    let summary = "# Summary\n\n[前言](pre.md)\n\n# 上编\n\n- [一](c1/README.md)\n  - [一之一](c1/a.md)\n- [未成]()\n\n[跋](end.md)\n";
    let plan = Plan {
        entries: book::summary(summary, Dialect::MdBook),
        dialect: Dialect::MdBook,
        ..Plan::default()
    };
    let files = [
        ("pre.md", "# 写在前面\n\n前言的话。\n"),
        ("c1/README.md", "# 第一章 安装\n\n## 准备\n\n甲。\n\n## 安装\n\n乙。\n"),
        ("c1/a.md", "丙，没有标题。\n"),
        ("end.md", "# 跋\n\n丁。\n"),
    ];
    let (document, found) = bind(&files, &plan);
    assert_eq!(
        headings(&document),
        "写在前面\n上编\n  第一章 安装\n    准备\n    安装\n    一之一\n  未成\n跋\n"
    );
    assert_eq!(found, []);
    assert_eq!(document.sources.len(), 4);
    assert_eq!((document.front.len(), document.body.len(), document.back.len()), (1, 1, 1));
}

#[test]
fn links_lead_over_files_and_lost_ones_are_reported() {
    let entries = ["a.md", "b/c.md"]
        .map(|file| Entry { file: Some(file.to_owned()), ..Entry::default() });
    let plan = Plan { entries: entries.to_vec(), ..Plan::default() };
    let files = [
        (
            "a.md",
            "# 甲\n\n## 安装\n\n见[乙](b/c.md)、[乙的安装](b/c.md#安装)、[无](d.md)、[外](https://example.com/a.md)。\n",
        ),
        (
            "b/c.md",
            "# 乙\n\n## 安装\n\n见[甲](../a.html#安装)、[此处](#安装)、[根](/a.html)、[近根](/c.html)。\n\n![图](../图/a.png)\n",
        ),
    ];
    let (document, found) = bind(&files, &plan);
    let targets = links(&document);
    let ids: Vec<String> = {
        let mut ids = Vec::new();
        document.attrs(&mut |attr| ids.extend(attr.id.clone()));
        ids
    };
    assert_eq!(targets.len(), 7, "{targets:?}");
    for target in targets.iter().filter(|target| target.starts_with('#')) {
        assert!(ids.iter().any(|id| format!("#{id}") == *target), "{target} in {ids:?}");
    }
    assert_ne!(targets[1], targets[3], "two places of one name");
    assert_eq!(targets[2], "https://example.com/a.md");
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].code, found[0].values[0].as_str()), (Code::ReferenceLost, "d.md"));
    let asset = &document.assets[0];
    assert_eq!((asset.href.as_str(), asset.source), ("../图/a.png", 1));
}

#[test]
fn an_anthology_keeps_who_wrote_what() {
    let entries =
        [("a.txt", "林小满"), ("b.txt", ""), ("c.md", "")].map(|(file, author)| Entry {
            file: Some(file.to_owned()),
            authors: (!author.is_empty()).then(|| author.to_owned()).into_iter().collect(),
            ..Entry::default()
        });
    let plan = Plan { entries: entries.to_vec(), ..Plan::default() };
    let files = [
        (
            "a.txt",
            "老街旧事\n\n　　老街的清晨是从豆浆铺子开始的，天还没有亮，炉火就红了起来。\n",
        ),
        (
            "b.txt",
            "四季歌\n\n作者：青石板\n\n　　春天的风吹过河面，柳树的枝条软了下来，孩子们在岸边跑着。\n",
        ),
        ("c.md", "---\ntitle: 渡口\nauthor: 石上水\n---\n\n渡口还在，只是不再有人等船。\n"),
    ];
    let (document, _) = bind(&files, &plan);
    assert_eq!(headings(&document), "老街旧事\n四季歌\n渡口\n");
    let mut bylines = Vec::new();
    visit(&document.body, &mut |node| {
        if let Node::Block(Block::Credit(credit)) = node {
            bylines.push(plain_text(&credit.content));
        }
    });
    assert_eq!(bylines, ["林小满", "作者：青石板", "石上水"]);
    let names: Vec<&str> =
        document.meta.agents.iter().map(|agent| agent.name.as_str()).collect();
    assert_eq!(names, ["青石板", "石上水", "林小满"]);
    let shown = dump(&document);
    assert!(shown.contains("林小满"), "{shown}");
}

#[test]
fn what_comes_before_the_chapters_goes_first() {
    let names = ["第十章.txt", "第二章.txt", "序.txt", "后记.txt"].map(str::to_owned);
    let plan = Plan { entries: book::from_names(&names), ..Plan::default() };
    assert_eq!(plan.files(), ["序.txt", "第二章.txt", "第十章.txt", "后记.txt"]);
    assert_eq!(plan.entries[0].matter, Matter::Front);
}

#[test]
fn a_file_has_the_title_of_its_first_heading_whatever_its_level() {
    let files = [
        ("01.md", "## 起雾\n\n甲。\n\n### 灯\n\n乙。\n"),
        ("02-渡河.md", "他走了，没有回头。\n\n### 石阶\n\n话。\n"),
        ("03.md", "![图](a.png)\n\n## 归来\n\n甲。\n\n### 船\n\n乙。\n"),
        ("04.md", "题在后面。\n\n# 远山\n\n甲。\n\n## 云\n\n乙。\n"),
        ("05.md", "## 东岸\n\n甲。\n\n## 西岸\n\n乙。\n"),
        ("06.md", "## 早\n\n甲。\n\n## 晚\n\n乙。\n"),
    ];
    let entry = |(file, _): &(&str, &str)| Entry {
        file: Some((*file).to_owned()),
        title: (*file == "05.md").then(|| "两岸".to_owned()),
        ..Entry::default()
    };
    let plan = Plan { entries: files.iter().map(entry).collect(), ..Plan::default() };
    let (document, _) = bind(&files, &plan);
    assert_eq!(
        headings(&document),
        "起雾\n  灯\n渡河\n  石阶\n归来\n  船\n远山\n  云\n两岸\n  东岸\n  西岸\n早\n  晚\n"
    );
}

#[test]
fn a_file_that_is_a_table_of_contents_is_no_chapter() {
    let prose = "　　雾还没有散，他背着包袱上了船，老人什么也没有说。\n";
    let work =
        "寒江渡\n作者：青石板\n\n　　这是一个关于渡口的故事，写了很久才写完。\n".to_owned();
    let chapters = ["第一章　起雾", "第二章　渡河", "第三章　归来"];
    let articles = ["老街旧事", "四季歌", "渡口"];
    let book = |list: &str, files: Vec<String>| {
        let mut texts = vec![list.to_owned()];
        texts.extend(files);
        let names: Vec<String> = (0..texts.len()).map(|at| format!("{at}.txt")).collect();
        let mut plan = Plan { entries: book::from_names(&names), ..Plan::default() };
        let given = names.into_iter().zip(texts).map(|(name, text)| {
            let input = Input::new(name, text.into_bytes());
            Ok(paiban::ChapterFile { input, options: Options::default() })
        });
        let read = paiban::read_book(given.collect(), &mut plan, &Limits::default()).unwrap();
        let documents = read.into_iter().map(|it| it.unwrap().document).collect();
        book::bind(documents, &plan).0
    };
    let text = |title: &&str| format!("{title}\n\n{prose}");
    let mut files: Vec<String> = chapters.iter().map(text).collect();
    files.insert(0, work);
    let novel = book("目　录\n\n第一章 起雾……1\n第二章 渡河……15\n第三章 归来……29\n", files);
    assert_eq!(headings(&novel), chapters.join("\n") + "\n");
    let title = novel.meta.title(paiban::model::TitleKind::Main);
    assert_eq!(title, Some("寒江渡"), "the contents are above it");
    let of_articles = || articles.iter().map(text).collect();
    let anthology =
        book("目录\n老街旧事　　林小满\n四季歌　　青石板\n渡口　　石上水\n", of_articles());
    assert_eq!(headings(&anthology), articles.join("\n") + "\n");
    for document in [&novel, &anthology] {
        let list = document.body.iter().chain(&document.front).find_map(|block| match block {
            Block::Contents(contents) => Some(contents.entries.len()),
            _ => None,
        });
        assert_eq!(list, Some(3), "{}", dump(document));
    }
    // What lists other things is a text.
    let other = book("目录\n\n春\n夏\n秋\n冬\n", of_articles());
    assert!(headings(&other).starts_with("目录\n"), "{}", headings(&other));
}

/// The text of each page of a book.
fn pages(document: &Document, options: &Options) -> Vec<String> {
    let pictures = crate::support::pictures(document);
    let context = paiban::context::Context::default();
    let mut pages = Vec::new();
    paiban::layout::lay_out(document, &pictures, options, &context, &mut |page| {
        pages.push(page);
    })
    .unwrap();
    pages.sort_by_key(|page| page.index);
    let text = |page: &paiban::layout::frame::Page| -> String {
        page.items
            .iter()
            .filter_map(|item| match item {
                paiban::layout::frame::Item::Text(run) => Some(run.text.as_str()),
                _ => None,
            })
            .collect()
    };
    pages.iter().map(text).collect()
}

#[test]
fn the_contents_of_a_book_list_authors() {
    let files = [
        ("a.txt", "四季歌\n\n作者：青石板\n\n　　春天的风吹过河面，孩子们在岸边跑着。\n"),
        ("b.md", "---\ntitle: 渡口\nauthor: 石上水\n---\n\n渡口还在，不再有人等船。\n"),
        ("c.md", "# 远山\n\n远山有雪。\n"),
    ];
    let entries = files
        .map(|(file, _)| Entry { file: Some(file.to_owned()), ..Entry::default() })
        .to_vec();
    let (document, _) = bind(&files, &Plan { entries, ..Plan::default() });
    let mut options = Options::default();
    options.page.preset = Some(paiban::config::Preset::Book);
    let all = pages(&document, &options);
    let contents = all.iter().find(|page| page.contains("目")).expect("the contents");
    for entry in ["四季歌　青石板…", "渡口　石上水…", "远山…"] {
        assert!(contents.contains(entry), "{entry}: {contents}");
    }
    options.page.preset = None;
    options.page.toc = Some(true);
    assert!(pages(&document, &options)[0].contains("四季歌…"), "the authors are of the style");
}

/// Runs the command in a folder of its own; returns that folder and its messages.
fn run(name: &str, arguments: &[&str]) -> (std::path::PathBuf, String) {
    let folder =
        std::env::temp_dir().join(format!("paiban-book-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let books = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/books");
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_paiban"))
        .args(arguments)
        .arg("-o")
        .arg(&folder)
        .env("LC_ALL", "C")
        .env("NO_COLOR", "1")
        .current_dir(books)
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{said}");
    (folder, said)
}

/// The document of the JSON that a run wrote.
fn written(folder: &std::path::Path, name: &str) -> Document {
    let json = std::fs::read_to_string(folder.join(name)).unwrap();
    serde_json::from_str(&json).unwrap()
}

#[test]
fn a_folder_of_mdbook_is_a_book() {
    let (folder, said) = run("mdbook", &["convert", "mdbook", "--to", "json,tei,epub,pdf"]);
    let document = written(&folder, "mdbook.json");
    assert_eq!(
        headings(&document),
        "写在前面\n上编\n  起雾\n    渡口\n      船\n  未成的一章\n跋\n"
    );
    assert_eq!(document.meta.title(paiban::model::TitleKind::Main), Some("雾中集"));
    let text = dump(&document);
    assert!(text.contains("println!") && !text.contains("ANCHOR"), "{text}");
    assert!(said.contains("bok-006") && said.contains("none.md"), "{said}");
    // Each file comes back out of the archive.
    let archive = std::fs::read(folder.join("mdbook.tei.xml")).unwrap();
    let files = paiban::restore::restore_all(&archive).unwrap();
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    // What a chapter includes comes after the chapters.
    assert_eq!(
        names,
        ["src/pre.md", "src/c1.md", "src/c1/ferry.md", "src/end.md", "src/代码/雾.rs"]
    );
    let books = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/books");
    for (name, bytes) in &files {
        assert_eq!(*bytes, std::fs::read(books.join("mdbook").join(name)).unwrap(), "{name}");
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_folder_of_honkit_is_a_book() {
    let (folder, _) = run("honkit", &["convert", "honkit", "--to", "json"]);
    let document = written(&folder, "honkit.json");
    assert_eq!(headings(&document), "简介\n第一课 河\n  词语\n附编\n  练习\n");
    assert!(dump(&document).contains("本课两节。"));
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_plan_of_paiban_names_the_book_and_who_wrote_what() {
    let (folder, _) = run("anthology", &["convert", "anthology", "--to", "json,tei"]);
    let document = written(&folder, "四季选本.json");
    assert_eq!(headings(&document), "春天的河\n秋天的河\n");
    let text = dump(&document);
    for line in ["林小满", "青石板", "原载《河边》", "石头是青色的。"] {
        assert!(text.contains(line), "{line}: {text}");
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn files_of_a_folder_make_a_book_if_requested() {
    let (folder, _) = run("novel", &["convert", "novel", "--book", "--to", "json"]);
    let document = written(&folder, "novel.json");
    assert_eq!(headings(&document), "序\n第二章 渡河\n第十章 归来\n");
    std::fs::remove_dir_all(folder).unwrap();
    let (folder, _) = run("no-book", &["convert", "mdbook", "--no-book", "--to", "json"]);
    assert!(folder.join("src/pre.json").is_file());
    std::fs::remove_dir_all(folder).unwrap();
}

/// A file beside a chapter is looked for from the chapter's folder on, then from the book's.
/// A list of links in 目录.md orders the book, and is no chapter of it.
#[test]
fn a_list_of_links_is_the_plan_of_a_folder_without_another() {
    let folder = std::env::temp_dir().join(format!("paiban-list-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let files = [
        ("目录.md", "# 目录\n\n- [起雾](b.md)\n- [渡河](a.md)\n"),
        ("a.md", "# 渡河\n\n他过了河。\n"),
        ("b.md", "# 起雾\n\n清早，雾又起来了。\n"),
        ("c.md", "# 草稿\n\n还没有写完。\n"),
    ];
    for (name, text) in files {
        std::fs::write(folder.join(name), text).unwrap();
    }
    let path = folder.to_str().unwrap();
    let name = format!("{}.json", folder.file_name().unwrap().to_string_lossy());
    let (out, said) = run("list", &["convert", path, "--book", "--to", "json"]);
    assert_eq!(headings(&written(&out, &name)), "起雾\n渡河\n");
    assert!(said.contains("bok-008") && said.contains("c.md"), "{said}");
    assert!(!said.contains("目录.md"), "{said}");
    // One that says more is a chapter.
    let more = "# 目录\n\n可从任何一篇读起。\n\n- [起雾](b.md)\n";
    std::fs::write(folder.join("目录.md"), more).unwrap();
    let (out, _) = run("list", &["convert", path, "--book", "--to", "json"]);
    assert_eq!(headings(&written(&out, &name)), "目录\n渡河\n起雾\n草稿\n");
    std::fs::remove_dir_all(folder).unwrap();
    std::fs::remove_dir_all(out).unwrap();
}

#[test]
fn files_are_found_beside_the_chapters() {
    let folder =
        std::env::temp_dir().join(format!("paiban-book-beside-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    let book = folder.join("book");
    for folder in ["src/甲", "src/乙"] {
        std::fs::create_dir_all(book.join(folder)).unwrap();
    }
    let image = |name: &str| {
        let fixtures = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
        std::fs::read(fixtures.join("images").join(name)).unwrap()
    };
    let write = |path: &str, bytes: &[u8]| std::fs::write(book.join(path), bytes).unwrap();
    write("book.toml", "[book]\ntitle = \"河\"\n".as_bytes());
    write("src/SUMMARY.md", "- [甲](甲/章.md)\n- [乙](乙/章.md)\n".as_bytes());
    let chapter =
        "正文。\n\n![](图)\n\n![](共用.png)\n\n![](../../../外.png)\n\n{{#include 段.md}}\n";
    write("src/甲/章.md", format!("# 甲\n\n{chapter}").as_bytes());
    write("src/乙/章.md", format!("# 乙\n\n{chapter}").as_bytes());
    write("src/甲/图", &image("图.png"));
    write("src/乙/图", &image("图.gif"));
    write("共用.png", &image("图.png"));
    write("src/甲/段.md", "甲的段落。\n".as_bytes());
    write("src/乙/段.md", "乙的段落。\n".as_bytes());
    let (document, said) = {
        let (path, out) = (book.to_str().unwrap(), book.join("out"));
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_paiban"))
            .args(["convert", path, "--to", "json,tei", "--verbose", "-o"])
            .arg(&out)
            .env("LC_ALL", "C")
            .env("NO_COLOR", "1")
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{said}");
        (written(&out, "book.json"), said)
    };
    let kinds: Vec<_> = document.assets.iter().map(|it| (it.source, it.kind)).collect();
    use paiban::model::AssetKind::{Gif, Png, Unknown};
    let expected = [(0, Png), (0, Png), (0, Unknown), (1, Gif), (1, Png), (1, Unknown)];
    assert_eq!(kinds, expected, "{said}");
    let text = dump(&document);
    assert!(text.contains("甲的段落") && text.contains("乙的段落"), "{text}");
    let tei = std::fs::read_to_string(book.join("out/book.tei.xml")).unwrap();
    assert!(
        tei.contains("url=\"src/乙/图\""),
        "addresses are from the book's folder on: {tei}"
    );
}

/// A novel in volumes, with a preface, an afterword and a letter in its text.
fn novel() -> Vec<String> {
    let prose = |number: usize| {
        let times = ["清早", "晌午", "傍晚", "夜里"][number % 4];
        (1..=5)
            .map(|line| format!("　　{times}，雾又起来了，他在渡口等到第{line}班船，老人没有说话，只看着河心的灯。\n"))
            .collect::<String>()
    };
    let mut files = vec![
        "寒江渡\n作者：青石板\n\n　　这是一个关于渡口的故事，写了很久才写完。\n".to_owned(),
        format!("序\n\n{}\n　　　　　　　　　　二〇〇三年五月\n", prose(0)),
    ];
    for number in 1..=24 {
        let chinese = paiban::text::numeral::to_chinese(number);
        let volume = match number {
            1 => "第一卷　雾\n\n",
            13 => "第二卷　河\n\n",
            _ => "",
        };
        let title = if number % 5 == 0 { "\n渡口旧事" } else { "　渡口旧事" };
        let prose = prose(number as usize);
        files.push(format!("{volume}第{chinese}章{title}\n\n{prose}\n爹：\n见字如面。\n"));
    }
    files.push(format!("后记\n\n{}", prose(2)));
    files
}

#[test]
fn a_novel_in_files_is_the_novel_in_one_file() {
    let folder = std::env::temp_dir().join(format!("paiban-series-{}", std::process::id()));
    let many = folder.join("many");
    std::fs::create_dir_all(&many).unwrap();
    let files = novel();
    for (number, text) in files.iter().enumerate() {
        std::fs::write(many.join(format!("{}.txt", number + 1)), text).unwrap();
    }
    let one = folder.join("one.txt");
    std::fs::write(&one, files.join("\n")).unwrap();
    let (out, _) =
        run("series", &["convert", one.to_str().unwrap(), "--to", "json", "--no-book"]);
    let of_one = written(&out, "one.json");
    let (out, _) = run(
        "series",
        &["convert", many.to_str().unwrap(), "--book", "--to", "json,tei,epub,pdf"],
    );
    let of_many = written(&out, "many.json");
    assert_eq!(headings(&of_many), headings(&of_one));
    assert!(headings(&of_one).contains("第二卷　河\n  第十三章　渡口旧事\n"), "{of_one:?}");
    let text = |document: &Document| {
        let mut out = String::new();
        for blocks in [&document.front, &document.body, &document.back] {
            visit(blocks, &mut |node| {
                if let Node::Inline(paiban::model::Inline::Text(text)) = node {
                    out.push_str(&text.text);
                }
            });
        }
        out
    };
    assert_eq!(text(&of_many), text(&of_one));
    let title = |document: &Document| {
        document.meta.title(paiban::model::TitleKind::Main).map(str::to_owned)
    };
    assert_eq!(
        (title(&of_many), title(&of_one)),
        (Some("寒江渡".into()), Some("寒江渡".into()))
    );
    assert_eq!(of_many.meta.agents[0].name, "青石板");
    std::fs::remove_dir_all(folder).unwrap();
    std::fs::remove_dir_all(out).unwrap();
}

#[test]
fn a_book_without_a_title_has_the_name_of_its_folder() {
    let (folder, said) = run("named", &["convert", "novel", "--book", "--to", "json"]);
    let document = written(&folder, "novel.json");
    assert_eq!(document.meta.title(paiban::model::TitleKind::Main), Some("novel"));
    assert!(!said.contains("bok-014"), "a note is shown where it is asked for: {said}");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn what_chapters_include_makes_a_book_again() {
    let folder = std::env::temp_dir().join(format!("paiban-again-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let files = [
        ("book.toml", "[book]\ntitle = \"雾\"\nsrc = \".\"\n"),
        ("SUMMARY.md", "# 目录\n\n- [一](a.md)\n"),
        ("a.md", "# 一\n\n{{#include b.md}}\n"),
        ("b.md", "第一稿。\n"),
    ];
    for (name, text) in files {
        std::fs::write(folder.join(name), text).unwrap();
    }
    let out = folder.join("out");
    let convert = || {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_paiban"))
            .args(["convert", ".", "--to", "json", "-o"])
            .arg(&out)
            .env("LC_ALL", "C")
            .current_dir(&folder)
            .output()
            .unwrap();
        assert!(output.status.success());
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        (dump(&written(&out, &format!("{name}.json"))), output.stderr)
    };
    let (text, said) = convert();
    assert!(text.contains("第一稿。"));
    assert!(
        !String::from_utf8_lossy(&said).contains("bok-008"),
        "b.md is in the book: {said:?}"
    );
    let (_, said) = convert();
    assert!(String::from_utf8_lossy(&said).contains("unchanged"), "{said:?}");
    std::fs::write(folder.join("b.md"), "第二稿。\n").unwrap();
    assert!(convert().0.contains("第二稿。"));
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn the_bag_of_a_book_has_its_files() {
    let (folder, _) = run("bag", &["convert", "mdbook", "--bag", "--to", "tei"]);
    let manifest =
        std::fs::read_to_string(folder.join("mdbook.bag/manifest-sha256.txt")).unwrap();
    let names: Vec<&str> =
        manifest.lines().filter_map(|line| line.split_once("  ")).map(|it| it.1).collect();
    assert_eq!(
        names,
        [
            "data/mdbook.tei.xml",
            "data/source/src/c1.md",
            "data/source/src/c1/ferry.md",
            "data/source/src/end.md",
            "data/source/src/pre.md",
            "data/source/src/代码/雾.rs"
        ]
    );
    let books = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/books");
    for name in names.iter().filter_map(|name| name.strip_prefix("data/source/")) {
        let bagged = std::fs::read(folder.join("mdbook.bag/data/source").join(name)).unwrap();
        assert_eq!(bagged, std::fs::read(books.join("mdbook").join(name)).unwrap(), "{name}");
    }
    std::fs::remove_dir_all(folder).unwrap();
}

/// References over files print chapters, and pages where there are any.
#[test]
fn references_print_chapters_and_pages() {
    let folder = std::env::temp_dir().join(format!("paiban-refer-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let long = "河水流过老街，石头是青色的，孩子们在岸边跑着。".repeat(120);
    let files = [
        ("paiban.toml", "title = \"河\"\nstyle = \"book\"\n[[chapter]]\nfile = \"a.md\"\n[[chapter]]\nfile = \"b.md\"\n".to_owned()),
        ("a.md", format!("# 第一章 起雾\n\n见[](b.md)，[](b.md#渡船){{.page}}，@page:sec:尾，第\\pageref{{sec:尾}}页，@sec:尾；@sec:无。\n\n{long}\n")),
        ("b.md", format!("# 第二章 渡河\n\n{long}\n\n## 渡船\n\n{long}\n\n## 尾声 {{#sec:尾}}\n\n终。\n")),
    ];
    for (name, text) in &files {
        std::fs::write(folder.join(name), text).unwrap();
    }
    let path = folder.to_str().unwrap().to_owned();
    let (out, said) = run("refer", &["convert", &path, "--to", "json,pdf,epub,tei"]);
    let stem = folder.file_name().unwrap().to_string_lossy().into_owned();
    let document = written(&out, &format!("{stem}.json"));
    let mut shown = Vec::new();
    visit(&document.body, &mut |node| {
        if let Node::Inline(paiban::model::Inline::Reference(it)) = node {
            shown.push((it.target.clone(), it.shows));
        }
    });
    use paiban::model::ReferenceShows::{Number, Page};
    let kinds: Vec<_> = shown.iter().map(|it| it.1).collect();
    assert_eq!(kinds, [Number, Page, Page, Page, Number, Number], "{shown:?}");
    assert_eq!(said.matches("doc-014").count(), 1, "reported once: {said}");
    // On pages.
    let all = pages(&document, &Options::default());
    let first = all.iter().find(|it| it.contains("见第二章")).expect("the references");
    let page_of = |words: &str| 1 + all.iter().position(|it| it.contains(words)).unwrap();
    let (ferry, end) = (page_of("渡船"), page_of("终。"));
    assert!(
        first.contains(&format!("见第二章，第 {ferry} 页，第 {end} 页，第{end}页，尾声")),
        "{first}"
    );
    // In the e-book there are headings in their place.
    let epub = std::fs::read(out.join(format!("{stem}.epub"))).unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(epub)).unwrap();
    let mut shown = String::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        if file.name().contains("text/") {
            std::io::Read::read_to_string(&mut file, &mut shown).unwrap();
        }
    }
    for words in [">第二章</a>，<a", ">渡船</a>，<a", ">尾声</a>，第<a"] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    std::fs::remove_dir_all(folder).unwrap();
    std::fs::remove_dir_all(out).unwrap();
}
