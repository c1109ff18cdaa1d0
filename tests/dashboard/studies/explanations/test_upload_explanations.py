from __future__ import annotations

import contextlib
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dashboard.studies.explanations.study import EXPLAINED
from dashboard.studies.request import study_request
from dashboard.studies.single import run
from dashboard.studies.sources import chained, loader
from data.providers.snapshot import snapshot_prices
from data.providers.upload import price_histories, read_upload, returns_frame


@pytest.mark.parametrize("measure", ["prices", "returns"])
def test_the_code_for_an_upload_reads_the_file_of_that_name(
    measure: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    price = snapshot_prices("AVGO").total_return_price.loc["2023":"2025-03"]
    series = price.rename("close") if measure == "prices" else price.pct_change().rename("return")
    frame = series.dropna().to_frame().assign(ticker="MINE")
    content = frame.to_csv().encode()
    (tmp_path / "mine.csv").write_bytes(content)
    table, now = read_upload(content, "mine.csv"), datetime.now(UTC)
    assert table.understanding.measure == measure
    held = (
        price_histories(table, fetched_at=now, exchanges={"MINE": "XNYS"}).histories
        if measure == "prices"
        else chained(returns_frame(table, fetched_at=now), {"MINE": "XNYS"})
    )
    study = run(
        study_request(security="MINE", benchmark="^GSPC", event="2025-01-27"),
        loader("auto", held),
    )
    found = EXPLAINED["abnormal"](study)
    assert found is not None
    monkeypatch.chdir(tmp_path)
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(found.code, {})
    assert out.getvalue() == f"{found.value:.4%}\n"
