"""The help of the command in Vietnamese throughout: Typer's own words, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typer.core import TyperCommand, TyperGroup

if TYPE_CHECKING:
    from typer._click import Context, HelpFormatter
    from typer.core import TyperOption

_USAGE = ("Usage:", "Cách dùng:")
_SHOW_HELP = "In hướng dẫn này."


class VietnameseCommand(TyperCommand):
    """A command whose help has no English words."""

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Print the help."""
        _name_panels()
        super().format_help(ctx, formatter)

    def get_usage(self, ctx: Context) -> str:
        """Return how the command is called."""
        return _translate(super().get_usage(ctx))

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        """Return the option that prints the help."""
        return _explain(super().get_help_option(ctx))


class VietnameseGroup(TyperGroup):
    """A group of commands whose help has no English words."""

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Print the help."""
        _name_panels()
        super().format_help(ctx, formatter)

    def get_usage(self, ctx: Context) -> str:
        """Return how the command is called."""
        return _translate(super().get_usage(ctx))

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        """Return the option that prints the help."""
        return _explain(super().get_help_option(ctx))


def _translate(usage: str) -> str:
    words = (("[OPTIONS]", "[TÙY CHỌN]"), ("COMMAND [ARGS]...", "LỆNH [THAM SỐ]..."), _USAGE)
    for english, own in words:
        usage = usage.replace(english, own)
    return usage


def _explain(option: TyperOption | None) -> TyperOption | None:
    if option is not None:
        option.help = _SHOW_HELP
    return option


def _name_panels() -> None:
    from typer import rich_utils

    rich_utils.ARGUMENTS_PANEL_TITLE = "Tham số"
    rich_utils.OPTIONS_PANEL_TITLE = "Tùy chọn"
    rich_utils.COMMANDS_PANEL_TITLE = "Lệnh"
    rich_utils.DEFAULT_STRING = "[mặc định: {}]"
    rich_utils.REQUIRED_LONG_STRING = "[bắt buộc]"
