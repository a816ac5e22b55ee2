//! The order by which a law is published (公布令), above the law: it names the law, whose title is a line
//! of its own below.

use super::lines::Unit;
use super::pattern::patterns;

patterns! {
    /// 现公布《江城市河道管理条例》, 《江城市河道管理条例》已经…通过，现予公布.
    static PUBLISHES = r"(?:现(?:将|予)?|予以)(?:公布|发布)\s*《(?P<named>[^《》]{4,60})》|《(?P<passed>[^《》]{4,60})》(?:[^《》。]{0,120})现予(?:以)?(?:公布|发布)";
}

/// The unit with the title of the law that an order above it publishes.
pub(super) fn title(units: &[Unit<'_>]) -> Option<usize> {
    /// How many units the order has, and how many are between it and the law.
    const ORDER: usize = 6;
    const BETWEEN: usize = 12;
    let order = units.iter().take(ORDER).position(|unit| PUBLISHES.is_match(unit.whole()))?;
    let captures = PUBLISHES.captures(units[order].whole())?;
    let law = captures.name("named").or_else(|| captures.name("passed"))?;
    let below = units[order + 1..].iter().take(BETWEEN);
    let found = below.into_iter().position(|unit| {
        unit.is_body()
            && unit.whole().words().map(|it| it.folded()).collect::<String>() == law.folded()
    });
    found.map(|at| order + 1 + at)
}
