"""Assessment 考核: its pressure hurries work, and desks learn to game it."""

from cogov.model.numbers import Numbers, number, share


class Assessment(Numbers):
    """Pressure of assessment 考核."""

    speed: float = number(0.15, 0, 2, "share", "faster work at full pressure")
    premature: float = share(0.15, "chance a day that a matter half done is closed as done, at full pressure")
    returns: float = share(0.3, "part of what a desk would keep that it returns at full pressure, lest it count as late")
    premature_reopen: float = share(0.5, "chance that a prematurely closed matter comes back")
    premature_outcome: float = share(0.3, "outcome of a prematurely closed matter in its citizen's eyes")
    gaming_days: float = number(
        180,
        0,
        10_000,
        "days",
        "how slowly closing early, returning and gloss follow the pressure, as desks learn to game it; 0: at once",
        "assumed; the lag from Bevan & Hood 2006",
    )
    gloss: float = share(0.7, "part of dissatisfaction and of open matters that reports leave out at full pressure")
