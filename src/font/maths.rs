//! What a mathematics face specifies for formulas (OpenType 1.9.1, `MATH`): constants, variants of
//! glyphs in other sizes, parts of extensible glyphs. All lengths are in em.

use skrifa::raw::TableProvider as _;
use skrifa::raw::tables::gsub::{AlternateSubst, SubstitutionSubtables};
use skrifa::raw::tables::math::{
    Math, MathConstant, MathConstants, MathKernCorner, StretchAxis,
};
use skrifa::raw::types::Tag;

use super::{Face, GlyphId};

/// The axis along which a glyph grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Axis {
    Horizontal,
    Vertical,
}

/// A corner of a glyph, where a script is attached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Corner {
    TopRight,
    BottomRight,
}

/// A part of an extensible glyph.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct GlyphPart {
    pub(crate) glyph: GlyphId,
    /// The maximum overlap with the previous and the next part.
    pub(crate) start: f32,
    pub(crate) end: f32,
    pub(crate) length: f32,
    /// Whether it may be repeated.
    pub(crate) repeats: bool,
}

macro_rules! constants {
    ($($field:ident = $constant:ident,)+) => {
        /// The constants of a mathematics face (OpenType 1.9.1, `MathConstants`).
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub(crate) struct Constants {
            $(pub(crate) $field: f32,)+
        }

        impl Constants {
            fn of(table: &MathConstants<'_>, em: f32) -> Self {
                #[expect(clippy::cast_precision_loss, reason = "font units are small")]
                let value = |constant| table.constant(constant) as f32 / em;
                Self { $($field: value(MathConstant::$constant),)+ }
            }
        }
    };
}

constants! {
    script_percent = ScriptPercentScaleDown,
    script_script_percent = ScriptScriptPercentScaleDown,
    axis_height = AxisHeight,
    accent_base_height = AccentBaseHeight,
    display_operator_min_height = DisplayOperatorMinHeight,
    subscript_shift_down = SubscriptShiftDown,
    subscript_top_max = SubscriptTopMax,
    subscript_baseline_drop_min = SubscriptBaselineDropMin,
    superscript_shift_up = SuperscriptShiftUp,
    superscript_shift_up_cramped = SuperscriptShiftUpCramped,
    superscript_bottom_min = SuperscriptBottomMin,
    superscript_baseline_drop_max = SuperscriptBaselineDropMax,
    sub_superscript_gap_min = SubSuperscriptGapMin,
    superscript_bottom_max_with_subscript = SuperscriptBottomMaxWithSubscript,
    space_after_script = SpaceAfterScript,
    upper_limit_gap_min = UpperLimitGapMin,
    upper_limit_baseline_rise_min = UpperLimitBaselineRiseMin,
    lower_limit_gap_min = LowerLimitGapMin,
    lower_limit_baseline_drop_min = LowerLimitBaselineDropMin,
    stack_top_shift_up = StackTopShiftUp,
    stack_top_display_style_shift_up = StackTopDisplayStyleShiftUp,
    stack_bottom_shift_down = StackBottomShiftDown,
    stack_bottom_display_style_shift_down = StackBottomDisplayStyleShiftDown,
    stack_gap_min = StackGapMin,
    stack_display_style_gap_min = StackDisplayStyleGapMin,
    stretch_stack_gap_above_min = StretchStackGapAboveMin,
    stretch_stack_gap_below_min = StretchStackGapBelowMin,
    fraction_numerator_shift_up = FractionNumeratorShiftUp,
    fraction_numerator_display_style_shift_up = FractionNumeratorDisplayStyleShiftUp,
    fraction_denominator_shift_down = FractionDenominatorShiftDown,
    fraction_denominator_display_style_shift_down = FractionDenominatorDisplayStyleShiftDown,
    fraction_numerator_gap_min = FractionNumeratorGapMin,
    fraction_num_display_style_gap_min = FractionNumDisplayStyleGapMin,
    fraction_rule_thickness = FractionRuleThickness,
    fraction_denominator_gap_min = FractionDenominatorGapMin,
    fraction_denom_display_style_gap_min = FractionDenomDisplayStyleGapMin,
    overbar_vertical_gap = OverbarVerticalGap,
    overbar_rule_thickness = OverbarRuleThickness,
    overbar_extra_ascender = OverbarExtraAscender,
    underbar_vertical_gap = UnderbarVerticalGap,
    underbar_rule_thickness = UnderbarRuleThickness,
    underbar_extra_descender = UnderbarExtraDescender,
    radical_vertical_gap = RadicalVerticalGap,
    radical_display_style_vertical_gap = RadicalDisplayStyleVerticalGap,
    radical_rule_thickness = RadicalRuleThickness,
    radical_extra_ascender = RadicalExtraAscender,
    radical_kern_before_degree = RadicalKernBeforeDegree,
    radical_kern_after_degree = RadicalKernAfterDegree,
    radical_degree_bottom_raise_percent = RadicalDegreeBottomRaisePercent,
}

/// A face with a `MATH` table.
pub(crate) struct Maths<'a> {
    pub(crate) face: &'a Face,
    pub(crate) constants: Constants,
    table: Math<'a>,
    em: f32,
}

impl Face {
    /// Its data for formulas, if it has any.
    pub(crate) fn maths(&self) -> Option<Maths<'_>> {
        let table = self.font().tables().math().ok()?;
        let em = f32::from(self.units_per_em().max(1));
        let mut constants = Constants::of(&table.math_constants().ok()?, em);
        for percent in [
            &mut constants.script_percent,
            &mut constants.script_script_percent,
            &mut constants.radical_degree_bottom_raise_percent,
        ] {
            *percent *= em / 100.0;
        }
        Some(Maths { face: self, constants, table, em })
    }
}

#[expect(clippy::cast_precision_loss, reason = "font units are small")]
impl Maths<'_> {
    /// The italics correction of a slanting glyph.
    pub(crate) fn italics(&self, glyph: GlyphId) -> f32 {
        let info = self.table.math_glyph_info().ok();
        let info = info.and_then(|info| info.math_italics_correction_info()?.ok());
        let units = info.and_then(|info| info.correction(glyph.get().into()));
        units.map_or(0.0, |units| units as f32 / self.em)
    }

    /// The attachment point of an accent over a glyph, from its left.
    pub(crate) fn accent(&self, glyph: GlyphId) -> Option<f32> {
        let info = self.table.math_glyph_info().ok()?.math_top_accent_attachment()?.ok()?;
        info.attachment(glyph.get().into()).map(|units| units as f32 / self.em)
    }

    /// The kern of a script at this height.
    pub(crate) fn kern(&self, glyph: GlyphId, corner: Corner, height: f32) -> f32 {
        let corner = match corner {
            Corner::TopRight => MathKernCorner::TopRight,
            Corner::BottomRight => MathKernCorner::BottomRight,
        };
        let kern = || {
            let info = self.table.math_glyph_info().ok()?.math_kern_info()?.ok()?;
            #[expect(clippy::cast_possible_truncation, reason = "font units are small")]
            let height = (height * self.em).round() as i32;
            info.kern(glyph.get().into(), corner)?.kerning(height)
        };
        kern().map_or(0.0, |units| units as f32 / self.em)
    }

    /// The variants of a glyph in growing sizes, each with its length along the axis.
    pub(crate) fn variants(&self, glyph: GlyphId, axis: Axis) -> Vec<(GlyphId, f32)> {
        let construction = || {
            let variants = self.table.math_variants().ok()?;
            variants.glyph_construction(glyph.get().into(), stretch(axis))
        };
        let Some(construction) = construction() else { return Vec::new() };
        let records = construction.math_glyph_variant_records().iter();
        records
            .filter_map(|record| {
                let glyph = GlyphId::new(record.variant_glyph().to_u16())?;
                let length = f32::from(record.advance_measurement().to_u16());
                Some((glyph, length / self.em))
            })
            .collect()
    }

    /// The parts of an extensible glyph, from the left or from below.
    pub(crate) fn assembly(&self, glyph: GlyphId, axis: Axis) -> Vec<GlyphPart> {
        let assembly = || {
            let variants = self.table.math_variants().ok()?;
            let construction =
                variants.glyph_construction(glyph.get().into(), stretch(axis))?;
            construction.glyph_assembly()?.ok()
        };
        let Some(assembly) = assembly() else { return Vec::new() };
        let length = |units: u16| f32::from(units) / self.em;
        assembly
            .part_records()
            .iter()
            .filter_map(|part| {
                Some(GlyphPart {
                    glyph: GlyphId::new(part.glyph_id().to_u16())?,
                    start: length(part.start_connector_length().to_u16()),
                    end: length(part.end_connector_length().to_u16()),
                    length: length(part.full_advance().to_u16()),
                    repeats: part.part_flags().bits() & 1 != 0,
                })
            })
            .collect()
    }

    /// The minimum overlap of parts.
    pub(crate) fn overlap(&self) -> f32 {
        let variants = self.table.math_variants().ok();
        variants.map_or(0.0, |it| f32::from(it.min_connector_overlap().to_u16()) / self.em)
    }

    /// The variant of a glyph for scripts (`ssty`), `level` 1 or 2.
    pub(crate) fn script_form(&self, glyph: GlyphId, level: usize) -> GlyphId {
        let found = || {
            let gsub = self.face.font().tables().gsub().ok()?;
            let (features, lookups) = (gsub.feature_list().ok()?, gsub.lookup_list().ok()?);
            let records = features.feature_records().iter();
            let mut ssty = records.filter(|record| record.feature_tag() == Tag::new(b"ssty"));
            let feature = ssty.next()?.feature(features.offset_data()).ok()?;
            feature.lookup_list_indices().iter().find_map(|index| {
                let lookup = lookups.lookups().get(usize::from(index.get())).ok()?;
                let SubstitutionSubtables::Alternate(tables) = lookup.subtables().ok()? else {
                    return None;
                };
                tables.iter().flatten().find_map(|table| alternate(&table, glyph, level))
            })
        };
        found().unwrap_or(glyph)
    }
}

fn alternate(table: &AlternateSubst<'_>, glyph: GlyphId, level: usize) -> Option<GlyphId> {
    let AlternateSubst::Format1(table) = table else { return None };
    let id: skrifa::GlyphId = glyph.get().into();
    let index = table.coverage().ok()?.get(id)?;
    let set = table.alternate_sets().get(index as usize).ok()?;
    let forms = set.alternate_glyph_ids();
    let form = forms.get(level - 1).or(forms.last())?;
    GlyphId::new(form.get().to_u16())
}

fn stretch(axis: Axis) -> StretchAxis {
    match axis {
        Axis::Horizontal => StretchAxis::Horizontal,
        Axis::Vertical => StretchAxis::Vertical,
    }
}
