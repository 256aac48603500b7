"""What all figures share: a page for the projector, its title and footer, colours, and files with the same bytes."""

import math
from pathlib import Path
from typing import IO

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text as Written

from cogov.analysis.fonts import MUTED, styled
from cogov.analysis.values import FOOTER
from cogov.experiments.writing import whole
from cogov.model.words import Language, Text, TextLike, spoken

PAGE = (13.333, 7.5)
"""Inches, 16 to 9."""

DPI = 144

OKABE_ITO = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#7A6A00")
"""Told apart by colour-blind readers (Okabe & Ito 2008); the yellow darkened, since a beamer swallows it."""

MARKERS = ("o", "s", "^", "D", "v", "P", "X")


def page(title: TextLike, subtitle: TextLike, language: Language, foot: Text = FOOTER, place: TextLike = "") -> Figure:
    """An empty page with its title and the footer that every figure of simulations bears, or another where nothing is simulated.

    `place` stands at the foot on the other side: of which city it is.
    """
    figure = Figure(figsize=PAGE, dpi=DPI)
    _in_one_line(figure.text(0.02, 0.965, spoken(title, language), fontsize=19, va="top", gid="title"))
    _in_one_line(figure.text(0.02, 0.905, spoken(subtitle, language), fontsize=12, va="top", color=MUTED, gid="subtitle"))
    figure.text(0.02, 0.012, spoken(place, language), fontsize=11, va="bottom", color=MUTED)
    figure.text(0.98, 0.012, foot.in_(language), fontsize=11, ha="right", va="bottom", color=MUTED, gid="footer")
    return figure


def _in_one_line(words: Written) -> None:
    """Take a smaller size for words that would run off the page."""
    room, needed = 0.96 * PAGE[0] * DPI, words.get_window_extent().width
    words.set_fontsize(float(words.get_fontsize()) * min(1.0, room / max(needed, 1.0)))


def panels(figure: Figure, number: int, *, left: float, share_y: bool, columns: int = 4, bottom: float = 0.11) -> list[Axes]:
    """A grid of small panels below the title, the last row only as full as it needs to be."""
    columns = min(columns, max(1, math.ceil(number / 2))) if number > 2 else max(1, number)
    rows = max(1, math.ceil(number / columns))
    grid = figure.subplots(
        rows,
        columns,
        sharey=share_y,
        squeeze=False,
        gridspec_kw={"left": left, "right": 0.97, "top": 0.80, "bottom": bottom, "hspace": 0.55, "wspace": 0.16 if share_y else 0.26},
    )
    for spare in grid.flat[number:]:
        spare.remove()
    return list(np.asarray(grid).flat[:number])


def colour(position: int) -> str:
    """Colour of the n-th series."""
    return OKABE_ITO[position % len(OKABE_ITO)]


def marker(position: int) -> str:
    """Shape of the n-th series, so that colour alone never carries the meaning."""
    return MARKERS[position % len(MARKERS)]


UNDATED: dict[str, dict[str, str | None]] = {
    "png": {"Software": None},
    "svg": {"Date": None, "Creator": "cogov"},
    "pdf": {"CreationDate": None, "Producer": None, "Creator": "cogov"},
}
"""What a file says of its making, by format: nothing that changes from one time to the next."""


def save(figure: Figure, path: Path | str) -> Path:
    """Write a figure as PNG, SVG or PDF by its ending; the same figure gives the same bytes."""
    target = Path(path)
    form = target.suffix.removeprefix(".")
    if form not in UNDATED:
        raise ValueError(f"{target.name}: a figure is saved as {', '.join(f'.{one}' for one in UNDATED)}")
    with whole(target) as file:
        save_to(figure, file, form)
    return target


def save_both(figure: Figure, folder: Path, stem: str, language: Language) -> list[Path]:
    """Write a figure in one language as PNG and as SVG."""
    return [save(figure, folder / f"{stem}.{language}.{ending}") for ending in ("png", "svg")]


def save_to(figure: Figure, target: IO[bytes], form: str) -> None:
    """Write a figure in a format."""
    with styled():
        figure.savefig(target, dpi=DPI, format=form, metadata=UNDATED[form])
