"""How an object that a person holds shows itself: some lines of text on a terminal, tables in a notebook, in the person's language."""

from abc import abstractmethod
from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, Any

from cogov.model.words import Language
from cogov.scenarios.words import Words

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

SAY = Words(__file__)

SCREEN = 24
"""Lines of a terminal that `repr` keeps to."""
CELL = "padding:.15em .7em;text-align:{side};vertical-align:top"


class Shown:
    """Something with a page of tables and words: `repr` keeps to a screen, `print` shows all, a notebook shows tables."""

    language: Language

    @abstractmethod
    def page(self, language: Language) -> "RenderableType":
        """Return what there is to see."""

    def __str__(self) -> str:
        from cogov.analysis.tables import rendered

        return rendered(self.page(self.language)).strip("\n")

    def __repr__(self) -> str:
        lines = str(self).splitlines()
        if len(lines) <= SCREEN:
            return "\n".join(lines)
        left = len(lines) - (SCREEN - 1)
        return "\n".join([*lines[: SCREEN - 1], SAY.more.in_(self.language).format(left=left)])

    def _repr_html_(self) -> str:
        return as_html(self.page(self.language))


def as_html(what: "RenderableType") -> str:
    """Return what a terminal would show as HTML: tables as tables, words as paragraphs."""
    return "".join(_parts(what))


def _parts(what: Any) -> Iterator[str]:
    from rich.console import Group
    from rich.table import Table

    if isinstance(what, Group):
        for part in what.renderables:
            yield from _parts(part)
    elif isinstance(what, Table):
        yield _table(what)
    elif words := _words(what):
        yield f"<p>{words}</p>"


def _table(table: "Table") -> str:
    caption = f'<caption style="text-align:left;font-weight:bold">{_words(table.title)}</caption>' if table.title else ""
    head = "".join(_cell("th", one.header, one.justify) for one in table.columns) if table.show_header else ""
    rows = ("".join(_cell("td", cell, column.justify) for cell, column in cells) for cells in _rows(table))
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    below = f"<p>{_words(table.caption)}</p>" if table.caption else ""
    return f'<table style="border-collapse:collapse">{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{below}'


def _rows(table: "Table") -> Iterator[list[tuple[Any, Any]]]:
    cells = [list(column.cells) for column in table.columns]
    return ([(cells[place][row], column) for place, column in enumerate(table.columns)] for row in range(table.row_count))


def _cell(tag: str, what: Any, side: str) -> str:
    return f'<{tag} style="{CELL.format(side=side if side in ("right", "center") else "left")}">{_words(what)}</{tag}>'


def _words(what: Any) -> str:
    """Return words with their colours."""
    from rich.text import Text as Styled

    if not isinstance(what, Styled):
        return escape(str(what)).replace("\n", "<br>") if isinstance(what, str) else escape(str(what))
    from rich.console import Console

    return "".join(_span(*segment[:2]) for segment in what.render(Console())).removesuffix("<br>")


def _span(words: str, style: Any) -> str:
    said, css = escape(words).replace("\n", "<br>"), style.get_html_style() if style else ""
    return f'<span style="{css}">{said}</span>' if css and words.strip() else said
