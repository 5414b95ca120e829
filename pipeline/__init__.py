"""From dropped plans of exemplary models to Excel lists and the annual report."""

__version__ = "0.1.0"
