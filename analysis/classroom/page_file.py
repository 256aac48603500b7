"""The files of the page and a document made into one HTML file that asks for nothing else.

The file forbids itself every request (content-security-policy): the only script that may run is the one of this digest, in it. Browsers too
old to know digests fall back on `unsafe-inline`, which all others then ignore.
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from html import escape
from importlib.resources import files
from typing import Any

import yaml

from cogov.model.words import Language

SCRIPTS = (
    *("packing", "words", "drawing", "worlds", "clock"),
    *("network", "flows", "curves", "government", "villages", "outcomes", "matter"),
    *("detection", "cards", "game", "county", "screens", "lesson"),
    *("controls", "replay"),
)
"""In the order in which they need one another."""


def html(document: Mapping[str, Any], language: Language, start: str = "replay") -> str:
    """Return the one file: `start` names the function of the page that begins."""
    script = "\n".join(_text(f"{name}.js") for name in SCRIPTS) + f"\ncogov.start(cogov.{start});\n"
    words = yaml.safe_load(_text("words.yaml"))
    gaps = {
        "language": {"zh": "zh-CN", "en": "en"}[language],
        "title": escape(document.get("lesson", {"title": document["city"]})["title"][language == "en"]),
        "digest": base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii"),
        "style": _text("style.css"),
        "document": _json({**document, "words": {key: [one["zh"], one["en"]] for key, one in words.items()}, "language": language}),
        "script": script,
    }
    page = _text("template.html")
    for name, value in gaps.items():
        page = page.replace(f"<!--{name}-->", value)
    return page


def _text(name: str) -> str:
    return files("cogov.analysis.classroom").joinpath("page", name).read_text("utf-8")


def _json(document: Mapping[str, Any]) -> str:
    """JSON that no browser takes for the end of its element."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False).replace("<", "\\u003c")
