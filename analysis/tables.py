"""Tables of a run and of a comparison for the terminal, in Chinese and English, readable at 100 columns."""

import math
from collections.abc import Iterable, Mapping
from io import StringIO

from rich import box
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text as Styled

from cogov.analysis.comparison import Comparison, Row, reading_order
from cogov.analysis.names import name_words, row_words, with_unit
from cogov.analysis.paired import VERDICTS
from cogov.analysis.values import FOOTER, change_texts, unit_of, unit_words, value_text
from cogov.experiments.budget import MONEY
from cogov.model.indicators import INDICATORS, MAIN, PILLARS, base, group_of
from cogov.model.words import Language, Text

Titles = Mapping[str, Text]
"""Neutral names of policies on the screen."""

WIDTH = 100

HEADINGS = {
    "indicator": Text(zh="指标", en="Indicator"),
    "value": Text(zh="数值", en="Value"),
    "unit": Text(zh="单位", en="Unit"),
    "pillar": Text(zh="维度", en="Pillar"),
    "policy": Text(zh="政策", en="Policy"),
    "levers": Text(zh="杠杆费用(元/人·年)", en="Levers, yuan per head and year"),
    "difference": Text(zh="差值", en="Difference"),
    "interval": Text(zh="95% 置信区间", en="95% interval"),
    "verdict": Text(zh="判断", en="Verdict"),
    "against": Text(zh="对比", en="against"),
}
BOOTSTRAPPED = "†"
ALONE_MARK = "○"
OVER = {
    "seeds": Text(zh="{seeds} 个种子", en="{seeds} seeds"),
    "points": Text(zh="{seeds} 个种子(每个种子取 {points} 个固定点的平均)", en="{seeds} seeds (each the mean over {points} fixed points)"),
    "worlds": Text(
        zh="{worlds} 个抽取的情形(只有一个种子,无从说运气)",
        en="{worlds} worlds drawn (one seed each: of luck nothing can be said)",
    ),
    "seeds and worlds": Text(
        zh="{worlds} 个抽取的情形和 {seeds} 个种子(两者都作为随机效应)",
        en="{worlds} worlds drawn and {seeds} seeds (both as random effects)",
    ),
}
"""What intervals are over, with its number."""
INTERVALS = Text(
    zh="区间:配对差值的 95% 置信区间,基于 {over},逐项计算{looks};判断:经 Holm 多重比较校正({families});"
    "○ 单看区间不含 0,一并校正后尚不能区分",
    en="Intervals: 95 % of the paired difference over {over}, each by itself{looks}. Verdicts: after Holm's adjustment for all of a family together "
    "({families}); ○: the interval by itself leaves out 0, all together it cannot be told apart",
)
FAMILIES = {
    "main": Text(zh="主要指标一族共 {size} 个差值", en="{size} differences of the main indicators"),
    "other": Text(zh="其他指标一族共 {size} 个", en="{size} of the other indicators"),
    "groups": Text(zh="分组指标一族共 {size} 个差值", en="{size} differences of indicators by group"),
    "scores": Text(zh="三个维度得分一族共 {size} 个", en="{size} of the pillar scores"),
}
LOOKS = Text(zh="(已按 {looks} 次查看校正)", en=" (corrected for {looks} looks)")
ALONE = Text(zh="单看可区分,{family} 个一并校正后不能 ○", en="by itself only, not among {family} ○")
SAME_POLICY = Text(
    zh="“{policy}”与“{baseline}”在这里完全相同:没有差别可说",
    en="{policy} is the same as {baseline} here: there is no difference to speak of",
)
SIZES: tuple[tuple[float, Text], ...] = (
    (0.2, Text(zh="可忽略", en="negligible")),
    (0.5, Text(zh="小", en="small")),
    (0.8, Text(zh="中", en="medium")),
    (float("inf"), Text(zh="大", en="large")),
)
"""Words for an effect size (Cohen 1988): against what luck alone moves the baseline between replications."""
AT_PRICE = Text(zh="全部杠杆费用 × {factor:g}", en="All lever costs × {factor:g}")
EFFECTS: dict[int, tuple[Text, str]] = {
    1: (Text(zh="变好", en="better"), "bold blue"),
    -1: (Text(zh="变差", en="worse"), "bold yellow"),
    0: (Text(zh="", en=""), ""),
}


def run_table(
    indicators: Mapping[str, float],
    language: Language,
    caption: str,
    *,
    everything: bool = False,
    horizon_days: float | None = None,
) -> RenderableType:
    """The main indicators of one run, or with `everything` all without a group."""
    table = plain_table(caption)
    for key, justify in (("indicator", "left"), ("value", "right"), ("unit", "left"), ("pillar", "left")):
        table.add_column(HEADINGS[key].in_(language), justify=justify, overflow="fold")  # type: ignore[arg-type]
    for name in chosen(indicators, everything=everything):
        unit = "" if unit_of(name) == "share" else unit_words(name, language)
        pillar = PILLARS[INDICATORS[base(name)].pillar].in_(language) if base(name) in INDICATORS else ""
        value = value_text(name, indicators[name], horizon_days)
        table.add_row(name_words(name, language), value, unit, pillar)
    return Group(table, footer(language))


def comparison_tables(
    comparison: Comparison,
    language: Language,
    titles: Titles,
    *,
    everything: bool = False,
    horizon_days: float | None = None,
) -> list[RenderableType]:
    """One table a policy against the baseline: both means, the paired difference, its interval, a verdict in words."""
    others = [policy for policy in comparison.policies if policy != comparison.baseline]
    return [
        Styled(_same(comparison, policy, language, titles))
        if all_the_same(comparison, policy)
        else _against(comparison, policy, language, titles, main=not everything, horizon=horizon_days)
        for policy in others
    ]


def all_the_same(comparison: Comparison, policy: str) -> bool:
    """Whether a policy left the same as the baseline in everything: a table of it would be one of zeros."""
    known = [row.verdict == "identical" for row in comparison.of(policy) if row.verdict == "identical" or not math.isnan(row.difference)]
    return bool(known) and all(known)


def _same(comparison: Comparison, policy: str, language: Language, titles: Titles) -> str:
    words = {name: policy_words(one, titles, language) for name, one in (("policy", policy), ("baseline", comparison.baseline))}
    return SAME_POLICY.in_(language).format(**words)


def over_words(comparison: Comparison, language: Language, *, short: bool = False) -> str:
    """What the intervals of a comparison are over, with its number: 20 seeds, 64 worlds drawn."""
    key = "points" if comparison.unit == "seeds" and comparison.points > 1 else comparison.unit
    words = {"seeds": comparison.replicates, "worlds": comparison.worlds, "points": comparison.points}
    said = OVER[key].in_(language).format(**words)
    return said.partition("(")[0].strip() if short else said


def interval_sentence(comparison: Comparison, language: Language, *families: str) -> str:
    """What the intervals of a comparison are, over what and how many, and how the verdicts beside them were come to.

    `families` are those whose differences stand above the sentence: the main indicators, unless told.
    """
    looks = LOOKS.in_(language).format(looks=comparison.looks) if comparison.looks > 1 else ""
    words = {"over": over_words(comparison, language), "looks": looks, "families": _families(comparison, families or ("main",), language)}
    return INTERVALS.in_(language).format(**words)


def _families(comparison: Comparison, families: Iterable[str], language: Language) -> str:
    """How many differences each family has, of those that the comparison holds."""
    sizes = {name: comparison.family_size(name) for name in families}
    said = [FAMILIES[name].in_(language).format(size=size) for name, size in sizes.items() if size]
    return (";" if language == "zh" else "; ").join(said)


def price_table(
    comparison: Comparison, cost_factor: float, lever_costs: Mapping[str, float], language: Language, titles: Titles
) -> RenderableType:
    """What the policies cost with all lever costs multiplied: one row a policy."""
    table = plain_table(AT_PRICE.in_(language).format(factor=cost_factor))
    table.add_column(HEADINGS["policy"].in_(language), overflow="fold")
    unit = unit_words(MONEY, language)
    for heading in (HEADINGS["levers"].in_(language), with_unit(MONEY, language)):
        table.add_column(heading, justify="right", overflow="fold")
    for key in ("difference", "interval"):
        table.add_column(f"{HEADINGS[key].in_(language)} ({unit})", justify="right", overflow="fold")
    table.add_column(HEADINGS["verdict"].in_(language), overflow="fold")
    for policy in comparison.policies:
        rows = [row for row in comparison.results if row.indicator == MONEY and row.policy == policy]
        cells = [cell for row in rows for cell in _cells(row, language, None)[2:]]
        if policy == comparison.baseline:
            first = next((row for row in comparison.results if row.indicator == MONEY), None)
            cells = [] if first is None else [value_text(MONEY, first.baseline)]
        table.add_row(policy_words(policy, titles, language), f"{lever_costs[policy]:.2f}", *cells)
    return table


def size_words(effect_size: float | None, language: Language) -> str:
    """Say in a word how large a difference is; empty where that is not known."""
    if effect_size is None or math.isnan(effect_size):
        return ""
    return next(words for limit, words in SIZES if abs(effect_size) < limit).in_(language)


def _size(row: Row, language: Language) -> str:
    words = size_words(row.effect_size, language)
    return f" ({words})" if words and language == "en" else f"({words})" if words else ""


def chosen(names: Iterable[str], *, everything: bool) -> list[str]:
    """The names that a table shows, in reading order."""
    wanted = (name for name in names if group_of(name) is None and (everything or name in MAIN))
    return sorted(wanted, key=reading_order)


def policy_words(policy: str, titles: Titles, language: Language) -> str:
    """Neutral title of a policy; its name where none was given."""
    return titles[policy].in_(language) if policy in titles else policy


def footer(language: Language) -> Styled:
    """The line under every table."""
    return Styled(FOOTER.in_(language), style="dim")


def rendered(what: RenderableType, width: int = WIDTH) -> str:
    """A table as plain text, for a file or a test."""
    console = Console(file=StringIO(), width=width, no_color=True, force_terminal=False, legacy_windows=False)
    with console.capture() as capture:
        console.print(what)
    return "\n".join(line.rstrip() for line in capture.get().splitlines()) + "\n"


def plain_table(caption: str) -> Table:
    """An empty table with its caption, as all of ours look."""
    return Table(
        title=caption, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), collapse_padding=True
    )


def _against(comparison: Comparison, policy: str, language: Language, titles: Titles, *, main: bool, horizon: float | None) -> Table:
    own, theirs = (policy_words(one, titles, language) for one in (policy, comparison.baseline))
    table = plain_table(f"{own} {HEADINGS['against'].in_(language)} {theirs} · {over_words(comparison, language, short=True)}")
    table.expand = True
    table.add_column(HEADINGS["indicator"].in_(language), overflow="fold")
    for heading in (theirs, own):
        table.add_column(heading, justify="right", max_width=13, overflow="fold")
    for key in ("difference", "interval"):
        table.add_column(HEADINGS[key].in_(language), justify="right", no_wrap=True, overflow="fold")
    table.add_column(HEADINGS["verdict"].in_(language), overflow="fold")
    for row in comparison.of(policy, main=main):
        if group_of(row.indicator) is None:
            table.add_row(*_cells(row, language, horizon, comparison.replicates))
    return table


def _cells(row: Row, language: Language, horizon: float | None, asked: int | None = None) -> tuple[str | Styled, ...]:
    name = row.indicator
    words, style = EFFECTS[row.effect]
    verdict = ALONE.in_(language).format(family=row.family_size) if row.alone else VERDICTS[row.verdict].in_(language)
    difference, interval = change_texts(name, row.difference, row.ci_low, row.ci_high, language)
    fewer = f" n={row.seeds}" if asked is not None and row.unit == "seeds" and 0 < row.seeds < asked else ""
    return (
        row_words(name, language),
        value_text(name, row.baseline, horizon),
        value_text(name, row.mean, horizon),
        difference,
        interval + (BOOTSTRAPPED if row.method == "bootstrap" else "") + fewer,
        Styled(f"{verdict} · {words.in_(language)}{_size(row, language)}" if row.effect else verdict, style=style),
    )
