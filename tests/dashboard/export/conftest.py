from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from analysis.windows import EventWindow
from dashboard.charts.abnormal import ar_chart, car_chart
from dashboard.charts.price import price_chart
from dashboard.export.report import Report
from dashboard.language import ENGLISH, JAPANESE, Language
from dashboard.studies.request import study_request
from dashboard.studies.single import Study, run
from dashboard.studies.timeline import news_between

LINK = "http://localhost:8501/explorer?v=1&security=NVDA&event=crash-2025-01-27&window=0%2C0"
MADE_ON = date(2026, 11, 22)
SPAN = EventWindow(-10, 10)


@pytest.fixture(scope="session")
def study() -> Study:
    return run(study_request(security="NVDA", event="crash-2025-01-27", windows=("0,0", "-10,10")))


def report_in(study: Study, language: Language) -> Report:
    first, last = study.days_of(SPAN)
    news = news_between("NVDA", "XNYS", first, last)
    return Report(
        title="Nvidia <27 Jan 2025>" if language == ENGLISH else "エヌビディア、2025年1月27日",
        lead="Nvidia returned −16.97%. </script><b>Bold</b>",
        parameters=(("Security", "NVDA · Nvidia"), ("Event window", "[0, 0]")),
        charts=(
            car_chart(study.result, SPAN, language),
            ar_chart(study.result, SPAN, language),
            price_chart(study, first, last, news, language),
        ),
        tables=(("Tests", pd.DataFrame({"Test": ["SQ", "t"], "p-value": [0.0087, 1e-7]})),),
        sources=study.sources,
        language=language,
    )


@pytest.fixture(scope="session", params=["en", "ja"])
def report(study: Study, request: pytest.FixtureRequest) -> Report:
    return report_in(study, {"en": ENGLISH, "ja": JAPANESE}[request.param])


@pytest.fixture(scope="session")
def english(study: Study) -> Report:
    return report_in(study, ENGLISH)
