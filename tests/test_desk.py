"""The page on this computer: who is let in, what it shows, what an answer leaves behind."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from markupsafe import escape

from pipeline.boundary import start_log
from pipeline.codes import Flag
from pipeline.desk.doubts import list_questions
from pipeline.desk.search import Index
from pipeline.frame import make_frame
from pipeline.job.job import Job
from pipeline.register.lock import hold_lock
from pipeline.register.officer.labels import MARK
from pipeline.register.officer.store import read_corrections
from pipeline.register.store import open_register
from pipeline.settings import read_settings
from tests.sample_year import make_entry, make_plan
from tests.year_papers import Office

testclient = pytest.importorskip("starlette.testclient")
pytest.importorskip("uvicorn")

from pipeline.desk.app import make_app  # noqa: E402
from pipeline.desk.guard import ENTRY, Keys  # noqa: E402
from pipeline.desk.office import DeskOffice  # noqa: E402

ROWS = [
    ("Ông Nguyễn Văn A, phường Dân Chủ", "Trồng rau sạch"),
    ("Bà Trần Thị B, phường Thịnh Lang", "Nuôi đà điểu"),
    ("Trường Mầm non Unicef, phường Không Đâu Cả", "Lớp học xanh"),
]
DAY = "15/3/2023"
OWN = "http://127.0.0.1"


class Browser:
    """A browser that came in by the token."""

    def __init__(self, office: Office, *, enter: bool = True, patient: bool = False) -> None:
        def make_job() -> Job:
            settings = read_settings(office.folder)
            return Job(office.input, office.output, settings, folder=office.folder)

        self.keys = Keys()
        self.desk = DeskOffice(make_job, office.folder)
        self.client = testclient.TestClient(
            make_app(self.desk, self.keys), base_url=OWN, raise_server_exceptions=not patient
        )
        if enter:
            assert self.client.get(f"{ENTRY}?ma={self.keys.token}").status_code == 200

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(path, headers=headers)

    def post(self, path: str, values: dict[str, str] | None = None, **headers: str) -> Any:
        return self.client.post(path, data=values, headers={"Origin": OWN, **headers})

    def run(self) -> str:
        self.post("/chay")
        self.desk.runner.wait()
        return str(self.get("/").text)

    def question(self) -> dict[str, str]:
        """The fields of the form that the page shows, as they stand; {} where none is."""
        page = self.get("/doi-chieu?nam=2023").text
        form = page.partition('id="question"')[2].partition("</form>")[0]
        fields = dict(re.findall(r'<input[^>]*name="([^"]+)" value="([^"]*)"', form))
        for name, options in re.findall(r'<select[^>]*name="([^"]+)">(.*?)</select>', form, re.S):
            fields[name] = next(iter(re.findall(r'value="([^"]*)" selected', options)), "")
        return fields


@pytest.fixture
def browser(own_office: Office, monkeypatch: pytest.MonkeyPatch) -> Browser:
    monkeypatch.chdir(own_office.folder)
    own_office.drop("2023/một.docx", ROWS, DAY)
    return Browser(own_office)


@pytest.fixture
def read(browser: Browser) -> Browser:
    assert "3 mục" in browser.run()
    return browser


def _corrections(office: Office) -> list[tuple[str, str, str, str, str, int | None]]:
    with open_register(office.folder) as register:
        return [
            (str(c.action), c.field, c.new, c.entry_key, c.likeness, c.year)
            for c in read_corrections(register)
            if not c.undone
        ]


# --- who is let in -------------------------------------------------------------------


def test_the_token_lets_in_once(own_office: Office) -> None:
    browser = Browser(own_office, enter=False)
    token = browser.keys.token
    assert browser.get("/").status_code == 403
    assert browser.get(f"{ENTRY}?ma=").status_code == 403
    assert browser.get(f"{ENTRY}?ma={token}").status_code == 200
    assert browser.get("/").status_code == 200
    browser.client.cookies.clear()
    assert browser.get(f"{ENTRY}?ma={token}").status_code == 403
    assert browser.get("/").status_code == 403


def test_a_token_that_was_used_leaves_no_empty_one(own_office: Office) -> None:
    browser = Browser(own_office)
    browser.client.cookies.clear()
    assert browser.get(f"{ENTRY}?ma=").status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "example.com"},
        {"Host": "127.0.0.1.example.com"},
        {"Origin": "http://example.com"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:99"},
    ],
)
def test_other_sites_are_refused(browser: Browser, headers: dict[str, str]) -> None:
    assert browser.get("/", **headers).status_code in (403, 421)
    assert browser.client.post("/chay", headers={"Origin": OWN, **headers}).status_code in (
        403,
        421,
    )
    assert not browser.desk.runner.stage.number


def test_a_form_without_origin_is_refused(browser: Browser) -> None:
    assert browser.client.post("/chay").status_code == 403


def test_the_page_takes_nothing_from_outside(browser: Browser) -> None:
    for path in ("/", "/doi-chieu", "/nam", "/tra-cuu", "/tai-ve", "/desk.css", "/desk.js", "/x"):
        answer = browser.get(path)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert not re.search(r"(?:https?:)?//[\w.]+\.\w|style=|onclick|<script>", answer.text)


def test_nothing_of_the_folder_is_sent_but_papers(read: Browser) -> None:
    for path in (
        "/settings.toml",
        "/tai-ve/2023/..%2f..%2fdienhinh.db",
        "/tai-ve/..%2f/dienhinh.db",
    ):
        assert read.get(path).status_code == 404
    listed = re.findall(r'href="(/tai-ve/[^"]+)"', read.get("/tai-ve").text)
    assert len(listed) == 3
    assert read.get(listed[0]).content


def test_a_fault_is_told_in_vietnamese_and_logged(
    own_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(own_office.folder)
    start_log(own_office.folder)
    browser = Browser(own_office, patient=True)
    monkeypatch.setattr(browser.desk, "list_years", lambda: 1 / 0)
    answer = browser.get("/nam")
    assert answer.status_code == 500
    assert "ZeroDivisionError" in answer.text
    assert "Traceback" not in answer.text
    assert "Traceback" in (own_office.folder / "dienhinh.log").read_text(encoding="utf-8")


# --- Hộp thư -------------------------------------------------------------------------


def test_a_dropped_file_comes_whole_under_its_name_and_nothing_is_written_over(
    browser: Browser, own_office: Office
) -> None:
    path = "/tep?" + "ten=..%5C..%2Fk%E1%BA%BF ho%E1%BA%A1ch.pdf&nam=2024"
    for body in (b"one", b"two"):
        answer = browser.client.post(path, content=body, headers={"Origin": OWN})
        assert answer.status_code == 200
    folder = own_office.input / "2024"
    assert {one.name: one.read_bytes() for one in folder.iterdir()} == {
        "kế hoạch.pdf": b"one",
        "kế hoạch (2).pdf": b"two",
    }


def test_a_run_tells_what_became_of_each_file(browser: Browser, own_office: Office) -> None:
    (own_office.input / "hỏng.pdf").write_bytes(b"%PDF-1.4 hong")
    page = browser.run()
    assert "2023/một.docx" in page
    assert "không đọc được" in page
    assert browser.get("/tien-do").json()["chay"] is False


def test_receipts_are_there_when_the_page_is_opened_again(
    browser: Browser, own_office: Office
) -> None:
    (own_office.input / "hỏng.pdf").write_bytes(b"%PDF-1.4 hong")
    own_office.call("run")
    page = browser.get("/").text
    assert "2023/một.docx" in page
    assert "không đọc được" in page


def test_what_a_file_is_called_stays_text(browser: Browser, own_office: Office) -> None:
    own_office.drop("<b>&.docx", ROWS[:1], DAY, no=2)
    assert "&lt;b&gt;&amp;.docx" in browser.run()


# --- Đối chiếu -----------------------------------------------------------------------


def test_the_riskiest_comes_first_and_equal_doubts_are_asked_once() -> None:
    school = {"field": "giao-duc-dao-tao", "flags": [Flag.FIELD_SUGGESTED]}
    frame = make_frame(
        [
            *(make_entry(subject=f"Trường {n}", row=n, **school) for n in range(1, 4)),
            make_entry(subject="Tổ 9", field="y-te", flags=[Flag.FIELD_SUGGESTED], row=4),
            make_entry(subject="", flags=[Flag.SUBJECT_EMPTY, Flag.FIELD_SUGGESTED], row=5),
            make_entry(subject="Ông A", flags=[Flag.ROW_UNCERTAIN], row=6),
            make_entry(subject="Ông B", flags=[Flag.ROW_UNCERTAIN], row=7),
        ]
    )
    asked = list_questions([make_plan(frame)], 2023)
    assert [[row["subject"] for row in one.rows] for one in asked] == [
        ["Ông A"],
        ["Ông B"],
        [""],
        ["Trường 1", "Trường 2", "Trường 3"],
        ["Tổ 9"],
    ]
    assert asked[3].editable == ("field",)


def test_an_answer_on_the_page_is_the_same_as_one_in_the_workbook(
    read: Browser, own_office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = read.question()
    while "Không Đâu Cả" not in form.get("cu.commune", ""):
        read.post("/doi-chieu", {"nam": "2023", "cau": form["cau"], "lam": "sau"})
        form = read.question()
    read.post("/doi-chieu", {**form, "commune": "phường  Tân Hòa", "lam": "ghi"})
    other = Office(tmp_path / "other")
    shutil.copytree(own_office.input, other.input, dirs_exist_ok=True)
    other.run()
    path = other.output / "2023" / "một.xlsx"
    book = openpyxl.load_workbook(path)
    for row in book["Danh sách"].iter_rows():
        for cell in row:
            if cell.value == "phường Không Đâu Cả":
                cell.value = "phường Tân Hòa"
    book.save(path)
    other.run()
    assert _corrections(own_office) == _corrections(other) != []
    read.run()
    for office in (own_office, other):
        sheet = openpyxl.load_workbook(office.output / "2023" / "một.xlsx")["Danh sách"]
        assert "phường Tân Hòa" in [cell.value for row in sheet.iter_rows() for cell in row]


def test_enter_confirms_the_row_as_the_mark_in_the_workbook_does(
    read: Browser, own_office: Office
) -> None:
    before = read.get("/doi-chieu?nam=2023").text
    form = read.question()
    read.post("/doi-chieu", {**form, "lam": "ghi"})
    made = _corrections(own_office)
    assert [(action, field, new) for action, field, new, *_ in made] == [("confirm", "", "đúng")]
    assert MARK == "Đánh dấu"
    assert read.question().get("cau") != form["cau"]
    assert "Còn" in before
    assert "có chỗ sửa chưa vào sổ" in read.get("/tai-ve").text
    read.run()
    assert "có chỗ sửa chưa vào sổ" not in read.get("/tai-ve").text


def test_what_was_answered_last_is_taken_back(read: Browser, own_office: Office) -> None:
    form = read.question()
    read.post("/doi-chieu", {**form, "lam": "ghi"})
    read.post("/hoan-tac", {"nam": "2023"})
    assert _corrections(own_office) == []
    assert read.question()["cau"] == form["cau"]
    assert "Không còn gì để lấy lại" in read.post("/hoan-tac", {"nam": "2023"}).text


def test_doubts_about_a_whole_paper_are_shown_too(browser: Browser, own_office: Office) -> None:
    path = own_office.input / "2023" / "một.docx"
    paper = docx.Document(str(path))
    paper.add_paragraph("Tổng cộng: 35 mô hình, điển hình.")
    table = paper.tables[0]
    table.rows[2].cells[0].text = "7"
    paper.save(str(path))
    browser.run()
    doubts = [note.text for told in browser.desk.runner.stage.told for note in told.notes]
    page = browser.get("/doi-chieu?nam=2023").text
    assert doubts
    assert all(str(escape(text)) in page for text in doubts)


def test_an_answer_to_a_question_that_changed_is_not_kept(
    read: Browser, own_office: Office
) -> None:
    form = read.question()
    read.post("/doi-chieu", {**form, "lam": "ghi"})
    assert "đã thay đổi" in read.post("/doi-chieu", {**form, "lam": "ghi"}).text
    assert len(_corrections(own_office)) == 1


def test_a_code_that_does_not_exist_is_refused(read: Browser, own_office: Office) -> None:
    form = {**read.question(), "field": "no-such-field", "lam": "ghi"}
    assert read.post("/doi-chieu", form).status_code == 400
    assert _corrections(own_office) == []


def test_no_answer_is_taken_while_a_run_is_under_way(read: Browser, own_office: Office) -> None:
    form = read.question()
    with hold_lock(own_office.folder):
        answer = read.post("/doi-chieu", {**form, "lam": "ghi"})
    assert answer.status_code == 409
    assert "Một lượt chạy khác" in answer.text
    assert _corrections(own_office) == []


# --- Năm, Tra cứu --------------------------------------------------------------------


def test_totals_add_up_and_lead_to_their_entries(read: Browser) -> None:
    page = read.get("/nam?nam=2023").text
    assert re.findall(r'Tổng cộng</th><td class="n">(\d+)', page) == ["3", "3", "3"]
    link = re.search(r'href="(/nam\?[^"#]*commune=[^"#]*D%C3%A2n[^"#]*)', page)
    assert link is not None
    listed = read.get(link[1].replace("&amp;", "&")).text
    assert "Danh sách: 1 mô hình" in listed
    assert "Ông Nguyễn Văn A" in listed


def test_all_years_are_searched_blind_to_marks(read: Browser, own_office: Office) -> None:
    own_office.drop("2024/hai.docx", [("Bà C, phường Kỳ Sơn", "Đà điểu sạch")], "1/3/2024")
    read.run()
    page = read.get("/tra-cuu?tim=DA dieu").text
    assert "Tìm thấy 2 dòng" in page
    assert page.index("2024") < page.index("Nuôi đà điểu")
    assert "Tìm thấy 1 dòng" in read.get("/tra-cuu?tim=da dieu&nam=2023").text
    assert "Tìm thấy 0 dòng" in read.get('/tra-cuu?tim=" OR * NEAR(').text


def test_a_correction_is_found_at_once(read: Browser) -> None:
    assert "Tìm thấy 0 dòng" in read.get("/tra-cuu?tim=khoai lang tim").text
    form = read.question()
    read.post("/doi-chieu", {**form, "model": "Khoai lang tím", "lam": "ghi"})
    assert "Tìm thấy 1 dòng" in read.get("/tra-cuu?tim=khoai lang tim").text


def test_the_beginning_of_the_last_word_is_enough() -> None:
    row = make_entry(subject="Trường Mầm non") | {"field_name": ""}
    assert Index([row]).find("truong mam n")[1] == 1
    assert Index([row]).find("ruong")[1] == 0


@pytest.mark.parametrize(
    "path", ["/", "/doi-chieu", "/nam", "/tra-cuu?tim=a", "/tai-ve", "/cai-dat"]
)
def test_an_office_that_has_read_nothing_gets_every_page(own_office: Office, path: str) -> None:
    assert Browser(own_office).get(path).status_code == 200
    assert not own_office.register.exists()


# --- Cài đặt -------------------------------------------------------------------------

TOML = """# của tôi
[place]
province = "Hòa Bình"  # tỉnh cũ

[[offices]]
since = 2025-07-01  # hai cấp
issuer = "UBND phường A"
addressees = ["Sở Nội vụ"]

[follow_up]
quota = 2
"""


def _form(browser: Browser) -> dict[str, str]:
    page = browser.get("/cai-dat").text
    fields = dict(re.findall(r'<input[^>]*name="([^"]+)" value="([^"]*)"', page))
    return fields | dict(re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>([^<]*)', page))


def test_settings_are_changed_where_they_stand_and_comments_stay(own_office: Office) -> None:
    own_office.add_settings(TOML)
    browser = Browser(own_office)
    form = _form(browser)
    assert (form["office.issuer"], form["follow_up.quota"]) == ("UBND phường A", "2")
    sent = {
        **form,
        "office.issuer": 'UBND "phường" B',
        "office.addressees": "Một\r\n\r\nHai",
        "follow_up.quota": "",
    }
    assert "Đã ghi" in browser.post("/cai-dat", sent).text
    office = read_settings(own_office.folder).office_of(2026)
    assert (office.issuer, office.addressees) == ('UBND "phường" B', ("Một", "Hai"))
    assert read_settings(own_office.folder).follow_up.quota is None
    text = (own_office.folder / "settings.toml").read_text(encoding="utf-8")
    for comment in ("# của tôi", "# tỉnh cũ", "# hai cấp"):
        assert comment in text


def test_nothing_changed_leaves_the_file_as_it_is(own_office: Office) -> None:
    own_office.add_settings(TOML)
    browser = Browser(own_office)
    browser.post("/cai-dat", _form(browser))
    assert (own_office.folder / "settings.toml").read_text(encoding="utf-8") == TOML


@pytest.mark.parametrize(
    ("key", "text"), [("cut_off.first", "31/13"), ("follow_up.quota", "hai"), ("cut_off.last", "x")]
)
def test_a_setting_that_does_not_hold_is_told_and_not_written(
    own_office: Office, key: str, text: str
) -> None:
    own_office.add_settings(TOML)
    browser = Browser(own_office)
    answer = browser.post("/cai-dat", {**_form(browser), key: text})
    assert answer.status_code == 409
    assert f'value="{text}"' in answer.text
    assert (own_office.folder / "settings.toml").read_text(encoding="utf-8") == TOML


def test_the_first_settings_can_be_made_on_the_page(own_office: Office) -> None:
    browser = Browser(own_office)
    browser.post("/cai-dat", {**_form(browser), "office.issuer": "UBND xã C"})
    assert read_settings(own_office.folder).office_of(2026).issuer == "UBND xã C"
    text = (own_office.folder / "settings.toml").read_text(encoding="utf-8")
    assert "# cơ quan ban hành" in text
