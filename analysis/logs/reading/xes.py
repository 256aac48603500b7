"""XES (IEEE 1849), read as a stream: attributes of events by their keys, those of traces by `case:` and their keys; a trace is a case."""

from collections.abc import Mapping
from pathlib import Path

from cogov.analysis.logs.reading.collected import Collected
from cogov.analysis.logs.reading.markup import follow

VALUES = frozenset(("string", "date", "int", "float", "boolean", "id"))
TRACE = "case:concept:name"


def read_xes(path: Path, collected: Collected) -> None:
    """Tell of every event of a file."""
    reader = _Reader(collected)
    follow(path, collected.name, reader.begin, reader.end)


class _Reader:
    """Knows where in the document it is: in a trace, in an event, or in neither."""

    def __init__(self, collected: Collected) -> None:
        self.collected = collected
        self.inside: list[str] = []
        self.traces = 0
        self.of_trace: dict[str, str] = {}
        self.waiting: list[tuple[int, dict[str, str]]] = []
        self.line = 0

    def begin(self, tag: str, said: Mapping[str, str], line: int) -> None:
        where = self.inside[-1] if self.inside else ""
        if tag == "trace":
            self.traces += 1
            self.of_trace = {}
        elif tag == "event":
            self.waiting.append((line, {}))
        elif tag in VALUES and where == "event":
            self.waiting[-1][1][said.get("key", "")] = said.get("value", "")
        elif tag in VALUES and where == "trace":
            self.of_trace[f"case:{said.get('key', '')}"] = said.get("value", "")
        self.inside.append(tag)

    def end(self, tag: str, _: str) -> None:
        self.inside.pop()
        if tag == "trace":  # what is said of a case may stand behind its events
            for line, event in self.waiting:
                self.collected.add(event | self.of_trace | {TRACE: str(self.traces)}, line)
            self.waiting.clear()
