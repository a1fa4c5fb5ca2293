"""Pages and pictures in a real browser, at the width of a telephone: nothing wider than the screen, nothing fetched."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.browser.conftest import READ
from tests.cli.desk import succeed

pytestmark = pytest.mark.browser

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or ""
PHONE, PAPER = 390, 1123
AHEAD = "2090-12-04"  # a Monday

PROBE = """<script>addEventListener("load", () => {
  const wide = [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > innerWidth + 1);
  const style = getComputedStyle(document.body);
  document.documentElement.setAttribute("data-probe", [
    wide.length, document.documentElement.scrollWidth <= innerWidth, style.direction, document.images.length,
    performance.getEntriesByType("resource").length,
  ].join(" "));
});</script>"""


READERS = READ | {"V1": "prs"}

LETTERS = """<script>addEventListener("load", async () => {
  const style = getComputedStyle(document.body), pen = document.createElement("canvas").getContext("2d");
  const looks = letter => {
    pen.font = style.font; pen.textBaseline = "top"; pen.clearRect(0, 0, 60, 60); pen.fillText(letter, 10, 10);
    return pen.measureText(letter).width + " " + pen.getImageData(0, 0, 60, 60).data.join();
  };
  const letters = [...new Set(document.body.innerText)].filter(letter => /[\\p{L}\\p{Cn}]/u.test(letter));
  await document.fonts.load(style.font, letters.join(""));
  const none = looks("\\u1249");
  document.documentElement.setAttribute("data-missing", letters.filter(letter => looks(letter) === none).join(""));
});</script>"""
"""U+1249 stands for no letter in Unicode, amid the Ethiopic ones; so no font has a shape for it."""


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory, town: Path) -> Path:
    folder = tmp_path_factory.mktemp("browser")
    store = folder / "town.sqlite"
    succeed(store, "import", town, "--yes")
    succeed(store, "match", "--from", AHEAD)
    for kind in ("pages", "desk", "picture", "map"):
        succeed(store, "export", kind, "--out", folder / kind, "--from", AHEAD)
    return folder


def dom(file: Path, *, width: int) -> str:
    """The page as the browser has it once it is loaded."""
    command = [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", f"--window-size={width},900"]
    command += ["--virtual-time-budget=10000", "--dump-dom"]
    found = subprocess.run([*command, file.as_uri()], capture_output=True, timeout=120, check=True)
    return found.stdout.decode("utf-8")


def probed(page: Path, folder: Path, *, width: int) -> list[str]:
    """How many things reach over the edge, whether the page fits, its direction, pictures, and what it fetched."""
    file = folder / page.name
    file.write_text(page.read_text(encoding="utf-8").replace("</head>", f"{PROBE}</head>"), encoding="utf-8")
    found = re.search(r'data-probe="([^"]*)"', dom(file, width=width))
    assert found
    return found[1].split()


@pytest.mark.parametrize("kind", ["volunteers", "riders"])
def test_pages_fit_a_telephone_and_fetch_nothing(exported: Path, tmp_path: Path, kind: str) -> None:
    pages = sorted((exported / "pages" / kind).glob("*.html"))
    assert pages
    for page in pages:
        wide, fits, _, pictures, fetched = probed(page, tmp_path, width=PHONE)
        assert (wide, fits, pictures, fetched) == ("0", "true", "0", "0")


def test_what_is_read_from_the_right_is_laid_out_so(exported: Path, tmp_path: Path) -> None:
    directions = {}
    for page in sorted((exported / "pages").glob("*/*.html")):
        language = re.search(r'lang="(\w+)"', page.read_text(encoding="utf-8"))
        assert language
        directions[language[1]] = probed(page, tmp_path, width=PHONE)[2]
    assert directions == {"ar": "rtl", "prs": "rtl", "ti": "ltr", "uk": "ltr", "en": "ltr"}


def missing_letters(page: Path, folder: Path) -> str:
    """Letters of a page that its fonts do not have: they look like one that no font has."""
    file = folder / page.name
    file.write_text(page.read_text(encoding="utf-8").replace("</head>", f"{LETTERS}</head>"), encoding="utf-8")
    found = re.search(r'data-missing="([^"]*)"', dom(file, width=PHONE))
    assert found
    return found[1]


@pytest.mark.parametrize(("kind", "language"), [("riders", "ti"), ("riders", "ar"), ("volunteers", "prs")])
def test_every_letter_has_a_shape(exported: Path, tmp_path: Path, kind: str, language: str) -> None:
    page = exported / "pages" / kind / f"{next(who for who, reads in READERS.items() if reads == language)}.html"
    text = page.read_text(encoding="utf-8")
    assert f'lang="{language}"' in text
    # The font that comes along is asked first: behind one of the system's, Chromium first paints and prints boxes.
    assert re.findall(r'font: \S+ "(\w+)"', text) == (["Letters"] if language == "ti" else [])
    assert missing_letters(page, tmp_path) == ""


def test_a_letter_without_a_shape_is_found(exported: Path, tmp_path: Path) -> None:
    page = exported / "pages" / "riders" / "R3.html"
    bare = tmp_path / "bare" / page.name
    bare.parent.mkdir()
    bare.write_text(page.read_text(encoding="utf-8").replace("</h1>", " \u1249</h1>"), encoding="utf-8")
    assert missing_letters(bare, tmp_path) == "\u1249"


def test_the_desk_is_a_page_of_paper_wide(exported: Path, tmp_path: Path) -> None:
    wide, fits, *_, fetched = probed(exported / "desk" / "desk.html", tmp_path, width=PAPER)
    assert (wide, fits, fetched) == ("0", "true", "0")


@pytest.mark.parametrize("kind", ["picture", "map"])
def test_pictures_are_drawn(exported: Path, tmp_path: Path, kind: str) -> None:
    picture = sorted((exported / kind).glob("*.svg"))[0]
    page = tmp_path / "picture.html"
    page.write_text(
        f"<!doctype html><title>x</title>{picture.read_text(encoding='utf-8').partition('<svg')[2].join(('<svg', ''))}"
    )
    found = dom(page, width=PAPER)
    assert found.count("<path") > 10
    shot = tmp_path / "shot.png"
    command = [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", f"--screenshot={shot}", picture.as_uri()]
    subprocess.run(command, capture_output=True, timeout=120, check=True)
    assert shot.stat().st_size > 10_000
