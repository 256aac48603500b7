"""What the site does with pages that are also read in the source folder: the switch of languages is the theme's own."""

import re
from typing import Any

LANGUAGE_LINK = re.compile(r"^\[(?:中文|English)\]\([\w./]+\.md\)\n", re.MULTILINE)


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Leave out the line that leads from a page to its other language."""
    return LANGUAGE_LINK.sub("", markdown)
