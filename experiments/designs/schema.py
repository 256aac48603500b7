"""A design as a file says it: plain values, unknown keys refused. `study` gives it its city and its points."""

from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import ConfigDict, Field, PrivateAttr

from cogov.experiments.recorded import Choice
from cogov.model.numbers import Frozen
from cogov.model.words import Text
from cogov.scenarios.yaml_lines import Written

Said = float | str | bool
"""A factor's value as a person writes it; on and off are bools to YAML."""
Levels = Annotated[tuple[Said, ...], Field(min_length=1)]
KindName = Literal["grid", "one_at_a_time", "latin_hypercube", "sobol", "morris", "points"]
LARGEST_SEED = 2**63 - 1


class Range(Frozen):
    """All values between two, or so many steps from one to the other."""

    low: float = Field(alias="from", description="lowest value")
    high: float = Field(alias="to", description="highest value")
    steps: int | None = Field(default=None, ge=2, le=10_000, description="levels of a grid or of one_at_a_time, both ends included")


class Record(Frozen):
    """What is kept of a run: which columns of its row, and what beside it."""

    indicators: Choice | tuple[str, ...] = Field(
        default="main", description="main: those that a report shows; all; or names, main and name@group among them"
    )
    series: bool = Field(default=False, description="daily series")
    events: bool = Field(default=False, description="what happened to each matter")
    flows: bool = Field(default=False, description="how often matters went from one sector to another")
    townships: bool = Field(default=False, description="every township month by month, for an evaluation of pilots")


class Design(Frozen):
    """A study: policies and factors, the kind of design, how often, what is recorded."""

    model_config = ConfigDict(populate_by_name=True)

    name: str = Field(default="", description="of the file, unless it says otherwise; results go to results/<name>")
    title: Text | None = None
    question: Text | None = None
    source: str | None = None
    scenario: Annotated[str, Field(min_length=1)] | Annotated[dict[str, Any], Field(min_length=1)] = Field(
        description="a library name, a file whose path counts from the design's, or what such a file would say"
    )
    population: int | None = Field(default=None, description="residents simulated")
    days: int | None = Field(default=None, description="all simulated days")
    warmup: int | None = Field(default=None, description="the unmeasured first days")
    replicates: int = Field(default=10, ge=1, le=1_000_000, description="runs of every point under every policy")
    seed: int = Field(default=1, ge=0, le=LARGEST_SEED, description="of the first replicate, and of the sampler")
    policies: tuple[str, ...] = Field(default=("as_is",), min_length=1)
    rules: tuple[str, ...] = Field(
        default=(), description="rules of one's own, as my_rules.py:rumour; the file's path counts from the design's"
    )
    fixed: dict[str, Any] = Field(
        default={}, alias="set", description="what stands at one value in every run, by dotted path or inside mappings"
    )
    factors: dict[str, Levels | Range] = Field(default={}, description="a list is levels, {from, to} a range; points are drawn of both")
    design: KindName = "grid"
    samples: int | None = Field(default=None, ge=1, le=1_000_000, description="latin_hypercube: points; sobol: N, a power of 2")
    trajectories: int | None = Field(default=None, ge=2, le=100_000, description="morris: paths through the factors' space")
    levels: int | None = Field(default=None, ge=2, le=100, description="morris: steps of each factor; 4 unless said")
    second_order: bool | None = Field(default=None, description="sobol: also indices of pairs, for twice the runs; off unless said")
    points: str | tuple[dict[str, Said], ...] | None = Field(default=None, description="points: a CSV file with a column a factor")
    record: Record = Record()
    luck: Literal["common", "independent"] = Field(default="common", description="the same seeds at every point, or a seed for every run")
    timeout: float | None = Field(default=None, gt=0, description="seconds a run may take")

    _written: Written | None = PrivateAttr(default=None)
    _folder: Path = PrivateAttr(default=Path())

    @property
    def written(self) -> Written:
        """Return what was written and where; a design made in Python has no lines."""
        return self._written or Written(self.as_mapping(), {(): None})

    @property
    def folder(self) -> Path:
        """Return the folder from which the design's paths count."""
        return self._folder

    def found_in(self, written: Written, folder: Path) -> Self:
        """Remember where the design was written."""
        self._written, self._folder = written, folder
        return self

    def as_mapping(self) -> dict[str, Any]:
        """Return the design as plain values; written to a file they load again."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)
