//! What is claimed of a plain text: the rounds, what is rejected, and what a sidecar offers.

use paiban::config::Options;
use paiban::context::Limits;
use paiban::input::sidecar;
use paiban::model::Verdict;
use paiban::output::outline::{claims, outline};
use paiban::{Input, Reading, read};

/// Chapters, and a line that begins as they do.
const STRAY: &str = "第一章 渡口\n\n他走了。\n\n第二回合开始了\n\n天亮了，他又来。\n\n\
    第二章 船\n\n船来了。\n\n第三章 桥\n\n桥断了。\n";

fn conversion(text: &str, options: &Options) -> Reading {
    let input = Input { name: Some("稿.txt".into()), bytes: text.as_bytes().into() };
    read(&input, options, &Limits::default()).expect("a text")
}

fn headings(conversion: &Reading) -> Vec<String> {
    let outline = outline(&conversion.document, &[]);
    outline.headings.into_iter().map(|heading| heading.text).collect()
}

#[test]
fn claims_report_accepted_and_rejected() {
    let conversion = conversion(STRAY, &Options::default());
    let claims = claims(&conversion.claims, &conversion.sources[0]);
    let claims_of = |line: usize| claims.iter().filter(move |claim| claim.line == line);
    let done: Vec<_> =
        claims_of(1).map(|it| (it.role, it.level, &*it.rule, it.accepted)).collect();
    assert_eq!(done, [("heading", Some(1), "numbered-unit", true)]);
    let stray: Vec<_> = claims_of(5).map(|it| (it.role, it.reason.as_deref())).collect();
    assert!(stray.contains(&("heading", Some("unsure"))), "{stray:?}");
    assert!(claims_of(5).all(|claim| !claim.accepted && claim.confidence < 40));
    assert!(claims_of(3).next().is_none(), "a paragraph is what nothing is claimed of");
}

#[test]
fn unsure_claims_are_offered_and_applied_if_switched_on() {
    let known = conversion(STRAY, &Options::default());
    assert_eq!(headings(&known), ["第一章 渡口", "第二章 船", "第三章 桥"]);
    let written = sidecar::write(&known.document, &known.sources, &known.claims);
    let offer = "# [[decision]]  # 第二回合开始了";
    assert_eq!(written.matches(offer).count(), 1, "{written}");

    let mut options = Options::default();
    sidecar::parse(&written, &mut options.read).expect("a sidecar");
    assert_eq!(headings(&conversion(STRAY, &options)).len(), 3, "comments do nothing");

    let (made, offered) = written.split_at(written.find(offer).expect("an offer"));
    let switched: Vec<&str> =
        offered.lines().map(|line| line.strip_prefix("# ").unwrap_or(line)).collect();
    let mut options = Options::default();
    sidecar::parse(&format!("{made}{}", switched.join("\n")), &mut options.read).expect("one");
    assert_eq!(headings(&conversion(STRAY, &options))[1], "第二回合开始了");
}

#[test]
fn the_users_word_is_never_outweighed() {
    let mut options = Options::default();
    let sidecar = "[[decision]]\nline = 1\nis = \"paragraph\"\n";
    sidecar::parse(sidecar, &mut options.read).expect("a sidecar");
    let conversion = conversion(STRAY, &options);
    assert_eq!(headings(&conversion), ["第二章 船", "第三章 桥"]);
    let of_user = |verdict: &Verdict| *verdict == Verdict::Accepted;
    let by_user = conversion.claims.iter().filter(|it| it.rule == "told");
    assert!(by_user.clone().count() > 0 && by_user.map(|it| &it.verdict).all(of_user));
}
