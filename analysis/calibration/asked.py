"""What a person asks for in a file of targets: of one city, or of several places that share their behaviour.

Every place is the same scenario with numbers, targets and a log of its own: what differs from place to place (clarity, dispatch, staff) is fitted there,
what people do is fitted once for all.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pydantic import Field

from cogov.model.numbers import Frozen, NotNegative, Number
from cogov.model.words import EMPTY, Text
from cogov.scenarios.complaints import MISSING, validated
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.names import renamed
from cogov.scenarios.words import Words
from cogov.scenarios.yaml_lines import KeyPath, Written, read_yaml

SAY = Words(__file__)

NAME = re.compile(r"[^\W\d_]\w{0,39}")
"""What a place may be called, in small letters: columns and folders are called after it."""


@dataclass(frozen=True)
class Place:
    """One of several cities that share their behaviour; what is its own is called after it: `permits/boundary_clarity`."""

    name: str = ""
    title: Text = EMPTY

    @property
    def path(self) -> KeyPath:
        """Where a file of targets speaks of it."""
        return ("places", self.name) if self.name else ()

    def called(self, name: str) -> str:
        """Return the name of something of its own."""
        return f"{self.name}/{name}" if self.name else name

    def titled(self, words: Text) -> Text:
        """Return words for something of its own."""
        return SAY.of_place.filled(place=self.title, words=words) if self.title else words


EVERYWHERE = Place()
"""All places together; the city itself where a file knows of no places."""


class Ends(Frozen):
    """The range of a number: every value in it as likely beforehand."""

    low: Number = Field(alias="from", description="lowest value")
    high: Number = Field(alias="to", description="highest value")


class Said(Frozen):
    """A target as a person writes it."""

    value: Number = Field(description="what was observed")
    error: NotNegative = Field(default=0.0, description="its standard error")
    discrepancy: NotNegative | None = Field(default=None, description="what the model may miss it by, as a standard deviation")
    weight: Number = Field(default=1.0, gt=0, description="in the distance of draws")
    hold_out: bool = Field(default=False, description="fits nothing, tests what was fitted")


Ranges = Mapping[str, Ends | None]
"""By the name of a number; None: as far as is thought by default."""


class Asked(Frozen):
    """What is asked of a city."""

    title: Text | None = None
    parameters: dict[str, Ends | None] = Field(default={}, description="numbers that are fitted, with their range; left empty: by default")
    targets: dict[str, Said | None] = Field(
        default={}, min_length=1, description="by name; left empty: not asked, whatever a log says of it"
    )


class OfPlace(Asked):
    """What is asked of one of several places, by numbers of its own beside those of all."""

    log: str | None = Field(default=None, description="a log whose measures become targets; its path counts from the file's")
    mapping: str | None = Field(default=None, description="which column of the log is what: a file as --mapping takes it")


class File(Asked):
    """A file of targets."""

    source: str | None = None
    places: dict[str, OfPlace] = Field(default={}, min_length=1, description="places that share the parameters above, each with its own")

    @property
    def named(self) -> dict[Place, OfPlace]:
        """Return what is said of places by their names."""
        return {Place(name, said.title or Text.same(name)): said for name, said in self.places.items()}

    @property
    def asked(self) -> Mapping[Place, Asked]:
        """Return what is asked of every place, or of the city where no places are named."""
        return self.named or {EVERYWHERE: self}

    @property
    def ranges(self) -> Mapping[Place, Ranges]:
        """Return the numbers that are fitted: those of all places, and each one's own."""
        return {EVERYWHERE: self.parameters, **{place: said.parameters for place, said in self.asked.items()}}


def read_targets(path: Path) -> tuple[File, Written]:
    """Read a file of targets and the lines on which they stand."""
    written = renamed(read_yaml(path, str(path)))
    file = validated(File, written)
    if wrong := [
        *_misplaced(file, written),
        *(one for name in file.places for one in _wrong(name, file.places[name], written, path.parent)),
    ]:
        raise InputError(wrong)
    return file, written


def _misplaced(file: File, written: Written) -> Iterator[Problem]:
    if not file.places and not file.targets:
        yield written.problem(("targets",), MISSING)
    if file.places and file.targets:
        yield written.problem(("targets",), SAY.beside_places)


def _wrong(name: str, said: OfPlace, written: Written, folder: Path) -> Iterator[Problem]:
    tell = partial(written.problem, ("places", name))
    if NAME.fullmatch(name) is None or name != name.lower():
        yield tell(SAY.name, value=name)
    if not said.targets and said.log is None:
        yield tell(SAY.nothing_asked)
    for key, file in (("log", said.log), ("mapping", said.mapping)):
        if file is not None and not (folder / file).is_file():
            yield written.problem(("places", name, key), SAY.no_file.filled(path=folder / file))
    if said.mapping is not None and said.log is None:
        yield written.problem(("places", name, "mapping"), SAY.mapping_of_nothing)
