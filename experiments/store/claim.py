"""One writer at a time: who writes into a folder says so in a file there, and removes it in the end.

The file is no lock of the system: networks' disks (NFS, Lustre) have none, or forget them. Who was killed on this machine is seen to be
gone, and its claim counts for nothing; whether a process of another machine is still there, only a person can find out.
"""

import getpass
import os
import platform
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from cogov.model.words import EMPTY, Text
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.words import Words

SAY = Words(__file__)

NAME = ".lock"
PATIENCE_SECONDS = 1.0
"""How long a claim may take from its first byte to its last."""
CONFIRM_SECONDS = 0.2
"""Two that take over the claim of a dead one see after so long which of them has it."""
JOBS = ("SLURM_JOB_ID", "PBS_JOBID", "LSB_JOBID", "JOB_ID")

NO_FOLDER = SAY.no_folder
AGES = (
    (86_400, SAY.days),
    (3600, SAY.hours),
    (60, SAY.minutes),
    (1, SAY.seconds),
)

_OURS: set[str] = set()
"""Claims that this process holds."""


class Claim(BaseModel):
    """Who writes into a folder: a process, on a machine, since when."""

    model_config = ConfigDict(frozen=True)

    pid: int
    host: str
    since: datetime
    user: str = ""
    job: str = ""
    """Number that the job system gave."""
    began: str = ""
    """When the process began, as the system counts it: a number is given to another process one day."""
    machine: str = ""
    space: str = ""
    """Within which processes see one another: containers of one machine do not."""
    token: str = Field(default_factory=lambda: uuid.uuid4().hex)

    @classmethod
    def ours(cls) -> Self:
        """Return the claim of this process."""
        job = next((os.environ[name] for name in JOBS if name in os.environ), "")
        return cls(
            pid=os.getpid(), user=_user(), job=job, since=datetime.now(UTC).replace(microsecond=0), began=_began(os.getpid()), **_here()
        )

    def is_over(self) -> bool:
        """Say whether its process is known to be gone. Of another machine, or in another container, that is not known."""
        if any(getattr(self, name) != value for name, value in _here().items()):
            return False
        if self.pid == os.getpid():
            return self.token not in _OURS
        return not _is_there(self.pid) or (self.began != "" and _began(self.pid) != self.began)

    def said(self) -> Text:
        """Say who it is."""
        seconds = max(1.0, (datetime.now(UTC) - self.since).total_seconds())
        size, words = next((size, words) for size, words in AGES if seconds >= size)
        gaps = {
            "pid": self.pid,
            "host": self.host,
            "since": f"{self.since:%Y-%m-%d %H:%M} UTC",
            "age": words.filled(count=int(seconds // size)),
        }
        user = SAY.of_user.filled(user=self.user) if self.user else EMPTY
        job = SAY.of_job.filled(job=self.job) if self.job else EMPTY
        return SAY.holder.filled(user=user, job=job, **gaps)


@contextmanager
def claimed(folder: Path) -> Iterator[None]:
    """Be the only writer of a folder, or be refused."""
    claim = Claim.ours()
    try:
        _take(folder, claim)
    except OSError as error:
        raise InputError(Problem(NO_FOLDER, key=str(folder), value=error.strerror)) from None
    _OURS.add(claim.token)
    try:
        yield
    finally:
        _OURS.discard(claim.token)
        if (there := _read(folder)) is not None and there.token == claim.token:
            with suppress(OSError):
                (folder / NAME).unlink()


def holder(folder: Path) -> Claim | None:
    """Return who writes into a folder, as far as can be known; None where nobody does, or nobody any more."""
    claim = _read(folder)
    return None if claim is None or claim.is_over() else claim


def _take(folder: Path, claim: Claim) -> None:
    while not _put(folder, claim):
        if (other := holder(folder)) is not None:
            raise InputError(Problem(SAY.busy.filled(holder=other.said(), claim=NAME), key=str(folder)))
        (folder / NAME).unlink(missing_ok=True)
        if _put(folder, claim):
            time.sleep(CONFIRM_SECONDS)
            there = _read(folder)
            if there is not None and there.token == claim.token:
                return


def _put(folder: Path, claim: Claim) -> bool:
    """Write a claim where there is none; that is one step for the disk."""
    try:
        handle = os.open(folder / NAME, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644)
    except FileExistsError:
        return False
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(claim.model_dump_json() + "\n")
    return True


def _read(folder: Path) -> Claim | None:
    """Return the claim that stands in a folder; one without words is nobody's, once it had time to get them."""
    path, patience = folder / NAME, time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            text, since = path.read_text("utf-8", "replace"), path.stat().st_mtime
        except OSError:
            return None
        if (claim := _understood(text, since)) is not None or time.monotonic() > patience or time.time() - since > PATIENCE_SECONDS:
            return claim
        time.sleep(0.05)


def _understood(text: str, since: float) -> Claim | None:
    """Read a claim; other programs write a process and a host, a line each."""
    with suppress(ValidationError):
        return Claim.model_validate_json(text)
    match text.split():
        case [pid, host, *_] if pid.isdigit():
            return Claim(pid=int(pid), host=host, since=datetime.fromtimestamp(since, UTC))
    return None


def _here() -> dict[str, str]:
    machine = _line("/etc/machine-id") or _line("/proc/sys/kernel/random/boot_id")
    space = ""
    with suppress(OSError):
        space = os.readlink("/proc/self/ns/pid")  # noqa: PTH115 - a name that is no path
    return {"host": platform.node(), "machine": machine, "space": space}


def _line(path: str) -> str:
    with suppress(OSError):
        return Path(path).read_text("utf-8").strip()
    return ""


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a number without a name, in a container
        return ""


def _began(pid: int) -> str:
    """Return when a process began, counted from a start of the machine; empty where the system does not tell."""
    with suppress(OSError, IndexError):
        state, *numbers = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
        return "" if state in "ZX" else f"{_line('/proc/sys/kernel/random/boot_id')} {numbers[18]}"
    return ""


def _is_there(pid: int) -> bool:
    if sys.platform == "win32":
        return _is_there_on_windows(pid)
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _is_there_on_windows(pid: int) -> bool:
    """Ask for the process; there, os.kill would end it."""
    import ctypes  # noqa: PLC0415 - only there

    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    synchronize, still_running = 0x00100000, 0x102
    process = kernel.OpenProcess(synchronize, 0, pid)
    if not process:
        return False
    found = kernel.WaitForSingleObject(process, 0) == still_running
    kernel.CloseHandle(process)
    return bool(found)
