//! The allowed parts of a drawing: the elements, attributes and properties of SVG that draw,
//! excluding scripts, external references and other languages (SVG 2, EPUB 3.3 §3.9 and §8.2).

/// The use of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ElementUse {
    /// Contains others, or defines what they refer to.
    Structure,
    /// An outline that is filled and stroked.
    Shape,
    /// Text and its parts.
    Text,
    /// A raster image.
    Image,
    /// Paints, masks and filters that a page does not support.
    Effect,
    /// A title or description of the drawing.
    Words,
    /// Style rules for other elements.
    Style,
}

/// The elements that are kept.
pub(super) const ELEMENTS: &[(&str, ElementUse)] = &[
    ("a", ElementUse::Structure),
    ("circle", ElementUse::Shape),
    ("clipPath", ElementUse::Structure),
    ("defs", ElementUse::Structure),
    ("desc", ElementUse::Words),
    ("ellipse", ElementUse::Shape),
    ("feBlend", ElementUse::Effect),
    ("feColorMatrix", ElementUse::Effect),
    ("feComponentTransfer", ElementUse::Effect),
    ("feComposite", ElementUse::Effect),
    ("feConvolveMatrix", ElementUse::Effect),
    ("feDiffuseLighting", ElementUse::Effect),
    ("feDisplacementMap", ElementUse::Effect),
    ("feDistantLight", ElementUse::Effect),
    ("feDropShadow", ElementUse::Effect),
    ("feFlood", ElementUse::Effect),
    ("feFuncA", ElementUse::Effect),
    ("feFuncB", ElementUse::Effect),
    ("feFuncG", ElementUse::Effect),
    ("feFuncR", ElementUse::Effect),
    ("feGaussianBlur", ElementUse::Effect),
    ("feMerge", ElementUse::Effect),
    ("feMergeNode", ElementUse::Effect),
    ("feMorphology", ElementUse::Effect),
    ("feOffset", ElementUse::Effect),
    ("fePointLight", ElementUse::Effect),
    ("feSpecularLighting", ElementUse::Effect),
    ("feSpotLight", ElementUse::Effect),
    ("feTile", ElementUse::Effect),
    ("feTurbulence", ElementUse::Effect),
    ("filter", ElementUse::Effect),
    ("g", ElementUse::Structure),
    ("image", ElementUse::Image),
    ("line", ElementUse::Shape),
    ("linearGradient", ElementUse::Structure),
    ("marker", ElementUse::Structure),
    ("mask", ElementUse::Effect),
    ("path", ElementUse::Shape),
    ("pattern", ElementUse::Effect),
    ("polygon", ElementUse::Shape),
    ("polyline", ElementUse::Shape),
    ("radialGradient", ElementUse::Structure),
    ("rect", ElementUse::Shape),
    ("stop", ElementUse::Structure),
    ("style", ElementUse::Style),
    ("svg", ElementUse::Structure),
    ("switch", ElementUse::Structure),
    ("symbol", ElementUse::Structure),
    ("text", ElementUse::Text),
    ("textPath", ElementUse::Text),
    ("title", ElementUse::Words),
    ("tspan", ElementUse::Text),
    ("use", ElementUse::Structure),
];

/// The elements that are removed, by the kind that is reported; `None` for those that draw nothing.
pub(super) const REFUSED: &[(&str, Option<&str>)] = &[
    ("metadata", None),
    ("script", Some("script")),
    ("handler", Some("script")),
    ("listener", Some("script")),
    ("foreignObject", Some("foreignObject")),
    ("animate", Some("animation")),
    ("animateColor", Some("animation")),
    ("animateMotion", Some("animation")),
    ("animateTransform", Some("animation")),
    ("set", Some("animation")),
    ("feImage", Some("outside reference")),
    ("iframe", Some("foreign element")),
    ("audio", Some("foreign element")),
    ("video", Some("foreign element")),
    ("canvas", Some("foreign element")),
];

/// Attributes of allowed elements, besides the properties. Those whose names begin with `on` are
/// scripts; the rest has no visible effect.
pub(super) const ATTRIBUTES: &[&str] = &[
    "amplitude",
    "aria-describedby",
    "aria-hidden",
    "aria-label",
    "aria-labelledby",
    "azimuth",
    "baseFrequency",
    "bias",
    "class",
    "clipPathUnits",
    "cx",
    "cy",
    "d",
    "diffuseConstant",
    "divisor",
    "dx",
    "dy",
    "edgeMode",
    "elevation",
    "exponent",
    "filterUnits",
    "fr",
    "fx",
    "fy",
    "gradientTransform",
    "gradientUnits",
    "height",
    "id",
    "in",
    "in2",
    "intercept",
    "k1",
    "k2",
    "k3",
    "k4",
    "kernelMatrix",
    "kernelUnitLength",
    "lang",
    "lengthAdjust",
    "limitingConeAngle",
    "markerHeight",
    "markerUnits",
    "markerWidth",
    "maskContentUnits",
    "maskUnits",
    "method",
    "mode",
    "numOctaves",
    "offset",
    "operator",
    "order",
    "orient",
    "pathLength",
    "patternContentUnits",
    "patternTransform",
    "patternUnits",
    "points",
    "pointsAtX",
    "pointsAtY",
    "pointsAtZ",
    "preserveAlpha",
    "preserveAspectRatio",
    "primitiveUnits",
    "r",
    "radius",
    "refX",
    "refY",
    "requiredExtensions",
    "requiredFeatures",
    "result",
    "role",
    "rotate",
    "rx",
    "ry",
    "scale",
    "seed",
    "slope",
    "specularConstant",
    "specularExponent",
    "spreadMethod",
    "startOffset",
    "stdDeviation",
    "stitchTiles",
    "surfaceScale",
    "systemLanguage",
    "tableValues",
    "targetX",
    "targetY",
    "textLength",
    "type",
    "values",
    "version",
    "viewBox",
    "width",
    "x",
    "x1",
    "x2",
    "xChannelSelector",
    "xml:lang",
    "xml:space",
    "y",
    "y1",
    "y2",
    "yChannelSelector",
    "z",
];

/// Attributes with lists of any length, not a word or some numbers.
pub(super) const OUTLINES: &[&str] = &["d", "points"];

/// Properties, as attributes and in rules (SVG 2 appendix F, CSS).
pub(super) const PROPERTIES: &[&str] = &[
    "alignment-baseline",
    "background-color",
    "baseline-shift",
    "clip",
    "clip-path",
    "clip-rule",
    "color",
    "color-interpolation",
    "color-interpolation-filters",
    "color-rendering",
    "direction",
    "display",
    "dominant-baseline",
    "enable-background",
    "fill",
    "fill-opacity",
    "fill-rule",
    "filter",
    "flood-color",
    "flood-opacity",
    "font",
    "font-family",
    "font-size",
    "font-size-adjust",
    "font-stretch",
    "font-style",
    "font-variant",
    "font-weight",
    "glyph-orientation-vertical",
    "image-rendering",
    "isolation",
    "kerning",
    "letter-spacing",
    "lighting-color",
    "line-height",
    "marker",
    "marker-end",
    "marker-mid",
    "marker-start",
    "mask",
    "mask-type",
    "mix-blend-mode",
    "opacity",
    "overflow",
    "paint-order",
    "pointer-events",
    "shape-rendering",
    "stop-color",
    "stop-opacity",
    "stroke",
    "stroke-dasharray",
    "stroke-dashoffset",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-miterlimit",
    "stroke-opacity",
    "stroke-width",
    "text-align",
    "text-anchor",
    "text-decoration",
    "text-orientation",
    "text-rendering",
    "transform",
    "transform-box",
    "transform-origin",
    "unicode-bidi",
    "vector-effect",
    "visibility",
    "white-space",
    "word-spacing",
    "writing-mode",
];

/// Properties that shapes on a page do not support.
pub(super) const EFFECTS: &[&str] = &["filter", "mask"];

/// Paint servers.
const PAINTS: &[&str] = &["linearGradient", "pattern", "radialGradient"];
/// Elements drawn where they are referenced.
const DRAWN: &[&str] = &[
    "a", "circle", "ellipse", "g", "image", "line", "path", "polygon", "polyline", "rect",
    "svg", "switch", "symbol", "text", "use",
];

/// Elements that refer to others of the drawing by `href`, with the allowed targets; no others may.
pub(super) const REFERRING: &[(&str, &[&str])] = &[
    ("filter", &["filter"]),
    ("linearGradient", &["linearGradient", "radialGradient"]),
    ("pattern", &["pattern"]),
    ("radialGradient", &["linearGradient", "radialGradient"]),
    ("textPath", &["path"]),
    ("use", DRAWN),
];

/// Properties that refer to elements, with the allowed targets.
pub(super) const POINTING: &[(&str, &[&str])] = &[
    ("clip-path", &["clipPath"]),
    ("fill", PAINTS),
    ("filter", &["filter"]),
    ("marker", &["marker"]),
    ("marker-end", &["marker"]),
    ("marker-mid", &["marker"]),
    ("marker-start", &["marker"]),
    ("mask", &["mask"]),
    ("stroke", PAINTS),
];

/// The allowed targets of an element.
pub(super) fn referred(name: &str) -> Option<&'static [&'static str]> {
    REFERRING.iter().find(|(known, _)| *known == name).map(|(_, targets)| *targets)
}

/// The kind of a removed element, if it is reported.
pub(super) fn refused(name: &str) -> Option<&'static str> {
    let known = REFUSED.iter().find(|(known, _)| *known == name);
    known.map_or(Some("unknown element"), |(_, kind)| *kind)
}

/// What an element is, by its name.
pub(super) fn part(name: &str) -> Option<(&'static str, ElementUse)> {
    let index = ELEMENTS.binary_search_by(|(known, _)| known.cmp(&name)).ok()?;
    Some(ELEMENTS[index])
}

/// Whether an attribute of this name is allowed, whatever its value.
pub(super) fn attribute(name: &str) -> bool {
    ATTRIBUTES.binary_search(&name).is_ok() || property(name)
}

/// Whether a property of this name is allowed.
pub(super) fn property(name: &str) -> bool {
    PROPERTIES.binary_search(&name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::{ATTRIBUTES, ELEMENTS, PROPERTIES};

    #[test]
    fn tables_are_sorted_and_without_event_handlers() {
        assert!(ELEMENTS.is_sorted_by(|a, b| a.0 < b.0));
        assert!(ATTRIBUTES.is_sorted_by(|a, b| a < b));
        assert!(PROPERTIES.is_sorted_by(|a, b| a < b));
        assert!(ATTRIBUTES.iter().chain(PROPERTIES).all(|name| !name.starts_with("on")));
    }
}
