"""Every stylised fact tried: settings that come to the same are lived through once, then each claim is judged."""

from collections.abc import Sequence
from pathlib import Path

from docs.evidence.facts import endings
from docs.evidence.facts.catalogue import FACTS
from docs.evidence.facts.claim import Fact, Setting
from docs.evidence.facts.judgement import judged, settings_of
from docs.evidence.facts.page import write_page
from docs.evidence.runs import Runs, live


def looked_at_endings(facts: Sequence[Fact]) -> list[Setting]:
    """Return the settings in which a claim asks where disputes ended."""
    asked = (value for fact in facts for one in fact.claims for look in one.looks for value in look.asked)
    return list(dict.fromkeys(value.setting for value in asked if value.measure in endings.ENDINGS))


def make(population: int, replicates: int, workers: int, folder: Path) -> tuple[Path, Runs]:
    """Try every fact and write the page."""
    cells = {setting: setting.cell(population, replicates) for setting in settings_of(FACTS)}
    runs = live(list({cell.name: cell for cell in cells.values()}.values()), workers)
    for setting in looked_at_endings(FACTS):
        runs.values[cells[setting].name] |= endings.lived(cells[setting], workers)
    return write_page(list(judged(FACTS, runs, cells)), cells, folder), runs
