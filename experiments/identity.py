"""What a run is called: a hash of everything that decides its result, and of nothing else.

It covers what all runs of an experiment share (a scenario without its title), the policy by name and by resolved settings, the
factors by name and value, the seed, and the code that lives through a run. It covers no place in a list, no number of
replicates, no title, no budget, no timeout, no words and nothing of what is recorded: a study that grows finds its finished runs again.
"""

import ast
import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources.abc import Traversable
from importlib.util import find_spec
from typing import Any

from cogov.experiments.plan import Value

LENGTH = 32
"""Hexadecimal digits of a run_id: 128 bits, so that no two runs of the world share one."""
DECIDES: Mapping[str, tuple[str, ...]] = {
    "cogov.model": (),
    "cogov.scenarios": ("shorter.py",),
    "cogov.experiments": (
        "cities.py",
        "designs/factors.py",
        "events.py",
        "flows.py",
        "functions.py",
        "measuring.py",
        "runner.py",
        "series.py",
        "townships.py",
    ),
}
"""Code that decides results: whole packages, or the files named. What else reads scenarios decides by the values it gives, which are covered."""
WORDS_OF = re.compile(r"(?:.*_)?(?:zh|en)")
"""Arguments that hold words: those of `Text`, and their like."""
PROSE = re.compile(r"(?=.*[^\W\d_])(?=.*(?:\s|[^\x00-\x7F]))", re.DOTALL)
"""Letters, and a space or a letter outside ASCII: said to people. Names that decide have neither; a test says so of the code above."""
_SOURCE, _CACHE = ".py", "__pycache__"


class Identity:
    """Names the runs of one experiment. What they share is hashed once, what is a run's own takes some microseconds."""

    def __init__(self, described: Mapping[str, Any], factors: Sequence[str], policies: Mapping[str, Any]) -> None:
        shared = {"code": code_fingerprint(), "experiment": described, "factors": list(factors)}
        self._of_policy = {name: _hashed(shared, {"policy": name, "settings": settings}) for name, settings in policies.items()}

    def run_id(self, policy: str, values: Sequence[Value], seed: int) -> str:
        """Return the run_id under a policy at a point with a seed."""
        found = self._of_policy[policy].copy()
        found.update(canonical([*values, seed]))
        return found.hexdigest()[:LENGTH]


def hashed_seed(seed: int, policy: str, values: Sequence[Value], replicate: int) -> int:
    """Return a seed of its own for every run: 63 bits of a hash of what tells it from the others."""
    digest = hashlib.sha256(canonical(["independent luck", seed, policy, *values, replicate])).digest()
    return int.from_bytes(digest[:8], "big") >> 1


def canonical(value: Any) -> bytes:
    """Write plain values as JSON: keys in the order given (the order of topics decides draws), floats by their shortest digits."""
    return json.dumps(value, separators=(",", ":")).encode("ascii")


@cache
def code_fingerprint() -> str:
    """Return a hash of the code that decides results, whatever its words and layout and wherever it is installed."""
    return fingerprint(DECIDES)


def fingerprint(code: Mapping[str, tuple[str, ...]]) -> str:
    """Return a hash of what code does: of whole packages, or of the files named."""
    found = hashlib.sha256()
    for package, names in code.items():
        for path, text in _sources(_folder(package), package):
            if not names or path.removeprefix(f"{package}/") in names:
                found.update(canonical([path, what_is_done(text)]))
    return found.hexdigest()[:LENGTH]


def what_is_done(source: str) -> str:
    """Write the syntax of Python code in one way under every Python, without comments, layout, docstrings and words for people."""
    return _spelled(ast.parse(source))


def _spelled(node: Any) -> str:
    """Spell a part of the syntax: a node by its kind and what it holds, without what is empty, in which Pythons differ."""
    if isinstance(node, ast.AST):
        held = ((name, getattr(node, name, None)) for name in node._fields if not _is_of_words(node, name))
        return f"{type(node).__name__}({','.join(f'{name}={_spelled(part)}' for name, part in held if _is_there(part))})"
    if isinstance(node, list):
        return f"[{','.join(_spelled(part) for part in node if not _is_said(part))}]"
    return "prose" if isinstance(node, str) and PROSE.match(node) else repr(node)


def _is_there(part: Any) -> bool:
    """Whether there is anything to spell; whether a name is read or written is seen from where it stands."""
    return part is not None and part != [] and not isinstance(part, ast.expr_context)


def _is_said(node: Any) -> bool:
    """Whether a statement only says something: a docstring, of whatever it stands below."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _is_of_words(node: ast.AST, name: str) -> bool:
    return name == "value" and isinstance(node, ast.keyword) and WORDS_OF.fullmatch(node.arg or "") is not None


def _folder(package: str) -> Traversable:
    """Return where a package stands, in a folder or an archive; it is not imported for that."""
    spec = find_spec(package)
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(package)
    loader: Any = spec.loader
    folder: Traversable = loader.get_resource_reader(package).files()
    return folder


def _sources(folder: Traversable, path: str) -> Iterator[tuple[str, str]]:
    """Yield all Python files of a package, in the order of their names."""
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if entry.is_dir():
            if entry.name != _CACHE:
                yield from _sources(entry, f"{path}/{entry.name}")
        elif entry.name.endswith(_SOURCE):
            yield f"{path}/{entry.name}", entry.read_text("utf-8")


def _hashed(*parts: Any) -> "hashlib._Hash":
    found = hashlib.sha256()
    for part in parts:
        found.update(canonical(part))
    return found
