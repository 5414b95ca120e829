"""The pages: what each address shows, and what each form does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qs, quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from pipeline.boundary import explain, log
from pipeline.classify.fields import field_names
from pipeline.desk.guard import Guard, Keys
from pipeline.desk.office import DeskOffice
from pipeline.desk.settings_form import ASKED, read_form, save_form
from pipeline.desk.totals import count_year, filter_rows
from pipeline.model import KIND_NAMES
from pipeline.problems import Problem
from pipeline.register.officer.labels import COLUMN_NAMES

_STATIC = {
    "desk.css": "text/css",
    "desk.js": "text/javascript",
    "desk.svg": "image/svg+xml",
}
_LARGEST_FORM = 100_000  # bytes
_FILTERS = ("field", "commune", "subject_kind")


def make_app(office: DeskOffice, keys: Keys) -> Starlette:
    """Return the application; ``keys`` say whom it lets in."""
    desk = _Desk(office)
    routes = [
        Route("/", desk.inbox),
        Route("/tep", desk.drop, methods=["POST"]),
        Route("/chay", desk.run, methods=["POST"]),
        Route("/tien-do", desk.stage),
        Route("/doi-chieu", desk.questions),
        Route("/doi-chieu", desk.answer, methods=["POST"]),
        Route("/anh/{number}/{cell:int}", desk.picture),
        Route("/hoan-tac", desk.undo, methods=["POST"]),
        Route("/nam", desk.year),
        Route("/tra-cuu", desk.search),
        Route("/tai-ve", desk.papers),
        Route("/tai-ve/{folder}/{name}", desk.paper),
        Route("/cai-dat", desk.settings),
        Route("/cai-dat", desk.save_settings, methods=["POST"]),
        Route("/{name}", _send_static),
    ]
    app = Starlette(
        routes=routes,
        exception_handlers={
            Problem: _tell_problem,
            HTTPException: _tell_missing,
            Exception: _tell_fault,
        },
    )
    app.add_middleware(Guard, keys=keys)
    return app


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("pipeline.desk"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _render(name: str, status: int = 200, **values: Any) -> HTMLResponse:
    return HTMLResponse(_templates().get_template(name).render(**values), status)


async def _tell_problem(_: Request, error: Exception) -> Response:
    return await run_in_threadpool(_render, "problem.html", 409, title="Chưa làm được", text=error)


async def _tell_missing(_: Request, error: Exception) -> Response:
    status = getattr(error, "status_code", 404)
    return _render("problem.html", status, title="Không có trang này", text="Chọn một mục ở trên.")


async def _tell_fault(request: Request, error: Exception) -> Response:
    log.error("%s", request.url.path, exc_info=error)
    text = explain(error, "", Problem)
    return _render("problem.html", 500, title="Chưa làm được", text=text)


def _send_static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _STATIC:
        raise HTTPException(404)
    data = files("pipeline.desk").joinpath("static", name).read_bytes()
    return Response(data, media_type=_STATIC[name])


async def _read_form(request: Request) -> dict[str, str]:
    """The fields of a form as browsers send them (application/x-www-form-urlencoded)."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST_FORM:
            raise HTTPException(413)
    return {
        name: values[-1] for name, values in parse_qs(body.decode("utf-8", "replace"), True).items()
    }


def _read_year(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) == 4 else None


def _go(path: str, **query: object) -> RedirectResponse:
    told = urlencode({name: value for name, value in query.items() if value not in (None, "")})
    return RedirectResponse(f"{path}?{told}" if told else path, 303)


class _Desk:
    """What the addresses do."""

    def __init__(self, office: DeskOffice) -> None:
        self._office = office

    # --- Hộp thư -------------------------------------------------------------------

    def inbox(self, _: Request) -> Response:
        """Show what was dropped, and how far a run is."""
        now = datetime.now().year
        years = sorted({now, now - 1, *self._office.list_years()}, reverse=True)
        stage = self._office.runner.stage
        told = stage.told or self._office.list_receipts()
        return _render("inbox.html", stage=stage, told=told, years=years)

    async def drop(self, request: Request) -> Response:
        """Keep one file; its bytes are the body."""
        year = _read_year(request.query_params.get("nam"))
        name = request.query_params.get("ten", "")
        try:
            kept = await self._office.drop(name, str(year or ""), request.stream())
        except Problem as error:
            return JSONResponse({"loi": str(error)}, 409)
        return JSONResponse({"tep": kept.name})

    async def run(self, request: Request) -> Response:
        """Begin a run, or write a year's papers again."""
        form = await _read_form(request)
        self._office.runner.begin(_read_year(form.get("nam")))
        return _go("/")

    def stage(self, _: Request) -> Response:
        """Tell how far a run is."""
        stage = self._office.runner.stage
        text = stage.page or (f"Đã đọc {stage.done}/{stage.count} tệp" if stage.count else "")
        return JSONResponse({"chay": stage.running, "chu": text, "so": len(stage.told)})

    # --- Đối chiếu -----------------------------------------------------------------

    def questions(self, request: Request) -> Response:
        """Show the riskiest question of a year."""
        years = self._office.list_years()
        year = _read_year(request.query_params.get("nam")) or next(iter(years), None)
        found = self._office.questions(year) if year is not None else []
        question = found[0] if found else None
        return _render(
            "questions.html",
            years=years,
            year=year,
            question=question,
            left=len(found),
            notes=self._office.notes(year) if year is not None else (),
            names=COLUMN_NAMES,
            choices={"field": field_names(), "subject_kind": KIND_NAMES},
            later=bool(question and question.number in self._office.left),
            told=request.query_params.get("da", ""),
        )

    def picture(self, request: Request) -> Response:
        """Send the picture of a scanned cell that a question is about."""
        year = _read_year(request.query_params.get("nam"))
        asked = self._office.questions(year) if year is not None else []
        number, place = request.path_params["number"], request.path_params["cell"]
        cells = next((one.cells for one in asked if one.number == number), ())
        if place >= len(cells) or not cells[place].picture:
            raise HTTPException(404)
        return Response(cells[place].picture, media_type="image/png")

    async def answer(self, request: Request) -> Response:
        """Keep an answer, or leave the question for later."""
        form = await _read_form(request)
        year = _read_year(form.get("nam"))
        if year is None:
            raise HTTPException(400)
        told = await run_in_threadpool(self._answer, form, year)
        return _go("/doi-chieu", nam=year, da=told)

    def _answer(self, form: Mapping[str, str], year: int) -> str:
        number = form.get("cau", "")
        if form.get("lam") == "sau":
            self._office.left.add(number)
            return ""
        asked = [one for one in self._office.questions(year) if one.number == number]
        if not asked:
            return "cu"  # answered elsewhere meanwhile
        question = asked[0]
        shown = {name: form.get(f"cu.{name}", "") for name in question.editable}
        typed = {name: form.get(name, shown[name]) for name in question.editable}
        try:
            self._office.answer(question, year, shown, typed, datetime.now())
        except ValueError as error:
            raise HTTPException(400) from error
        self._office.left.discard(number)
        return "ghi"

    async def undo(self, request: Request) -> Response:
        """Take back the last answer."""
        form = await _read_form(request)
        number = await run_in_threadpool(self._office.undo, datetime.now())
        return _go("/doi-chieu", nam=form.get("nam"), da="hoan" if number else "het")

    # --- Năm, Tra cứu, Tải về ----------------------------------------------------------

    def year(self, request: Request) -> Response:
        """Show a year in figures, and the entries behind one of them."""
        years = self._office.list_years()
        year = _read_year(request.query_params.get("nam")) or next(iter(years), None)
        review = self._office.review(year) if year is not None else None
        asked = request.query_params
        wanted = {name: asked[name] for name in _FILTERS if name in asked}
        fields = field_names()
        return _render(
            "year.html",
            years=years,
            year=year,
            review=review,
            tables=count_year(review.year, fields) if review else (),
            wanted=wanted,
            rows=filter_rows(review.year, wanted) if review else (),
            fields=fields,
            kinds=KIND_NAMES,
            link=lambda name, code: "/nam?" + urlencode({"nam": year, name: code}),
        )

    def search(self, request: Request) -> Response:
        """Find entries of all years by words."""
        text = request.query_params.get("tim", "")
        year = _read_year(request.query_params.get("nam"))
        rows, count = self._office.search(text, year)
        years = self._office.list_years()
        return _render("search.html", text=text, rows=rows, count=count, years=years, year=year)

    def papers(self, _: Request) -> Response:
        """List the papers."""
        papers = self._office.list_papers()
        return _render(
            "papers.html",
            papers=papers,
            due=sorted(self._office.list_due()),
            years=self._office.list_years(),
            link=lambda folder, name: f"/tai-ve/{quote(folder)}/{quote(name)}",
        )

    def settings(self, request: Request) -> Response:
        """Show the settings of the office."""
        saved = request.query_params.get("da", "")
        values = read_form(self._office.folder)
        return _render("settings.html", asked=ASKED, values=values, problem="", saved=saved)

    async def save_settings(self, request: Request) -> Response:
        """Write the settings back, or say what does not hold, with what was typed."""
        typed = await _read_form(request)
        values = {asked.key: typed.get(asked.key, "") for asked in ASKED}
        try:
            await run_in_threadpool(save_form, self._office.folder, values)
        except Problem as error:
            told: dict[str, Any] = {"asked": ASKED, "values": values, "problem": error}
            return _render("settings.html", 409, saved="", **told)
        return _go("/cai-dat", da="ghi")

    def paper(self, request: Request) -> Response:
        """Send one of the listed papers."""
        path = self._office.find_paper(request.path_params["folder"], request.path_params["name"])
        if path is None:
            raise HTTPException(404)
        return FileResponse(path, filename=path.name, media_type="application/octet-stream")
