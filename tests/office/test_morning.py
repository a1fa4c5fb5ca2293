from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from ridematch.model.edition import Covered, Edition, Unserved
from ridematch.model.errors import RidematchError
from ridematch.office.finishing import finish
from ridematch.office.morning import tell
from ridematch.store.database import open_store, transaction
from ridematch.store.editions import publish
from tests.rules.rows import SETTINGS

NOW = datetime(2026, 12, 13, 20, tzinfo=UTC)


def test_what_has_no_driver_can_not_be_promised_or_done(tmp_path: Path) -> None:
    """Left out, covered by its fallback, or never asked for: each says which, and nothing is kept."""
    url, day = f"sqlite:///{tmp_path / 'store.sqlite'}", date(2026, 12, 14)
    covered = Covered(request="S1:2026-12-14:back", rider="R1", date=day, fallback="bed")
    missing = Unserved(code="S2:2026-12-14", kind="commute", rider="R2", date=day, verdict="taken")
    edition = Edition(
        made_at=NOW, first_date=day, days=1, objective=0, bound=0, proven=True, seconds=0,
        unserved=(missing,), covered=(covered,),
    )  # fmt: skip
    with transaction(open_store(url, create=True)) as session:
        publish(session, edition)
    for code, said in (
        (covered.request, "covered without a driver"),
        (missing.code, "was left out"),
        (f"{missing.code}:out", "was left out"),
        ("S9:2026-12-14", "not in the published schedule"),
    ):
        with pytest.raises(RidematchError, match=said):
            tell(url, (code,), now=NOW)
        with pytest.raises(RidematchError, match=said) as refused:
            finish(url, (code,), settings=SETTINGS, now=NOW)
        assert "promise" not in str(refused.value)
