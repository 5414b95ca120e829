"""Run the command: ``python -m pipeline``."""

from pipeline.cli.main import main

main()
