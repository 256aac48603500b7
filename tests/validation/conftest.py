"""Cities in which a mechanism stands alone: everything else switched off, so that its closed form must come out."""

from collections.abc import Callable

import pytest

from cogov.model.mesa_model import CoGovernanceModel
from docs.evidence.validation import limits

Build = Callable[..., CoGovernanceModel]


@pytest.fixture(scope="session")
def triage_alone() -> Build:
    return limits.triage_alone


@pytest.fixture(scope="session")
def offices() -> Build:
    return limits.offices
