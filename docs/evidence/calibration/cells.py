"""Cells of the tables of numbers and of targets: what is told; what was observed, what simulated logs have, by how much it is missed."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from cogov.analysis.calibration.calibration import HIT
from cogov.analysis.values import UNDEFINED, plain_text
from cogov.model.words import Text

HEADS = ("目标 target", "观测 observed", "校准前 before", "抽样 draws", "校准后 after", "用途 role", "偏离 off", "结果 outcome")

VERDICTS = {"told": "told apart 可识别", "tied": "tied 相互替代", "flat": "stays as it is 不可识别"}


def target_cells(title: Text, one: Mapping[str, Any]) -> Sequence[str]:
    """Return the row of a target."""
    role = "left out 留作检验" if one["hold_out"] else "fitted 拟合" if one["within_reach"] else "out of reach 达不到"
    return (
        f"{title.zh} {title.en}",
        f"{one['value']:.3g} ± {stated(one):.2g}",
        known(one["before"]),
        f"{known(one['draws_mean'])} ± {known(one['draws_sd'])}",
        known(one["after"]),
        role,
        plain_text(round(off(one), 2), "+"),
        "✓" if one["hit"] else "✗",
    )


def stated(one: Mapping[str, Any]) -> float:
    """Return how far off a right model is, as a standard deviation."""
    return math.hypot(one["error"], one["discrepancy"])


def misses(one: Mapping[str, Any], when: str) -> float:
    """Return by how many of these the city before, that after, or the draws' mean misses a target."""
    return float(one[when] - one["value"]) / stated(one)


def hit_by(targets: Sequence[Mapping[str, Any]], when: str) -> int:
    """Return how many targets the city before, or that after, hits by itself, the stated errors alone considered."""
    return sum(abs(misses(one, when)) <= HIT for one in targets)


def off(one: Mapping[str, Any]) -> float:
    """Return by how many standard deviations the draws miss a target, their own spread and the stated error together."""
    return float(one["draws_mean"] - one["value"]) / math.hypot(stated(one), one["draws_sd"])


def known(value: float | None) -> str:
    """Write a number to three figures."""
    return UNDEFINED if value is None or math.isnan(value) else f"{value:.3g}"
