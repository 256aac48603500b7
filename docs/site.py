"""What the site does with pages that are also read in the source folder: the switch of languages is the theme's own, notebooks are pages."""

import json
import re
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

LANGUAGE_LINK = re.compile(r"^\[(?:中文|English)\]\([\w./]+\.md\)\n", re.MULTILINE)


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Leave out the line that leads from a page to its other language."""
    return LANGUAGE_LINK.sub("", markdown)


@event_priority(100)  # before pages are told apart by their language
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Give every notebook a page; the notebook itself stands beside it."""
    for one in [file.src_uri for file in files if file.src_uri.endswith(".ipynb")]:
        files.append(File(one.replace(".ipynb", ".md"), config.docs_dir, config.site_dir, config.use_directory_urls))
    return files


def on_page_read_source(page: Page, **_: Any) -> str | None:
    """Return the words and the code of a notebook; other pages are read as ever."""
    notebook = Path(str(page.file.abs_src_path)).with_suffix(".ipynb")
    if not notebook.exists():
        return None
    cells = [(cell["cell_type"], "".join(cell["source"])) for cell in json.loads(notebook.read_text("utf-8"))["cells"]]
    return "\n\n".join(f"```python\n{text}\n```" if kind == "code" else text for kind, text in cells)
