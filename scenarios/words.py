"""Words that a user reads, in Chinese and in English."""

from collections.abc import Mapping
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict

Language = Literal["zh", "en"]


class Text(BaseModel):
    """One thing said in both languages."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    zh: str
    en: str

    def in_(self, language: Language) -> str:
        """Return the words in `language`."""
        return self.zh if language == "zh" else self.en

    def filled(self, **words: object) -> Self:
        """Return the words with their gaps filled in both languages; a gap that is a text is filled with its own language."""
        return type(self)(zh=self._said("zh", words), en=self._said("en", words))

    def _said(self, language: Language, words: Mapping[str, object]) -> str:
        return self.in_(language).format(**{gap: word.in_(language) if isinstance(word, Text) else word for gap, word in words.items()})
