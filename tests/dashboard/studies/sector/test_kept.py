from __future__ import annotations

from dashboard.studies.sector import kept
from dashboard.studies.sector.request import sector_request
from data.providers.snapshot import snapshot_prices


def test_a_study_is_done_once_until_the_request_or_the_uploads_change() -> None:
    request = sector_request(names="HYPERSCALER")
    first = kept.names(kept.asked(request))
    assert kept.names(kept.asked(request)) is first
    assert kept.names(kept.asked(sector_request(names="HYPERSCALER", window="0,1"))) is not first
    upload = (snapshot_prices("NVDA"),)
    assert kept.names(kept.asked(request, upload)) is not first
    assert kept.names(kept.asked(request, upload)) is kept.names(kept.asked(request, upload))
