"""The font of all figures, shipped with the package, so that no Chinese character is missing on a bare machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.font_manager import FontProperties, fontManager

FONT_FOLDER = Path(__file__).parent / "font_files"

INK, MUTED, FAINT = "#1a1a1a", "#595959", "#d9d9d9"

STYLE: dict[Any, Any] = {
    "font.size": 12.0,
    "text.color": INK,
    "axes.edgecolor": MUTED,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 13.0,
    "axes.titlelocation": "left",
    "axes.unicode_minus": True,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "ytick.labelcolor": INK,
    "legend.frameon": False,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "svg.fonttype": "path",
    "text.parse_math": False,
    "svg.hashsalt": "cogov",
}


@cache
def font_path() -> Path:
    """The font file; there is one."""
    files = sorted(path for path in FONT_FOLDER.iterdir() if path.suffix in {".otf", ".ttf"})
    if not files:
        raise FileNotFoundError(f"no .otf or .ttf file in {FONT_FOLDER}")
    return files[0]


@cache
def family() -> str:
    """Make the font known to matplotlib and say the name that it bears."""
    fontManager.addfont(font_path())
    return FontProperties(fname=font_path()).get_name()


@contextmanager
def styled() -> Iterator[None]:
    """Draw and save with the project's font and style, whatever the user's own matplotlib settings are."""
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(STYLE)
        mpl.rcParams["font.family"] = [family()]
        yield
