"""The arrows between the rooms point one way, and each room's map is complete; so it is with the scripts of evidence, which are in no wheel."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("model", "scenarios", "experiments", "analysis", "interface", "docs/evidence")  # each may import those to its left, and itself
MAPPED = [path.parent for room in ROOMS for path in sorted((ROOT / room).rglob("__init__.py"))]


def modules(room: str) -> list[Path]:
    return sorted((ROOT / room).rglob("*.py"))


def imported_names(source: str) -> Iterator[str]:
    """Every dotted name that a module imports, inside functions too."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names)


def room_of(name: str) -> str | None:
    """The room in which an imported name lives; None for other libraries."""
    parts = name.split(".")
    if parts[0] == "docs":
        return "docs/evidence"
    if parts[0] != "cogov":
        return None
    return parts[1] if len(parts) > 1 and parts[1] in ROOMS[:4] else "interface"


def wrong_arrows(room: str, source: str) -> list[str]:
    allowed = {*ROOMS[: ROOMS.index(room) + 1], None}
    return [name for name in imported_names(source) if name.startswith(".") or room_of(name) not in allowed]


@pytest.mark.parametrize("room", ROOMS)
def test_imports_point_back_to_earlier_rooms_only(room: str) -> None:
    wrong = {str(path.relative_to(ROOT)): wrong_arrows(room, path.read_text("utf-8")) for path in modules(room)}
    assert {path: names for path, names in wrong.items() if names} == {}


@pytest.mark.parametrize(
    ("room", "source"),
    [
        ("model", "from cogov.scenarios.loader import load_scenario"),
        ("scenarios", "from cogov import experiments"),
        ("model", "import cogov"),
        ("model", "from cogov import run"),
        ("model", "def late():\n    import cogov.experiments.runner"),
        ("experiments", "import cogov.cli"),
        ("analysis", "from .figures import draw"),
        ("analysis", "from docs.evidence import levers"),
        ("interface", "import docs.evidence.runs"),
    ],
)
def test_a_wrong_arrow_is_seen(room: str, source: str) -> None:
    assert wrong_arrows(room, source)


@pytest.mark.parametrize(
    ("room", "source"),
    [
        ("scenarios", "from cogov.model.scenario import Scenario"),
        ("model", "import cogov.model.network"),
        ("analysis", "from cogov.experiments import runner"),
        ("interface", "from cogov.analysis.compare import compare"),
        ("docs/evidence", "from cogov.progress import progress"),
        ("scenarios", "import cogovernance"),
    ],
)
def test_a_right_arrow_passes(room: str, source: str) -> None:
    assert wrong_arrows(room, source) == []


def import_graph(sources: dict[str, str]) -> "nx.DiGraph[str]":
    """Which module of a room imports which, inside functions and for types only too; a name that is no module counts as its module."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    for module, source in sources.items():
        for name in imported_names(source):
            found = next((part for part in (name, name.rpartition(".")[0]) if part in sources), None)
            if found is not None:
                graph.add_edge(module, found)
    return graph


def circles(graph: "nx.DiGraph[str]") -> list[list[str]]:
    return [sorted(part) for part in nx.strongly_connected_components(graph) if len(part) > 1 or graph.has_edge(*(tuple(part) * 2))]


def test_no_module_of_the_model_stands_in_a_circle_of_imports() -> None:
    names = {path: path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".") for path in modules("model")}
    sources = {f"cogov.{name.removesuffix('.__init__')}": path.read_text("utf-8") for path, name in names.items()}
    graph = import_graph(sources)
    assert graph.number_of_edges() > 200
    assert circles(graph) == []


def test_a_circle_for_types_only_is_a_circle() -> None:
    typed = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from cogov.model.city import City"
    sources = {"cogov.model.city": "from cogov.model import hazards", "cogov.model.hazards": typed, "cogov.model.chance": "import numpy"}
    assert circles(import_graph(sources)) == [["cogov.model.city", "cogov.model.hazards"]]


@pytest.mark.parametrize("folder", MAPPED, ids=lambda folder: str(folder.relative_to(ROOT)))
def test_the_docstring_of_a_room_names_each_of_its_files(folder: Path) -> None:
    text = ast.get_docstring(ast.parse((folder / "__init__.py").read_text("utf-8"))) or ""
    files = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    folders = {path.name for path in folder.iterdir() if path.is_dir() and path.name != "__pycache__"}
    named = re.findall(r"^ *([a-z_0-9]+)(?:\.py|/)? {2,}\S", text, flags=re.MULTILINE)  # a name, two spaces, what it is
    assert sorted(named) == sorted(files | folders)
    assert text.split("\n", 1)[0].strip()


def test_every_room_stands_and_tests_are_no_packages() -> None:
    assert [room for room in ROOMS if not (ROOT / room / "__init__.py").is_file()] == []
    assert list((ROOT / "tests").rglob("__init__.py")) == []


TWO_ON_PURPOSE = {
    "City": "the tables in which a city lives, and the object that a person holds",
    "CoGovernanceModel": "the Mesa model, and the same made from names",
    "Policy": "a policy's settings, and the object that a person holds",
    "Scenario": "the plain values, and the same with the blocks of a day's rules",
    "Weights": "the plain values, and the same where every name must be an indicator",
}


def classes(source: str) -> Iterator[str]:
    """Every class that a module shows; one behind an underscore is its own affair."""
    named = (node.name for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ClassDef))
    return (name for name in named if not name.startswith("_"))


def test_a_class_name_is_one_idea() -> None:
    found = Counter(name for room in ROOMS[:5] for path in modules(room) for name in classes(path.read_text("utf-8")))
    assert {name: count for name, count in found.items() if count > 1} == dict.fromkeys(TWO_ON_PURPOSE, 2)
    assert len(found) > 250
