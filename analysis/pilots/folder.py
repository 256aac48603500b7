"""A pilot in a folder of results: which policy it is, and its evaluation against the first policy."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from cogov.analysis.pilots.evaluation import Finding, Obstacle, evaluated, obstacle, treatment
from cogov.analysis.subject import Subject, read_subject
from cogov.experiments.townships import OUTCOMES
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.words import Words

SAY = Words(__file__)

KIND = "townships"


@dataclass(frozen=True)
class PilotEvaluation:
    """What an evaluator would find of a pilot, and what is true."""

    policy: str
    baseline: str
    findings: tuple[Finding, ...]
    obstacle: Obstacle | None = None
    """Why there is no period to compare, if there is none."""

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "policy": self.policy,
            "baseline": self.baseline,
            "no_period_because": self.obstacle,
            "results": [asdict(one) | {"unit": OUTCOMES[one.outcome].unit} for one in self.findings],
        }


def evaluated_folder(folder: Path, policy: str | None = None) -> PilotEvaluation:
    """Evaluate a policy with phases against the folder's first policy, or refuse a folder where that cannot be done."""
    return evaluation(read_subject(folder), policy)


def evaluation(subject: Subject, policy: str | None = None) -> PilotEvaluation:
    """Evaluate the policy asked for, or the first that has phases."""
    baseline, *others = subject.policies
    if policy is not None:
        subject.study.policy(policy)
    phased = [name for name in others if subject.policies[name].phases and policy in {None, name}]
    if not phased:
        raise InputError(Problem(SAY.no_phases, file=str(subject.folder), key="--policy", allowed=tuple(others)))
    table = subject.study.table(KIND)
    pilot, without = (table[table["policy"] == name] for name in (phased[0], baseline))
    first = pilot[pilot["seed"] == pilot["seed"].min()]
    why = obstacle(treatment(first, subject.scenario.warmup))
    return PilotEvaluation(phased[0], baseline, tuple(evaluated(pilot, without, subject.scenario.warmup)), why)
