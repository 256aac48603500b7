"""Levers in force: the value of every lever in every township today.

A policy is the same everywhere until its phases say otherwise. Arrays have one entry for each township and a last one for the
city level; levers with parts have the parts in a second axis.
"""

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from cogov.model.levers import LEVERS
from cogov.model.policy import Policy

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Levers:
    """One array a lever, by township (the last entry: the city level)."""

    boundary_clarity: Floats
    power_sharing: Floats
    duty_clarity: Floats
    resource_sharing: Floats
    """(townships + 1, sectors)"""
    goal_alignment: Floats
    deliberation: Floats
    centre_strength: Floats
    """(townships + 1, levels)"""
    grid_density: Floats
    grid_intelligence: Floats
    party_building: Floats
    mobilization: Floats
    joint_action: Floats
    one_stop_service: Floats
    online_service: Floats
    mediation: Floats
    """(townships + 1, channels · levels): channel by channel"""
    mediation_coordination: Floats
    devolution: Floats
    key_area_enforcement: Floats
    """(townships + 1, areas)"""
    social_org_support: Floats
    assessment_pressure: Floats


def everywhere(policy: Policy, townships: int) -> Levers:
    """Put a policy in force in every township."""
    return Levers(**{field.name: np.repeat(values(policy, field.name)[None, ...], townships + 1, axis=0) for field in fields(Levers)})


def values(policy: Policy, lever: str) -> Floats:
    """Return a lever's value, its parts in the order of levels or sectors."""
    value = getattr(policy, lever)
    if not isinstance(value, dict):
        return np.array(float(value))
    return np.array([value[part] for part in LEVERS[lever].parts])
