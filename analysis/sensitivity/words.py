"""The table of a sensitivity analysis, and what must be said beside it."""

import math
from collections.abc import Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text as Styled

from cogov.analysis.names import factor_words, name_words, with_change_unit
from cogov.analysis.sensitivity.answer import FEW, Analysed, Sensitivity
from cogov.analysis.sensitivity.estimate import TITLES, IndexEstimate
from cogov.analysis.tables import Titles, footer, policy_words
from cogov.analysis.values import UNDEFINED, plain, unit_of, with_minus
from cogov.model.words import DOTTED, LINES, LISTED, Language, Text, beside
from cogov.scenarios.words import Words

SAY = Words(__file__)

TINY = 1e-6
"""What rounding leaves of nothing."""
LEADING = {"sobol": "total", "morris": "mu_star"}
"""By which factors are ranked."""
COLUMNS = {"sobol": ("first", "total"), "morris": ("mu_star", "mu", "sigma")}

SHORT = {"mu_star": "μ*", "mu": "μ", "sigma": "σ"}
"""Heads of columns; what they mean stands below the table."""

NOISE = SAY.noise
OF_VARIANCE = SAY.of_variance
READING = Words(__file__, "reading")
OF_LISTS = Words(__file__, "of_lists")
BLOCKS = Words(__file__, "blocks")
SMALL = Words(__file__, "small")


def sensitivity_table(found: Sensitivity, language: Language, titles: Titles) -> RenderableType:
    """One table an indicator and policy, how to read it, and the footer."""
    several = len({one.policy for one in found.results}) > 1
    parts: list[RenderableType] = [_table(found.design, one, language, titles, named=several) for one in found.results]
    return Group(*parts, Styled(LINES.join(reading(found)).in_(language), style="dim"), footer(language))


def reading(found: Sensitivity) -> list[Text]:
    """How to read the indices."""
    own = [OF_LISTS[found.design].filled(names=LISTED.join(map(factor_words, found.listed)))] if found.listed else []
    return [READING[found.design], *own, SAY.why]


def label(found: Analysed, factor: str) -> Text:
    """A factor as tables and figures name it, with its values where they were listed."""
    values = (one if isinstance(one, str) else f"{one:g}" for one in found.listed.get(factor, ()))
    return beside(factor_words(factor), " | ".join(values))


def warnings(found: Sensitivity) -> list[Text]:
    """Say once that noise is unknown, or for each indicator which indices it drowns."""
    said = [_named(SAY.undefined_in_many, found.undefined)] if found.undefined else []
    said += [SAY.one] if any(one.replicates < 2 for one in found.results) else []
    blocks = min(one.blocks for one in found.results)
    if blocks < FEW[found.design]:
        said.append(SMALL[found.design].filled(blocks=blocks, enough=FEW[found.design]))
    if same := list(dict.fromkeys(one.indicator for one in found.results if one.constant)):
        said.append(_named(SAY.constant, same))
    for one in found.results:
        if names := list(dict.fromkeys(row.factor for row in one.drowned)):
            said.append(SAY.drowned.filled(indicator=name_words(one.indicator), factors=LISTED.join(map(factor_words, names))))
    return list(dict.fromkeys(said))


def ranked(found: Analysed, design: str) -> list[str]:
    """Return the factors by their leading index, the largest first."""
    leading = [row for row in found.estimates if row.index == LEADING[design]]
    return [row.factor for row in sorted(leading, key=lambda row: -row.value if math.isfinite(row.value) else math.inf)]


def shown(indicator: str, row: IndexEstimate, value: float) -> str:
    """An index as a reader sees it: a share of variance, or a change in the indicator's unit."""
    if math.isnan(value):
        return UNDEFINED
    value = 0.0 if abs(value) < TINY else value
    return with_minus(f"{value:.2f}" if row.index in {"first", "total"} else f"{plain(value, unit_of(indicator)):.3g}")


def interval_words(indicator: str, row: IndexEstimate) -> str:
    """The 95 % interval of an index, over points and replicates."""
    return UNDEFINED if math.isnan(row.value) else " … ".join(shown(indicator, row, end) for end in (row.low, row.high))


def subject_words(design: str, indicator: str) -> Text:
    """What indices are of, and their unit: shares of an indicator's variance, or effects in its own unit."""
    return beside(name_words(indicator), OF_VARIANCE) if design == "sobol" else with_change_unit(indicator)


def _table(design: str, found: Analysed, language: Language, titles: Titles, *, named: bool) -> Table:
    policy = [policy_words(found.policy, titles)] if named else []
    title = LINES.join((DOTTED.join((subject_words(design, found.indicator), *policy)), _circumstances(design, found)))
    table = Table(title=title.in_(language), title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    table.add_column(SAY.factor.in_(language), overflow="fold")
    for index in COLUMNS[design]:
        table.add_column(SHORT.get(index) or TITLES[index].in_(language), justify="right")
        if index == LEADING[design]:
            for words in (SAY.interval, NOISE, SAY.net):
                table.add_column(words.in_(language), justify="right")
    rows = {(row.factor, row.index): row for row in found.estimates}
    for factor in ranked(found, design):
        cells = [cell for index in COLUMNS[design] for cell in _cells(design, found.indicator, rows[factor, index])]
        table.add_row(label(found, factor).in_(language), *cells, style="dim" if rows[factor, LEADING[design]].drowned else "")
    return table


def _cells(design: str, indicator: str, row: IndexEstimate) -> list[str]:
    own = shown(indicator, row, row.value)
    if row.index != LEADING[design]:
        return [own]
    ends = interval_words(indicator, row)
    return [own, ends, shown(indicator, row, row.noise), shown(indicator, row, row.net)]


def _circumstances(design: str, found: Analysed) -> Text:
    parts = [BLOCKS[design].filled(blocks=found.blocks, replicates=found.replicates)]
    if math.isfinite(found.noise_share):
        parts.append(SAY.share.filled(share=found.noise_share))
    if found.blocks_left_out:
        parts.append(SAY.left_out.filled(number=found.blocks_left_out))
    return DOTTED.join(parts)


def _named(text: Text, names: Sequence[str]) -> Text:
    """Name outputs of which something is to be said."""
    return text.filled(names=LISTED.join(map(name_words, names)))
