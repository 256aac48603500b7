"""Every command that exists, its help in the person's language, and what is said of a mistyped one."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from cogov.commands import (
    calibrate,
    compare,
    designs,
    discover,
    export,
    indicators,
    journey,
    lesson,
    levers,
    log,
    pilots,
    policies,
    replay,
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
from cogov.scenarios.errors import InputError, Problem, nearest, unknown
from cogov.scenarios.words import Words

SAY = Words(__file__)


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
            raise InputError(unknown(SAY.command, args[0], names))
        return super().resolve_command(ctx, args)


def application() -> typer.Typer:
    """Every command that exists."""
    app = _group(SAY.about)
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
        calibrate,
        journey,
        replay,
        lesson,
        export,
        levers,
        indicators,
    ):
        name = module.__name__.rpartition(".")[2]
        app.command(name, cls=Command, help=both(module.SAY.help))(getattr(module, name))
    for name, about, commands in (
        ("scenarios", scenarios.SAY.help, scenarios.COMMANDS),
        ("policies", policies.SAY.help, policies.COMMANDS),
        ("designs", designs.SAY.help, designs.COMMANDS),
        ("log", log.SAY.help, log.COMMANDS),
    ):
        inner = _group(about)
        for command, words, function in commands:
            inner.command(command, cls=Command, help=words)(function)
        app.add_typer(inner, name=name)
    return app


def _group(about: Text) -> typer.Typer:
    return typer.Typer(cls=Group, help=both(about), add_completion=False, no_args_is_help=True, rich_markup_mode=None)


def _start(
    version: bool = typer.Option(
        False, "--version", is_eager=True, callback=lambda asked: _tell_version(asked=asked), help=both(SAY.version)
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


UsageRefused: type[Exception] = typer.BadParameter.__mro__[2]
"""The library's own base of all refusals; the module that holds it has moved between versions."""

REFUSALS = Words(__file__, "refusals")
"""What the command-line library says itself: its English as a pattern."""


def refuse_empty(arguments: Sequence[str]) -> None:
    """Refuse an option without a word, `--out ""` or `--out=`: a variable of a script that is not set, most likely."""
    for option, word in pairwise([*arguments, "-"]):
        name, equals, said = option.partition("=")
        if option.startswith("--") and not (said if equals else word):
            raise InputError(Problem(SAY.no_word, key=name))


def refusal(error: Any, language: Language) -> str:
    """Say what is wrong with the words after `cogov`, and where help stands."""
    context: Any = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":
        return str(context.get_help())
    said = InputError(_problem(error, context)).text(language)
    return said + "\n" + SAY.hint.in_(language).format(command=context.command_path) if context is not None else said


def _problem(error: Any, context: Any) -> Problem:
    parameter = getattr(error, "param", None)
    if hasattr(error, "option_name") and hasattr(error, "possibilities"):
        return _unknown_option(error.option_name, context)
    if type(error).__name__ == "MissingParameter" and parameter is not None:
        name = parameter.opts[0] if parameter.opts[0].startswith("-") else parameter.metavar or parameter.name
        return Problem(SAY.missing.filled(name=name))
    key = parameter.opts[0] if parameter is not None and parameter.opts[0].startswith("-") else ""
    return Problem(Text(zh=_in_chinese(error.message), en=error.message.rstrip(".")), key=key)


def _unknown_option(name: str, context: Any) -> Problem:
    known = [option for one in context.command.params for option in one.opts if option.startswith("--")] if context is not None else []
    found = unknown(SAY.option, name, ())
    return Problem(found.message, allowed=tuple(sorted([*known, "--lang"])), nearest=nearest(name, known))


def _in_chinese(message: str) -> str:
    for words in REFUSALS.values():
        if re.fullmatch(words.en, message):
            return re.sub(words.en, words.zh, message)
    return message
