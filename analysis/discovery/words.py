"""What is said of the conditions under which a policy fails."""

import re

from cogov.analysis.discovery.answer import LEAST_EACH, LEAST_WORLDS, ScenarioDiscovery
from cogov.analysis.discovery.condition import conditions_words
from cogov.analysis.discovery.edges import Box, Edge
from cogov.analysis.names import factor_words
from cogov.analysis.tables import Titles, policy_words
from cogov.model.words import INDENTED, Text, TextLike
from cogov.scenarios.words import Words

SAY = Words(__file__)

OUTCOMES = Words(__file__, "outcomes")


def discovery_lines(found: ScenarioDiscovery, titles: Titles) -> list[TextLike]:
    """Say everything, a line each."""
    words = {"policy": policy_words(found.policy, titles), "when": conditions_words(found.when)}
    lines: list[TextLike] = [SAY.head.filled(worlds=found.worlds, failing=found.failing, rate=found.base_rate, **words)]
    if found.undefined:
        lines.append(SAY.undefined.filled(number=found.undefined))
    if found.outcome != "found":
        return [*lines, OUTCOMES[found.outcome].filled(least=LEAST_WORLDS, each=LEAST_EACH)]
    for number, box in enumerate(found.boxes, start=1):
        lines += ["", box_words(box, number, found.base_rate)]
    return [*lines, "", *_tree_lines(found)]


def box_words(box: Box, number: int, base_rate: float) -> Text:
    """Say one box and how far to trust it."""
    counts = {"inside": box.inside, "density": box.density, "coverage": box.coverage}
    evidence = (
        SAY.evidence.filled(factor=factor_words(edge.factor), p=_chance(box.quasi_p[edge.factor]), again=box.reproduced[edge.factor])
        for edge in box.edges
    )
    unseen = SAY.unseen.filled(unseen=box.unseen, rate=base_rate)
    said = SAY.box.filled(number=number, conditions=edges_words(box.edges), **counts)
    return INDENTED.join((said, *evidence, unseen if holds_unseen(box, base_rate) else unseen + SAY.weak))


def holds_unseen(box: Box, base_rate: float) -> bool:
    """Whether boxes found in one half are clearly denser in the other than all worlds are."""
    return box.unseen > base_rate + 0.25 * (box.density - base_rate)


def edges_words(edges: tuple[Edge, ...]) -> Text:
    """Join limits as a reader would."""
    said = SAY.together.join(edge.words for edge in edges)
    return said.each(lambda words: re.sub(r"(?<=[\u4e00-\u9fff，]) (?=[\u4e00-\u9fff])", "", words))


def _tree_lines(found: ScenarioDiscovery) -> list[Text]:
    if found.tree is None:
        return []
    lines = [SAY.tree.filled(accuracy=found.tree.accuracy)]
    for leaf in found.tree.leaves:
        counts = {"inside": leaf.inside, "density": leaf.density}
        lines.append(SAY.leaf.filled(conditions=edges_words(leaf.edges), **counts))
    return lines


def _chance(p: float) -> str:
    return "< 0.001" if p < 0.001 else f"{p:.3f}"
