"""Every file stands under its name whole or not at all."""

import errno
import os
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from cogov.experiments import writing
from cogov.experiments.writing import harmless, whole, write_frame, write_text
from cogov.scenarios.errors import InputError

ROOT = Path(__file__).parents[2]
POSIX = pytest.mark.skipif(os.name != "posix", reason="devices, pipes and limits of POSIX")


def test_a_file_has_its_name_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "answer.txt"
    with whole(path) as file:
        file.write(b"half")
        assert not path.exists()
    assert path.read_bytes() == b"half"
    assert [one.name for one in tmp_path.iterdir()] == ["answer.txt"]


def test_what_stood_there_stays_when_the_next_does_not_come_to_its_end(tmp_path: Path) -> None:
    path = write_text(tmp_path / "answer.txt", "old\n")
    with pytest.raises(ZeroDivisionError), whole(path) as file:
        file.write(b"new"[1 // 0 :])
    assert path.read_text("utf-8") == "old\n"
    assert [one.name for one in tmp_path.iterdir()] == ["answer.txt"]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EDQUOT])
def test_a_full_disk_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def full(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(writing.os, "fsync", full)
    with pytest.raises(InputError, match=rf"answer\.txt: this file cannot be written \(found '{os.strerror(number)}'\)$"):
        write_text(tmp_path / "answer.txt", "new\n")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        write_text(tmp_path / "none" / "answer.txt", "new\n")


@POSIX
def test_a_device_stays_a_device_and_a_link_is_replaced(tmp_path: Path) -> None:
    write_text(Path(os.devnull), "nothing")
    assert Path(os.devnull).is_char_device()
    link, target = tmp_path / "link.txt", tmp_path / "target.txt"
    target.write_text("somebody's", "utf-8")
    for leads_to in (target, tmp_path / "nowhere.txt", Path(os.devnull)):
        link.unlink(missing_ok=True)
        link.symlink_to(leads_to)
        write_text(link, "new")
        assert not link.is_symlink()
        assert link.read_text("utf-8") == "new"
    assert target.read_text("utf-8") == "somebody's"
    assert not (tmp_path / "nowhere.txt").exists()


@POSIX
def test_a_link_under_the_name_of_an_unfinished_file_is_not_followed(tmp_path: Path) -> None:
    target = tmp_path / "target.txt"
    target.write_text("somebody's", "utf-8")
    (tmp_path / f".answer.txt.{os.getpid()}{writing.HALF}").symlink_to(target)
    write_text(tmp_path / "answer.txt", "new")
    assert target.read_text("utf-8") == "somebody's"


@POSIX
def test_a_reader_that_has_seen_enough_is_no_error(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = subprocess.Popen(["head", "-c", "1", pipe], stdout=subprocess.DEVNULL)
    with pytest.raises(BrokenPipeError):  # the command line answers it with silence
        write_text(pipe, "word " * 1_000_000)
    reader.wait()


def test_names_are_written_in_any_alphabet(tmp_path: Path) -> None:
    path = write_text(tmp_path / "城.txt", "城\n")
    assert path.read_bytes() == "城\n".encode()


@POSIX
def test_the_name_of_a_file_may_be_in_any_encoding(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xb3\xc7.txt"))
    assert write_text(path, "x").read_bytes() == b"x"


@pytest.mark.parametrize("word", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_words_that_a_program_for_tables_would_compute_stand_behind_an_apostrophe(word: str, tmp_path: Path) -> None:
    path = write_frame(tmp_path / "t.csv", pd.DataFrame({"policy": [word, "as_is"], "value": [-1.5, 2]}))
    assert pd.read_csv(path)["policy"].tolist() == [f"'{word}", "as_is"]
    assert pd.read_csv(path)["value"].tolist() == [-1.5, 2]


@pytest.mark.parametrize("value", [-1, -1.5, None, True, "as_is", "–", "a=b"])
def test_everything_else_is_written_as_it_is(value: object) -> None:
    assert harmless(value) is value


def test_a_chinese_table_says_that_it_is_utf_8(tmp_path: Path) -> None:
    frame = pd.DataFrame({"名称": ["城"]})
    assert write_frame(tmp_path / "zh.csv", frame, "zh").read_bytes() == b"\xef\xbb\xbf" + "名称\n城\n".encode()
    assert write_frame(tmp_path / "en.csv", frame, "en").read_bytes() == "名称\n城\n".encode()
    assert pd.read_csv(tmp_path / "zh.csv").columns.tolist() == ["名称"]


def test_nothing_is_written_elsewhere() -> None:
    """Who opens a file to write, writes it whole; a stream that is closed is replaced by the null device."""
    direct = re.compile(
        r"""\.write_text\(|\.write_bytes\(|\.open\(["'](?!r)|to_csv\((?!index=False, lineterminator)|to_parquet\((?!file,)|savefig\(|write_graphml\(graph, path"""
    )
    allowed = {"experiments/writing.py", "analysis/canvas.py", "interface/output.py", "interface/terminal.py"}
    rooms = ("scenarios", "model", "experiments", "analysis", "interface", "docs/evidence")
    sources = {str(path.relative_to(ROOT)): path.read_text("utf-8") for room in rooms for path in (ROOT / room).rglob("*.py")}
    assert {name for name, text in sources.items() if direct.search(text)} <= allowed


LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500))
from cogov.cli import main
main(sys.argv[1:])
"""
SMALL = ("--population", "500", "--days", "20", "--warmup", "5")


@POSIX
@pytest.mark.parametrize("name", ["a.csv", "a.xes", "a.xes.gz", "a.ocel.json", "a.sqlite", "a.graphml", "a.gexf"])
def test_every_export_is_whole_or_absent_on_a_full_disk(name: str, tmp_path: Path) -> None:
    form = {"a.ocel.json": "ocel", "a.sqlite": "ocel", "a.xes.gz": "xes"}.get(name, name.removeprefix("a."))
    command = ["export", "leping", "--format", form, *SMALL, "--out", name, "--lang", "en"]
    done = subprocess.run([sys.executable, "-c", LIMITED, *command], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2, done.stderr
    assert done.stderr.splitlines()[-1].startswith(f"{name}: this file cannot be written")
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


@POSIX
@pytest.mark.parametrize("command", [("run", "leping", "--json", *SMALL), ("policies", "list"), ("levers",)])
def test_an_answer_that_finds_no_room_is_one_sentence(command: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run([sys.executable, "-m", "cogov.cli", *command], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith("无法输出 / the answer cannot be written")
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


@POSIX
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "| head -1"])
def test_closed_streams_and_pipes_are_no_errors(closed: str, tmp_path: Path) -> None:
    command = f"{sys.executable} -m cogov.cli scenarios show leping {closed}"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
