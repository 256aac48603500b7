"""Replicate until the intervals are narrow enough: which numbers of replications are looked at, and what is said at the end."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cogov.analysis.sequential import MOST, Precision, looks, parse_precision, too_wide
from cogov.analysis.tables import name_words
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.words import Text
from cogov.setting import Setting, at_least
from cogov.worlds import Priced

USUAL = 10
FEWEST = 10
EITHER = Text(
    zh="--replicates 与 --until 只能选一个(上限用 --at-most)", en="choose one of --replicates and --until (--at-most sets the cap)"
)
ONLY_WITH = Text(zh="只与 --until 合用", en="goes with --until only")
REACHED = Text(
    zh="每个政策重复 {n} 次后,区间已达到要求的宽度({asked});区间已按 {looks} 次查看校正",
    en="after {n} replications of each policy the intervals are as narrow as asked for ({asked}); they are corrected for {looks} looks",
)
CAPPED = Text(
    zh="重复 {n} 次(上限)后仍比要求({asked})宽:{names};区间已按 {looks} 次查看校正",
    en="after {n} replications (the cap) still wider than asked for ({asked}): {names}; intervals are corrected for {looks} looks",
)


@dataclass(frozen=True)
class Stopping:
    """When a comparison stops: at a number of replications, or at the first look at which it is narrow enough."""

    sizes: tuple[int, ...]
    precision: Precision | None = None
    asked: str = ""

    @property
    def looks(self) -> int:
        """How often one may look and stop."""
        return len(self.sizes)

    def settings(self, setting: Setting) -> list[Setting]:
        """Return the setting with each number of replications, the smallest first."""
        return [replace(setting, replicates=size) for size in self.sizes]

    def enough(self, found: Sequence[Priced]) -> bool:
        """Whether the comparison may stop here."""
        return self.precision is None or not found or not too_wide(found[0].comparison, self.precision)

    def note(self, found: Sequence[Priced]) -> Text | None:
        """Say why it stopped, where that was asked for."""
        if self.precision is None or not found:
            return None
        comparison = found[0].comparison
        words = {"n": comparison.replicates, "asked": self.asked, "looks": self.looks}
        if self.enough(found):
            return REACHED.filled(**words)
        wide = dict.fromkeys(row.indicator for row in too_wide(comparison, self.precision))
        names = Text(zh="、".join(name_words(name, "zh") for name in wide), en=", ".join(name_words(name, "en") for name in wide))
        return CAPPED.filled(**words, names=names)

    def as_json(self, found: Sequence[Priced]) -> dict[str, Any]:
        """What `compare --json` says of it; nothing where it was not asked for."""
        if self.precision is None or not found:
            return {}
        wide = [{"indicator": row.indicator, "policy": row.policy} for row in too_wide(found[0].comparison, self.precision)]
        return {"until": {"asked": self.asked, "looks": self.looks, "reached": not wide, "too_wide": wide}}


def stopping(replicates: int | None, until: str | None, at_most: int | None) -> Stopping:
    """Read what was asked for: a number, or a precision with a cap."""
    if until is None:
        if at_most is not None:
            raise InputError(Problem(ONLY_WITH, key="--at-most", value=at_most))
        at_least("--replicates", USUAL if replicates is None else replicates, 2)
        return Stopping((USUAL if replicates is None else replicates,))
    if replicates is not None:
        raise InputError(Problem(EITHER, key="--until", value=until))
    most = MOST if at_most is None else at_most
    at_least("--at-most", most, FEWEST)
    return Stopping(looks(most), parse_precision(until), until.strip())


def replicated[R](
    stop: Stopping, setting: Setting, live: Callable[[Setting], R], found_of: Callable[[R], list[Priced]]
) -> tuple[R, list[Priced]]:
    """Live through as many replications as are needed; what is there already is not lived through again."""
    for one in stop.settings(setting):
        runs = live(one)
        found = found_of(runs)
        if stop.enough(found):
            break
    return runs, found
