"""Limits of what was found, and how to make it again."""

from collections.abc import Iterator

from cogov.analysis.report.parts import Block, Grid, Listing, Section, section
from cogov.analysis.subject import Subject
from cogov.analysis.tables import over_words
from cogov.experiments.request import Request, as_command, commands, files_of
from cogov.model.words import Text
from cogov.scenarios.words import Words

SAY = Words(__file__)

SAID = (
    SAY.simulation,
    SAY.cohort,
)
HEADS = (SAY.what, SAY.value)
FEWEST, SMALLEST = 10, 5000
ROWS = Words(__file__, "rows")
LONGEST = 20_000
"""Characters of a file that a page shows."""


def again(subject: Subject) -> list[Section]:
    """Two sections: what limits the result, and what makes it again."""
    limits = section("limits", SAY.limits, [Listing(tuple(_limits(subject)))])
    return limits + section("again", SAY.again, list(_made(subject)))


def _limits(subject: Subject) -> Iterator[Text]:
    yield from SAID
    if subject.comparison is not None:
        said = SAY.over_luck if subject.comparison.unit == "seeds" else SAY.over_worlds
        yield said.filled(over=over_words(subject.comparison))
    replicates = int(subject.study.runs["replicate"].nunique())
    if subject.scenario.city.population < SMALLEST:
        yield SAY.small
    if replicates < FEWEST:
        yield SAY.few.filled(n=replicates)
    if subject.study.failed:
        yield SAY.failed.filled(n=subject.study.failed)
    if subject.study.missing > 0:
        yield SAY.missing.filled(n=subject.study.missing)


def _made(subject: Subject) -> Iterator[Block]:
    manifest = subject.manifest
    seeds, versions, platform = manifest["seeds"], manifest["versions"], manifest["platform"]
    values = {
        "runs": f"{len(subject.study.runs):,}",
        "seeds": " – ".join(str(seed) for seed in dict.fromkeys(seeds.values())),
        "code": str(manifest["code"])[:16],
        "versions": ", ".join(f"{name} {number}" for name, number in versions.items()),
        "platform": str(platform.get("system", "")),
        "finished": str(manifest["finished"] or "–")[:19].replace("T", " "),
    }
    yield Grid(HEADS, tuple((ROWS[name], value) for name, value in values.items()))
    name = subject.folder.resolve().name
    own = manifest["design"].get("own", {})
    more = ["--run-code"] if own.get("files") else []
    for words, command in ((SAY.rerun, "rerun"), (SAY.check, "verify")):
        yield Listing((words,))
        yield Listing((as_command(["cogov", command, name, *more]),), code=True)
    if names := own.get("elsewhere", [one["name"] for one in own.get("rules", ())]):
        yield Listing((SAY.own.filled(names=", ".join(names)),))
    if files := own.get("files"):
        yield Listing((SAY.own_kept.filled(files=", ".join(files)),))
    if manifest["request"]:
        yield Listing((SAY.run,))
        yield Listing(tuple(commands(manifest["request"], f"{name}-again")), code=True)
        yield from _files(manifest["request"])


def _files(request: Request) -> Iterator[Block]:
    """What stood in the files of one's own, or how to tell that they are the same where they are long."""
    for file in files_of(request):
        text = file.get("text", "")
        words = {"path": file["path"], "sha256": file["sha256"]}
        short = 0 < len(text) <= LONGEST
        yield Listing(((SAY.file if short else SAY.long_file).filled(**words),))
        if short:
            yield Listing(tuple(text.splitlines()), code=True)
