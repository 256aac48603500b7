"""What is said of conclusions over structural worlds: whether each holds, in how many, and where not."""

from cogov.analysis.names import change_text, factor_words, row_words
from cogov.analysis.robustness.conclusions import PRICE, Conclusion, InWorld
from cogov.model.words import Language, Text

HOLDS = {
    "better": Text(zh="变好", en="better"),
    "worse": Text(zh="变差", en="worse"),
    "unclear": Text(zh="分不清", en="cannot be told"),
}
TOGETHER = {
    "better": Text(zh="互补(合在一起多于各自之和)", en="complements (together more than the sum)"),
    "worse": Text(zh="替代(合在一起少于各自之和)", en="substitutes (together less than the sum)"),
    "unclear": Text(zh="看不出交互", en="no interaction to be seen"),
}
SENTENCE = Text(
    zh="{effect} → {indicator}:{said}({change});在 {worlds} 个结构情形中的 {agreeing} 个成立",
    en="{effect} → {indicator}: {said} ({change}); holds in {agreeing} of {worlds} structural worlds",
)
UNCLEAR = Text(
    zh="{effect} → {indicator}:情景自身的结构下{said};{worlds} 个结构情形中,{better} 个变好、{worse} 个变差",
    en="{effect} → {indicator}: {said} under the scenario's own structure; of {worlds} structural worlds better in {better}, worse in {worse}",
)
EXCEPT = Text(zh=";例外:{exceptions}", en="; not in: {exceptions}")
MORE = Text(zh="等 {number} 个", en="… {number} in all")
PRICES = Text(zh="杠杆费用", en="lever costs")
NOTE = Text(
    zh="判断依据各结构情形内配对差值的 95% t 区间,基于该情形的 {seeds} 个种子,逐个计算,未作多重比较校正({differences} 个差值)。",
    en="By the 95 % t interval of the paired difference over {seeds} seeds in each structural world, each by itself, not adjusted for the "
    "{differences} differences looked at.",
)
SHOWN = 3


def note_words(found: list[Conclusion], language: Language) -> str:
    """What the judgements rest on: the unit of the intervals, its number, how many were looked at."""
    seeds = sorted({world.seeds for one in found for world in one.worlds}) or [0]
    shown = f"{seeds[0]}" if len(seeds) == 1 else f"{seeds[0]}–{seeds[-1]}"
    return NOTE.in_(language).format(seeds=shown, differences=sum(len(one.worlds) for one in found))


def conclusion_sentence(found: Conclusion, language: Language) -> str:
    """Say one conclusion, in how many worlds it holds, and where not."""
    holds = TOGETHER if found.effect.interaction else HOLDS
    sentence = UNCLEAR if found.reference.holds == "unclear" else SENTENCE
    said = sentence.in_(language).format(
        better=found.count("better"),
        worse=found.count("worse"),
        effect=found.effect.title.in_(language),
        indicator=row_words(found.indicator, language),
        said=holds[found.reference.holds].in_(language),
        change=change_text(found.indicator, found.reference.difference, language),
        worlds=len(found.worlds),
        agreeing=found.agreeing,
    )
    if sentence is UNCLEAR or not found.exceptions:
        return said
    shown = [f"{world_words(one, language)} → {holds[one.holds].in_(language)}" for one in found.exceptions[:SHOWN]]
    if len(found.exceptions) > SHOWN:
        shown.append(MORE.in_(language).format(number=len(found.exceptions)))
    return said + EXCEPT.in_(language).format(exceptions=(";" if language == "zh" else "; ").join(shown))


def world_words(one: InWorld, language: Language) -> str:
    """Name a world by its structure."""
    parts = []
    for name, value in one.world.items():
        level = f"× {value:g}" if name == PRICE else f"{value:g}" if isinstance(value, float) else value
        parts.append(
            f"{PRICES.in_(language)} {level}" if name == PRICE else f"{factor_words(name.removeprefix('choices.'), language)} {level}"
        )
    return ", ".join(parts) if parts else "–"
