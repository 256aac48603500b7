"""Pages of the classroom in the system's Chromium: from a file, offline, in a window of some size, with every request and complaint noted."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from matplotlib.ft2font import FT2Font

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FONTS = Path(__file__).parents[2] / "analysis" / "font_files"
FONT_SETTINGS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>/usr/share/fonts</dir><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>"""
SIZES = ((1366, 650), (1920, 970))
"""What a browser leaves of a laptop's screen and of a projector's."""
SMALLEST = 28
"""Pixels of the smallest writing."""
CHROMIUM = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
WRITING = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  while (walker.nextNode()) {
    const node = walker.currentNode, element = node.parentElement;
    if (!node.textContent.trim() || /^(SCRIPT|STYLE|NOSCRIPT)$/.test(element.tagName) || !element.getClientRects().length) continue;
    found.push([node.textContent, parseFloat(getComputedStyle(element).fontSize)]);
  }
  return found;
}"""
OUTSIDE = """() => [...document.querySelectorAll('#head *, #bar *, .half span, .half div')].filter(one => {
  const box = one.getBoundingClientRect();
  return box.width && (one.scrollWidth > one.clientWidth + 1 && one.clientWidth || box.right > innerWidth + 1 || box.bottom > innerHeight + 1 || box.left < -1);
}).map(one => one.outerHTML.slice(0, 120))"""


@dataclass
class Opened:
    """A page and what it did that it must not do."""

    page: "Page"
    wrong: list[str] = field(default_factory=list)

    def writing(self) -> list[tuple[str, float]]:
        """All that is written, with its size in pixels; what stands on the canvas is not among it."""
        return [(words, size) for words, size in self.page.evaluate(WRITING)]

    def is_fit_to_be_shown(self) -> None:
        """Nothing asked for, no complaint, nothing too small, nothing outside the window, no sign without a glyph."""
        assert self.wrong == []
        written = self.writing()
        assert [one for one in written if one[1] < SMALLEST - 0.01] == []
        assert self.page.evaluate(OUTSIDE) == []
        glyphs = FT2Font(str(FONTS / "CogovSansSC-Regular.ttf")).get_charmap()
        signs = {sign for words, _ in written for sign in words if sign not in "\n\t▶◀❚▲▼"}
        assert sorted(sign for sign in signs if ord(sign) not in glyphs) == []


@contextmanager
def chromium(folder: Path) -> Iterator["Browser"]:
    """The system's browser, which knows the figure font; a machine without it skips, loudly."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: the pages of the classroom are not opened")
    from playwright.sync_api import sync_playwright

    settings = folder / "fonts.conf"
    settings.write_text(FONT_SETTINGS.format(fonts=FONTS, cache=folder / "fonts"), encoding="utf-8")
    with sync_playwright() as playwright:
        environment: dict[str, Any] = {**os.environ, "FONTCONFIG_FILE": str(settings)}
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"], env=environment)
        yield browser
        browser.close()


def opened(browser: "Browser", file: Path, size: tuple[int, int] = SIZES[0]) -> Opened:
    """Open a file by its address, without a network."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, offline=True)
    found = Opened(context.new_page())
    found.page.on("console", lambda message: found.wrong.append(f"console: {message.text}"))
    found.page.on("pageerror", lambda error: found.wrong.append(f"error: {error}"))
    found.page.on("request", lambda request: None if request.url == file.as_uri() else found.wrong.append(f"request: {request.url}"))
    found.page.goto(file.as_uri())
    return found
