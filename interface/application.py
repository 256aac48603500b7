"""Every command that exists, its help in the person's language, and what is said of a mistyped one."""

import re
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

COMMAND = Text(zh="命令", en="command")
ABOUT = both(
    "cogov:共建共治共享社会治理仿真。任何命令都可加 --lang zh|en 选择语言,加 --help 查看说明;加 --run-code 允许执行情景、设计或结果文件夹所带的程序(自己的规则)。",
    "cogov simulates the co-governance of a city. Any command takes --lang zh|en, and --help to explain itself; with --run-code it runs "
    "programs that a scenario, a design or a folder of results brings (rules of one's own).",
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
        replay,
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
        ("log", log.HELP, log.COMMANDS),
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


UsageRefused: type[Exception] = typer.BadParameter.__mro__[2]
"""The library's own base of all refusals; the module that holds it has moved between versions."""

OPTION = Text(zh="选项", en="option")
HINT = Text(zh="说明见 {command} --help", en="{command} --help explains")
CHINESE = (
    (r"Got unexpected extra argument(?:s|\(s\))? \((.*)\)", r"多余的参数:\1"),
    (r"Option '(.*)' requires an argument\.", r"选项 \1 需要一个值"),
    (r"Option '(.*)' does not take a value\.", r"选项 \1 不带值"),
    (r"Missing command\.", "缺少命令"),
    (r"Input should be a valid integer.*", "应为整数"),
    (r"Input should be a valid number.*", "应为数"),
)


def refusal(error: Any, language: Language) -> str:
    """Say what is wrong with the words after `cogov`, and where help stands."""
    context: Any = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":
        return str(context.get_help())
    said = InputError(_problem(error, context)).text(language)
    return said + "\n" + HINT.in_(language).format(command=context.command_path) if context is not None else said


def _problem(error: Any, context: Any) -> Problem:
    parameter = getattr(error, "param", None)
    if hasattr(error, "option_name") and hasattr(error, "possibilities"):
        return _unknown_option(error.option_name, context)
    if type(error).__name__ == "MissingParameter" and parameter is not None:
        name = parameter.opts[0] if parameter.opts[0].startswith("-") else parameter.metavar or parameter.name
        return Problem(Text(zh=f"缺少 {name}", en=f"{name} is missing"))
    key = parameter.opts[0] if parameter is not None and parameter.opts[0].startswith("-") else ""
    return Problem(Text(zh=_in_chinese(error.message), en=error.message.rstrip(".")), key=key)


def _unknown_option(name: str, context: Any) -> Problem:
    known = [option for one in context.command.params for option in one.opts if option.startswith("--")] if context is not None else []
    found = unknown(OPTION, name, ())
    return Problem(found.message, allowed=tuple(sorted([*known, "--lang"])), nearest=nearest(name, known))


def _in_chinese(message: str) -> str:
    for pattern, words in CHINESE:
        if re.fullmatch(pattern, message):
            return re.sub(pattern, words, message)
    return message
