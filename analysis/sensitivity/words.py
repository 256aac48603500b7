"""The table of a sensitivity analysis, and what must be said beside it."""

import math
from collections.abc import Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text as Styled

from cogov.analysis.names import factor_words, name_words, with_change_unit
from cogov.analysis.sensitivity.answer import FEW, Analysed, Sensitivity
from cogov.analysis.sensitivity.estimate import TITLES, Estimate
from cogov.analysis.tables import Titles, footer, policy_words
from cogov.analysis.values import UNDEFINED, plain, unit_of
from cogov.model.words import Language, Text

TINY = 1e-6
"""What rounding leaves of nothing."""
LEADING = {"sobol": "total", "morris": "mu_star"}
"""By which factors are ranked."""
COLUMNS = {"sobol": ("first", "total"), "morris": ("mu_star", "mu", "sigma")}

SHORT = {"mu_star": "μ*", "mu": "μ", "sigma": "σ"}
"""Heads of columns; what they mean stands below the table."""

FACTOR = Text(zh="因素", en="Factor")
INTERVAL = Text(zh="95% 区间(点与重复)", en="95% interval (points and replicates)")
NOISE = Text(zh="噪声", en="noise")
NET = Text(zh="去除噪声后", en="without noise")
OF_VARIANCE = Text(zh="占方差的比例", en="share of variance")
READING = {
    "sobol": Text(
        zh="一阶指数:单独解释的方差份额;总指数:连同一切交互。噪声:毫无作用的因素也会显示的总指数。",
        en="First-order: share of variance explained alone; total: with all interactions. Noise: the total of a factor that does nothing.",
    ),
    "morris": Text(
        zh="效应为因素走完整个范围时指标的变化:μ* 平均绝对值,μ 平均值,σ 离散程度(大则非线性或有交互)。噪声:毫无作用的因素也会显示的 μ*。",
        en="Effects are changes over a factor's whole range: μ* their mean size, μ their mean, σ their spread (large: curvature or interaction). "
        "Noise: the μ* of a factor that does nothing.",
    ),
}
OF_LISTS = {
    "sobol": Text(
        zh="列出取值的因素({names}):各取值机会均等;指数是“取哪一个值”所解释的方差份额,与列出的次序无关。",
        en="Factors with a list ({names}): each value is drawn equally often, and the index is the share of variance that comes from which of them holds, "
        "whatever their order.",
    ),
    "morris": Text(
        zh="列出两个取值的因素({names}):效应为从第一个取值变到第二个时指标的变化,不外推。",
        en="Factors with a list of two values ({names}): the effect is the change from the first to the second, nothing beyond.",
    ),
}
WHY = Text(
    zh="指数按各点对重复取的平均值计算(单次运行的噪声会压低一阶、抬高总指数);区间合并了抽样点与重复两种不确定性。",
    en="Indices are of the means over replicates (noise of single runs lowers first-order and raises total indices); "
    "intervals add the doubt of the points drawn and of the replicates.",
)
SHARE = Text(zh="均值方差中重复噪声占 {share:.0%}", en="{share:.0%} of the variance of the means is replication noise")
BLOCKS = {
    "sobol": Text(zh="{blocks} 个基础样本 × {replicates} 次重复", en="{blocks} base samples × {replicates} replicates"),
    "morris": Text(zh="{blocks} 条轨迹 × {replicates} 次重复", en="{blocks} trajectories × {replicates} replicates"),
}
LEFT_OUT = Text(zh="因缺失运行而舍去 {number} 组", en="{number} left out for missing runs")
ONE = Text(
    zh="只有一次重复,无法把噪声与因素分开;请设 replicates: 2 或更多",
    en="with one replicate noise cannot be told from factors; set replicates: 2 or more",
)
UNDEFINED_IN_MANY = Text(zh="{names}在太多运行中没有定义或缺失,未作分析", en="{names}: undefined or missing in too many runs, left out")
CONSTANT = Text(
    zh="{names}在所有点上都一样:没有方差可分解,指数没有定义(–)",
    en="{names}: the same at all points; there is no variance to share, and indices are undefined (–)",
)
SMALL = {
    "sobol": Text(
        zh="只有 {blocks} 个基础样本:指数很粗略,一般要 {enough} 个以上(samples)",
        en="{blocks} base samples only: indices are rough; {enough} or more are usual (samples)",
    ),
    "morris": Text(
        zh="只有 {blocks} 条轨迹:筛选很粗略,一般要 {enough} 条以上(trajectories)",
        en="{blocks} trajectories only: the screening is rough; {enough} or more are usual (trajectories)",
    ),
}
DROWNED = Text(
    zh="{indicator}:{factors} 的指数小于噪声,不能下结论;请增加重复次数",
    en="{indicator}: noise is larger than the index of {factors}; add replicates",
)


def sensitivity_table(found: Sensitivity, language: Language, titles: Titles) -> RenderableType:
    """One table an indicator and policy, how to read it, and the footer."""
    several = len({one.policy for one in found.results}) > 1
    parts: list[RenderableType] = [_table(found.design, one, language, titles, named=several) for one in found.results]
    return Group(*parts, Styled("\n".join(reading(found, language)), style="dim"), footer(language))


def reading(found: Sensitivity, language: Language) -> list[str]:
    """How to read the indices."""
    names = ("、" if language == "zh" else ", ").join(factor_words(name, language) for name in found.listed)
    own = [OF_LISTS[found.design].in_(language).format(names=names)] if names else []
    return [READING[found.design].in_(language), *own, WHY.in_(language)]


def label(found: Analysed, factor: str, language: Language) -> str:
    """A factor as tables and figures name it, with its values where they were listed."""
    values = (one if isinstance(one, str) else f"{one:g}" for one in found.listed.get(factor, ()))
    listed = " | ".join(values)
    return factor_words(factor, language) + (f" ({listed})" if listed else "")


def warnings(found: Sensitivity) -> list[Text]:
    """Say once that noise is unknown, or for each indicator which indices it drowns."""
    said = [_named(UNDEFINED_IN_MANY, found.undefined)] if found.undefined else []
    said += [ONE] if any(one.replicates < 2 for one in found.results) else []
    blocks = min(one.blocks for one in found.results)
    if blocks < FEW[found.design]:
        said.append(SMALL[found.design].filled(blocks=blocks, enough=FEW[found.design]))
    if same := list(dict.fromkeys(one.indicator for one in found.results if one.constant)):
        said.append(_named(CONSTANT, same))
    for one in found.results:
        if names := list(dict.fromkeys(row.factor for row in one.drowned)):
            words = {language: _drowned(one, names, language) for language in ("zh", "en")}
            said.append(Text(**words))
    return list(dict.fromkeys(said))


def ranked(found: Analysed, design: str) -> list[str]:
    """Return the factors by their leading index, the largest first."""
    leading = [row for row in found.estimates if row.index == LEADING[design]]
    return [row.factor for row in sorted(leading, key=lambda row: -row.value if math.isfinite(row.value) else math.inf)]


def shown(indicator: str, row: Estimate, value: float) -> str:
    """An index as a reader sees it: a share of variance, or a change in the indicator's unit."""
    if math.isnan(value):
        return UNDEFINED
    value = 0.0 if abs(value) < TINY else value
    number = f"{value:.2f}" if row.index in {"first", "total"} else f"{plain(value, unit_of(indicator)):.3g}"
    return number.replace("-", "−")


def interval_words(indicator: str, row: Estimate) -> str:
    """The 95 % interval of an index, over points and replicates."""
    return UNDEFINED if math.isnan(row.value) else " … ".join(shown(indicator, row, end) for end in (row.low, row.high))


def subject_words(design: str, indicator: str, language: Language) -> str:
    """What indices are of, and their unit: shares of an indicator's variance, or effects in its own unit."""
    if design == "sobol":
        return f"{name_words(indicator, language)} ({OF_VARIANCE.in_(language)})"
    return with_change_unit(indicator, language)


def _table(design: str, found: Analysed, language: Language, titles: Titles, *, named: bool) -> Table:
    policy = f" · {policy_words(found.policy, titles, language)}" if named else ""
    title = f"{subject_words(design, found.indicator, language)}{policy}\n{_circumstances(design, found, language)}"
    table = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    table.add_column(FACTOR.in_(language), overflow="fold")
    for index in COLUMNS[design]:
        table.add_column(SHORT.get(index) or TITLES[index].in_(language), justify="right")
        if index == LEADING[design]:
            for words in (INTERVAL, NOISE, NET):
                table.add_column(words.in_(language), justify="right")
    rows = {(row.factor, row.index): row for row in found.estimates}
    for factor in ranked(found, design):
        cells = [cell for index in COLUMNS[design] for cell in _cells(design, found.indicator, rows[factor, index])]
        table.add_row(label(found, factor, language), *cells, style="dim" if rows[factor, LEADING[design]].drowned else "")
    return table


def _cells(design: str, indicator: str, row: Estimate) -> list[str]:
    own = shown(indicator, row, row.value)
    if row.index != LEADING[design]:
        return [own]
    ends = interval_words(indicator, row)
    return [own, ends, shown(indicator, row, row.noise), shown(indicator, row, row.net)]


def _circumstances(design: str, found: Analysed, language: Language) -> str:
    parts = [BLOCKS[design].in_(language).format(blocks=found.blocks, replicates=found.replicates)]
    if math.isfinite(found.noise_share):
        parts.append(SHARE.in_(language).format(share=found.noise_share))
    if found.blocks_left_out:
        parts.append(LEFT_OUT.in_(language).format(number=found.blocks_left_out))
    return " · ".join(parts)


def _named(text: Text, names: Sequence[str]) -> Text:
    """Name outputs of which something is to be said."""
    words = {"zh": "、".join(name_words(name, "zh") for name in names), "en": ", ".join(name_words(name, "en") for name in names)}
    return Text(zh=text.zh.format(names=words["zh"]), en=text.en.format(names=words["en"]))


def _drowned(found: Analysed, names: list[str], language: Language) -> str:
    between = "、" if language == "zh" else ", "
    factors = between.join(factor_words(name, language) for name in names)
    return DROWNED.in_(language).format(indicator=name_words(found.indicator, language), factors=factors)
