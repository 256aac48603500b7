"""The command line: finds the language, hands over to a command, and turns every refusal into one message.

Exit 0: done; 1: some runs failed; 2: bad input; 130: interrupted.
"""

import os
import re
import sys
from collections.abc import Sequence
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from cogov import compare_command, policy_commands, run_command, scenario_commands
from cogov.language import both, in_language, of_environment, speak, take_language
from cogov.output import say, speak_utf8
from cogov.refusals import UsageRefused, refusal
from cogov.scenarios.errors import InputError, unknown
from cogov.scenarios.words import Language, Text

COMMAND = Text(zh="命令", en="command")
ABOUT = both(
    "cogov:共建共治共享社会治理仿真。任何命令都可加 --lang zh|en 选择语言,加 --help 查看说明。",
    "cogov simulates the co-governance of a city. Any command takes --lang zh|en, and --help to explain itself.",
)
INTERRUPTED = Text(zh="已中断,未完成的运行已停止。", en="Interrupted; what was running has been stopped.")
SETTING = re.compile(r"[a-z_.]+=")


class Command(TyperCommand):
    """A command whose page of help speaks the person's language."""

    def get_help(self, ctx: Any) -> str:
        """Return the page in one language."""
        return in_language(super().get_help(ctx), ctx.obj)


class Group(TyperGroup):
    """Commands under one name; a mistyped one is answered with the nearest."""

    def get_help(self, ctx: Any) -> str:
        """Return the page in one language."""
        return in_language(super().get_help(ctx), ctx.obj)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that was asked for."""
        names = self.list_commands(ctx)
        if args[0] not in names and not args[0].startswith("-"):
            raise InputError(unknown(COMMAND, args[0], names))
        return super().resolve_command(ctx, args)


def application() -> typer.Typer:
    """Every command that exists."""
    app = _group(ABOUT)
    app.callback()(_start)
    app.command("run", cls=Command, help=run_command.HELP)(run_command.run)
    app.command("compare", cls=Command, help=compare_command.HELP)(compare_command.compare)
    for name, about, commands in (
        ("scenarios", scenario_commands.HELP, scenario_commands.COMMANDS),
        ("policies", policy_commands.HELP, policy_commands.COMMANDS),
    ):
        inner = _group(about)
        for command, words, function in commands:
            inner.command(command, cls=Command, help=words)(function)
        app.add_typer(inner, name=name)
    app.command("levers", cls=Command, help=policy_commands.LEVERS_HELP)(policy_commands.levers)
    return app


def _group(about: str) -> typer.Typer:
    return typer.Typer(cls=Group, help=about, add_completion=False, no_args_is_help=True, rich_markup_mode=None)


def _start(
    version: bool = typer.Option(
        False, "--version", is_eager=True, callback=lambda asked: _tell_version(asked=asked), help=both("版本", "the version")
    ),
) -> None:
    """Nothing to do before a command."""


def _tell_version(*, asked: bool) -> None:
    if asked:
        from cogov import __version__

        print(f"cogov {__version__}")
        raise typer.Exit


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave with its exit code."""
    speak_utf8()
    given = spell_out_settings(sys.argv[1:] if arguments is None else arguments)
    language = of_environment(os.environ)
    try:
        language, rest = take_language(given, os.environ)
        code = _obeyed(rest, language)
        sys.stdout.flush()
    except InputError as error:
        say(error.text(language))
        code = 2
    except KeyboardInterrupt:
        say(INTERRUPTED.in_(language))
        code = 130
    except BrokenPipeError:
        code = _leave_quietly()
    sys.exit(code)


def _obeyed(arguments: Sequence[str], language: Language) -> int:
    command = typer.main.get_command(application())
    speak(command, language)
    try:
        code = command.main(list(arguments), prog_name="cogov", standalone_mode=False, obj=language)
    except UsageRefused as error:
        say(refusal(error, language))
        return 2
    return code if isinstance(code, int) else 0


def spell_out_settings(arguments: Sequence[str]) -> list[str]:
    """Read `--set a=.5 b=.6` as `--set a=.5 --set b=.6`."""
    spelled: list[str] = []
    setting = False
    for argument in arguments:
        follows = setting and len(spelled) > 1 and spelled[-1] != "--set" and SETTING.match(argument) is not None
        setting = argument == "--set" or (setting and SETTING.match(argument) is not None)
        spelled += ["--set", argument] if follows else [argument]
    return spelled


def _leave_quietly() -> int:
    """Whoever read our answer has seen enough (`| head`)."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


if __name__ == "__main__":
    main()
