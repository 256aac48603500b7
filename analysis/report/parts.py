"""What a page is made of, in one language: sections of paragraphs, lists, tables and figures."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO

from matplotlib.figure import Figure

from cogov.analysis.canvas import save_to
from cogov.model.words import Language, Text


@dataclass(frozen=True)
class Paragraph:
    """Words; `strong` for what must not be missed."""

    words: str
    strong: bool = False
    kind: str = "paragraph"


@dataclass(frozen=True)
class Listing:
    """Sentences, one a line; `code` for what is typed."""

    lines: tuple[str, ...]
    code: bool = False
    kind: str = "listing"


@dataclass(frozen=True)
class Grid:
    """A table: the first column names the row, the others are figures or, where it says so, words."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    words: bool = False
    kind: str = "grid"


@dataclass(frozen=True)
class Picture:
    """A figure as it stands in the page itself, and what it shows for who cannot see it."""

    source: str
    words: str
    kind: str = "picture"


Block = Paragraph | Listing | Grid | Picture


@dataclass(frozen=True)
class Section:
    """A heading and what stands below it."""

    name: str
    title: str
    blocks: tuple[Block, ...] = field(default=())


def section(name: str, title: Text, language: Language, blocks: Sequence[Block]) -> list[Section]:
    """Return a section, or none where there is nothing to say."""
    return [Section(name, title.in_(language), tuple(blocks))] if blocks else []


def picture(figure: Figure, words: str) -> Picture:
    """Put a figure into the page itself, as vectors."""
    into = BytesIO()
    save_to(figure, into, "svg")
    return Picture("data:image/svg+xml;base64," + base64.b64encode(into.getvalue()).decode(), words)
