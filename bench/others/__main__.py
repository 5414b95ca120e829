"""Draw papers by tools that the tests do not use, each with its truth beside it.

Run by hand: python -m bench.others FOLDER --layout full_ruled --seeds 1 2 3
"""

from __future__ import annotations

import argparse
import sys
import traceback
from pathlib import Path

from bench.others.draw import Studio, outside, place, write_truth
from bench.others.layouts import LAYOUTS
from bench.others.model import Paper

SUFFIX = {"docx": ".docx", "xlsx": ".xlsx"}


def main() -> int:
    """Draw what is asked for; return 1 when any paper's truth could not be placed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path)
    parser.add_argument("--layout", nargs="*", default=list(LAYOUTS))
    parser.add_argument("--tool", nargs="*")
    parser.add_argument("--seeds", nargs="*", type=int, default=[1, 2, 3])
    parser.add_argument("--truth-only", action="store_true", help="the papers are drawn already")
    args = parser.parse_args()
    studio = Studio()
    bad = 0
    try:
        for name in args.layout:
            spec = LAYOUTS[name]
            for tool_at, tool in enumerate(spec.tools):
                if args.tool and tool not in args.tool:
                    continue
                seeds = [n + 100 * tool_at for n in args.seeds]
                bad += _some(None if args.truth_only else studio, args.out, name, tool, seeds)
    finally:
        studio.close()
    return 1 if bad else 0


def _some(studio: Studio | None, out: Path, name: str, tool: str, seeds: list[int]) -> int:
    spec = LAYOUTS[name]
    folder = out / spec.half
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{name}-{tool}-{seed}{SUFFIX.get(tool, '.pdf')}" for seed in seeds]
    try:
        papers = [spec.make(seed) for seed in seeds]
        if studio:
            studio.draw(papers, tool, paths)
        for paper, path, seed in zip(papers, paths, seeds, strict=True):
            _side(paper, tool, path, seed)
    except Exception:  # one layout's fault must not end the run
        print(f"FAILED {name} {tool}\n{traceback.format_exc()}", file=sys.stderr)
        for path in paths if studio else ():
            path.unlink(missing_ok=True)
        return 1
    return 0


def _side(paper: Paper, tool: str, path: Path, seed: int) -> None:
    troubles = place(paper, path) + outside(path) if path.suffix == ".pdf" else []
    write_truth(paper, tool, path, seed)
    pages = max((r["page"] or 0 for r in paper.rows), default=0)
    print(
        f"{path.name}: {len(paper.rows)} rows, last on page {pages}"
        + "".join(f"\n    {t}" for t in troubles[:8]),
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
