"""Words that a user reads, in Chinese and in English."""

from typing import Literal

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
