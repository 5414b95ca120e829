"""A letter saved as a file (EML): its body and what is attached to it, as files to be read.

What programs add for themselves is left out: pictures that the body shows as its ornament,
signatures, invitations. A letter that is attached is a file, too.
"""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import default as usual
from html import unescape
from typing import cast

from pipeline.problems import NotRead

MAX_PARTS = 2_000  # of a letter, at any depth
MAX_BREAKS = 20_000  # lines that may part it: they are counted before it is taken apart
MAX_MAIL = 256 * 1024**2  # bytes; a letter is held in memory while it is taken apart

_FIELD = re.compile(rb"[A-Za-z][A-Za-z0-9-]{1,60}:[ \t\r]?")
_MAIL_FIELDS = re.compile(
    rb"^(?:From|To|Subject|Date|Received|Message-ID|MIME-Version|Return-Path|Delivered-To"
    rb"|Content-[\w-]+|X-\S+)"
    rb":[ \t]",
    re.IGNORECASE | re.MULTILINE,
)
_WEB_PAGE = re.compile(rb"^Content-Type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
_SENT = re.compile(rb"^(?:To|Received|Delivered-To|Return-Path):", re.IGNORECASE | re.MULTILINE)
_CLUTTER = re.compile(r".*\.(?:p7s|p7m|asc|sig|ics|vcf|wmz|emz)", re.IGNORECASE)
_TABLE = re.compile(r"<table\b", re.IGNORECASE)
_ITEM = re.compile(r"(?m)^\s*\d{1,3}\s*[.)]\s*\S")
_TAGS = re.compile(r"<[^>]{0,2000}>")


def is_message(head: bytes) -> bool:
    """Tell whether a file begins as letters and web pages in one file (MHT) do."""
    start = head.lstrip(b"\xef\xbb\xbf\r\n\t ")
    return _FIELD.match(start) is not None and len(_MAIL_FIELDS.findall(_header(start))) > 1


def is_web_page(head: bytes) -> bool:
    """Tell whether a message is a web page that was saved, which nobody sent."""
    header = _header(head.lstrip(b"\xef\xbb\xbf\r\n\t "))
    return _WEB_PAGE.search(header) is not None and _SENT.search(header) is None


def _header(head: bytes) -> bytes:
    return re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0]


def list_parts(content: bytes) -> Iterator[EmailMessage]:
    """Yield the parts of a message that hold something, in order, those of a letter within not.

    Raises:
        NotRead: it has more parts than any letter, or cannot be taken apart.
    """
    if content.count(b"\n--") > MAX_BREAKS:
        raise NotRead(*_TOO_MANY)
    try:
        message = email.message_from_bytes(content, policy=usual)
        yield from _walk(message)
    except (ValueError, LookupError, RecursionError, AttributeError, TypeError) as error:
        raise NotRead(*_BROKEN) from error


_BROKEN = (
    "Thư hoặc trang web lưu một tệp bị hỏng",
    "Mở tệp, lưu lại từng tệp đính kèm rồi thả lại",
)


_TOO_MANY = ("Thư hoặc trang web có quá nhiều phần", _BROKEN[1])


def _walk(message: EmailMessage) -> Iterator[EmailMessage]:
    waiting: list[EmailMessage] = [message]
    count = 0
    while waiting:
        part = waiting.pop(0)
        count += 1
        if count > MAX_PARTS:
            raise NotRead(*_TOO_MANY)
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            waiting[:0] = [cast("EmailMessage", inner) for inner in part.iter_parts()]
        else:
            yield part


def take_content(part: EmailMessage) -> bytes:
    """Return what a part holds: bytes as they were before they were packed for sending."""
    if part.get_content_type() == "message/rfc822" and part.is_multipart():
        return bytes(part.get_payload(0))  # type: ignore[arg-type]
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def open_mail(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a letter, each with its name: its body first, where that may list.

    Raises:
        NotRead: the letter is broken, or has more parts than any.
    """
    bodies: dict[str, tuple[str, bytes]] = {}
    attached: list[tuple[str, bytes]] = []
    for number, part in enumerate(list_parts(content), 1):
        name = part.get_filename() or ""
        kind = part.get_content_type()
        is_body = not name and part.get_content_disposition() != "attachment"
        if is_body and kind in _BODIES:
            bodies.setdefault(kind, (_BODIES[kind], _take_text(part)))
        elif not _is_ornament(part, name):
            name = name or f"tệp {number}{_SUFFIXES.get(kind, '')}"
            attached.append((name, take_content(part)))
    body = bodies.get("text/html") or bodies.get("text/plain")
    if body is not None and (not attached or _may_list(body[1])):
        yield body
    yield from attached


_BODIES = {"text/html": "nội dung thư.html", "text/plain": "nội dung thư.txt"}
_SUFFIXES = {"message/rfc822": ".eml", "application/pdf": ".pdf", "image/jpeg": ".jpg"}


def _take_text(part: EmailMessage) -> bytes:
    """Return a body in UTF-8 with its mark: what the letter says of its charset is lost else."""
    raw = take_content(part)
    charset = str(part.get_content_charset() or "")
    try:
        return b"\xef\xbb\xbf" + raw.decode(charset).lstrip("\ufeff").encode()
    except (LookupError, ValueError):
        return raw  # whoever reads it decides by its letters


def _is_ornament(part: EmailMessage, name: str) -> bool:
    """Tell what the letter shows in its body, and what programs add."""
    if _CLUTTER.fullmatch(name) or part.get_content_type() in ("text/calendar", "text/x-vcard"):
        return True
    is_shown = part.get_content_maintype() == "image" and part.get_content_disposition() != (
        "attachment"
    )
    return is_shown and "content-id" in part and len(take_content(part)) < _ORNAMENT


_ORNAMENT = 60_000  # bytes: a larger picture may be a list that was photographed


def _may_list(body: bytes) -> bool:
    """Tell a body that may list something from one that says that something is attached."""
    text = body.decode("utf-8-sig", errors="replace")
    return (
        _TABLE.search(text) is not None or len(_ITEM.findall(unescape(_TAGS.sub("\n", text)))) > 1
    )
