"""What the model would need to show a claim that it does not reproduce: a mechanism, in words."""

from cogov.scenarios.words import Text

NEEDED: dict[str, Text] = {}
"""By claim; printed where the verdict is "not reproduced"."""
