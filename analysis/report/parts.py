"""What a page is made of: sections of paragraphs, lists, tables and figures, in both languages until somebody reads it."""

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from io import BytesIO

from matplotlib.figure import Figure

from cogov.analysis.canvas import save_to
from cogov.model.words import Language, Text, TextLike


@dataclass(frozen=True)
class Paragraph:
    """Words; `strong` for what must not be missed."""

    words: TextLike
    strong: bool = False
    kind: str = "paragraph"


@dataclass(frozen=True)
class Listing:
    """Sentences, one a line; `code` for what is typed."""

    lines: tuple[TextLike, ...]
    code: bool = False
    kind: str = "listing"


@dataclass(frozen=True)
class Grid:
    """A table: the first column names the row, the others are figures or, where it says so, words."""

    headings: tuple[TextLike, ...]
    rows: tuple[tuple[TextLike, ...], ...]
    caption: TextLike = ""
    words: bool = False
    kind: str = "grid"


@dataclass(frozen=True)
class Picture:
    """A figure, drawn when it is shown, and what it shows for who cannot see it."""

    draw: Callable[[Language], Figure]
    words: Text
    kind: str = "picture"

    def source(self, language: Language) -> str:
        """Draw it as it stands in the page itself, as vectors."""
        into = BytesIO()
        save_to(self.draw(language), into, "svg")
        return "data:image/svg+xml;base64," + base64.b64encode(into.getvalue()).decode()


Block = Paragraph | Listing | Grid | Picture


@dataclass(frozen=True)
class Section:
    """A heading and what stands below it."""

    name: str
    title: TextLike
    blocks: tuple[Block, ...] = field(default=())


def section(name: str, title: Text, blocks: Sequence[Block]) -> list[Section]:
    """Return a section, or none where there is nothing to say."""
    return [Section(name, title, tuple(blocks))] if blocks else []
