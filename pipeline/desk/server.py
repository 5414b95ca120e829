"""The page served on this computer's own address, on a free port."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import uvicorn

from pipeline.desk.app import make_app
from pipeline.desk.guard import ENTRY, HOST, Keys
from pipeline.desk.office import DeskOffice
from pipeline.job.job import Job


class LocalServer(uvicorn.Server):
    """Says where it is to be found once it listens."""

    def __init__(self, config: uvicorn.Config, tell: Callable[[int], None]) -> None:
        super().__init__(config)
        self._tell = tell

    async def startup(self, sockets: list[Any] | None = None) -> None:
        """Begin to listen."""
        await super().startup(sockets)
        if self.started:
            self._tell(self.servers[0].sockets[0].getsockname()[1])


def serve(make_job: Callable[[], Job], show: Callable[[str], None]) -> None:
    """Serve the page until the program is stopped.

    Args:
        make_job: gives the job of a run; settings are read anew each time.
        show: is given the address, which lets in one browser.

    Raises:
        KeyboardInterrupt: it was stopped.
    """
    keys = Keys()
    app = make_app(DeskOffice(make_job), keys)
    config = uvicorn.Config(
        app,
        host=HOST,
        port=0,
        log_config=None,
        log_level="critical",  # the page itself writes faults into the log
        lifespan="off",
        server_header=False,
    )
    server = LocalServer(config, lambda port: show(f"http://{HOST}:{port}{ENTRY}?ma={keys.token}"))
    server.run()
    raise KeyboardInterrupt  # uvicorn ends by itself only when it is told to
