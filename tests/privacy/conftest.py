import shutil
from pathlib import Path

import pytest

from tests.privacy.desk import in_a_pipe
from tests.privacy.scenes import EDITED, MISTAKES, REPLIES, ROTA, Line
from tests.privacy.town import MONDAY, a_town, a_workbook


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the tables `town`, files with mistakes in `bad`, and a published week in `store.sqlite`."""
    folder = tmp_path_factory.mktemp("place")
    a_town(folder / "town")
    for kind, files in MISTAKES.items():
        (folder / "bad" / kind).mkdir(parents=True)
        for name, text in files.items():
            (folder / "bad" / kind / name).write_text(text, encoding="utf-8")
        a_workbook(folder / "bad" / f"{kind}.xlsx", files)
    published = (("match", "--from", "2020-01-06", "--days", "1"), ("match", "--from", MONDAY))
    for arguments in (("import", f"{folder / 'town'}", "--yes"), *published):
        assert in_a_pipe(folder / "store.sqlite", Line(arguments, 0)).status == 0
    return folder


@pytest.fixture
def store(place: Path, tmp_path: Path) -> Path:
    """A store of its own, beside a folder of files to import and nothing else."""
    (tmp_path / "edited").mkdir()
    for name, text in EDITED.items():
        (tmp_path / "edited" / name).write_text(text, encoding="utf-8")
    (tmp_path / "edited-rota").mkdir()
    (tmp_path / "edited-rota" / "rota.ics").write_text(ROTA, encoding="utf-8")
    (tmp_path / "edited-inbox").mkdir()
    for name, text in REPLIES.items():
        (tmp_path / "edited-inbox" / name).write_text(text, encoding="utf-8")
    return Path(shutil.copy(place / "store.sqlite", tmp_path / "store.sqlite"))
