"""What a person asked for, as the manifest keeps it: every argument, the files of their own with what stood in them, and the words to type.

A library name needs no file. Of a scenario or design of one's own the file itself, all that it extends, its network and its points
are kept as they were read, so that a folder can be made again where those files are gone or changed.
"""

import base64
import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from shlex import join
from subprocess import list2cmdline
from typing import Any

import yaml

from cogov.experiments.designs.loader import library_designs
from cogov.experiments.designs.schema import Design
from cogov.experiments.recorded import Choice
from cogov.experiments.recorded import as_typed as as_record
from cogov.scenarios.extends import UNWRITTEN, Reference, Source, find_scenario
from cogov.scenarios.own_rules import files_named
from cogov.scenarios.settings import as_typed

Request = Mapping[str, Any]
FLAGS = ("check", "same_budget", "run_code")
DESIGN_FILE = "design.yaml"
"""What a design that was made in Python is called when it is written down."""
NOT_TYPED = frozenset({"command", "scenario", "design", "policies", "set", "files", "begun", "looks", "written"})
"""Parts of a request that are no option of their own."""
WINDOWS = os.name == "nt"
OBEYED = re.compile("[&|<>^()]")
"""What cmd.exe takes as its own outside quotation marks."""


def compare_request(reference: Reference, policies: Sequence[str], asked: Mapping[str, Any]) -> Request:
    """Return the request of a comparison; `asked`: the options that were given. A scenario that stands in no file is written down."""
    head = {"scenario": str(reference)} if not isinstance(reference, Mapping) else {"scenario": UNWRITTEN, "written": _as_file(reference)}
    paths = [*_of_scenario(reference), *_of_rules(asked.get("rules"))]
    return {"command": "compare", **head, "policies": list(policies), **asked, "files": kept(paths)}


def sweep_request(
    design: Design,
    reference: str,
    replicates: int | None,
    sets: Mapping[str, Any],
    record: Choice | Sequence[str] | None = None,
    rules: str | None = None,
) -> Request:
    """Return the request of a study; `reference` is a library name or a file, empty where the design was made in Python.

    `sets`, `record` and `rules` are what was set, which columns and which day were asked for, beside the design.
    """
    own = bool(reference) and reference not in library_designs()
    paths = [*([Path(reference)] if own else []), *_of_scenario(design.scenario, design.folder)]
    paths += [design.folder / design.points] if isinstance(design.points, str) else []
    paths += files_named(design.rules, design.folder) if rules is None else _of_rules(rules)
    written = {} if reference else {"written": _as_file(design.as_mapping())}
    more = {"replicates": replicates, "set": dict(sets) or None, "record": None if record is None else as_record(record), "rules": rules}
    given = {key: value for key, value in more.items() if value is not None}
    return {"command": "sweep", "design": reference, **written, **given, "files": kept(paths)}


def _as_file(said: Mapping[str, Any]) -> str:
    return yaml.safe_dump(json.loads(json.dumps(said)), allow_unicode=True, sort_keys=False)


def _of_scenario(reference: Reference, folder: Path | None = None) -> list[Path]:
    return _own_files(find_scenario(reference, folder))


def _own_files(source: Source) -> list[Path]:
    """Return the files that a scenario was read from, its own first; what comes with the library is nobody's own."""
    if source.in_library:
        return []
    values = source.read().values
    folder, parent = source.path.parent, values.get("extends")
    extended = _own_files(find_scenario(parent, folder)) if isinstance(parent, str) else []
    written = [source.path] if source.said is None else []
    return [*written, *_of_network(values.get("network"), folder), *files_named(values.get("rules"), folder), *extended]


def _of_network(said: Any, folder: Path) -> list[Path]:
    """Return what a network names that is a file."""
    named = said.values() if isinstance(said, dict) else ()
    return [folder / name for name in named if isinstance(name, str) and (folder / name).is_file()]


def _of_rules(typed: str | None) -> Iterator[Path]:
    return files_named((typed or "").split(","), Path())


def kept(paths: Iterable[Path]) -> list[dict[str, str]]:
    """Return files with what stands in them, each once."""
    return [_kept(path) for path in dict.fromkeys(paths)]


def _kept(path: Path) -> dict[str, str]:
    raw = path.read_bytes()
    head = {"path": path.as_posix(), "sha256": hashlib.sha256(raw).hexdigest()}
    try:
        return head | {"text": raw.decode("utf-8")}
    except UnicodeDecodeError:
        return head | {"base64": base64.b64encode(raw).decode("ascii")}


def files_of(request: Request) -> list[dict[str, str]]:
    """Return the files that whoever makes it anew needs: those of one's own, and the design or scenario that was made in Python."""
    written, path = request.get("written"), DESIGN_FILE if request["command"] == "sweep" else UNWRITTEN
    made = [] if written is None else [{"path": path, "sha256": hashlib.sha256(written.encode()).hexdigest(), "text": written}]
    return [*made, *request["files"]]


def content(file: Mapping[str, str]) -> bytes:
    """Return what stood in a file."""
    return file["text"].encode() if "text" in file else base64.b64decode(file["base64"])


def as_command(words: Iterable[str], *, windows: bool = WINDOWS) -> str:
    """Return words as one types them: in quotes where the shell needs them, cmd.exe on Windows, a POSIX one elsewhere."""
    return " ".join(map(_for_cmd, words)) if windows else join(words)


def _for_cmd(word: str) -> str:
    """Quote a word for Windows, and what cmd.exe would obey in it; a line end, which nobody can type there, becomes a space.

    All quotation marks count for cmd.exe, those with a backslash too: outside a pair of them what it would obey has a caret.
    """
    word = " ".join(word.splitlines())
    if not OBEYED.search(word) and word.count('"') % 2 == 0:
        return list2cmdline([word])
    quoted = '"' + list2cmdline([f" {word}"])[2:]
    return re.sub(f'"|{OBEYED.pattern}', r"^\g<0>", quoted) if '"' in word else quoted


def commands(request: Request, out: str, *, windows: bool = WINDOWS) -> list[str]:
    """Return what to type to make the same folder anew, `out`; two commands where a folder was grown before the last one."""
    typed = partial(as_command, windows=windows)
    if request["command"] == "sweep":
        design = request["design"] or DESIGN_FILE
        return [typed(["cogov", "sweep", design, *_options(request), *_sets(request), "--out", out])]
    head = ["cogov", "compare", request["scenario"], "--policies", ",".join(request["policies"])]
    last = typed([*head, *_options(request), *_sets(request), "--out", out])
    begun = request.get("begun")
    if not begun:
        return [last]
    first = {key: value for key, value in request.items() if key not in ("until", "at_most")} | {"replicates": begun}
    return [typed([*head, *_options(first), *_sets(request), "--out", out]), last]


def _options(request: Request) -> Iterator[str]:
    for key, value in request.items():
        if key in NOT_TYPED:
            continue
        yield f"--{key.replace('_', '-')}"
        if key not in FLAGS:
            yield ",".join(repr(one) for one in value) if isinstance(value, list) else str(value)


def _sets(request: Request) -> Iterator[str]:
    for name, value in request.get("set", {}).items():
        yield from ("--set", f"{name}={as_typed(value)}")
