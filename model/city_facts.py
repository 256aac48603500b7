"""The city of a scenario: territory, desks and the topics of the matters that arise."""

import math
from typing import Literal, Self

from pydantic import Field, PositiveInt, model_validator
from pydantic_core import PydanticCustomError

from cogov.model.numbers import Frozen, NotNegative, Number, Share, number, share
from cogov.model.words import Text

Sector = Literal["party", "government", "economic", "mass", "social", "self_governance"]
Level = Literal["village", "township", "city"]
Domain = Literal["political", "administrative", "market", "voluntary", "self_governance"]
Form = Literal["application", "problem", "dispute"]
Resource = Literal["services", "technology", "organisational", "economic", "human", "platform", "information", "policy_support"]
Area = Literal["environment", "food", "traffic", "public_security"]
Channel = Literal["people", "administrative", "judicial"]
Group = Literal["everyone", "elderly", "left_behind", "migrant", "low_income"]
ROUNDING = 1e-9
"""By how much shares of the same people may exceed one before they do."""


class CityFacts(Frozen):
    """Territory and people. A population smaller than the county's is a slice: fewer townships, of the same size, villages and mix."""

    population: PositiveInt = Field(default=84_000, ge=200, le=5_000_000, description="residents simulated, one to one")
    county_population: PositiveInt = Field(default=753_787, ge=200, le=5_000_000, description="residents of the whole county-level city")
    county_townships: PositiveInt = Field(default=18, description="townships and sub-districts of the whole county-level city")
    township_names: tuple[Text, ...] = Field(default=(), description="their names, in order: what phases may call them")
    townships: PositiveInt | None = Field(default=None, description="townships simulated; left out, as many as leave each its true size")
    urban_share: float = share(0.6, "share of residents in urban communities", "59.06 % in Leping 2019, statistical communique")
    residents_per_urban_village: float = number(4000, 200, 50_000, "residents", "size of an urban community")
    residents_per_rural_village: float = number(1000, 100, 50_000, "residents", "size of a rural village: one grid each")
    household_size: float = number(2.94, 1, 10, "residents", "mean household", "Jiangxi, census 2020")
    households_per_grid: float = number(
        340, 50, 5000, "households", "size of a neighbourhood: one grid as the land is laid out", "norm 300 to 500"
    )
    child_share: float = share(0.22, "residents under 15", "Jiangxi, census 2020")
    elderly_share: float = share(0.17, "residents of 60 and over", "Jiangxi, census 2020")
    left_behind_share_urban: float = share(0.03, "residents whose family works away, urban")
    left_behind_share_rural: float = share(0.12, "residents whose family works away, rural")
    migrant_share: float = share(0.1, "residents registered elsewhere or away for part of the year")
    low_income_share: float = share(0.08, "residents of low income")
    party_member_share: float = share(0.07, "Party members among residents", "about 100 million of 1.4 billion")
    member_share: float = share(0.12, "members of any organisation (组织人)")
    online_share_young: float = share(0.9, "online access under 60")
    online_share_elderly: float = share(0.4, "online access of 60 and over")
    online_distance: float = number(
        0.02, 0, 1, "share per km", "how much rarer online access is with each km to the township's venue; the city's mean stays"
    )
    ties_per_citizen: float = number(8, 0, 50, "ties", "mean number of neighbours whose conduct a citizen sees")
    ties_outside_grid: float = share(0.1, "share of ties that leave the grid")

    @model_validator(mode="after")
    def _land_holds_its_townships(self) -> Self:
        if self.townships is not None and self.townships > self._room:
            needed = residents_for(self, self.townships)
            raise _reference(
                f"townships ({self.townships}) need two villages each: population must be about {needed} or more",
                f"townships（{self.townships}）：每个乡镇至少两个村（社区），population 须约 {needed} 或更多",
            )
        return self

    @model_validator(mode="after")
    def _ages_hold_together(self) -> Self:
        together = self.child_share + self.elderly_share
        if together > 1 + ROUNDING:
            raise _reference(
                f"child_share ({self.child_share:g}) and elderly_share ({self.elderly_share:g}) make {together:g}: together at most 1",
                f"child_share ({self.child_share:g}) 与 elderly_share ({self.elderly_share:g}) 合计 {together:g}：两者之和不超过 1",
            )
        return self

    @property
    def villages(self) -> tuple[int, int]:
        """Number of urban communities and of rural villages."""
        urban = round(self.population * self.urban_share)
        parts = ((urban, self.residents_per_urban_village), (self.population - urban, self.residents_per_rural_village))
        urban_villages, rural_villages = (max(1, round(residents / size)) if residents else 0 for residents, size in parts)
        return urban_villages, rural_villages

    @property
    def _room(self) -> int:
        return max(1, sum(self.villages) // 2)

    @property
    def residents_per_township(self) -> float:
        """True size of a township."""
        return max(self.population, self.county_population) / self.county_townships

    @property
    def simulated_townships(self) -> int:
        """Number of townships of the slice: as stated, else as leave each near its true size; one at least, two villages to each."""
        return self.townships or min(max(1, round(self.population / self.residents_per_township)), self._room)

    def number_of(self, township: int | str) -> int | None:
        """Return the number of a township from its name in either language; a number stands for itself, None for a stranger."""
        names = {name: number for number, text in enumerate(self.township_names, start=1) for name in (text.zh, text.en)}
        return township if isinstance(township, int) else names.get(township)

    def name_of(self, number: int) -> Text:
        """Return what a township is called: its number where it has no name."""
        named = number <= len(self.township_names)
        return self.township_names[number - 1] if named else Text(zh=str(number), en=str(number))


def residents_for(city: CityFacts, townships: int) -> int:
    """Return how many residents a slice needs for so many townships: of their true size, or with two villages each if their number is stated."""
    if city.townships is None:
        return math.ceil((townships - 0.5) * city.residents_per_township) + 1
    per_resident = city.urban_share / city.residents_per_urban_village + (1 - city.urban_share) / city.residents_per_rural_village
    return math.ceil(2 * (townships + 1) / per_resident / 1000) * 1000


class Kind(Frozen):
    """A kind of desk: one sector or department, with a desk in each jurisdiction of the levels it works at."""

    title: Text
    sector: Sector
    counter: bool = Field(default=False, description="one-stop service takes handlers of it to its counters")
    doubles: bool = Field(default=False, description="its cadres are the Party organisation's too; Party-building takes handlers of it")
    handlers: dict[Level, Number] = Field(min_length=1, description="handlers per 10,000 residents served, by level")
    flows: dict[Resource, NotNegative] = Field(default={}, description="resource units a day per handler")
    openness: Share | dict[Resource, Share] = Field(default=0.5, description="readiness to lend what is spare, of all or by resource")
    mediates: Channel | None = Field(default=None, description="channel of its mediation; of government administrative, of others people's")
    passes: dict[str, Share] = Field(
        default={}, description="chance that it passes what it has done to another kind, under `routing: matrix`; the rest is settled"
    )

    @model_validator(mode="after")
    def _handlers_are_positive(self) -> Self:
        for level, value in self.handlers.items():
            if value <= 0 or value > 1000:
                raise PydanticCustomError(
                    "range",
                    "handlers at {level} must be above 0 and at most 1000",
                    {"level": level, "zh": f"{level} 的人数须大于 0、不超过 1000", "en": f"handlers at {level} must be in (0, 1000]"},
                )
        return self

    @model_validator(mode="after")
    def _passes_no_more_than_it_has(self) -> Self:
        together = sum(self.passes.values())
        if together > 1 + ROUNDING:
            raise _reference(f"passes make {together:g}: together at most 1", f"passes 合计 {together:g}：不超过 1")
        return self


class Rate(Frozen):
    """Matters per 1,000 residents and year."""

    urban: float = number(0, 0, 5000, "per 1,000 residents and year", "rate in urban communities")
    rural: float = number(0, 0, 5000, "per 1,000 residents and year", "rate in rural villages")


class Work(Frozen):
    """Work that a matter takes from its rightful, fully equipped owner."""

    mean: float = number(1, 0.001, 1000, "person-days", "mean")
    cv: float = number(0.8, 0, 10, "1", "coefficient of variation of the gamma distribution; 0 is constant")


class Topic(Frozen):
    """A class of matters: what it is, who answers for it, how often and how hard it is."""

    title: Text
    source: Literal["essay", "added"]
    domains: tuple[Domain, ...] = Field(min_length=1)
    form: Form
    level: Level = Field(description="where such a matter stands when it arises")
    desk: str | None = Field(default=None, description="kind of desk whose duty it is alone")
    lead: str | None = Field(default=None, description="kind of desk in the lead (主责) of a composite matter")
    supporters: tuple[str, ...] = Field(default=(), description="kinds that must join in (协办)")
    escalates_to: str | None = Field(default=None, description="kind of desk whose duty it is alone above that level")
    rate: Rate
    work: Work = Work()
    needs: dict[Resource, NotNegative] = Field(default={}, description="resource units per handler-day")
    ambiguity: float = number(1, 0.05, 20, "1", "median factor on misunderstandings: how hard it is to say whose it is")
    collective: float = share(0, "chance that a matter concerns many")
    severity: float = share(0.3, "how badly it bears on the citizen")
    visibility: float = share(0.3, "chance that a patrol that comes by sees it")
    deadline_days: float = number(15, 0.5, 365, "days", "days within which it is due")
    working_days: bool = Field(default=False, description="its deadline counts working days (工作日), as rules for permits and orders do")
    concerns: Group = "everyone"
    area: Area | None = Field(default=None, description="the key area of enforcement it belongs to")
    declared_priority: float = number(1, 0, 100, "weight", "weight in the goals that the city declares")

    @model_validator(mode="after")
    def _one_mandate(self) -> Self:
        if self.desk is not None and self.lead is not None:
            raise _reference("desk and lead exclude each other", "desk 与 lead 只能有一个")
        if (self.lead is None) != (not self.supporters):
            raise _reference("a composite topic needs both lead and supporters", "多部门事务须同时有 lead 与 supporters")
        return self

    @property
    def mandate(self) -> Literal["single", "composite", "novel"]:
        """Whose duty the lists make it: one desk's, several's, nobody's."""
        return "single" if self.desk is not None else "composite" if self.lead is not None else "novel"

    @property
    def owners(self) -> tuple[str, ...]:
        """Kinds of desk that are rightful: the lead first."""
        return (self.desk,) if self.desk is not None else () if self.lead is None else (self.lead, *self.supporters)


def _reference(en: str, zh: str) -> PydanticCustomError:
    return PydanticCustomError("reference", "{en}", {"zh": zh, "en": en})
