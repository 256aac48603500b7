"""Replicate until the intervals are narrow enough: which numbers of replications are looked at, and what is said at the end."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from cogov.analysis.comparison import PolicyEffect
from cogov.analysis.names import name_words
from cogov.analysis.sequential import FIRST, MOST, Precision, looks, parse_precision, too_wide, without_share
from cogov.comparison_study import Priced
from cogov.model.words import CLAUSES, LISTED, Text
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.words import Words
from cogov.setting import Setting, at_least

if TYPE_CHECKING:
    from cogov.analysis.subject import Subject

SAY = Words(__file__)

USUAL = 10


@dataclass(frozen=True)
class Judged:
    """What a look says to what was asked for."""

    asked: str
    looks: int
    replicates: int
    too_wide: tuple[PolicyEffect, ...]
    no_share: tuple[PolicyEffect, ...]
    """Rows of which a share was asked for where the baseline's mean is 0."""
    too_few: Mapping[str, int]
    """Policies with too few runs that came to their end beside the baseline's, and how many did."""

    @property
    def reached(self) -> bool:
        """Whether all is as narrow as asked for."""
        return not (self.too_wide or self.no_share or self.too_few)

    @property
    def settled(self) -> bool:
        """Whether more replications would bring no more: all runs of a policy fail again, and a mean of 0 has no share."""
        return not self.too_wide and not any(self.too_few.values())

    def note(self) -> Text:
        """Say why it stopped."""
        words = {"n": self.replicates, "asked": self.asked, "looks": self.looks}
        if self.reached:
            return SAY.reached.filled(**words)
        return SAY.not_reached.filled(**words, why=CLAUSES.join(self._why()))

    def _why(self) -> Iterator[Text]:
        if self.too_wide:
            yield SAY.wider.filled(names=_titles(self.too_wide))
        if self.no_share:
            yield SAY.no_share.filled(names=_titles(self.no_share), example=self.no_share[0].indicator)
        if self.too_few:
            yield SAY.too_few.filled(names=LISTED.join(self.too_few), least=FIRST)

    def as_json(self) -> dict[str, Any]:
        """What `compare --json` says of it."""
        rows = {"too_wide": self.too_wide, "no_share": self.no_share}
        named = {key: [{"indicator": row.indicator, "policy": row.policy} for row in found] for key, found in rows.items()}
        few = [{"policy": policy, "pairs": pairs} for policy, pairs in self.too_few.items()]
        return {"asked": self.asked, "looks": self.looks, "reached": self.reached, **named, "too_few": few}


def _titles(rows: Sequence[PolicyEffect]) -> Text:
    names = dict.fromkeys(row.indicator for row in rows)
    return LISTED.join(map(name_words, names))


@dataclass(frozen=True)
class Stopping:
    """When a comparison stops: at a number of replications, or at the first look at which it is narrow enough."""

    sizes: tuple[int, ...]
    precision: Precision | None = None
    asked: str = ""

    def as_asked(self) -> dict[str, Any]:
        """Return what was asked for, as a request keeps it."""
        if self.precision is None:
            return {"replicates": self.sizes[0]}
        return {"until": self.asked, "at_most": self.sizes[-1], "looks": self.looks}

    def refuse_unrecorded(self, recorded: Collection[str]) -> None:
        """Refuse a precision of indicators that no run would keep."""
        wanted = () if self.precision is None else self.precision.indicators
        if lacking := [name for name in wanted if name not in recorded]:
            raise InputError(Problem(SAY.unrecorded.filled(names=", ".join(lacking)), key="--record"))

    @property
    def looks(self) -> int:
        """How often one may look and stop."""
        return len(self.sizes)

    def settings(self, setting: Setting, begun: int = 0) -> list[Setting]:
        """Return the setting with each number of replications, the smallest first, from the first that takes in those begun already.

        So table, figures and folder are always of the same runs; intervals are corrected for all looks, hence for any of them.
        """
        first = min(begun, self.sizes[-1])
        if begun and self.precision is not None:
            setting = replace(setting, request={**setting.request, "begun": begun})
        return [replace(setting, replicates=size) for size in self.sizes if size >= first]

    def judged(self, subject: "Subject", found: Sequence[Priced]) -> Judged | None:
        """Hold what was found beside the precision, where one was asked for and a run came to its end."""
        if self.precision is None or not found:
            return None
        usual = found[0].comparison
        few = {policy: count for policy, count in pairs(subject).items() if count < FIRST}
        return Judged(
            self.asked, self.looks, len(subject.seeds), too_wide(usual, self.precision), without_share(usual, self.precision), few
        )


def pairs(subject: "Subject") -> dict[str, int]:
    """Return of each policy but the baseline how many runs came to their end, as the baseline's of the same seed did."""
    runs = subject.study.runs
    ended = {name: set(runs.loc[runs["policy"] == label, "seed"]) for name, label in subject.prices[0]["policies"].items()}
    baseline, *others = ended
    return {name: len(ended[name] & ended[baseline]) for name in others}


def stopping(replicates: int | None, until: str | None, at_most: int | None) -> Stopping:
    """Read what was asked for: a number, or a precision with a cap."""
    if until is None:
        if at_most is not None:
            raise InputError(Problem(SAY.only_with, key="--at-most", value=at_most))
        at_least("--replicates", USUAL if replicates is None else replicates, 2)
        return Stopping((USUAL if replicates is None else replicates,))
    if replicates is not None:
        raise InputError(Problem(SAY.either, key="--until", value=until))
    most = MOST if at_most is None else at_most
    at_least("--at-most", most, FIRST)
    return Stopping(looks(most), parse_precision(until), until.strip())


def replicated(
    stop: Stopping, setting: Setting, live: "Callable[[Setting], Subject]", found_of: "Callable[[Subject], list[Priced]]", begun: int = 0
) -> "tuple[Subject, list[Priced], Judged | None]":
    """Live through as many replications as are needed; what is there already, `begun`, is not lived through again."""
    for one in stop.settings(setting, begun):
        subject = live(one)
        found = found_of(subject)
        judged = stop.judged(subject, found)
        if judged is None or judged.settled:
            break
    return subject, found, judged
