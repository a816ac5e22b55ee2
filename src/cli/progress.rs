//! The progress bar while many documents are converted: how many are done, the rate, the remaining
//! time. This is the program's only use of the clock; outputs don't depend on it.

use std::collections::VecDeque;
use std::io::{self, Write as _};
use std::time::{Duration, Instant};

use super::environment;
use crate::diag::Language;

/// The time, to measure how long things take.
#[expect(clippy::disallowed_methods, reason = "what is measured goes into no document")]
pub(super) fn now() -> Instant {
    Instant::now()
}

/// The interval between redraws.
const BEAT: Duration = Duration::from_millis(100);
/// The number of recent documents from which the rate is computed.
const RECENT: usize = 64;
/// Columns of the bar itself.
const BAR: usize = 24;
/// Columns of a terminal of unknown width.
const COLUMNS: usize = 80;

/// The bar.
#[derive(Debug)]
pub(super) struct Progress {
    total: usize,
    done: usize,
    failed: usize,
    /// When the last documents were done.
    recent: VecDeque<Instant>,
    drawn: Option<Instant>,
    language: Language,
}

impl Progress {
    /// A bar for this many documents, if there is a terminal.
    pub(super) fn new(total: usize, language: Language) -> Option<Self> {
        environment::is_terminal().then(|| Self {
            total,
            done: 0,
            failed: 0,
            recent: VecDeque::from([now()]),
            drawn: None,
            language,
        })
    }

    /// Counts a finished document.
    pub(super) fn done(&mut self, failed: bool) {
        self.done += 1;
        self.failed += usize::from(failed);
        if self.recent.len() > RECENT {
            self.recent.pop_front();
        }
        self.recent.push_back(now());
        self.draw();
    }

    /// Draws the bar, unless that was just done.
    pub(super) fn draw(&mut self) {
        let time = now();
        if self.drawn.is_some_and(|drawn| time - drawn < BEAT) {
            return;
        }
        self.drawn = Some(time);
        let columns = terminal_size::terminal_size_of(io::stderr())
            .map_or(COLUMNS, |(width, _)| usize::from(width.0));
        show(&format!("{CLEAR}{}", self.line(time, columns.saturating_sub(1))));
    }

    /// Clears the bar for other lines; the next beat draws it again.
    pub(super) fn clear(&mut self) {
        if self.drawn.take().is_some() {
            show(CLEAR);
        }
    }

    /// The line, at most this many columns wide.
    fn line(&self, time: Instant, columns: usize) -> String {
        let done = self.done * BAR / self.total.max(1);
        let bar = format!("{}{}", "█".repeat(done), "░".repeat(BAR - done));
        let mut parts = vec![bar, format!("{}/{}", self.done, self.total)];
        let chinese = self.language == Language::Chinese;
        if let Some(rate) = self.rate(time) {
            let left = (self.total - self.done) as f64 / rate;
            let left = clock(Duration::from_secs_f64(left.min(3.6e6)));
            let unit = if chinese { "份/秒" } else { "/s" };
            parts.push(format!("{rate:.1} {unit}"));
            parts.push(if chinese { format!("还需 {left}") } else { format!("{left} left") });
        }
        if self.failed > 0 {
            parts.push(match self.language {
                Language::Chinese => format!("失败 {}", self.failed),
                Language::English => format!("{} failed", self.failed),
            });
        }
        // On a narrow terminal the less important parts are dropped.
        while parts.len() > 1 && width(&parts.join("  ")) > columns {
            parts.pop();
        }
        let line = parts.join("  ");
        if width(&line) > columns { String::new() } else { line }
    }

    /// The recent rate, in documents per second.
    fn rate(&self, time: Instant) -> Option<f64> {
        let since = (time - *self.recent.front()?).as_secs_f64();
        let count = self.recent.len() - 1;
        (count > 0 && since > 0.0).then(|| count as f64 / since)
    }
}

/// Moves to the first column and clears the line.
pub(super) const CLEAR: &str = "\r\x1b[K";

fn show(text: &str) {
    // A failure to draw the bar is ignored.
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// `1:05`, `2:10:00`.
fn clock(time: Duration) -> String {
    let seconds = time.as_secs();
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

/// Width in columns: two for a Chinese character, one for others.
fn width(text: &str) -> usize {
    text.chars().map(|c| if c >= '\u{2E80}' { 2 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;
    use std::time::Duration;

    use super::{Progress, clock, now, width};
    use crate::diag::Language;

    #[test]
    fn the_bar_shows_rate_and_remaining_time() {
        let start = now();
        let times = (0..=10).map(|second| start + Duration::from_secs(second));
        let mut bar = Progress {
            total: 40,
            done: 10,
            failed: 1,
            recent: times.collect::<VecDeque<_>>(),
            drawn: None,
            language: Language::English,
        };
        let time = start + Duration::from_secs(10);
        assert_eq!(
            bar.line(time, 79),
            "██████░░░░░░░░░░░░░░░░░░  10/40  1.0 /s  0:30 left  1 failed"
        );
        bar.language = Language::Chinese;
        assert_eq!(
            bar.line(time, 79),
            "██████░░░░░░░░░░░░░░░░░░  10/40  1.0 份/秒  还需 0:30  失败 1"
        );
        for columns in 0..80 {
            assert!(width(&bar.line(time, columns)) <= columns);
        }
    }

    #[test]
    fn clocks_have_hours_only_where_there_are_some() {
        assert_eq!(clock(Duration::from_secs(65)), "1:05");
        assert_eq!(clock(Duration::from_secs(7800)), "2:10:00");
    }
}
