"""What is missing most, on paper to hand on: a page for recruiting and one for those who plan buses, without a name."""

from pathlib import Path

from ridematch.tables.writer import write_whole
from ridematch.views.csv_files import as_csv
from ridematch.views.demand import demand_sheet
from ridematch.views.gap_pages import buses_page, recruiting_page
from ridematch.views.gaps import Gaps, buses_sheet, recruiting_sheet
from ridematch.views.page import Page
from ridematch.views.terminal import plain_lines


def write_gaps(gaps: Gaps, folder: Path) -> tuple[Path, ...]:
    """Each page as text, CSV and picture, nobody's name or code on any. RidematchError: they can't be written."""
    from ridematch.views.drawing_demand import demand_picture
    from ridematch.views.drawing_recruiting import recruiting_picture

    files = {
        "recruiting.txt": _as_text(recruiting_page(gaps)),
        "recruiting.csv": as_csv(recruiting_sheet(gaps), semicolon=False),
        "recruiting.svg": recruiting_picture(gaps.volunteers, kind="svg"),
        "recruiting.png": recruiting_picture(gaps.volunteers, kind="png"),
        "buses.txt": _as_text(buses_page(gaps)),
        "buses.csv": as_csv(buses_sheet(gaps), semicolon=False),
        "demand.csv": as_csv(demand_sheet(gaps.demand), semicolon=False),
        "demand.svg": demand_picture(gaps.demand, kind="svg"),
        "demand.png": demand_picture(gaps.demand, kind="png"),
    }
    for name, content in files.items():
        write_whole(folder / name, content)
    return tuple(folder / name for name in files)


def _as_text(page: Page) -> bytes:
    return "".join(f"{line}\n" for line in plain_lines(page)).encode()
