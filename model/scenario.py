"""A scenario: which city, which rules, which policy, for how long.

Everything is frozen and holds plain values only. Which numbers, choices and rules there are is declared by the rules of a day; `schema` makes
the scenario of a day from that.
"""

from collections.abc import Callable
from typing import ClassVar, Self

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from cogov.model.city_facts import CityFacts, Kind, Topic
from cogov.model.levers import BUILT_IN, LEVERS, CostCurve, Lever, declared_costs
from cogov.model.numbers import Frozen, NotNegative, Numbers, Share, number
from cogov.model.options import Choice
from cogov.model.policy import Phase, Policy, PolicyPatch, take_levers
from cogov.model.tied import OwnNetwork
from cogov.model.words import Text

WARMUP = 120
"""Days after which queues have filled, by MSER-5 (docs/odd.md, Initialisation)."""


class Parameters(Frozen):
    """Numbers in blocks, each declared by the rule or the module that uses it."""


class Choices(Frozen):
    """The named choices: each is one entry in a table of functions of one signature."""


class Rules(Frozen):
    """Which rules of the day are on; what remains equals a model whose list lacks the others."""


class Costs(Frozen):
    """Money; a lever whose curve a scenario does not state costs what its declaration says."""

    handler_day: float = number(300, 0, 100_000, "yuan", "a working day of anybody on the payroll, busy or not")
    citizen_hour: float = number(15, 0, 10_000, "yuan", "an hour of a citizen's time", "assumed: near the hourly minimum wage of Jiangxi")
    levers: dict[str, CostCurve] = Field(default={}, validate_default=True)

    @field_validator("levers")
    @classmethod
    def _over_those_declared(cls, stated: dict[str, CostCurve]) -> dict[str, CostCurve]:
        """Lay what a scenario says of curves over what the levers' declarations say."""
        said = {name: curve.model_dump(exclude_unset=True) for name, curve in stated.items()}
        laid = {name: curve.model_copy(update=said.get(name)) for name, curve in declared_costs().items()}
        return laid | {name: curve for name, curve in stated.items() if name not in laid}


class Weights(Frozen):
    """Weights of indicators in the pillar scores; every outcome and cost not named weighs 1."""

    responsibility: dict[str, NotNegative] = {"owned_in_time_rate": 3.0}
    fulfilment: dict[str, NotNegative] = {"median_days": 0.0, "p90_days": 0.0, "full_cost_per_resolved": 0.0}
    sharing: dict[str, NotNegative] = {}


def shorter_warmup(days: int) -> int:
    """Return the warm-up of so many days where nobody states one: a quarter of them, the default at most."""
    return max(0, min(WARMUP, days // 4))


class Scenario(Frozen):
    """One city with all that happens in it."""

    day: ClassVar[tuple[Callable[..., None], ...]] = ()
    """The rules for which it has numbers and switches; empty: those of the model."""

    name: str = ""
    title: Text
    question: Text
    source: str
    days: int = Field(default=WARMUP + 365, ge=1, le=36_500, description="all simulated days")
    warmup: int = Field(default=WARMUP, ge=0, description="the unmeasured first days")
    horizon_days: float = Field(default=90, gt=0, le=3650, description="H of mean_days; at most days − warmup")
    city: CityFacts = CityFacts()
    kinds: dict[str, Kind] = Field(min_length=1)
    topics: dict[str, Topic] = Field(min_length=1)
    composite_share: Share | None = Field(
        default=None, description="rescales rates so that this share of matters is composite, by `choices: mix`"
    )
    network: OwnNetwork | None = Field(default=None, description="its own governance network, instead of or beside the generated one")
    parameters: Parameters = Parameters()
    choices: Choices = Choices()
    rules: Rules = Rules()
    costs: Costs = Field(default_factory=Costs)
    weights: Weights = Weights()
    policy: PolicyPatch = PolicyPatch()
    policies: dict[str, PolicyPatch] = {}

    @model_validator(mode="after")
    def _days_leave_something_to_measure(self) -> Self:
        if self.warmup >= self.days:
            raise refused(f"warmup ({self.warmup}) must be below days ({self.days})", f"预热 {self.warmup} 天须少于总天数 {self.days}")
        return self

    @model_validator(mode="after")
    def _topics_name_known_kinds(self) -> Self:
        for name, topic in self.topics.items():
            for kind in (*topic.owners, *((topic.escalates_to,) if topic.escalates_to else ())):
                if kind not in self.kinds:
                    raise refused(
                        f"topics.{name}: unknown kind of desk {kind!r}", f"topics.{name}：未知机构类型 {kind!r}", tuple(self.kinds)
                    )
        priced = tuple(declared_costs())
        for name in self.costs.levers:
            if name not in priced:
                raise refused(f"costs.levers: unknown lever {name!r}", f"costs.levers：未知杠杆 {name!r}", priced)
        return self

    @model_validator(mode="after")
    def _kinds_pass_to_known_kinds(self) -> Self:
        for name, kind in self.kinds.items():
            for other in kind.passes:
                if other not in self.kinds:
                    raise refused(
                        f"kinds.{name}.passes: unknown kind of desk {other!r}",
                        f"kinds.{name}.passes：未知机构类型 {other!r}",
                        tuple(self.kinds),
                    )
        return self

    @model_validator(mode="after")
    def _nodes_are_desks(self) -> Self:
        for node in self.network.nodes if self.network is not None else ():
            if node.kind not in self.kinds or node.level not in self.kinds[node.kind].handlers:
                raise refused(
                    f"network: there is no desk {node.kind!r} at level {node.level}",
                    f"network:{node.level} 层级没有 {node.kind!r} 这类机构",
                    tuple(self.kinds),
                )
        return self

    def numbers[Block: Numbers](self, block: type[Block]) -> Block:
        """Return a block of numbers by its class, or by that of a part of it; as declared where the scenario has none."""
        blocks = (getattr(self.parameters, name) for name in type(self.parameters).model_fields)
        return next((found for found in blocks if isinstance(found, block)), None) or block()

    def chosen[What](self, choice: Choice[What]) -> What:
        """Return what is chosen of a named choice."""
        return choice.of(self.choices)

    @property
    def notes(self) -> tuple[Text, ...]:
        """What a person should know of the files that the scenario was read from."""
        return (self.network.notes or ()) if self.network is not None else ()

    def base_policy(self) -> Policy:
        """Return the policy under which this scenario stands when nothing is changed."""
        return self.placed(Policy().overlaid(self.policy))

    def placed(self, policy: Policy) -> Policy:
        """Return a policy whose phases call townships by number; a name that the city does not know stays."""
        return policy.model_copy(update={"phases": tuple(self._placed(phase) for phase in policy.phases)})

    def _placed(self, phase: Phase) -> Phase:
        if not isinstance(phase.where, tuple):
            return phase
        return phase.model_copy(update={"where": tuple(self.city.number_of(place) or place for place in phase.where)})


def add_lever(lever: Lever) -> None:
    """Let policies turn a lever of one's own too; one added again takes the place of the one before.

    A rule finds it in force as `city.levers["its_name"]`.
    """
    own = LEVERS.keys() - {one.name for one in BUILT_IN}
    if not lever.name.isidentifier() or lever.name in (PolicyPatch.model_fields.keys() | Scenario.model_fields.keys()) - own:
        raise ValueError(f"{lever.name!r} cannot be the name of a lever: a word of letters, digits and _ that nothing else has")
    LEVERS[lever.name] = lever
    take_levers()
    _make_anew(Scenario)


def _make_anew(part: type[Frozen]) -> None:
    """Let scenarios, those of every day that was put together, hold the policies of today."""
    part.model_rebuild(force=True)
    for special in part.__subclasses__():
        _make_anew(special)


def refused(en: str, zh: str, allowed: tuple[str, ...] = ()) -> PydanticCustomError:
    """Return what says in both languages why a scenario is refused."""
    return PydanticCustomError("reference", "{en}", {"zh": zh, "en": en, "allowed": list(allowed)})
