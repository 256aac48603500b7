"""A lesson as a file says it: plain values, unknown keys refused; the six of the library, or one of a colleague's own."""

from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, PrivateAttr, model_validator

from cogov.model.indicators import INDICATORS, base
from cogov.model.numbers import Frozen
from cogov.model.words import Text
from cogov.scenarios.complaints import validated
from cogov.scenarios.errors import InputError, Problem, nearest, unknown
from cogov.scenarios.extends import named_by_title, titles_of_files
from cogov.scenarios.names import as_written, indicator_titles, renamed
from cogov.scenarios.words import Words
from cogov.scenarios.yaml_lines import read_yaml

LIBRARY = Path(__file__).resolve().parent / "library"
GAME = LIBRARY / "game.yaml"
"""The file of the library that is no lesson."""
GAME_RUNS = GAME.with_suffix(".csv")
View = Literal["network", "flows", "curves", "government", "villages", "outcomes", "matter"]
Kind = Literal["words", "case", "vote", "cities", "result", "cards", "game", "matter", "county"]
NEEDS = {"vote": "vote", "result": "vote", "cards": "cards", "game": "game", "county": "county"}
"""What a kind of screen shows of the lesson."""
SAY = Words(__file__)


class Notes(Frozen):
    """What the teacher has beside a screen 讲稿、板书、可能的提问."""

    say: Text
    board: Text | None = None
    asked: Text | None = None


class Screen(Frozen):
    """One step of the storyboard."""

    kind: Kind
    stage: Literal["lead_in", "discussion", "simulation", "comment"] = Field(description="导入—研讨—推演—点评")
    minutes: int = Field(ge=1, le=45)
    title: Text
    text: tuple[Text, ...] = ()
    views: tuple[View, ...] = Field(default=(), description="cities: which pictures, in their order")
    notes: Notes


class Vote(Frozen):
    """A prediction, before the class sees what becomes of the cities."""

    question: Text
    options: tuple[Text, ...] = Field(min_length=2, max_length=4)


class Card(Frozen):
    """A matter that the class deals to sectors: one owner clear, several composite, none novel."""

    text: Text
    owners: tuple[Literal["party", "government", "economic", "mass", "social", "self_governance"], ...]
    why: Text


class Lesson(Frozen):
    """A storyboard of 45 minutes about policies that met the same luck."""

    title: Text
    question: Text
    source: str
    scenario: str | dict[str, Any] = Field(description="a library name, or what a scenario file would say")
    policies: tuple[str, ...] = Field(min_length=2, max_length=4, description="the first and the last are the two cities on show")
    measure: str = Field(description="the indicator that the prediction is about; the pair on show is nearest its median difference")
    seed: int = Field(default=1, ge=0)
    replicates: int = Field(default=20, ge=10, le=100)
    case: Literal["application", "problem", "dispute"] | None = Field(
        default=None, description="form of the matter that it is told by; any unless said"
    )
    game: bool = Field(default=False, description="whether groups play with the same budget")
    county: bool = Field(default=False, description="whether the class looks for the stored county nearest its own")
    vote: Vote | None = None
    cards: tuple[Card, ...] = ()
    screens: tuple[Screen, ...] = Field(min_length=3)

    _path: Path = PrivateAttr(default=Path())

    @model_validator(mode="after")
    def _shows_what_it_has(self) -> Self:
        for screen in self.screens:
            if (needed := NEEDS.get(screen.kind)) and not getattr(self, needed):
                raise ValueError(f"a screen of kind {screen.kind} needs `{needed}`")
        return self

    @property
    def path(self) -> Path:
        """The file that says it."""
        return self._path

    @property
    def runs(self) -> Path:
        """The table of its runs, beside it."""
        return self._path.with_suffix(".csv")

    @property
    def seeds(self) -> range:
        """The luck that every policy meets."""
        return range(self.seed, self.seed + self.replicates)

    @property
    def pair(self) -> tuple[str, str]:
        """The two cities on show."""
        return self.policies[0], self.policies[-1]


class Game(Frozen):
    """Groups with the same budget: a hundred points over a few levers."""

    scenario: str | dict[str, Any]
    yuan: float = Field(gt=0, description="what a hundred points cost, per resident and year, beyond the city as it is")
    levers: tuple[str, ...] = Field(min_length=3, max_length=6)
    seed: int = 1
    replicates: int = 20

    @property
    def seeds(self) -> range:
        """The luck that every plan meets."""
        return range(self.seed, self.seed + self.replicates)


def library_lessons() -> dict[str, Path]:
    """Return the library's files by name."""
    return {path.stem: path for path in sorted(LIBRARY.glob("*.yaml")) if path != GAME}


def load_lesson(reference: str) -> Lesson:
    """Read a lesson of the library or a file."""
    path = Path(reference)
    if path.suffix.lower() not in (".yaml", ".yml"):
        files = library_lessons()
        name = named_by_title(reference, files)
        if name not in files:
            raise InputError(unknown(SAY.lesson, name, as_written(name, files, titles_of_files(files))))
        path = files[name]
    lesson = validated(Lesson, renamed(read_yaml(path, path.name if path.parent == LIBRARY else reference)))
    if base(lesson.measure) not in INDICATORS:
        raise InputError(
            Problem(
                SAY.no_measure,
                key="measure",
                value=lesson.measure,
                nearest=nearest(lesson.measure, as_written(lesson.measure, INDICATORS, indicator_titles())),
            )
        )
    lesson._path = path  # noqa: SLF001 - its own
    return lesson


def load_game() -> Game:
    """Read the game, the same for all lessons."""
    return validated(Game, read_yaml(GAME, GAME.name))
