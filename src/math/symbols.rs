//! Signs by name: their names in TeX, AMS and KaTeX, the character of each, and its class (The
//! TeXbook, appendix F; the short guides of amsmath and amssymb; Unicode's `MathClass`). Rules are
//! data: a name, its character, and so on.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::tree::MathClass;

/// Names and characters, by class.
const TABLES: [(MathClass, &str); 7] = [
    (MathClass::Ordinary, ORDINARY),
    (MathClass::Operator, OPERATORS),
    (MathClass::Binary, BINARY),
    (MathClass::Relation, RELATIONS),
    (MathClass::Opening, OPENING),
    (MathClass::Closing, CLOSING),
    (MathClass::Punctuation, "comma , ldotp . cdotp ⋅ colon : semicolon ;"),
];

const ORDINARY: &str = "
alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι
kappa κ varkappa ϰ lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ
varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω digamma ϝ
Alpha Α Beta Β Gamma Γ Delta Δ Epsilon Ε Zeta Ζ Eta Η Theta Θ Iota Ι Kappa Κ Lambda Λ Mu Μ Nu Ν
Xi Ξ Omicron Ο Pi Π Rho Ρ Sigma Σ Tau Τ Upsilon Υ Phi Φ Chi Χ Psi Ψ Omega Ω
aleph ℵ beth ℶ gimel ℷ daleth ℸ alef ℵ alefsym ℵ hbar ℏ hslash ℏ imath ı jmath ȷ ell ℓ wp ℘
weierp ℘ Re ℜ Im ℑ real ℜ image ℑ partial ∂ infty ∞ infin ∞ prime ′ backprime ‵ emptyset ∅
varnothing ∅ empty ∅ nabla ∇ surd √ top ⊤ bot ⊥ angle ∠ measuredangle ∡ sphericalangle ∢ triangle △
vartriangle △ triangledown ▽ blacktriangle ▲ blacktriangledown ▼ forall ∀ exists ∃ exist ∃
nexists ∄ neg ¬ lnot ¬ flat ♭ natural ♮ sharp ♯ clubsuit ♣ clubs ♣ diamondsuit ♢ diamonds ♢
heartsuit ♡ hearts ♡ spadesuit ♠ spades ♠ complement ∁ eth ð mho ℧ Finv Ⅎ Game ⅁ Bbbk 𝕜
bigstar ★ lozenge ◊ blacklozenge ⧫ square □ Box □ blacksquare ■ Diamond ◇ diagup ╱ diagdown ╲
circledS Ⓢ circledR ® yen ¥ pounds £ sterling £ mathsterling £ copyright © degree ° checkmark ✓
maltese ✠ dag † ddag ‡ S § P ¶ ldots … dots … mathellipsis … cdots ⋯ vdots ⋮ ddots ⋱ adots ⋰
dotsc … dotso … dotsb ⋯ dotsm ⋯ dotsi ⋯ # # $ $ % % & & _ _ lq ‘ rq ’ aa å AA Å ae æ AE Æ oe œ
OE Œ o ø O Ø ss ß Finv Ⅎ omicron ο thetasym ϑ upsih ϒ varGamma 𝛤 varDelta 𝛥 varTheta 𝛩
varLambda 𝛬 varXi 𝛯 varPi 𝛱 varSigma 𝛴 varUpsilon 𝛶 varPhi 𝛷 varPsi 𝛹 varOmega 𝛺 N ℕ R ℝ Z ℤ
C ℂ Q ℚ natnums ℕ reals ℝ Reals ℝ cnums ℂ Complex ℂ backslash \\ textbackslash \\ slash /
textellipsis … textdegree ° minuso ⦵ diameter ⌀ euro € female ♀ male ♂ ";

const OPERATORS: &str = "
sum ∑ prod ∏ coprod ∐ int ∫ intop ∫ smallint ∫ iint ∬ iiint ∭ iiiint ⨌ oint ∮ oiint ∯ oiiint ∰
bigcap ⋂ bigcup ⋃ bigvee ⋁ bigwedge ⋀ bigoplus ⨁ bigotimes ⨂ bigodot ⨀ biguplus ⨄ bigsqcup ⨆ ";

const BINARY: &str = "
pm ± plusmn ± mp ∓ times × div ÷ cdot ⋅ centerdot ⋅ sdot ⋅ ast ∗ star ⋆ circ ∘ bullet ∙ bull ∙
cap ∩ cup ∪ Cap ⋒ Cup ⋓ doublecap ⋒ doublecup ⋓ uplus ⊎ sqcap ⊓ sqcup ⊔ vee ∨ wedge ∧ lor ∨ land ∧
veebar ⊻ barwedge ⊼ doublebarwedge ⩞ curlyvee ⋎ curlywedge ⋏ setminus ∖ smallsetminus ∖ wr ≀
diamond ⋄ bigtriangleup △ bigtriangledown ▽ triangleleft ◃ triangleright ▹ lhd ⊲ rhd ⊳ unlhd ⊴
unrhd ⊵ oplus ⊕ ominus ⊖ otimes ⊗ oslash ⊘ odot ⊙ bigcirc ◯ circledast ⊛ circledcirc ⊚
circleddash ⊝ dagger † ddagger ‡ amalg ⨿ dotplus ∔ divideontimes ⋇ ltimes ⋉ rtimes ⋊
leftthreetimes ⋋ rightthreetimes ⋌ intercal ⊺ boxplus ⊞ boxminus ⊟ boxtimes ⊠ boxdot ⊡ gtrdot ⋗
lessdot ⋖ And & ";

const RELATIONS: &str = "
lt < gt > leq ≤ le ≤ geq ≥ ge ≥ neq ≠ ne ≠ equiv ≡ sim ∼ simeq ≃ approx ≈ approxeq ≊ thickapprox ≈
thicksim ∼ cong ≅ doteq ≐ doteqdot ≑ Doteq ≑ propto ∝ varpropto ∝ asymp ≍ bumpeq ≏ Bumpeq ≎ eqcirc ≖
circeq ≗ triangleq ≜ risingdotseq ≓ fallingdotseq ≒ coloneqq ≔ coloneq ≔ colonequals ≔ eqqcolon ≕
Coloneqq ⩴ backsim ∽ backsimeq ⋍ eqsim ≂ models ⊨ vdash ⊢ dashv ⊣ vDash ⊨ Vdash ⊩ VDash ⊫ Vvdash ⊪
mid ∣ shortmid ∣ nmid ∤ nshortmid ∤ parallel ∥ shortparallel ∥ nparallel ∦ nshortparallel ∦ perp ⊥
in ∈ isin ∈ ni ∋ owns ∋ notin ∉ notni ∌ subset ⊂ sub ⊂ supset ⊃ subseteq ⊆ sube ⊆ supseteq ⊇ supe ⊇
nsubseteq ⊈ nsupseteq ⊉ subsetneq ⊊ supsetneq ⊋ varsubsetneq ⊊ varsupsetneq ⊋ subseteqq ⫅ supseteqq ⫆
subsetneqq ⫋ supsetneqq ⫌ Subset ⋐ Supset ⋑ sqsubset ⊏ sqsupset ⊐ sqsubseteq ⊑ sqsupseteq ⊒
prec ≺ succ ≻ preceq ⪯ succeq ⪰ precsim ≾ succsim ≿ preccurlyeq ≼ succcurlyeq ≽ curlyeqprec ⋞
curlyeqsucc ⋟ precapprox ⪷ succapprox ⪸ nprec ⊀ nsucc ⊁ npreceq ⋠ nsucceq ⋡ precneqq ⪵ succneqq ⪶
precnsim ⋨ succnsim ⋩ precnapprox ⪹ succnapprox ⪺ ll ≪ gg ≫ lll ⋘ llless ⋘ ggg ⋙ gggtr ⋙ leqslant ⩽
geqslant ⩾ eqslantless ⪕ eqslantgtr ⪖ lesssim ≲ gtrsim ≳ lessapprox ⪅ gtrapprox ⪆ leqq ≦ geqq ≧
lessgtr ≶ gtrless ≷ lesseqgtr ⋚ gtreqless ⋛ lesseqqgtr ⪋ gtreqqless ⪌ nless ≮ ngtr ≯ nleq ≰ ngeq ≱
nleqslant ≰ ngeqslant ≱ nleqq ≰ ngeqq ≱ lneq ⪇ gneq ⪈ lneqq ≨ gneqq ≩ lvertneqq ≨ gvertneqq ≩ lnsim ⋦
gnsim ⋧ lnapprox ⪉ gnapprox ⪊ nsim ≁ ncong ≇ vartriangleleft ⊲ vartriangleright ⊳ trianglelefteq ⊴
trianglerighteq ⊵ ntriangleleft ⋪ ntriangleright ⋫ ntrianglelefteq ⋬ ntrianglerighteq ⋭
blacktriangleleft ◀ blacktriangleright ▶ nvdash ⊬ nvDash ⊭ nVdash ⊮ nVDash ⊯ bowtie ⋈ Join ⋈ smile ⌣
smallsmile ⌣ frown ⌢ smallfrown ⌢ between ≬ pitchfork ⋔ therefore ∴ because ∵ backepsilon ϶
leftarrow ← gets ← larr ← rightarrow → to → rarr → leftrightarrow ↔ lrarr ↔ harr ↔ Leftarrow ⇐ lArr ⇐
Rightarrow ⇒ rArr ⇒ Leftrightarrow ⇔ lrArr ⇔ hArr ⇔ longleftarrow ⟵ longrightarrow ⟶
longleftrightarrow ⟷ Longleftarrow ⟸ Longrightarrow ⟹ Longleftrightarrow ⟺ mapsto ↦ longmapsto ⟼
uparrow ↑ uarr ↑ downarrow ↓ darr ↓ updownarrow ↕ varr ↕ Uparrow ⇑ uArr ⇑ Downarrow ⇓ dArr ⇓
Updownarrow ⇕ vArr ⇕ nearrow ↗ searrow ↘ swarrow ↙ nwarrow ↖ hookleftarrow ↩ hookrightarrow ↪
leftharpoonup ↼ leftharpoondown ↽ rightharpoonup ⇀ rightharpoondown ⇁ rightleftharpoons ⇌
leftrightharpoons ⇋ upharpoonleft ↿ upharpoonright ↾ restriction ↾ downharpoonleft ⇃
downharpoonright ⇂ leadsto ⇝ rightsquigarrow ⇝ leftrightsquigarrow ↭ leftleftarrows ⇇
rightrightarrows ⇉ upuparrows ⇈ downdownarrows ⇊ leftrightarrows ⇆ rightleftarrows ⇄ Lleftarrow ⇚
Rrightarrow ⇛ twoheadleftarrow ↞ twoheadrightarrow ↠ leftarrowtail ↢ rightarrowtail ↣
looparrowleft ↫ looparrowright ↬ curvearrowleft ↶ curvearrowright ↷ circlearrowleft ↺
circlearrowright ↻ Lsh ↰ Rsh ↱ multimap ⊸ nleftarrow ↚ nrightarrow ↛ nleftrightarrow ↮ nLeftarrow ⇍
nRightarrow ⇏ nLeftrightarrow ⇎ dashleftarrow ⇠ dashrightarrow ⇢ origof ⊶ imageof ⊷ vcentcolon ∶
ratio ∶ dblcolon ∷ Perp ⫫ ";

const OPENING: &str = "
lbrace { { { lbrack [ lparen ( langle ⟨ lang ⟨ lceil ⌈ lfloor ⌊ lvert | lVert ‖ lgroup ⟮ lmoustache ⎰
ulcorner ⌜ llcorner ⌞ llbracket ⟦ lBrace ⦃ ";
const CLOSING: &str = "
rbrace } } } rbrack ] rparen ) rangle ⟩ rang ⟩ rceil ⌉ rfloor ⌋ rvert | rVert ‖ rgroup ⟯ rmoustache ⎱
urcorner ⌝ lrcorner ⌟ rrbracket ⟧ rBrace ⦄ ";

/// Delimiters that are also ordinary signs.
const BARS: [(&str, char); 4] = [("vert", '|'), ("Vert", '‖'), ("|", '‖'), ("backslash", '\\')];

/// Operators by name, set upright; scripts are beside them.
const FUNCTIONS: &str = "
arccos arcsin arctan arctg arcctg arg ch cos cosec cosh cot cotg coth csc ctg cth deg dim exp hom ker
lg ln log sec sin sinh sh tan tanh tg th ";
/// Those over and under which scripts are in displayed formulas.
const LIMITS: &str = "det gcd inf lim max min Pr sup ";

/// The characters by name.
fn names() -> &'static BTreeMap<&'static str, (char, MathClass)> {
    static NAMES: OnceLock<BTreeMap<&'static str, (char, MathClass)>> = OnceLock::new();
    NAMES.get_or_init(|| {
        let mut names = BTreeMap::new();
        for (class, table) in TABLES {
            let mut words = table.split_whitespace();
            while let (Some(name), Some(sign)) = (words.next(), words.next()) {
                names.extend(sign.chars().next().map(|c| (name, (c, class))));
            }
        }
        names.extend(BARS.map(|(name, c)| (name, (c, MathClass::Ordinary))));
        names
    })
}

/// The classes of characters.
fn classes() -> &'static BTreeMap<char, MathClass> {
    static CLASSES: OnceLock<BTreeMap<char, MathClass>> = OnceLock::new();
    CLASSES.get_or_init(|| {
        let mut classes: BTreeMap<char, MathClass> = BTreeMap::new();
        for (c, class) in names().values() {
            // Signs with two meanings are ordinary if written as characters.
            classes.entry(*c).or_insert(*class);
        }
        let own = [
            (MathClass::Binary, "+-*"),
            (MathClass::Relation, "=<>:∣"),
            (MathClass::Opening, "(["),
            (MathClass::Closing, ")]!?"),
            (MathClass::Punctuation, ",;，；、"),
            (MathClass::Ordinary, "|‖/\\.&%#$_@\"△▽⊥⋅…"),
        ];
        for (class, signs) in own {
            classes.extend(signs.chars().map(|c| (c, class)));
        }
        classes.insert('⋅', MathClass::Binary);
        classes
    })
}

/// The sign of this name.
pub(super) fn symbol(name: &str) -> Option<(char, MathClass)> {
    names().get(name).copied()
}

/// The class of a character.
pub(super) fn class_of(c: char) -> MathClass {
    classes().get(&c).copied().unwrap_or(MathClass::Ordinary)
}

/// Whether an operator has this name, and whether its scripts are above and below it.
pub(super) fn function(name: &str) -> Option<bool> {
    let has = |names: &str| names.split_whitespace().any(|it| it == name);
    if has(LIMITS) { Some(true) } else { has(FUNCTIONS).then_some(false) }
}

/// All names of signs and operators.
#[cfg(feature = "cli")]
pub(super) fn all() -> impl Iterator<Item = &'static str> {
    names().keys().copied().chain(FUNCTIONS.split_whitespace()).chain(LIMITS.split_whitespace())
}
