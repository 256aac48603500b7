"""What is said of the conditions under which a policy fails."""

import re

from cogov.analysis.discovery.answer import LEAST_EACH, LEAST_WORLDS, Discovery
from cogov.analysis.discovery.condition import conditions_words
from cogov.analysis.discovery.edges import Box, Edge
from cogov.analysis.names import factor_words
from cogov.analysis.tables import Titles, policy_words
from cogov.model.words import Language
from cogov.scenarios.words import Words

SAY = Words(__file__)

OUTCOMES = Words(__file__, "outcomes")


def discovery_lines(found: Discovery, language: Language, titles: Titles) -> list[str]:
    """Say everything, a line each."""
    words = {"policy": policy_words(found.policy, titles, language), "when": conditions_words(found.when, language)}
    lines = [SAY.head.in_(language).format(worlds=found.worlds, failing=found.failing, rate=found.base_rate, **words)]
    if found.undefined:
        lines.append(SAY.undefined.in_(language).format(number=found.undefined))
    if found.outcome != "found":
        return [*lines, OUTCOMES[found.outcome].in_(language).format(least=LEAST_WORLDS, each=LEAST_EACH)]
    for number, box in enumerate(found.boxes, start=1):
        lines += ["", *box_lines(box, number, found.base_rate, language)]
    return [*lines, "", *_tree_lines(found, language)]


def box_lines(box: Box, number: int, base_rate: float, language: Language) -> list[str]:
    """Say one box and how far to trust it."""
    counts = {"inside": box.inside, "density": box.density, "coverage": box.coverage}
    lines = [SAY.box.in_(language).format(number=number, conditions=edges_words(box.edges, language), **counts)]
    lines += [
        "  "
        + SAY.evidence.in_(language).format(
            factor=factor_words(edge.factor, language), p=_chance(box.quasi_p[edge.factor]), again=box.reproduced[edge.factor]
        )
        for edge in box.edges
    ]
    unseen = SAY.unseen.in_(language).format(unseen=box.unseen, rate=base_rate)
    return [*lines, f"  {unseen}{'' if holds_unseen(box, base_rate) else SAY.weak.in_(language)}"]


def holds_unseen(box: Box, base_rate: float) -> bool:
    """Whether boxes found in one half are clearly denser in the other than all worlds are."""
    return box.unseen > base_rate + 0.25 * (box.density - base_rate)


def edges_words(edges: tuple[Edge, ...], language: Language) -> str:
    """Join limits as a reader would."""
    said = SAY.together.in_(language).join(edge.words(language) for edge in edges)
    return re.sub(r"(?<=[\u4e00-\u9fff，]) (?=[\u4e00-\u9fff])", "", said)


def _tree_lines(found: Discovery, language: Language) -> list[str]:
    if found.tree is None:
        return []
    lines = [SAY.tree.in_(language).format(accuracy=found.tree.accuracy)]
    for leaf in found.tree.leaves:
        counts = {"inside": leaf.inside, "density": leaf.density}
        lines.append(SAY.leaf.in_(language).format(conditions=edges_words(leaf.edges, language), **counts))
    return lines


def _chance(p: float) -> str:
    return "< 0.001" if p < 0.001 else f"{p:.3f}"
