"""One zip with all that a computer without internet needs to install cogov, beside Python itself: `python .ci/offline.py`.

Made where there is internet, with Python and pip; by default for Windows on 64-bit processors. The versions are those of `uv.lock`. Whoever has the
zip unpacks it and runs `install.cmd` by double-click, or the two lines in `README.txt`. No rights of an administrator are needed.
"""

import argparse
import subprocess
import sys
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
PYTHON = "3.12"
PLATFORMS = {"windows": ("x86_64-pc-windows-msvc", "win_amd64"), "here": None}
"""What uv and pip call a platform; None is the one this runs on."""

INSTALL = r"""@echo off
cd /d "%~dp0"
py -3.12 -m venv cogov || python -m venv cogov || goto failed
cogov\Scripts\python -m pip install --no-index --find-links wheels cogov || goto failed
echo.
cogov\Scripts\cogov lesson
pause
exit /b 0
:failed
echo Python 3.12 (64 bit) from python.org is needed first.
pause
exit /b 1
"""
READ_ME = r"""cogov：没有互联网的电脑这样安装
先安装 Python 3.12（64 位，python.org 的安装程序，选“只为我安装”，不需要管理员权限），再双击 install.cmd；
或在本文件夹里打开 PowerShell 或命令提示符，输入两行：

py -3.12 -m venv cogov
cogov\Scripts\python -m pip install --no-index --find-links wheels cogov

以后这样用：cogov\Scripts\cogov lesson clarity --lang zh --out clarity.html

cogov: to install it without internet, first install Python 3.12 (64 bit, from python.org, "just for me"), then double-click install.cmd or type
the two lines above in PowerShell or cmd.
"""


def main() -> None:
    """Gather the wheels, write the zip, say its size."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--platform", choices=PLATFORMS, default="windows")
    asked.add_argument("--out", type=Path, metavar="FILE.zip")
    given = asked.parse_args()
    target = given.out or ROOT / "results" / f"cogov-offline-{given.platform}.zip"
    with TemporaryDirectory(prefix="cogov-offline-") as folder:
        wheels = Path(folder) / "wheels"
        gather(wheels, PLATFORMS[given.platform])
        check(wheels, PLATFORMS[given.platform])
        written = pack(target, sorted(wheels.glob("*.whl")))
    print(f"{target}: {written} wheels, {target.stat().st_size / 1e6:.1f} MB")


def gather(wheels: Path, platform: tuple[str, str] | None) -> None:
    """Build the wheel of cogov, and fetch those of all that it needs on a platform."""
    wheels.mkdir()
    _run("uv", "build", "--quiet", "--wheel", "--out-dir", str(wheels), str(ROOT))
    (wheels / ".gitignore").unlink(missing_ok=True)
    list_of = wheels.parent / "wanted.txt"
    list_of.write_text(wanted(wheels.parent, platform), encoding="utf-8")
    there = () if platform is None else ("--platform", platform[1], "--python-version", PYTHON, "--implementation", "cp")
    _run("pip", "download", "-qq", "--no-deps", "--only-binary", ":all:", *there, "--requirement", str(list_of), "--dest", str(wheels))


def wanted(folder: Path, platform: tuple[str, str] | None) -> str:
    """Return what cogov needs on a platform, at the versions of the lock."""
    locked = folder / "locked.txt"
    locked.write_text(_run("uv", "export", "--quiet", "--locked", "--no-emit-project", "--no-hashes", "--no-header"), encoding="utf-8")
    return _compiled(locked, platform)


def _compiled(asked: Path, platform: tuple[str, str] | None, *more: str) -> str:
    """Return all that is needed for what a file asks, for one platform."""
    there = () if platform is None else ("--python-platform", platform[0])
    return _run("uv", "pip", "compile", "--quiet", "--no-header", "--no-annotate", "--python-version", PYTHON, *there, *more, str(asked))


def check(wheels: Path, platform: tuple[str, str] | None) -> None:
    """Leave with a complaint unless cogov can be installed on a platform from these wheels alone."""
    asked = wheels.parent / "asked.txt"
    asked.write_text("cogov", encoding="utf-8")
    _compiled(asked, platform, "--no-index", "--find-links", str(wheels))


def pack(target: Path, wheels: list[Path]) -> int:
    """Write the zip: wheels as they are, they are compressed; a page of words, and a file to double-click."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as file:
        for wheel in wheels:
            file.write(wheel, f"wheels/{wheel.name}")
        file.writestr("install.cmd", INSTALL.replace("\n", "\r\n"))
        file.writestr("README.txt", "\ufeff" + READ_ME.replace("\n", "\r\n"))
        file.writestr("LICENSE.txt", (ROOT / "LICENSE").read_text("utf-8"))
    return len(wheels)


def _run(module: str, *words: str) -> str:
    """Run a module of this Python and return what it says; leave with its own complaint where it fails."""
    done = subprocess.run(
        [sys.executable, "-m", module, *words], cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8", check=False
    )
    if done.returncode:
        sys.exit(done.returncode)
    return done.stdout


if __name__ == "__main__":
    main()
