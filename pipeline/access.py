"""Who may read what is written: papers, register and pictures name citizens.

Files are their owner's only, as long as the folder around them is. A folder that a group or
everybody may write into is shared on purpose: what is put there is shared in the same way. On
Windows, and where a folder has an access list for what is made in it, the system sees to it.
"""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path

_GROUP = stat.S_IRGRP | stat.S_IWGRP
_OTHERS = stat.S_IROTH | stat.S_IWOTH


def keep_private() -> None:
    """Let whatever this process and its children make be their owner's only."""
    os.umask(0o077)


def make_folder(folder: Path) -> None:
    """Make a folder where it is missing, and those above it, each open to whom its place is.

    Raises:
        OSError: it cannot be made.
    """
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    share(folder)


def share(path: Path) -> None:
    """Open a file or folder of ours to whom the folder around it is open, and to nobody else."""
    shared = _find_shared(path.parent)
    if shared is None:
        return
    mode = stat.S_IRUSR | stat.S_IWUSR | shared
    with contextlib.suppress(OSError):  # another user's, who has seen to it
        if path.is_dir():
            group, others = bool(shared & _GROUP), bool(shared & _OTHERS)
            mode |= stat.S_IXUSR | group * stat.S_IXGRP | others * stat.S_IXOTH
            mode |= path.stat().st_mode & stat.S_ISGID
        path.chmod(mode)


def _find_shared(folder: Path) -> int | None:
    """The bits that a folder adds for others than the owner; None: the system decides."""
    if os.name == "nt" or _has_access_list(folder):
        return None
    try:
        mode = folder.stat().st_mode
    except OSError:
        return None
    if mode & stat.S_ISVTX:  # a place for temporary files: anybody's, but not to be shared
        return 0
    return (_GROUP if mode & stat.S_IWGRP else 0) | (_OTHERS if mode & stat.S_IWOTH else 0)


def _has_access_list(folder: Path) -> bool:
    if not hasattr(os, "getxattr"):
        return False
    try:
        os.getxattr(folder, "system.posix_acl_default")
    except OSError:
        return False
    return True
