"""The layouts, one module a family; importing this fills the registry."""

from bench.others.layouts import arrange, columns, groups, odd, rules, text  # noqa: F401
from bench.others.layouts.base import LAYOUTS, Layout

__all__ = ["LAYOUTS", "Layout"]
