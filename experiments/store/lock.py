"""One writer at a time. The system releases the lock when its holder dies, however it dies."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.words import Text

PATIENCE_SECONDS = 1.0
"""Longer than anybody needs who only asks whether the lock is held."""
NAME = ".lock"

NO_FOLDER = Text(zh="无法建立或写入这个文件夹", en="this folder cannot be made or written to")
BUSY = Text(
    zh="另一个进程正在写入这个文件夹;请等它结束,或用 --out 另选文件夹(cogov status 可查看进度)",
    en="another process is writing into this folder; wait until it has ended, or choose another with --out (cogov status shows how far it is)",
)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Be the only writer of a folder, or be refused."""
    lock = FileLock(folder / NAME, timeout=PATIENCE_SECONDS)
    try:
        lock.acquire()
    except Timeout:
        raise InputError(Problem(BUSY, key=str(folder))) from None
    except OSError as error:  # the lock is somebody else's, and not for us to open
        raise InputError(Problem(NO_FOLDER, key=str(folder), value=error.strerror)) from None
    try:
        yield
    finally:
        lock.release()


def is_locked(folder: Path) -> bool:
    """Say whether somebody writes into a folder just now."""
    if not (folder / NAME).exists():
        return False
    lock = FileLock(folder / NAME, timeout=0)
    try:
        with lock:
            return False
    except Timeout:
        return True
    except OSError:  # a folder that may only be read
        return False
