"""Names of desks as a reader sees them: the title of the kind, and the level at which the desk stands."""

from typing import TYPE_CHECKING

from cogov.model.choices import LEVELS
from cogov.model.words import Text

if TYPE_CHECKING:
    from cogov.model.city import CoGovernanceModel

LEVEL_WORDS = {
    "village": Text(zh="村(居)", en="village"),
    "township": Text(zh="乡镇", en="township"),
    "city": Text(zh="市级", en="city"),
}
DESK = Text(zh="{level}{kind}", en="{kind} ({level})")
PLACED = {
    "village": Text(zh="{kind}(村 {number})", en="{kind} (village {number})"),
    "township": Text(zh="{kind}(乡镇 {number})", en="{kind} (township {number})"),
    "city": Text(zh="{kind}(市)", en="{kind} (city)"),
}


def desk_titles(model: "CoGovernanceModel", *, placed: bool = False) -> list[Text]:
    """Return the title of every desk: "civil affairs (township)", or with its place "civil affairs (township 2)"; places count from 1."""
    kinds, institutions = list(model.scenario.kinds.values()), model.institutions
    found = []
    for kind, level, place in zip(institutions.kind, institutions.level, institutions.jurisdiction, strict=True):
        name = LEVELS[level]
        pattern, title = PLACED[name] if placed else DESK, kinds[kind].title
        found.append(pattern.filled(kind=title, level=LEVEL_WORDS[name], number=place + 1))
    return found
