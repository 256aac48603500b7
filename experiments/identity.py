"""What a run is called: a hash of everything that decides its result, and of nothing else.

It covers what all runs of an experiment share (a scenario without its title), the policy by name and by resolved settings, the
factors by name and value, the seed, and the code that lives through a run. It covers no place in a list, no number of
replicates, no title, no budget, no timeout and nothing of what is recorded: a study that grows finds its finished runs again.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources.abc import Traversable
from importlib.util import find_spec
from typing import Any

from cogov.experiments.plan import Value

LENGTH = 32
"""Hexadecimal digits of a run_id: 128 bits, so that no two runs of the world share one."""
DECIDES: Mapping[str, tuple[str, ...]] = {
    "cogov.scenarios": (),
    "cogov.model": (),
    "cogov.experiments": (
        "cities.py",
        "designs/factors.py",
        "event_order.py",
        "events.py",
        "functions.py",
        "measuring.py",
        "pillars.py",
        "series.py",
        "townships.py",
    ),
}
"""Code whose text decides results: whole packages, or the files named."""
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
    """Return a hash of the source text that decides results, whatever its line ends and wherever it is installed."""
    found = hashlib.sha256()
    for package, names in DECIDES.items():
        for path, text in _sources(_folder(package), package):
            if not names or path.removeprefix(f"{package}/") in names:
                found.update(canonical([path, text]))
    return found.hexdigest()[:LENGTH]


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
            yield f"{path}/{entry.name}", "\n".join(entry.read_text("utf-8").splitlines())


def _hashed(*parts: Any) -> "hashlib._Hash":
    found = hashlib.sha256()
    for part in parts:
        found.update(canonical(part))
    return found
