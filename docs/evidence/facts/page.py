"""The page of the stylised facts: verdicts at a glance, then every claim with its experiment, criterion and figures."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from cogov.model.words import Text
from docs.evidence.facts.claim import Setting
from docs.evidence.facts.figures import figures, frame, measure_text
from docs.evidence.facts.judgement import Seen, Tried, Verdict
from docs.evidence.facts.needed import NEEDED
from docs.evidence.pages import about, table, write
from docs.evidence.runs import Cell

VERDICTS: dict[Verdict, Text] = {
    "reproduced": Text(zh="再现", en="reproduced"),
    "not reproduced": Text(zh="未再现", en="not reproduced"),
    "out of scope": Text(zh="不在范围内", en="out of scope"),
}
TITLE = "典型事实 Stylised facts"
HOW = """每条事实拆成若干断言,每条断言的实验与判据在看到结果之前写定;没有任何参数为此调整。判定只有三种:再现(全部判据成立)、未再现(某个判据不成立,
包括区间太宽而无法分辨)、不在范围内(模型没有所说的量,理由见该条)。有的事实直接来自规则的假设:引用“再现”之前,请先看 [odd.md](../odd.md) 中的规则。未另作说明的设置,只在所写之处不同于默认城市和现状。
区间按单条断言给出,未作多重比较校正:方向性断言即使毫无根据,约四十条中也有一条偶然成立;“不明显更高”一类判据,区间宽时也会成立。
✓ ✗ 表示各项对比是否符合判据。

Every fact is split into claims; experiment and criterion of each were written before its results, and no parameter was adjusted for them.
There are three verdicts: reproduced (all criteria hold), not reproduced (some criterion does not, also where the interval is too wide to
tell), out of scope (the model lacks what it is about; the reason is given). Intervals are per claim, without adjustment for their number:
about one in forty claims of a direction that is not there would hold by chance, and "does not rise" also holds where intervals are wide.
✓ ✗: whether a contrast is as its criterion asks. Some facts follow from what the rules assume: see the rules in [odd.md](../odd.md) before
taking "reproduced" for evidence. Where nothing else is said, settings differ from the default city and status quo in what they name alone.
"""


def write_page(tried: Sequence[Tried], cells: Mapping[Setting, Cell], folder: Path) -> Path:
    """Put the page together and write it with its CSV."""
    some = next(iter(cells.values()))
    runs = len({cell.name for cell in cells.values()}) * some.replicates
    command = f"facts --replicates {some.replicates} --population {some.scenario.city.population}"
    parts = [
        about(command, some.scenario, f"{runs} runs in all, {some.replicates}"),
        HOW,
        "## 一览 At a glance\n",
        _counts(tried),
        _overview(tried),
        *_facts(tried),
    ]
    return write(folder, "stylised_facts", TITLE, parts, frame(tried))


def _counts(tried: Sequence[Tried]) -> str:
    found = Counter(one.verdict for one in tried)
    whole = [list(claims) for _, claims in groupby(tried, key=lambda one: one.fact.number)]
    tested = sum(any(one.seen for one in claims) for claims in whole)
    said = "; ".join(f"{words.zh} {words.en}: **{found[verdict]}**" for verdict, words in VERDICTS.items())
    return f"{len(whole)} 条事实、{len(tried)} 条断言 facts, claims. {said}. 至少一条断言受检的事实 facts with at least one claim tried: {tested}.\n"


def _overview(tried: Sequence[Tried]) -> str:
    rows = [(f"[{one.claim.key}](#{one.claim.key})", one.claim.says.zh, one.claim.says.en, _verdict(one)) for one in tried]
    return table(("", "断言", "claim", "判定 verdict"), rows)


def _verdict(one: Tried) -> str:
    words = VERDICTS[one.verdict]
    return f"**{words.zh} {words.en}**" if one.verdict == "reproduced" else f"{words.zh} {words.en}"


def _facts(tried: Sequence[Tried]) -> Iterator[str]:
    for number, claims in groupby(tried, key=lambda one: one.fact.number):
        own = list(claims)
        fact = own[0].fact
        yield f"## {number} {fact.says.zh}\n\n{fact.says.en}.\n\n*{fact.references}*\n"
        for one in own:
            yield f'### <a id="{one.claim.key}"></a>{one.claim.key} {one.claim.says.zh}\n'
            yield "\n".join(_claim(one))


def _claim(one: Tried) -> Iterator[str]:
    yield f"{one.claim.says.en[:1].upper()}{one.claim.says.en[1:]}. — {_verdict(one)}\n"
    if one.claim.note is not None:
        yield f"{one.claim.note.zh}。{one.claim.note.en[:1].upper()}{one.claim.note.en[1:]}.\n"
    if one.claim.changed is not None:
        yield f"判据改动 criterion changed: {one.claim.changed.zh}。{one.claim.changed.en[:1].upper()}{one.claim.changed.en[1:]}.\n"
    for seen in one.seen:
        yield from _look(seen)
    if one.verdict == "not reproduced" and one.claim.key in NEEDED:
        needed = NEEDED[one.claim.key]
        yield f"需要什么机制 what would be needed: {needed.zh}。{needed.en[:1].upper()}{needed.en[1:]}.\n"


def _look(seen: Seen) -> Iterator[str]:
    criterion = seen.look.criterion
    met = "成立 holds" if seen.holds else "不成立 does not hold"
    measures = dict.fromkeys(measure_text(value.measure) for value in seen.look.asked)
    yield f"{';'.join(measures)}。判据 criterion: *{criterion.says.zh} {criterion.says.en}*: {met}.\n"
    yield table(("", "设置 setting", "测得 measured [95 %]"), figures(seen))
