"""Every command that exists, its help in the person's language, and what is said of a mistyped one."""

from collections.abc import Sequence
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from cogov.commands import (
    compare,
    designs,
    discover,
    export,
    indicators,
    journey,
    levers,
    pilots,
    policies,
    report,
    rerun,
    robustness,
    run,
    scenarios,
    sensitivity,
    status,
    sweep,
    verify,
)
from cogov.language import both, in_language, speak
from cogov.model.words import Language, Text
from cogov.output import say
from cogov.refusals import UsageRefused, refusal
from cogov.scenarios.errors import InputError, unknown

COMMAND = Text(zh="命令", en="command")
ABOUT = both(
    "cogov:共建共治共享社会治理仿真。任何命令都可加 --lang zh|en 选择语言,加 --help 查看说明。",
    "cogov simulates the co-governance of a city. Any command takes --lang zh|en, and --help to explain itself.",
)


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
    for module in (
        run,
        compare,
        sweep,
        status,
        verify,
        rerun,
        report,
        pilots,
        sensitivity,
        discover,
        robustness,
        journey,
        export,
        levers,
        indicators,
    ):
        name = module.__name__.rpartition(".")[2]
        app.command(name, cls=Command, help=module.HELP)(getattr(module, name))
    for name, about, commands in (
        ("scenarios", scenarios.HELP, scenarios.COMMANDS),
        ("policies", policies.HELP, policies.COMMANDS),
        ("designs", designs.HELP, designs.COMMANDS),
    ):
        inner = _group(about)
        for command, words, function in commands:
            inner.command(command, cls=Command, help=words)(function)
        app.add_typer(inner, name=name)
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


def obeyed(arguments: Sequence[str], language: Language) -> int:
    """Run one command and return its exit code."""
    command = typer.main.get_command(application())
    speak(command, language)
    try:
        code = command.main(list(arguments), prog_name="cogov", standalone_mode=False, obj=language)
    except UsageRefused as error:
        say(refusal(error, language))
        return 2
    return code if isinstance(code, int) else 0
