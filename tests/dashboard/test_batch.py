"""Many events from a researcher's own files."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from rich.console import Console

from analysis.errors import StudyError
from analysis.significance.battery import BATTERY
from analysis.study import run_study
from analysis.study_spec import StudySpec
from analysis.windows import EstimationWindow, EventWindow
from dashboard.cli.batch import progress_lines
from dashboard.studies import batch_files
from dashboard.studies.batch import BatchResult, run_batch, write_batch
from dashboard.studies.batch_request import BatchRequest, batch_spec
from dashboard.studies.batch_rows import AAR_COLUMNS, EVENT_COLUMNS, TEST_COLUMNS
from data.calendars import sessions
from data.errors import DataError

SPEC = batch_spec("market", (-120, -11), [(-2, 2), (0, 0)], "simple", 60)
NAMES = [f"S{i}" for i in range(12)]


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    dates = sessions("XNYS", date(2021, 1, 4), date(2022, 6, 30))
    rng = np.random.default_rng(5)
    market = 0.01 * rng.standard_normal(len(dates))
    own = 0.02 * rng.standard_t(5, (len(dates), len(NAMES)))
    frame = pd.DataFrame(market[:, None] + own, index=dates.rename("date"), columns=NAMES)
    frame.insert(0, "MKT", market)
    frame.iloc[140:145, 4] = np.nan
    return frame


@pytest.fixture
def folder(tmp_path: Path, frame: pd.DataFrame) -> Path:
    frame.to_csv(tmp_path / "returns.csv")
    lines = [f"{name},2021-11-{10 + i:02d}" for i, name in enumerate(NAMES)]
    (tmp_path / "events.csv").write_text("\n".join(["security,event_date", *lines]) + "\n")
    return tmp_path


def _request(folder: Path, **changes: Any) -> BatchRequest:
    settings: dict[str, Any] = {
        "table": folder / "returns.csv",
        "are_prices": False,
        "events": folder / "events.csv",
        "market": "MKT",
        "spec": SPEC,
    }
    return BatchRequest(**(settings | changes))


def _events(folder: Path, *lines: str, header: str = "security,event_date") -> None:
    (folder / "events.csv").write_text("\n".join([header, *lines]) + "\n")


def _row(result: BatchResult, event_id: str, window: str = "0,0") -> pd.Series:
    found = result.events
    return found[(found["event_id"] == event_id) & (found["window"] == window)].iloc[0]


def test_a_batch_gives_the_numbers_of_each_study_alone(folder: Path, frame: pd.DataFrame) -> None:
    result = run_batch(_request(folder))
    assert tuple(result.events.columns) == EVENT_COLUMNS
    assert len(result.events) == 24
    for row in result.events.itertuples():
        assert row.status == "ok"
        window = EventWindow(*map(int, row.window.split(",")))
        spec = StudySpec("market", EstimationWindow(-120, -11), (window,), min_estimation=60)
        market = frame[["MKT"]].rename(columns={"MKT": "market"})
        day = pd.Timestamp(row.session).date()
        alone = run_study(frame[row.security], market, day, spec)
        car = alone.headline.car
        np.testing.assert_allclose(
            [row.alpha, row.beta, row.sigma2, row.car, row.car_se, row.t, row.scar],
            [
                alone.fit.parameters["alpha"],
                alone.fit.parameters["beta"],
                alone.fit.sigma2,
                car.value,
                car.standard_error,
                car.scar,
                car.scar,
            ],
            rtol=1e-10,
        )
        assert row.p == pytest.approx(alone.headline.test("t").p_value, rel=1e-9)
        assert (row.n_estimation, row.df) == (alone.fit.n_estimation, alone.fit.df)


def test_every_test_has_its_row_and_one_that_does_not_apply_its_reason(folder: Path) -> None:
    tests = run_batch(_request(folder)).tests
    assert tuple(tests.columns) == TEST_COLUMNS
    assert tests["test"].tolist() == 2 * [*BATTERY, "placebo"]
    portfolio = tests[tests["test"] == "portfolio_t"].iloc[0]
    assert portfolio["status"] == "unavailable"
    assert "different dates" in portfolio["reason"]
    applied = tests[tests["status"] == "ok"]
    assert applied["p_value"].between(0, 1).all()
    assert (applied["null"] != "").all()


def test_on_one_date_every_test_applies(folder: Path) -> None:
    _events(folder, *(f"{name},2021-11-17" for name in NAMES if name != "S3"))
    tests = run_batch(_request(folder)).tests
    assert set(tests["status"]) == {"ok"}
    df = tests.set_index(["window", "test"])["df"]
    assert df["0,0", "mvrm_f"] == "11,98"
    assert df["0,0", "bmp"] == "10"


def test_the_average_file_holds_the_first_window(folder: Path) -> None:
    result = run_batch(_request(folder))
    assert tuple(result.aar.columns) == AAR_COLUMNS
    assert result.aar["tau"].tolist() == [-2, -1, 0, 1, 2]
    wide = result.events[result.events["window"] == "-2,2"]
    assert result.aar["caar"].iloc[-1] == pytest.approx(wide["car"].mean(), rel=1e-10)
    day = result.events[result.events["window"] == "0,0"]["car"]
    at_zero = result.aar.set_index("tau").loc[0]
    assert at_zero["aar"] == pytest.approx(day.mean(), rel=1e-10)
    assert at_zero["se"] == pytest.approx(day.std() / np.sqrt(len(day)), rel=1e-10)


def test_good_events_are_computed_and_bad_ones_listed_with_their_reason(folder: Path) -> None:
    _events(
        folder,
        "S0,2021-11-17",
        "S0,2021-01-20",
        "S0,2020-12-01",
        "S0,soon",
        "NONE,2021-11-17",
        "S3,2021-11-17",
    )
    result = run_batch(_request(folder))
    assert [_row(result, str(i)).status for i in range(1, 7)] == ["ok"] + 4 * ["failed"] + ["ok"]
    assert "tau = -11 to" in _row(result, "2").reason
    assert "The returns run from 2021-01-04" in _row(result, "3").reason
    assert "“soon” is not a date" in _row(result, "4").reason
    assert "no column NONE" in _row(result, "5").reason
    assert _row(result, "6").reason == "5 of 110 estimation sessions have no return."
    assert np.isnan(_row(result, "2").car)


def test_an_event_without_a_return_names_the_day(folder: Path, frame: pd.DataFrame) -> None:
    day = frame.index[142]
    _events(folder, f"S3,{day.date()}")
    assert str(day.date()) in _row(run_batch(_request(folder)), "1").reason


def test_a_day_without_trading_moves_as_asked_and_says_so(folder: Path) -> None:
    _events(folder, "S0,2021-11-25", "S1,2021-11-27")
    for rule, days in (
        ("next", ["2021-11-26", "2021-11-29"]),
        ("previous", ["2021-11-24", "2021-11-26"]),
    ):
        result = run_batch(_request(folder, non_session=rule))
        assert [_row(result, i).session for i in ("1", "2")] == days
        assert f"moved to the {rule} session" in _row(result, "1").reason
    refused = run_batch(_request(folder, non_session="refuse"))
    assert set(refused.events["status"]) == {"failed"}
    assert "2021-11-24 and 2021-11-26" in _row(refused, "1").reason


def test_overlapping_events_of_one_security_name_each_other(folder: Path) -> None:
    _events(
        folder,
        "a,S0,2021-11-17",
        "b,S0,2021-11-19",
        "c,S0,2022-02-17",
        header="event_id,security,event_date",
    )
    result = run_batch(_request(folder))
    assert "overlaps with that of b" in _row(result, "a").reason
    assert "overlaps with that of a" in _row(result, "b").reason
    assert _row(result, "c").reason == ""


def test_prices_give_the_numbers_of_their_returns(folder: Path, frame: pd.DataFrame) -> None:
    whole = frame.fillna(0.0)
    prices = 100 * (1 + whole).cumprod()
    prices.to_csv(folder / "prices.csv")
    by_price = run_batch(_request(folder, table=folder / "prices.csv", are_prices=True))
    whole.to_csv(folder / "returns.csv")
    by_return = run_batch(_request(folder))
    np.testing.assert_allclose(
        by_price.events["car"].to_numpy(float), by_return.events["car"].to_numpy(float), 1e-9
    )


def test_a_price_of_zero_fails_the_events_of_its_security_alone(
    folder: Path, frame: pd.DataFrame
) -> None:
    prices = 100 * (1 + frame.fillna(0.0)).cumprod()
    prices.iloc[7, 2] = 0.0
    prices.to_csv(folder / "prices.csv")
    result = run_batch(_request(folder, table=folder / "prices.csv", are_prices=True))
    failed = result.events[result.events["status"] == "failed"]
    assert set(failed["security"]) == {"S1"}
    assert str(frame.index[7].date()) in failed["reason"].iloc[0]
    prices["MKT"] = -1.0
    prices.to_csv(folder / "prices.csv")
    with pytest.raises(StudyError, match="MKT"):
        run_batch(_request(folder, table=folder / "prices.csv", are_prices=True))


@pytest.mark.parametrize(
    ("cell", "words"),
    [("inf", "Row 9 of column S4 is infinite"), ("1.2.3", "Row 9 of column S4 holds “1.2.3”")],
)
def test_a_faulty_cell_fails_the_events_of_its_security_alone(
    folder: Path, frame: pd.DataFrame, cell: str, words: str
) -> None:
    text = frame.astype(object)
    text.iloc[7, 5] = cell
    text.to_csv(folder / "returns.csv")
    result = run_batch(_request(folder))
    failed = result.events[result.events["status"] == "failed"]
    assert set(failed["security"]) == {"S4"}
    assert words in failed["reason"].iloc[0]


def _swap(lines: list[str]) -> list[str]:
    return [*lines[:5], lines[6], lines[5], *lines[7:]]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda lines: [*lines[:6], lines[5], *lines[6:]], "Row 7 repeats the date 2021-01-08"),
        (_swap, r"Row 7 \(2021-01-08\) is earlier than row 6 \(2021-01-11\)"),
        (lambda _: [], "It is empty"),
        (lambda lines: lines[:1], "a header and no rows"),
        (lambda lines: [lines[0].replace("MKT", "SPX"), *lines[1:]], "no column MKT"),
        (lambda lines: [lines[0].replace("date", "day"), *lines[1:]], "no column date"),
        (lambda lines: [lines[0].replace("S2", "S1"), *lines[1:]], "S1 occurs 2 times"),
        (
            lambda lines: [*lines[:4], "04/02/2021" + lines[4][10:], *lines[5:]],
            "Row 5 has the date",
        ),
        (lambda lines: [*lines[:4], lines[4] + ",1,2", *lines[5:]], "row 5 has 16 cells"),
        (lambda _: ["date," + ",".join(f"C{i}" for i in range(10_000))], "10,001 columns"),
    ],
)
def test_a_fault_of_the_whole_file_is_one_message_with_row_or_column(
    folder: Path, change: Callable[[list[str]], list[str]], words: str
) -> None:
    path = folder / "returns.csv"
    lines = change(path.read_text().splitlines())
    path.write_text("\n".join(lines) + ("\n" if lines else ""))
    with pytest.raises(DataError, match=words) as caught:
        run_batch(_request(folder))
    assert caught.value.remedy


def test_a_file_of_200_mb_is_refused_from_its_size_alone(folder: Path) -> None:
    path = folder / "returns.csv"
    with path.open("r+b") as file:
        file.truncate(200 * 2**20)
    with pytest.raises(DataError, match="200 MB; at most 150 MB"):
        batch_files.read_wide(path)


def test_a_byte_order_mark_semicolons_and_decimal_commas_are_read(
    folder: Path, frame: pd.DataFrame
) -> None:
    before = run_batch(_request(folder))
    frame.to_csv(folder / "returns.csv", sep=";", decimal=",", encoding="utf-8-sig")
    after = run_batch(_request(folder))
    pd.testing.assert_frame_equal(before.events, after.events)


def test_text_in_another_encoding_is_refused(folder: Path) -> None:
    (folder / "returns.csv").write_bytes("date,MKT,Société\n".encode("cp1252"))
    with pytest.raises(DataError, match="not UTF-8"):
        run_batch(_request(folder))


def test_a_calendar_refuses_rows_on_closed_days(folder: Path, frame: pd.DataFrame) -> None:
    run_batch(_request(folder, calendar="XNYS"))
    slipped = frame.set_axis(pd.bdate_range("2021-01-04", periods=len(frame), name="date"))
    slipped.to_csv(folder / "returns.csv")
    assert any("every weekday" in note for note in run_batch(_request(folder)).notes)
    with pytest.raises(StudyError, match="exchange was closed"):
        run_batch(_request(folder, calendar="XNYS"))


def test_factor_models_say_where_their_factors_come_from(folder: Path) -> None:
    spec = batch_spec("ff3", (-120, -11), [(0, 0)], "simple", 60)
    result = run_batch(_request(folder, spec=spec))
    assert set(result.events["status"]) == {"ok"}
    assert "embedded US daily factors" in result.notes[0]


def test_models_that_need_more_say_how_to_give_it(folder: Path) -> None:
    for model, option in (("market-sector", "--sector"), ("market-ex-firm", "--weights")):
        spec = batch_spec(model, (-120, -11), [(0, 0)], "simple", 60)
        with pytest.raises(StudyError, match=option):
            run_batch(_request(folder, spec=spec))
    weights = folder / "weights.csv"
    weights.write_text("security,weight\n" + "".join(f"{name},0.01\n" for name in NAMES[:6]))
    ex_firm = batch_spec("market-ex-firm", (-120, -11), [(0, 0)], "simple", 60)
    result = run_batch(_request(folder, spec=ex_firm, weights=weights))
    assert result.events["status"].tolist() == 6 * ["ok"] + 6 * ["failed"]
    sector = batch_spec("market-sector", (-120, -11), [(0, 0)], "simple", 60)
    result = run_batch(_request(folder, spec=sector, sector="S11"))
    assert result.events["status"].tolist() == 11 * ["ok"] + ["failed"]


def test_backward_and_overlapping_windows_are_refused() -> None:
    with pytest.raises(StudyError, match="ends before it begins"):
        batch_spec("market", (-120, -11), [(10, -10)], "simple", 60)
    with pytest.raises(StudyError, match="share sessions"):
        batch_spec("market", (-120, -11), [(-12, 0)], "simple", 60)
    with pytest.raises(StudyError, match="given twice"):
        batch_spec("market", (-120, -11), [(0, 0), (0, 0)], "simple", 60)


def test_numbers_read_back_exactly_and_nothing_else_is_left(folder: Path) -> None:
    result = run_batch(_request(folder))
    written = write_batch(result, folder / "out")
    assert sorted(path.name for path in (folder / "out").iterdir()) == [
        "aar.csv",
        "events.csv",
        "tests.csv",
    ]
    again = pd.read_csv(written[0], dtype={"event_id": str})
    np.testing.assert_array_equal(again["car"], result.events["car"])


REGISTERED = """
from dashboard.cli import app, main
from dashboard.cli.batch import batch
if all(command.callback is not batch for command in app.registered_commands):
    app.command()(batch)
main()
"""


def _command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", REGISTERED, "batch", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_writes_three_files(folder: Path) -> None:
    done = _command(
        *("--returns", str(folder / "returns.csv"), "--events", str(folder / "events.csv")),
        *("--market", "MKT", "--model", "market", "--estimation", "-120,-11"),
        *("--window", "-2,2", "--window", "0,0", "--out", str(folder / "out")),
    )
    assert done.returncode == 0, done.stderr
    assert "24 of 24 rows studied" in done.stderr
    head = (folder / "out" / "events.csv").read_text().splitlines()[0]
    assert head == ",".join(EVENT_COLUMNS)


def test_the_command_ends_with_one_message_and_code_2(folder: Path) -> None:
    done = _command(
        *("--returns", str(folder / "none.csv"), "--events", str(folder / "events.csv")),
        *("--market", "MKT", "--out", str(folder / "out")),
    )
    assert done.returncode == 2
    assert "There is no such file" in done.stderr
    assert done.stderr.strip().count("\n") == 0
    assert done.stderr[0] != "\n"
    assert not (folder / "out").exists()


def test_a_place_for_the_results_that_is_no_folder_is_refused_before_the_work(folder: Path) -> None:
    done = _command(
        *("--returns", str(folder / "none.csv"), "--events", str(folder / "events.csv")),
        *("--market", "MKT", "--out", str(folder / "returns.csv" / "out")),
    )
    assert done.returncode == 2
    assert "out. The system refused: Not a directory." in done.stderr


def test_progress_in_a_log_is_a_line_now_and_then() -> None:
    log = io.StringIO()
    often, seldom = (progress_lines(Console(file=log), every) for every in (0.0, 3600.0))
    often("Window [0, 0]", 16_384, 200_000)
    seldom("Window [0, 0]", 32_768, 200_000)
    assert log.getvalue() == "Window [0, 0]: 16,384 of 200,000\n"
