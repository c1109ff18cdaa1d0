"""``python -m dashboard sector``: who fell and who did not."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from analysis.errors import StudyError
from dashboard.cli import options
from dashboard.language import ENGLISH
from dashboard.studies.request import OWN_MARKET
from dashboard.studies.sector.groups import Groups, study_groups
from dashboard.studies.sector.members import MembersDay, members_day
from dashboard.studies.sector.money import MoneyStudy, money_of
from dashboard.studies.sector.names import NamesStudy, study_names
from dashboard.studies.sector.record import sector_record
from dashboard.studies.sector.request import SectorRequest, sector_request
from dashboard.studies.sector.universe import ALL_NAMES
from data.errors import DataError


def sector(
    names: Annotated[
        str, typer.Option(help="AI for all catalogued AI names, a basket, or a group.")
    ] = ALL_NAMES,
    event: options.Event = options.CRASH,
    benchmark: options.Benchmark = OWN_MARKET,
    model: options.Model = "market",
    estimation: options.Estimation = options.ESTIMATION,
    window: options.Window = "0,0",
    returns: options.Returns = "simple",
    source: options.Source = "auto",
    as_json: options.AsJson = False,
) -> None:
    """Set many names beside each other on one date: returns, CARs, dollars, baskets."""
    request = sector_request(
        names=names,
        event=event,
        benchmark=benchmark,
        model=model,
        estimation=estimation,
        window=window,
        returns=returns,
        source=source,
    )
    study = study_names(request)
    money, members, groups = money_of(study), _members(request), study_groups(request)
    if as_json:
        options.print_json(sector_record(study, money, members, groups))
    else:
        _print(study, money, members, groups, Console())


def _members(request: SectorRequest) -> MembersDay | StudyError | DataError:
    try:
        return members_day(request)
    except (StudyError, DataError) as refusal:
        return refusal


def _print(
    study: NamesStudy,
    money: MoneyStudy,
    members: MembersDay | StudyError | DataError,
    groups: Groups,
    console: Console,
) -> None:
    level = ENGLISH.percent(study.request.spec.level, 0, sign=False)
    table = Table("Name", "Group", "Return", "CAR", f"{level} interval", "SCAR")
    for move in sorted(study.moves, key=lambda entry: entry.car):
        table.add_row(
            move.security,
            move.group,
            ENGLISH.percent(move.raw_return),
            ENGLISH.percent(move.car),
            f"{ENGLISH.percent(move.low)} … {ENGLISH.percent(move.high)}",
            ENGLISH.number(move.scar),
        )
    console.print(table)
    for entry in study.left_out:
        console.print(f"{entry.security}: {entry.words(ENGLISH)}", markup=False)
    console.print(
        f"Lost {ENGLISH.money(money.lost, 'USD')}, gained {ENGLISH.money(money.gained, 'USD')}; "
        f"{len(money.left_out)} names without a sound share count."
    )
    if not isinstance(members, MembersDay):
        console.print(ENGLISH.error(members), markup=False)
    else:
        console.print(
            f"S&P 500: {members.rose} members rose, {members.fell} fell; index "
            f"{ENGLISH.percent(members.index_return)}, mean member "
            f"{ENGLISH.percent(members.equal_return)}."
        )
    baskets = Table("Basket", "N", "CAAR", "r-bar", "Effective N", "Reading")
    for group in groups.moves:
        window = group.window
        baskets.add_row(
            group.basket,
            str(len(window.members)),
            ENGLISH.percent(window.caar),
            ENGLISH.number(window.correlation.calendar),
            ENGLISH.number(window.correlation.effective_n, 1),
            window.agreement,
        )
    console.print(baskets)
    console.print("One date is one draw: unusual for these names, not what caused it.")
