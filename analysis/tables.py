"""Tables of a run and of a comparison for the terminal, in Chinese and English, readable at 100 columns."""

from collections.abc import Iterable, Mapping
from io import StringIO

from rich import box
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text as Styled

from cogov.analysis.comparison import Comparison, Row, reading_order
from cogov.analysis.paired import VERDICTS
from cogov.analysis.values import FOOTER, difference_text, interval_text, unit_of, unit_words, value_text
from cogov.scenarios.indicators import INDICATORS, MAIN, PILLARS, base, group_of
from cogov.scenarios.indicators import title as indicator_title
from cogov.scenarios.words import Language, Text

Titles = Mapping[str, Text]
"""Neutral names of policies on the screen."""

WIDTH = 100

HEADINGS = {
    "indicator": Text(zh="指标", en="Indicator"),
    "value": Text(zh="数值", en="Value"),
    "unit": Text(zh="单位", en="Unit"),
    "pillar": Text(zh="维度", en="Pillar"),
    "difference": Text(zh="差值", en="Difference"),
    "interval": Text(zh="95% 置信区间", en="95% interval"),
    "verdict": Text(zh="判断", en="Verdict"),
    "against": Text(zh="对比", en="against"),
    "replicates": Text(zh="次配对重复", en="paired replications"),
}
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
    table = _table(caption)
    for key, justify in (("indicator", "left"), ("value", "right"), ("unit", "left"), ("pillar", "left")):
        table.add_column(HEADINGS[key].in_(language), justify=justify)  # type: ignore[arg-type]
    for name in chosen(indicators, everything=everything):
        unit = "" if unit_of(name) == "share" else unit_words(name, language)
        pillar = PILLARS[INDICATORS[base(name)].pillar].in_(language) if base(name) in INDICATORS else ""
        value = value_text(name, indicators[name], horizon_days)
        table.add_row(name_words(name, language), value, unit, pillar)
    return Group(table, footer(language))


def comparison_table(
    comparison: Comparison,
    language: Language,
    titles: Titles,
    *,
    everything: bool = False,
    horizon_days: float | None = None,
) -> RenderableType:
    """One table a policy against the baseline: both means, the paired difference, its interval, a verdict in words."""
    others = [policy for policy in comparison.policies if policy != comparison.baseline]
    tables = [_against(comparison, policy, language, titles, main=not everything, horizon=horizon_days) for policy in others]
    return Group(*tables, footer(language))


def chosen(names: Iterable[str], *, everything: bool) -> list[str]:
    """The names that a table shows, in reading order."""
    wanted = (name for name in names if group_of(name) is None and (everything or name in MAIN))
    return sorted(wanted, key=reading_order)


def name_words(name: str, language: Language) -> str:
    """Title of an indicator; its own name where a researcher's rule added it without a title."""
    return indicator_title(name, language) if base(name) in INDICATORS else name


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


def _table(caption: str) -> Table:
    return Table(title=caption, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))


def _against(comparison: Comparison, policy: str, language: Language, titles: Titles, *, main: bool, horizon: float | None) -> Table:
    own, theirs = (policy_words(one, titles, language) for one in (policy, comparison.baseline))
    replicates = f"{comparison.replicates} {HEADINGS['replicates'].in_(language)}"
    table = _table(f"{own} {HEADINGS['against'].in_(language)} {theirs} · {replicates}")
    table.expand = True
    table.add_column(HEADINGS["indicator"].in_(language), ratio=5)
    for heading in (theirs, own):
        table.add_column(heading, justify="right", max_width=14)
    table.add_column(HEADINGS["difference"].in_(language), justify="right", no_wrap=True)
    table.add_column(HEADINGS["interval"].in_(language), justify="center", no_wrap=True)
    table.add_column(HEADINGS["verdict"].in_(language), ratio=4)
    for row in comparison.of(policy, main=main):
        if group_of(row.indicator) is None:
            table.add_row(*_cells(row, language, horizon))
    return table


def _cells(row: Row, language: Language, horizon: float | None) -> tuple[str | Styled, ...]:
    name = row.indicator
    words, style = EFFECTS[row.effect]
    verdict = VERDICTS[row.verdict].in_(language)
    return (
        name_words(name, language),
        value_text(name, row.baseline, horizon),
        value_text(name, row.mean, horizon),
        difference_text(name, row.difference, language),
        interval_text(name, row.ci_low, row.ci_high),
        Styled(f"{verdict} · {words.in_(language)}" if row.effect else verdict, style=style),
    )
