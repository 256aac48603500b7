"""Sentences that people read, in Chinese and English side by side, kept in `words.yaml` beside the modules that say them.

A module has there a section of its name, `SAY = Words(__file__)`, and says `SAY.no_folder`; words by the code of something are a section below
it, `HEADS = Words(__file__, "heads")`, and are found as in any mapping. Gaps are `{named}` and filled by `Text.filled`. Words that define a
thing (a lever, an indicator, a topic, a rule) stand where it is declared instead.
"""

from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import yaml

from cogov.model.words import Text

FILE = "words.yaml"


class Words(Mapping[str, Text]):
    """What one module says, or a section of that; read when something is first said."""

    def __init__(self, module: str, *sections: str) -> None:
        self._module = Path(module).resolve()
        self._sections = (self._module.stem, *sections)

    def __getattr__(self, name: str) -> Text:
        """Return a sentence by its key; a test finds those that are missing, or that nobody says."""
        if name.startswith("_") or name not in self._texts:
            raise AttributeError(f"{FILE} of {self._module.parent} has no {'.'.join((*self._sections, name))}")
        return self._texts[name]

    def __getitem__(self, key: str) -> Text:
        return self._texts[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    @cached_property
    def _texts(self) -> dict[str, Text]:
        section = words_beside(self._module)
        for name in self._sections:
            section = section[name]
        return {key: Text(**words) for key, words in section.items() if is_sentence(words)}


def is_sentence(words: Mapping[str, Any]) -> bool:
    """Say whether this is one thing said in both languages, not a section of several."""
    return isinstance(words.get("zh"), str)


@cache
def _catalogue(folder: Path) -> dict[str, Any]:
    read: dict[str, Any] = yaml.load((folder / FILE).read_text("utf-8"), Loader=yaml.CBaseLoader)  # noqa: S506 - makes nothing but words
    return read


def words_beside(module: Path) -> dict[str, Any]:
    """Return all sections of the file that stands beside a module, as they are written."""
    return _catalogue(module.parent)
