"""Who may speak to the page: one browser of this computer, which brought the token once.

A page of another site that is open in the same browser can send requests here, and names can be
bound to 127.0.0.1: hence the checks of Host and Origin beside the cookie.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOST = "127.0.0.1"
ENTRY = "/vao"
_HOSTS = frozenset({HOST, "localhost"})
_SAFE = frozenset({"GET", "HEAD"})
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # without any, a form's Origin is "null"
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_CLOSED = "Trang này chỉ mở được từ chương trình trên máy này: hãy bấm đúp “Mở” lần nữa."


@dataclass
class Keys:
    """The token of the address, good for once, and what the cookie then says."""

    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    session: str = field(default_factory=lambda: secrets.token_urlsafe(32))

    def take(self, token: str) -> bool:
        """Say whether it is the token; it is used up by that."""
        fits = bool(self.token) and secrets.compare_digest(token.encode(), self.token.encode())
        if fits:
            self.token = ""
        return fits


class Guard:
    """Lets in whom the keys let in, and says to the browser what the page may do."""

    def __init__(self, app: ASGIApp, keys: Keys) -> None:
        self._app, self._keys = app, keys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
            await send(message)

        if scope["type"] == "http":
            answer = self._refuse(Request(scope))
            await (answer or self._app)(scope, receive, send_guarded)

    def _refuse(self, request: Request) -> Response | None:
        """What to answer in the place of the page; None: the request may pass."""
        host = request.headers.get("host", "")
        port = request.scope["server"][1]
        if host.rpartition(":")[0] not in _HOSTS and host not in _HOSTS:
            return PlainTextResponse(_CLOSED, 421)
        origin = request.headers.get("origin")
        own = f"http://{host}"
        if (origin or own) != own or (request.method not in _SAFE and origin is None):
            return PlainTextResponse(_CLOSED, 403)
        name = f"dienhinh-{port}"  # browsers share cookies between ports
        if request.url.path == ENTRY:
            return self._let_in(request, name)
        given = request.cookies.get(name, "")
        if not secrets.compare_digest(given.encode(), self._keys.session.encode()):
            return PlainTextResponse(_CLOSED, 403)
        return None

    def _let_in(self, request: Request, name: str) -> Response:
        token = parse_qs(request.url.query).get("ma", [""])[0]
        if not self._keys.take(token):
            return PlainTextResponse(_CLOSED, 403)
        answer = RedirectResponse("/", 303)
        answer.set_cookie(name, self._keys.session, httponly=True, samesite="strict")
        return answer
