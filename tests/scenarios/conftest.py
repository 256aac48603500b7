"""What the tests of bad input share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cogov.scenarios.errors import InputError, Problem


def _has_chinese(text: str) -> bool:
    return any("一" <= character <= "鿿" for character in text)


@pytest.fixture
def refused() -> Callable[..., list[Problem]]:
    """The problems of a refusal, each said in both languages."""

    def call(function: Callable[..., object], *arguments: Any) -> list[Problem]:
        with pytest.raises(InputError) as caught:
            function(*arguments)
        for problem in caught.value.problems:
            assert _has_chinese(problem.words.zh)
            assert problem.message.en
            assert not _has_chinese(problem.message.en)
        return list(caught.value.problems)

    return call


@pytest.fixture
def write() -> Callable[..., Path]:
    """Writes a scenario file and gives its path."""

    def call(folder: Path, text: str | bytes, name: str = "mine.yaml") -> Path:
        path = folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return path

    return call
