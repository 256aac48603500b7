"""Words that a user reads, in Chinese and in English."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import ClassVar, Literal

Language = Literal["zh", "en"]

UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that no text file, no XML and no terminal should be given: control characters but tab and line ends, and half characters."""


def seen(words: str) -> str:
    """Return words as a person may look at them: what a terminal would obey, or cannot show, stands as its number."""
    return UNWRITABLE.sub(lambda found: f"\\x{_number(found[0]):02x}", words)


def is_writable(value: object) -> bool:
    """Say whether every word of a document can be written and shown."""
    if isinstance(value, Mapping):
        return all(is_writable(key) and is_writable(inner) for key, inner in value.items())
    if isinstance(value, list):
        return all(map(is_writable, value))
    return not (isinstance(value, str) and UNWRITABLE.search(value))


def _number(character: str) -> int:
    """Return the number of a character; of half a one the byte of a file's name that it stands for."""
    return ord(character) - 0xDC00 if "\udc80" <= character <= "\udcff" else ord(character)


QUOTED, INNER = re.compile(r"\u201c{(\w+)}\u201d"), str.maketrans("“”", "‘’")
"""A gap in quotation marks (“ and ”): what is quoted in its words has single ones."""


@dataclass(frozen=True)
class Text:
    """One thing said in both languages."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    """Read by the schema of scenarios, which this does not wait for."""

    zh: str
    en: str

    @classmethod
    def same(cls, words: str) -> "Text":
        """Return what is the same in both languages: a number, a sign, a name."""
        return cls(zh=words, en=words)

    def in_(self, language: Language) -> str:
        """Return the words in `language`."""
        return self.zh if language == "zh" else self.en

    def filled(self, **words: object) -> "Text":
        """Return the words with their gaps filled in both languages; a gap that is a text is filled with its own language."""
        return Text(zh=self._said("zh", words), en=self._said("en", words))

    def each(self, change: Callable[[str], str]) -> "Text":
        """Return the words of either language after a change."""
        return Text(zh=change(self.zh), en=change(self.en))

    def as_mapping(self) -> dict[str, str]:
        """Return the words as a document holds them."""
        return asdict(self)

    def join(self, parts: "Iterable[Text | str]") -> "Text":
        """Return one thing after the other with this between them."""
        said = [part if isinstance(part, Text) else Text.same(part) for part in parts]
        return Text(zh=self.zh.join(one.zh for one in said), en=self.en.join(one.en for one in said))

    def __bool__(self) -> bool:
        """Say whether there are words."""
        return bool(self.zh or self.en)

    def __add__(self, other: "Text | str") -> "Text":
        """Return one thing after the other."""
        return EMPTY.join((self, other))

    def _said(self, language: Language, words: Mapping[str, object]) -> str:
        said = {gap: word.in_(language) if isinstance(word, Text) else word for gap, word in words.items()}
        quoted = {gap: str(said[gap]).translate(INNER) for gap in QUOTED.findall(self.in_(language))}
        return self.in_(language).format(**(said | quoted))


LISTED = Text(zh="、", en=", ")
"""Between things of a list."""
CLAUSES = Text(zh="；", en="; ")
"""Between parts of a sentence."""
BRACKETED = Text(zh="{words}（{beside}）", en="{words} ({beside})")
"""Words with what is said beside them: a unit, a part, a number."""
DOTTED = Text.same(" · ")
"""Between parts of a heading."""
LINES, INDENTED = Text.same("\n"), Text.same("\n  ")
"""Between lines, and before those that stand below a first one."""
EMPTY = Text.same("")

TextLike = Text | str
"""Words in both languages, or what is the same in both."""


def spoken(words: TextLike, language: Language) -> str:
    """Return the words in `language`."""
    return words.in_(language) if isinstance(words, Text) else words


def beside(words: Text, more: TextLike) -> Text:
    """Return words with more in brackets, where there is more."""
    return BRACKETED.filled(words=words, beside=more) if more else words
