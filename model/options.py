"""Options: what a scenario may choose by name (`choices: {queue: fifo}`), each a table of what is done, with words."""

from dataclasses import dataclass
from typing import Any

from cogov.model.words import Text


@dataclass(frozen=True)
class Option[What]:
    """One entry of a named choice: a function, or whatever tells the options apart, and what it is in words."""

    what: What
    says: Text


class Choice[What]:
    """A named choice: its options by name, the first the default."""

    def __init__(self, name: str, **options: Option[What]) -> None:
        self.name = name
        self.options = options

    def named(self, choices: Any) -> str:
        """Return the name of the option that the `choices` of a scenario take."""
        return str(getattr(choices, self.name))

    def of(self, choices: Any) -> What:
        """Return what they take."""
        return self.options[self.named(choices)].what


def option[What](what: What, *, zh: str, en: str) -> Option[What]:
    """Declare one option."""
    return Option(what, Text(zh=zh, en=en))
