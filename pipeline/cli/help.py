"""The help of the command in Vietnamese throughout: Typer's own words, too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from typer.core import TyperCommand, TyperGroup

if TYPE_CHECKING:
    from typer._click import Context, HelpFormatter
    from typer.core import TyperOption

_SHOW_HELP = "In hướng dẫn này."
_WORDS = {
    "Usage:": "Cách dùng:",
    "[OPTIONS]": "[TÙY CHỌN]",
    "COMMAND [ARGS]...": "LỆNH [THAM SỐ]...",
    "Arguments:": "Tham số:",
    "Options:": "Tùy chọn:",
    "Commands:": "Lệnh:",
    "[default:": "[mặc định:",
    "[required]": "[bắt buộc]",
}
_ENGLISH = re.compile("|".join(map(re.escape, _WORDS)))


class VietnameseCommand(TyperCommand):
    """A command whose help has no English words."""

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Print the help."""
        super().format_help(ctx, formatter)
        _translate(formatter)

    def get_short_help_str(self, limit: int = 0) -> str:
        """Return what the list of commands says of this one: all of it, wrapped."""
        return self.help or ""

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        """Return the option that prints the help."""
        return _explain(super().get_help_option(ctx))


class VietnameseGroup(TyperGroup):
    """A group of commands whose help has no English words."""

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Print the help."""
        super().format_help(ctx, formatter)
        _translate(formatter)

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        """Return the option that prints the help."""
        return _explain(super().get_help_option(ctx))


def _translate(formatter: HelpFormatter) -> None:
    """Put our words in the place of Typer's, in what is about to be printed."""
    text = "".join(formatter.buffer)
    formatter.buffer = [_ENGLISH.sub(lambda match: _WORDS[match[0]], text)]


def _explain(option: TyperOption | None) -> TyperOption | None:
    if option is not None:
        option.help = _SHOW_HELP
    return option
