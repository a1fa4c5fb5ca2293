"""Workbooks for tests: as openpyxl writes them, or from bare XML where a cell must be just so."""

import zipfile
from collections.abc import Iterable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
STRICT = ("http://purl.oclc.org/ooxml/spreadsheetml/main", "http://purl.oclc.org/ooxml/officeDocument/relationships")

STYLES = ("General", "yyyy-mm-dd", "hh:mm", "[h]:mm:ss", "yyyy-mm-dd hh:mm", "@", "#,##0.00", "mmmm", '0.0" days"')
"""Formats of numbers; a bare cell's s="1" is a date."""


def workbook(**sheets: Iterable[Iterable[Any]]) -> Workbook:
    """A workbook whose sheets have these rows."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet: Worksheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    return made


def content(made: Workbook) -> bytes:
    """The bytes of its file."""
    file = BytesIO()
    made.save(file)
    return file.getvalue()


def save(made: Workbook, path: Path) -> Path:
    """Write it, and say where."""
    path.write_bytes(content(made))
    return path


def cells(*rows: str) -> str:
    """Rows of bare cells (`<c r="A2"><v>1</v></c>`) as a sheet's XML."""
    numbered = "".join(f'<row r="{number}">{row}</row>' for number, row in enumerate(rows, 1))
    return f'<worksheet xmlns="{MAIN}"><sheetData>{numbered}</sheetData></worksheet>'


def text_row(number: int, *texts: str) -> str:
    """A row of texts as bare cells."""
    return "".join(
        f'<c r="{chr(ord("A") + position)}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
        for position, text in enumerate(texts)
    )


def parts(sheets: Mapping[str, str], *, texts: str = "", about: str = "", strict: bool = False) -> dict[str, str]:
    """The parts of a workbook by name: sheets as XML, shared texts as XML, and what `about` says of the workbook."""
    main, office = STRICT if strict else (MAIN, OFFICE)
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>' if "=" not in name else f'<sheet {name} r:id="r{n}"/>'
        for n, name in enumerate(sheets, 1)
    )
    related = "".join(
        f'<Relationship Id="r{n}" Type="{office}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    formats = "".join(f'<numFmt numFmtId="{n}" formatCode="{_attribute(f)}"/>' for n, f in enumerate(STYLES, 200))
    styles = "".join(f'<xf numFmtId="{n}"/>' for n in range(200, 200 + len(STYLES)))
    found = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{office}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}">{about}<sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{related}'
        f'<Relationship Id="s" Type="{office}/styles" Target="styles.xml"/>'
        f'<Relationship Id="t" Type="{office}/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}"><numFmts>{formats}</numFmts>'
        f'<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>{styles}</cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{main}">{texts}</sst>',
    }
    bodies = (body.replace(MAIN, main) for body in sheets.values())
    return found | {f"xl/worksheets/sheet{n}.xml": body for n, body in enumerate(bodies, 1)}


def zipped(found: Mapping[str, str | bytes]) -> bytes:
    """The parts as a zip file."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, body in found.items():
            opened.writestr(name, body)
    return file.getvalue()


def _attribute(text: str) -> str:
    return text.replace('"', "&quot;")
