"""The codes that travel between the steps: a typo in one fails where it stands."""

from __future__ import annotations

from enum import StrEnum


class FileKind(StrEnum):
    """What a dropped file is by its content."""

    PDF = "pdf"
    DOCX = "docx"
    DOC = "doc"
    RTF = "rtf"
    ODT = "odt"
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    IMAGE = "image"
    ZIP = "zip"
    MAIL = "mail"  # a letter with what is attached to it
    HTML = "html"
    MHTML = "mhtml"  # a web page in one file
    SHEET_XML = "sheet-xml"  # a workbook of Excel 2003 as XML
    TEXT = "text"


class Level(StrEnum):
    """Of an office: two levels since 1/7/2025, with the district between them before."""

    COMMUNE = "commune"  # phường, xã, thị trấn, đặc khu
    DISTRICT = "district"  # up to 30/6/2025
    PROVINCE = "province"


class Role(StrEnum):
    """What a column of a plan's table holds; their headings stand in data/columns.toml."""

    UNKNOWN = ""
    ORDINAL = "ordinal"
    NAME_ADDRESS = "name_address"  # subject and where it is, in one cell
    SUBJECT = "subject"
    MODEL = "model"
    CONTENT = "content"
    ADDRESS = "address"  # locality and commune, or either
    LOCALITY = "locality"
    COMMUNE = "commune"
    FIELD = "field"
    MOVEMENT = "movement"
    KIND = "kind"
    COLLECTIVE = "collective"  # a tick column
    INDIVIDUAL = "individual"  # a tick column
    HOUSEHOLD = "household"  # a tick column
    POSITION = "position"
    BIRTH = "birth"
    GENDER = "gender"
    ETHNICITY = "ethnicity"
    PARTY = "party"
    TIME = "time"
    DECISION = "decision"
    SPONSOR = "sponsor"  # who names it, follows it or spreads it
    TASK = "task"  # a table that has one of these assigns work; it lists no entries
    QUANTITY = "quantity"
    NOTE = "note"
    WORKPLACE = "workplace"  # no heading says so: of two subject columns the one for the other
    PROSE = "prose"  # no heading says so: paragraphs of running text


class Flag(StrEnum):
    """Why an entry, a row or a cell is in doubt; the words for it stand in data/flags.toml."""

    COMMUNE_UNKNOWN = "commune-unknown"
    COMMUNE_UNCERTAIN = "commune-uncertain"
    COMMUNE_BY_TITLE = "commune-by-title"
    COMMUNE_BY_ISSUER = "commune-by-issuer"
    WARD_SUGGESTED = "ward-suggested"
    FIELD_SUGGESTED = "field-suggested"
    FIELD_UNKNOWN = "field-unknown"
    FIELD_PHRASE_UNKNOWN = "field-phrase-unknown"
    KIND_UNKNOWN = "kind-unknown"
    SUBJECT_EMPTY = "subject-empty"
    MODEL_UNCERTAIN = "model-uncertain"
    ORDINAL_MISSING = "ordinal-missing"
    DUPLICATE = "duplicate-entry"
    ODD_CHARACTERS = "odd-characters"
    ROW_UNCERTAIN = "row-uncertain"
    CELL_UNCERTAIN = "cell-uncertain"
    COLUMN_UNCERTAIN = "column-uncertain"
    WORDS_LOST = "words-lost"
    WORDS_DOUBLED = "words-doubled"
    TWO_SUBJECTS = "two-subjects"


class NoteCode(StrEnum):
    """Notes that readers of every format raise alike."""

    STRUCK_OUT = "struck-out"  # text struck through: withdrawn, left out
    HIDDEN_TEXT = "hidden-text"  # text that no viewer shows: left out
    WATERMARK = "watermark"  # letters across the text: no part of it
