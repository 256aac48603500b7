"""What is said of the conditions under which a policy fails."""

import re

from cogov.analysis.discovery.answer import LEAST_EACH, LEAST_WORLDS, Discovery
from cogov.analysis.discovery.condition import conditions_words
from cogov.analysis.discovery.edges import Box, Edge
from cogov.analysis.names import factor_words
from cogov.analysis.tables import Titles, policy_words
from cogov.model.words import Language, Text

HEAD = Text(
    zh="{policy}:若“{when}”即为失效,则在 {worlds} 个情形中的 {failing} 个失效({rate:.0%})",
    en="{policy}: it fails (“{when}”) in {failing} of {worlds} worlds ({rate:.0%})",
)
UNDEFINED = Text(zh="另有 {number} 个情形因指标无定义而未计", en="{number} more worlds are left out, an indicator being undefined there")
OUTCOMES = {
    "none fails": Text(
        zh="没有一个情形失效:在所试范围内找不到失效条件;可放宽 --when 或扩大因素范围",
        en="It fails in none: no conditions to be found in the ranges tried; loosen --when or widen the ranges",
    ),
    "all fail": Text(zh="所有情形都失效:与条件无关;请收紧 --when", en="It fails in all: whatever the conditions; tighten --when"),
    "too few worlds": Text(
        zh="情形太少:至少需要 {least} 个点;请增加 samples", en="Too few worlds: at least {least} points are needed; raise samples"
    ),
    "too few of one kind": Text(
        zh="失效或未失效的情形不足 {each} 个,不足以描述条件;请调整 --when 或增加 samples",
        en="Fewer than {each} worlds fail, or do not: too few to describe conditions; change --when or raise samples",
    ),
    "no conditions": Text(
        zh="没有找到比偶然更好的条件:失效与所试因素看不出关系",
        en="No conditions better than chance: failure shows no relation to the factors tried",
    ),
}
BOX = Text(
    zh="条件 {number}:当{conditions}时,{inside} 个情形中有 {density:.0%} 失效(覆盖全部失效情形的 {coverage:.0%})",
    en="Condition {number}: when {conditions}, {density:.0%} of {inside} worlds fail (coverage {coverage:.0%} of all failing worlds)",
)
EVIDENCE = Text(
    zh="{factor}:偶然概率 {p},在一半样本中重现 {again:.0%}", en="{factor}: chance {p}, found again in {again:.0%} of half-samples"
)
UNSEEN = Text(
    zh="在未参与查找的一半情形中,失效 {unseen:.0%}(全部情形 {rate:.0%})",
    en="in the half of the worlds not searched {unseen:.0%} fail (of all worlds {rate:.0%})",
)
WEAK = Text(zh="——在未见过的情形中不成立,不可依赖", en=" – it does not hold in unseen worlds: do not rely on it")
TREE = Text(
    zh="决策树(未见情形的平衡准确率 {accuracy:.0%},瞎猜为 50%):",
    en="Tree (balanced accuracy in unseen worlds {accuracy:.0%}, guessing 50%):",
)
LEAF = Text(zh="- 若{conditions}:{inside} 个情形中 {density:.0%} 失效", en="- if {conditions}: {density:.0%} of {inside} worlds fail")


def discovery_lines(found: Discovery, language: Language, titles: Titles) -> list[str]:
    """Say everything, a line each."""
    words = {"policy": policy_words(found.policy, titles, language), "when": conditions_words(found.when, language)}
    lines = [HEAD.in_(language).format(worlds=found.worlds, failing=found.failing, rate=found.base_rate, **words)]
    if found.undefined:
        lines.append(UNDEFINED.in_(language).format(number=found.undefined))
    if found.outcome != "found":
        return [*lines, OUTCOMES[found.outcome].in_(language).format(least=LEAST_WORLDS, each=LEAST_EACH)]
    for number, box in enumerate(found.boxes, start=1):
        lines += ["", *box_lines(box, number, found.base_rate, language)]
    return [*lines, "", *_tree_lines(found, language)]


def box_lines(box: Box, number: int, base_rate: float, language: Language) -> list[str]:
    """Say one box and how far to trust it."""
    counts = {"inside": box.inside, "density": box.density, "coverage": box.coverage}
    lines = [BOX.in_(language).format(number=number, conditions=edges_words(box.edges, language), **counts)]
    lines += [
        "  "
        + EVIDENCE.in_(language).format(
            factor=factor_words(edge.factor, language), p=_chance(box.quasi_p[edge.factor]), again=box.reproduced[edge.factor]
        )
        for edge in box.edges
    ]
    unseen = UNSEEN.in_(language).format(unseen=box.unseen, rate=base_rate)
    return [*lines, f"  {unseen}{'' if holds_unseen(box, base_rate) else WEAK.in_(language)}"]


def holds_unseen(box: Box, base_rate: float) -> bool:
    """Whether boxes found in one half are clearly denser in the other than all worlds are."""
    return box.unseen > base_rate + 0.25 * (box.density - base_rate)


def edges_words(edges: tuple[Edge, ...], language: Language) -> str:
    """Join limits as a reader would."""
    said = (",且 " if language == "zh" else " and ").join(edge.words(language) for edge in edges)
    return re.sub(r"(?<=[\u4e00-\u9fff,]) (?=[\u4e00-\u9fff])", "", said)


def _tree_lines(found: Discovery, language: Language) -> list[str]:
    if found.tree is None:
        return []
    lines = [TREE.in_(language).format(accuracy=found.tree.accuracy)]
    for leaf in found.tree.leaves:
        counts = {"inside": leaf.inside, "density": leaf.density}
        lines.append(LEAF.in_(language).format(conditions=edges_words(leaf.edges, language), **counts))
    return lines


def _chance(p: float) -> str:
    return "< 0.001" if p < 0.001 else f"{p:.3f}"
