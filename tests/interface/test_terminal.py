"""What people see whose console speaks GBK, or gives box-drawing signs two places."""

import json
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from cogov.analysis.tables import plain_table, rendered
from cogov.terminal import fitted

QUICK = ("--population", "600", "--days", "30", "--workers", "1", "--replicates", "2", "--lang", "zh")
COMPARE = ("compare", "leping", "--policies", "现状,边界明确", *QUICK)


def places(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "AFW" else 1 for sign in line)


def piped(folder: Path, *words: str, encoding: str) -> bytes:
    command = [sys.executable, "-m", "cogov.cli", *words]
    environment = os.environ | {"PYTHONIOENCODING": encoding}
    return subprocess.run(command, cwd=folder, capture_output=True, check=True, env=environment).stdout


def test_gbk_is_spoken_where_it_is_asked_for_and_a_minus_stays_one(tmp_path: Path) -> None:
    plain, chinese = (piped(tmp_path, *COMPARE, encoding=encoding) for encoding in ("utf-8", "gbk"))
    utf8, gbk = plain.decode("utf-8"), chinese.decode("gbk")
    assert "?" not in gbk
    assert utf8.count("−") > 3
    numbers = [[part for part in text.replace("−", "-").split() if part[0] in "-+0123456789"] for text in (utf8, gbk)]
    assert [one for one in numbers[0] if one.strip("-+")] == [one for one in numbers[1] if one.strip("-+")]
    assert max(map(places, gbk.splitlines())) <= 100


def test_json_in_gbk_means_the_same(tmp_path: Path) -> None:
    plain, chinese = (piped(tmp_path, *COMPARE, "--json", encoding=encoding) for encoding in ("utf-8", "gbk"))
    assert json.loads(chinese.decode("gbk")) == json.loads(plain.decode("utf-8"))


def test_an_encoding_without_chinese_is_not_spoken(tmp_path: Path) -> None:
    for encoding in ("ascii", "latin-1"):
        assert "共建共治共享" in piped(tmp_path, "policies", "list", "--lang", "zh", encoding=encoding).decode("utf-8")


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="terminals of this kind")
def test_a_terminal_that_speaks_gbk_hears_gbk(tmp_path: Path) -> None:
    ours, theirs = os.openpty()
    with os.fdopen(ours, "rb") as screen:
        command = [sys.executable, "-m", "cogov.cli", "policies", "list", "--lang", "zh"]
        done = subprocess.run(
            command, cwd=tmp_path, stdout=theirs, check=True, env=os.environ | {"PYTHONIOENCODING": "gbk", "COLUMNS": "80"}
        )
        os.close(theirs)
        heard = b""
        while chunk := _read(screen.fileno()):
            heard += chunk
    lines = heard.decode("gbk").splitlines()
    assert done.returncode == 0
    assert any("共建共治共享" in line for line in lines)
    assert max(map(places, lines)) <= 80


def _read(screen: int) -> bytes:
    try:
        return os.read(screen, 4096)
    except OSError:  # the other end is closed
        return b""


@pytest.mark.parametrize("width", [60, 80, 100, 120])
def test_no_line_is_wider_than_the_console_and_columns_stay(width: int) -> None:
    table = plain_table("各政策与 现状 之差（10 个种子）")
    table.expand = True
    table.add_column("指标")
    for name in ("现状", "边界明确", "目标统一"):
        table.add_column(name, justify="right")
    table.add_row("及时有人负责率", "58.3%", "+2.3 百分点 ▲", "+0.5 百分点 ▲")
    table.add_row("需求未满足度", "31.7%", "−0.4 百分点", "−0.8 百分点 ▲")
    lines = fitted(table, width).splitlines()
    assert max(map(places, lines)) <= width < max(map(places, rendered(table, width).splitlines()))
    marked, plain = (next(line for line in lines if name in line) for name in ("及时有人负责率", "需求未满足度"))
    assert places(marked[: marked.index("+0.5")]) == places(plain[: plain.index("−0.8")])
