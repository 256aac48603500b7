"""Commands as a person types them; helpers stand where tests find them."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from cogov.cli import main

sys.path.insert(0, str(Path(__file__).parent))


class Answer(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def cogov(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Answer]:
    """Runs a command in an empty folder, in English unless told."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COGOV_LANG", "en")

    def call(*arguments: str | Path) -> Answer:
        with pytest.raises(SystemExit) as left:
            main([str(one) for one in arguments])
        said = capsys.readouterr()
        return Answer(int(left.value.code or 0), said.out, said.err)

    return call


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leaves the figures out of comparisons and reports, for tests that do not look at them."""
    monkeypatch.setattr("cogov.commands.compare_answer.drawn", lambda *_: [])
    monkeypatch.setattr("cogov.analysis.report.parts.Picture.source", lambda *_: "")
