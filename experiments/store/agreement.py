"""What must be as it was when a study goes on in its folder: the experiment, its columns, and whatever computes results."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cogov.experiments.store.manifest import Manifest
from cogov.model.words import Text
from cogov.scenarios.errors import NOTHING, InputError, Problem, shorten

COMPUTING = ("python", "mesa", "numpy", "scipy", "networkx")
"""Libraries another version of which may add up in another order; of Python the first two numbers count."""

OTHERS = Text(
    zh="这个文件夹里是另一个实验(或另一版程序)的结果,不会混在一起;请用 --out 另选文件夹,或改回原样后继续",
    en="this folder holds the results of another experiment or of other code, and they are not mixed; choose another with --out, or "
    "change back what differs",
)
DIFFERS = Text(zh="文件夹中为 {old},现为 {new}", en="{old} in the folder, {new} now")
COLUMNS = Text(
    zh="文件夹中每个运行有 {old} 列结果,现在要记录的是另外 {new} 列(设计的 record.indicators);未记录的无法补上,请改回原样,或用 --out 另选文件夹重新运行",
    en="each run of the folder has {old} columns of results, and now other {new} are to be recorded (`record: {{indicators: …}}` of the design); what "
    "was not recorded cannot be added: change it back, or run into another folder with --out",
)
NOT_ASKED_FOR = Text(
    zh="这个文件夹里有 {count:,} 个运行不属于现在的设计(例如 政策 {policy},种子 {seed});设计可以增加点、政策或重复;减少(重复次数也算)或换了 seed、luck,请用 --out 另选文件夹",
    en="this folder holds {count:,} runs that the design does not ask for (policy {policy}, seed {seed}, say); a design may grow by points, "
    "policies or replicates; fewer of them, another seed or another luck need another folder: --out",
)


def check_agreement(folder: Path, old: Manifest, new: Manifest) -> None:
    """Refuse to go on with another experiment, naming what differs."""
    found = [Problem(_said(key, a, b), key=key) for key, a, b in differences(old, new)]
    if found:
        raise InputError([Problem(OTHERS, key=str(folder)), *found])


def _said(key: str, old: Any, new: Any) -> Text:
    if key == "outputs":
        return COLUMNS.filled(old=len(old), new=len(new))
    return DIFFERS.filled(old=_shown(old), new=_shown(new))


def differences(old: Manifest, new: Manifest) -> Iterator[tuple[str, Any, Any]]:
    """Yield dotted path, value then and value now of everything that must agree and does not."""
    for name in ("experiment", "factors", "outputs", "tables"):
        yield from _differing(name, getattr(old, name), getattr(new, name))
    yield from made_otherwise(old, new)


def made_otherwise(old: Manifest, new: Manifest) -> Iterator[tuple[str, str, str]]:
    """Yield what of the code and the libraries that compute results is another: `code`, or `versions.` and the library."""
    if old.code != new.code:
        yield "code", _release(old), _release(new)
    for name in COMPUTING:
        then, now = what_counts(name, old.versions.get(name, "?")), what_counts(name, new.versions.get(name, "?"))
        if then != now:
            yield f"versions.{name}", then, now


def _release(manifest: Manifest) -> str:
    return f"cogov {manifest.versions.get('cogov', '?')} ({manifest.code[:12]})"


def what_counts(name: str, version: str) -> str:
    """Return of a version what has to agree."""
    return ".".join(version.split(".")[:2]) if name == "python" else version


def _differing(path: str, old: Any, new: Any) -> Iterator[tuple[str, Any, Any]]:
    """Go down to where two values differ. The order of keys counts: it decides draws."""
    if _same(old, new):
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping) and list(old) != list(new) and set(old) == set(new):
        yield path, list(old), list(new)
    elif isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in dict.fromkeys([*old, *new]):
            yield from _differing(f"{path}.{key}", old.get(key, NOTHING), new.get(key, NOTHING))
    else:
        yield path, old, new


def _same(old: Any, new: Any) -> bool:
    if NOTHING in (old, new):
        return old is new
    return json.dumps(old) == json.dumps(new)


def _shown(value: Any) -> str:
    return "–" if value is NOTHING else shorten(value)
