"""A scenario: which city, which rules, which policy, for how long.

Everything is frozen and holds plain values only. `Scenario` is what the loader builds from a file and all it extends.
"""

from typing import Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from cogov.scenarios.choices import LEVELS, SECTORS
from cogov.scenarios.city import City, Kind, Topic
from cogov.scenarios.fields import Frozen, Number, Share, number
from cogov.scenarios.levers import LEVERS
from cogov.scenarios.parameters import Parameters
from cogov.scenarios.words import Text

PartValues = dict[str, Share]


class PolicyPatch(Frozen):
    """What a policy changes: levers left out stay as the scenario has them."""

    title: Text | None = None
    question: Text | None = None
    source: str | None = None
    boundary_clarity: Share | None = None
    power_sharing: Share | None = None
    duty_clarity: Share | None = None
    resource_sharing: Share | PartValues | None = None
    goal_alignment: Share | None = None
    deliberation: Share | None = None
    centre_strength: Share | PartValues | None = None
    grid_density: float | None = Field(default=None, ge=LEVERS["grid_density"].low, le=LEVERS["grid_density"].high)
    grid_intelligence: Share | None = None
    party_building: Share | None = None
    mobilization: Share | None = None
    joint_action: Share | None = None
    one_stop_service: Share | None = None
    online_service: Share | None = None
    mediation: Share | PartValues | None = None
    goals: Literal["declared", "need", "far"] | dict[str, Number] | None = None

    @model_validator(mode="after")
    def _parts_exist(self) -> Self:
        for name, lever in LEVERS.items():
            value = getattr(self, name)
            unknown = sorted(set(value) - set(lever.parts)) if isinstance(value, dict) else []
            if unknown:
                raise _reference(f"{name} has no part {unknown[0]!r}", f"{name} 没有 {unknown[0]!r} 这一部分", lever.parts)
        return self


class Policy(Frozen):
    """All levers with their values: what one run works under."""

    boundary_clarity: Share = LEVERS["boundary_clarity"].default
    power_sharing: Share = LEVERS["power_sharing"].default
    duty_clarity: Share = LEVERS["duty_clarity"].default
    resource_sharing: PartValues = Field(default_factory=lambda: _spread("resource_sharing"))
    goal_alignment: Share = LEVERS["goal_alignment"].default
    deliberation: Share = LEVERS["deliberation"].default
    centre_strength: PartValues = Field(default_factory=lambda: _spread("centre_strength"))
    grid_density: float = Field(default=LEVERS["grid_density"].default, ge=LEVERS["grid_density"].low, le=LEVERS["grid_density"].high)
    grid_intelligence: Share = LEVERS["grid_intelligence"].default
    party_building: Share = LEVERS["party_building"].default
    mobilization: Share = LEVERS["mobilization"].default
    joint_action: Share = LEVERS["joint_action"].default
    one_stop_service: Share = LEVERS["one_stop_service"].default
    online_service: Share = LEVERS["online_service"].default
    mediation: PartValues = Field(default_factory=lambda: _spread("mediation"))
    goals: Literal["declared", "need", "far"] | dict[str, Number] = "declared"

    def by_level(self, lever: Literal["centre_strength", "mediation"]) -> tuple[float, ...]:
        """Return a lever's value at village, township and city level."""
        parts: PartValues = getattr(self, lever)
        return tuple(parts[level] for level in LEVELS)

    def sharing_by_sector(self) -> tuple[float, ...]:
        """Return resource sharing of each sector, in the order of `SECTORS`."""
        return tuple(self.resource_sharing[sector] for sector in SECTORS)

    def overlaid(self, change: PolicyPatch) -> "Policy":
        """Return this policy with what `change` changes."""
        values = self.model_dump()
        for name in Policy.model_fields:
            new = getattr(change, name)
            if new is None:
                continue
            parts = LEVERS[name].parts if name in LEVERS else ()
            values[name] = new if not parts else values[name] | (new if isinstance(new, dict) else dict.fromkeys(parts, new))
        return Policy.model_validate(values)


def _spread(lever: str) -> PartValues:
    return dict.fromkeys(LEVERS[lever].parts, LEVERS[lever].default)


class Choices(Frozen):
    """The named choices: each is one entry in a table of functions of one signature."""

    arrivals: Literal["bursty", "poisson"] = "bursty"
    calendar: Literal["weekdays", "every_day"] = "weekdays"
    queue: Literal["priority", "fifo"] = "priority"
    patience: Literal["none", "exponential"] = "none"
    triage: Literal["mixed", "claims", "dispatch", "equal_chance", "best_response"] = "mixed"
    taking: Literal["weighed", "volunteer", "always"] = "weighed"
    routing: Literal["triage", "matrix"] = "triage"
    capacity: Literal["staff", "unlimited"] = "staff"
    congruence: Literal["topic", "cosine"] = "topic"
    need: Literal["drifting", "fixed"] = "drifting"


class Rules(Frozen):
    """Which rules of the day are on; what remains equals a model whose list lacks the others."""

    emergence: bool = True
    discovery: bool = True
    triage: bool = True
    deliberation: bool = True
    sharing: bool = True
    handling: bool = True
    mediation: bool = True
    closure: bool = True
    wellbeing: bool = True
    participation: bool = True
    learning: bool = True


class CostCurve(Frozen):
    """Money that a lever costs a year: `per_head · value ** exponent`, per resident."""

    per_head: float = number(10, 0, 10_000, "yuan per resident and year", "cost at full strength")
    exponent: float = number(1.5, 0.1, 5, "1", "above 1: the last tenth is dearer than the first")


class Costs(Frozen):
    """Money."""

    handler_day: float = number(300, 0, 100_000, "yuan", "a handler's working day")
    levers: dict[str, CostCurve] = {}


class Weights(Frozen):
    """Weights of indicators in the pillar scores; every outcome and cost not named weighs 1."""

    responsibility: dict[str, Number] = {"owned_in_time_rate": 3.0}
    fulfilment: dict[str, Number] = {}
    sharing: dict[str, Number] = {}


class Scenario(Frozen):
    """One city with all that happens in it."""

    name: str = ""
    title: Text
    question: Text
    source: str
    days: int = Field(default=365, ge=1, le=36_500, description="all simulated days")
    warmup: int = Field(default=60, ge=0, description="the unmeasured first days")
    horizon_days: float = Field(default=90, gt=0, le=3650, description="H of mean_days; at most days − warmup")
    city: City = City()
    kinds: dict[str, Kind] = Field(min_length=1)
    topics: dict[str, Topic] = Field(min_length=1)
    composite_share: Share | None = Field(default=None, description="rescales rates so that this share of matters is composite")
    parameters: Parameters = Parameters()
    choices: Choices = Choices()
    rules: Rules = Rules()
    costs: Costs = Costs()
    weights: Weights = Weights()
    policy: PolicyPatch = PolicyPatch()
    policies: dict[str, PolicyPatch] = {}

    @model_validator(mode="after")
    def _days_leave_something_to_measure(self) -> Self:
        if self.warmup >= self.days:
            raise _reference(f"warmup ({self.warmup}) must be below days ({self.days})", f"预热 {self.warmup} 天须少于总天数 {self.days}")
        return self

    @model_validator(mode="after")
    def _topics_name_known_kinds(self) -> Self:
        for name, topic in self.topics.items():
            for kind in (*topic.owners, *((topic.escalates_to,) if topic.escalates_to else ())):
                if kind not in self.kinds:
                    raise _reference(
                        f"topics.{name}: unknown kind of desk {kind!r}", f"topics.{name}:未知机构类型 {kind!r}", tuple(self.kinds)
                    )
        for name in self.costs.levers:
            if name not in LEVERS:
                raise _reference(f"costs.levers: unknown lever {name!r}", f"costs.levers:未知杠杆 {name!r}", tuple(LEVERS))
        return self

    def base_policy(self) -> Policy:
        """Return the policy under which this scenario stands when nothing is changed."""
        return Policy().overlaid(self.policy)


def _reference(en: str, zh: str, allowed: tuple[str, ...] = ()) -> PydanticCustomError:
    return PydanticCustomError("reference", "{en}", {"zh": zh, "en": en, "allowed": list(allowed)})
