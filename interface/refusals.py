"""What the command-line library refuses, said in the person's language with the nearest valid name."""

import re
from typing import Any

import typer

from cogov.model.words import Language, Text
from cogov.scenarios.errors import InputError, Problem, nearest, unknown

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
