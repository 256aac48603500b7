"""What two levers do together, in words."""

from cogov.analysis.interaction.terms import Name, Terms
from cogov.analysis.names import change_text, factor_words, level_text, row_words
from cogov.analysis.values import interval_text
from cogov.model.words import Language, Text

TOGETHER = {
    "complements": Text(zh="互补", en="complements"),
    "substitutes": Text(zh="替代", en="substitutes"),
    "no interaction seen": Text(zh="看不出交互", en="no interaction seen"),
}
ALONE = {
    "yes": Text(zh="{lever}不靠{other}也有好处({change})", en="{lever} helps without {other} ({change})"),
    "only without": Text(
        zh="没有{other}时{lever}有好处({change}),有了{other}则有害({supported})",
        en="{lever} helps without {other} ({change}) but harms with it ({supported})",
    ),
    "only with": Text(zh="{lever}只有配合{other}才有好处({supported})", en="{lever} helps only with {other} ({supported})"),
    "harms with": Text(zh="有了{other},{lever}反而有害({supported})", en="with {other}, {lever} harms ({supported})"),
    "harms": Text(zh="没有{other},{lever}反而有害({change})", en="without {other}, {lever} harms ({change})"),
    "unclear": Text(zh="{lever}是否有好处分不清", en="whether {lever} helps cannot be told"),
}
CASES = {
    (1, 1): "yes",
    (1, 0): "yes",
    (1, -1): "only without",
    (0, 1): "only with",
    (0, 0): "unclear",
    (0, -1): "harms with",
    (-1, 1): "only with",
    (-1, 0): "harms",
    (-1, -1): "harms",
}
"""By what the lever does where the other is at its lowest, and where it is at its highest."""
SENTENCE = Text(
    zh="{indicator}:{first};{second};两者{together}(交互项 {interaction}{interval})",
    en="{indicator}: {first}; {second}; {together} (interaction {interaction}{interval})",
)
INTERVAL = Text(zh=",95% 区间 {ends},基于 {n} 个种子", en=", 95 % interval {ends} over {n} seeds")
HEADS = {
    "indicator": Text(zh="指标", en="Indicator"),
    "alone": Text(zh="仅{lever}", en="{lever} alone"),
    "both": Text(zh="两者一起", en="both"),
    "interaction": Text(zh="交互项", en="interaction"),
    "together": Text(zh="关系", en="together"),
}
NOTE = Text(
    zh="各列为从最低到最高水平的变化,配对于相同随机条件;区间基于 {n} 个种子,逐项计算;交互项:一者走完全程时另一者的作用增加多少。",
    en="Changes from the lowest to the highest level under the same luck; intervals over {n} seeds, each by itself; interaction: by how much one's effect grows while "
    "the other goes through its range.",
)


def terms_sentence(found: Terms, pair: tuple[str, str], language: Language) -> str:
    """Say of one indicator where one lever helps without the other, and what they are to each other."""
    first, second = (factor_words(name, language) for name in pair)
    term = found.terms["interaction"]
    ends = interval_text(found.output, term.low, term.high)
    return SENTENCE.in_(language).format(
        indicator=row_words(found.output, language),
        first=_alone(found, "first_alone", "first_with", first, second, language),
        second=_alone(found, "second_alone", "second_with", second, first, language),
        together=TOGETHER[found.together].in_(language),
        interaction=change_text(found.output, term.mean, language),
        interval=INTERVAL.in_(language).format(ends=ends, n=found.replicates),
    )


def _alone(found: Terms, alone: Name, supported: Name, lever: str, other: str, language: Language) -> str:
    """Say whether a lever helps where the other is at its lowest, or only where it is at its highest."""
    key = CASES[found.good(alone), found.good(supported)]
    changes = [change_text(found.output, found.terms[name].mean, language) for name in (alone, supported)]
    return ALONE[key].in_(language).format(lever=lever, other=other, change=changes[0], supported=changes[1])


def level_words(name: str, level: float, language: Language) -> str:
    """A lever at a level, for a legend."""
    return f"{factor_words(name, language)} {level_text(name, level)}"
