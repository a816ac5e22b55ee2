//! Obfuscated site names (伪装站名): if a line advertises a site by its address, t!xt-小说天\堂 and
//! www/example/n e t name the same one, whatever signs separate their letters.

use std::collections::BTreeSet;

use super::adverts;
use super::lines::Unit;
use super::role::Role;

/// The maximum length of a line with only a site's name, in characters.
const LONGEST: usize = 40;
/// The minimum length of a name and of a host, in letters.
const NAME: usize = 4;
const HOST: usize = 5;

/// The sites named in a text's advertisements.
#[derive(Default)]
struct Sites {
    /// The name before .com.
    hosts: BTreeSet<String>,
    /// The letters of their names, sorted: 小说txt天堂 is TXT小说天堂.
    names: BTreeSet<Vec<char>>,
}

impl Sites {
    /// Those advertised in a text.
    fn of(units: &[Unit<'_>]) -> Self {
        let mut sites = Self::default();
        for unit in units.iter().filter(|unit| unit.role == Role::Residue("site")) {
            let Some(address) = adverts::address(unit.whole()) else { continue };
            let host = host(address.folded());
            if host.len() >= HOST {
                sites.hosts.insert(host);
            }
            let name = letters(unit.whole().before(address).folded());
            if (NAME..=NAME * 3).contains(&name.chars().count()) {
                sites.names.insert(sorted(&name));
            }
        }
        sites
    }

    /// Whether a line names one of them, and hardly anything else.
    fn names(&self, unit: &Unit<'_>) -> bool {
        let letters = letters(unit.whole().folded());
        let hosted = |host: &String| letters.contains(host.as_str());
        self.names.contains(&sorted(&letters)) || self.hosts.iter().any(hosted)
    }
}

/// Marks the lines that name a site in obfuscated form.
pub(super) fn mark(units: &mut [Unit<'_>]) {
    let sites = Sites::of(units);
    if sites.hosts.is_empty() {
        return;
    }
    for unit in units.iter_mut().filter(|unit| unit.is_body() && unit.length <= LONGEST) {
        if !unit.ends_sentence() && sites.names(unit) {
            unit.set(Role::Residue("site"), "disguised", 85);
        }
    }
}

/// The letters and digits of a folded text, in lower case.
fn letters(folded: &str) -> String {
    let inked = folded.chars().filter(|c| c.is_alphanumeric());
    inked.flat_map(char::to_lowercase).collect()
}

fn sorted(letters: &str) -> Vec<char> {
    let mut letters: Vec<char> = letters.chars().collect();
    letters.sort_unstable();
    letters
}

/// The part of an address before its last full stop: example of `http://www.example.com/a.`
fn host(address: &str) -> String {
    let bare = address.rsplit_once("//").map_or(address, |(_, bare)| bare);
    let host = bare.split(['/', '?', ':']).next().unwrap_or_default();
    let parts = host.split('.').filter(|part| !matches!(*part, "www" | "m" | "wap"));
    parts.max_by_key(|part| part.len()).map(letters).unwrap_or_default()
}
