"""Under what conditions a policy fails: boxes and a tree, or the honest reason why neither can be had."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from cogov.analysis.discovery.boxes import Tree, find_boxes, grow
from cogov.analysis.discovery.cases import Cases, cases
from cogov.analysis.discovery.condition import Condition
from cogov.analysis.discovery.edges import Box
from cogov.analysis.study import Study

LEAST_WORLDS = 30
LEAST_EACH = 8
"""Fewer failing, or fewer other, worlds than this describe no conditions."""

Outcome = Literal["none fails", "all fail", "too few worlds", "too few of one kind", "no conditions", "found"]


@dataclass(frozen=True)
class ScenarioDiscovery:
    """What `cogov discover` answers."""

    policy: str
    when: tuple[Condition, ...]
    worlds: int
    failing: int
    undefined: int
    outcome: Outcome
    boxes: tuple[Box, ...] = ()
    tree: Tree | None = None

    @property
    def base_rate(self) -> float:
        """Share of the worlds in which the policy fails."""
        return self.failing / max(1, self.worlds)

    def table(self) -> list[dict[str, Any]]:
        """Return a row a box and limit of it."""
        boxes = [(number, box.as_json()) for number, box in enumerate(self.boxes, start=1)]
        counts = ("coverage", "density", "density_unseen")
        return [{"box": number, **edge, **{key: box[key] for key in counts}} for number, box in boxes for edge in box["conditions"]]

    def as_json(self) -> dict[str, Any]:
        """Return the document that `--json` prints."""
        return {
            "policy": self.policy,
            "when": [{"indicator": one.indicator, "comparison": one.sign, "value": one.value} for one in self.when],
            "worlds": self.worlds,
            "failing": self.failing,
            "undefined": self.undefined,
            "outcome": self.outcome,
            "boxes": [box.as_json() for box in self.boxes],
            "tree": None if self.tree is None else self.tree.as_json(),
        }


def discover(study: Study, policy: str, when: Sequence[Condition]) -> ScenarioDiscovery:
    """Look for conditions under which all of `when` comes about."""
    given = cases(study, study.policy(policy), when)
    counts = (policy, tuple(when), given.worlds, given.failing, given.undefined)
    if (hindrance := _hindrance(given)) is not None:
        return ScenarioDiscovery(*counts, hindrance)
    boxes, tree = find_boxes(given.conditions, given.fails), grow(given.conditions, given.fails)
    outcome: Outcome = "found" if boxes or tree.tells else "no conditions"
    return ScenarioDiscovery(*counts, outcome, tuple(boxes), tree if tree.tells else None)


def _hindrance(given: Cases) -> Outcome | None:
    """Say what stands in the way of an answer, if anything."""
    if given.worlds < LEAST_WORLDS:
        return "too few worlds"
    if given.failing in {0, given.worlds}:
        return "none fails" if given.failing == 0 else "all fail"
    return "too few of one kind" if min(given.failing, given.worlds - given.failing) < LEAST_EACH else None
