"""A stylised fact, its claims, and what each claim needs: settings to live through, values to look at, criteria to judge by."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache

from cogov.model.policy import PolicyPatch
from cogov.model.scenario import Scenario
from cogov.model.words import Text
from cogov.scenarios.loader import load_scenario
from docs.evidence.facts.criteria import Criterion
from docs.evidence.runs import Cell

Change = Callable[[Scenario], Mapping[str, object]]
"""What a setting changes in the default city: dotted paths and values, from the default city."""


@dataclass(frozen=True, eq=False)
class Setting:
    """A city under a policy: the default city and status quo, but for what it says."""

    says: Text
    city: Mapping[str, object] = field(default_factory=dict)
    """Dotted paths of the scenario and their values."""
    changes: tuple[Change, ...] = ()
    policy: Mapping[str, object] = field(default_factory=dict)

    def cell(self, population: int, replicates: int) -> Cell:
        """Return the cell to live through; settings that come to the same have cells of the same name."""
        scenario = _default_city(population)
        own = {**self.city, **{path: value for change in self.changes for path, value in change(scenario).items()}}
        if own:
            scenario = load_scenario("leping", {"city.population": population, **own})
        policy = scenario.base_policy().overlaid(PolicyPatch.model_validate(dict(self.policy)))
        said = scenario.model_dump_json(by_alias=True) + policy.model_dump_json()
        return Cell(hashlib.sha256(said.encode()).hexdigest()[:12], scenario, policy, replicates)


@cache
def _default_city(population: int) -> Scenario:
    return load_scenario("leping", {"city.population": population})


@dataclass(frozen=True)
class Window:
    """The mean of a daily series over days `first` to `last`, both counted from 0 and included."""

    series: str
    first: int
    last: int

    def __str__(self) -> str:
        return f"{self.series}[{self.first}..{self.last}]"


Measure = str | Window
"""An indicator, or a window of a daily series."""


@dataclass(frozen=True)
class Value:
    """One measure in one setting."""

    setting: Setting
    measure: Measure


@dataclass(frozen=True)
class Look:
    """Values and the criterion that they have to meet."""

    criterion: Criterion
    asked: tuple[Value, ...]


@dataclass(frozen=True)
class Claim:
    """One thing that a fact says. It is reproduced if every look holds; without looks it is out of scope, and `note` says why.

    Else the note says how the experiment reads the claim, `changed` why its criterion is not what it was at first, and `needed` what the model
    would need to show it: a mechanism, or a finer measurement.
    """

    key: str
    says: Text
    looks: tuple[Look, ...] = ()
    note: Text | None = None
    changed: Text | None = None
    needed: Text | None = None


@dataclass(frozen=True)
class Fact:
    """A stylised fact with its references."""

    number: int
    says: Text
    references: str
    claims: tuple[Claim, ...]
