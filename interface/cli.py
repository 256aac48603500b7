"""The command line: from the words typed to an exit code, with one message for every refusal.

Exit 0: done; 1: some runs failed; 2: bad input; 130: interrupted. Everything else is imported inside `main`, so that Ctrl-C is
answered from the first moment.
"""

import errno
import os
import re
import sys
from collections.abc import Sequence

INTERRUPTED = 130
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
RUN_CODE = "--run-code"
SETTING = re.compile(r"[a-z_.\u4e00-\u9fff（）]+[=＝]")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave with its exit code."""
    try:
        code = _answered(sys.argv[1:] if arguments is None else arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        code = INTERRUPTED
    except BrokenPipeError:
        code = _leave_quietly()
    except OSError as error:
        if error.errno not in FULL:
            raise
        print(f"无法输出 / the answer cannot be written: {error.strerror}", file=sys.stderr)
        code = 2 + _leave_quietly()
    if code == INTERRUPTED:
        print("已中断 / interrupted", file=sys.stderr)
    sys.exit(code)


def _answered(arguments: Sequence[str]) -> int:
    from cogov.output import notes_said, say
    from cogov.terminal import speak

    speak()
    from cogov.application import obeyed, refuse_empty
    from cogov.language import of_environment, take_language
    from cogov.scenarios.errors import InputError
    from cogov.scenarios.own_rules import running_code

    language = of_environment(os.environ)
    try:
        language, rest = take_language(spell_out_settings(arguments), os.environ)
        rest, said = take_word(RUN_CODE, rest)
        refuse_empty(rest)
        with notes_said(language), running_code(yes=said):
            return obeyed(rest, language)
    except InputError as error:
        say(error.text(language))
        return 2


def spell_out_settings(arguments: Sequence[str]) -> list[str]:
    """Read `--set a=.5 b=.6` as `--set a=.5 --set b=.6`."""
    spelled: list[str] = []
    setting = False
    for argument in arguments:
        follows = setting and len(spelled) > 1 and spelled[-1] != "--set" and SETTING.match(argument) is not None
        setting = argument == "--set" or (setting and SETTING.match(argument) is not None)
        spelled += ["--set", argument] if follows else [argument]
    return spelled


def take_word(word: str, arguments: Sequence[str]) -> tuple[list[str], bool]:
    """Find a word that any command takes, and take it out; what comes after `--` is no option."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    return [*(one for one in arguments[:end] if one != word), *arguments[end:]], word in arguments[:end]


def _leave_quietly() -> int:
    """Whoever read our answer has seen enough (`| head`)."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


if __name__ == "__main__":
    main()
