"""A text file that a person wrote: read as UTF-8, or refused with the reason."""

from pathlib import Path

from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.words import UNWRITABLE, Text, seen

LARGEST_FILE_BYTES = 2_000_000
_TOO_BIG = Text(zh="文件太大", en="the file is too big")
_NAME = Text(zh="这个文件的名称不是 UTF-8 编码;请改名", en="the file's name is not UTF-8; please rename it")
_DIRECTORY = Text(zh="这是文件夹,需要的是文件", en="this is a directory; a file is needed")
_NO_FILE = Text(zh="找不到这个文件", en="there is no such file")


def read_text(path: Path, name: str) -> str:
    """Read a UTF-8 file; `name` is what messages call it."""
    if UNWRITABLE.search(str(path)):
        raise InputError(Problem(_NAME, seen(str(path))))
    try:
        if path.is_file() and path.stat().st_size > LARGEST_FILE_BYTES:
            raise InputError(Problem(_TOO_BIG, name, allowed=(f"≤ {LARGEST_FILE_BYTES // 1_000_000} MB",)))
        raw = path.read_bytes()
    except IsADirectoryError:
        raise InputError(Problem(_DIRECTORY, name)) from None
    except (FileNotFoundError, NotADirectoryError):
        raise InputError(Problem(_NO_FILE, name)) from None
    except (OSError, ValueError) as error:
        message = Text(zh=f"无法读取这个文件:{error}", en=f"the file cannot be read: {error}")
        raise InputError(Problem(message, name)) from None
    return _decode(raw, name)


def _decode(raw: bytes, name: str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        guess = _likely_encoding(raw)
    zh = "文件不是 UTF-8 编码" + (f"(可能是 {guess})" if guess else "") + ",请另存为 UTF-8"
    en = "the file is not UTF-8" + (f" (perhaps {guess})" if guess else "") + "; please save it as UTF-8"
    raise InputError(Problem(Text(zh=zh, en=en), name, line))


def _likely_encoding(raw: bytes) -> str | None:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "UTF-16"
    try:
        raw.decode("gbk")
    except UnicodeDecodeError:
        return None
    return "GBK"
