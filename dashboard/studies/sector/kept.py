"""Studies of many names already done, kept until prices are fetched or uploaded anew."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.once import once
from dashboard.studies.basket import BasketStudy
from dashboard.studies.sector.days import DayGrid, day_grid
from dashboard.studies.sector.groups import Groups, study_groups, study_spread
from dashboard.studies.sector.members import MembersDay, members_day
from dashboard.studies.sector.money import MoneyStudy, money_of
from dashboard.studies.sector.names import NamesStudy, study_names
from dashboard.studies.sector.request import SectorRequest
from dashboard.studies.sources import PriceLoader, loader
from data.errors import DataError
from data.prices import PriceHistory
from data.store import Store
from data.store.manifest import read_manifest


@dataclass(frozen=True, slots=True)
class Asked:
    """A request with what the prices behind it depend on.

    Attributes
    ----------
    request
        What is asked.
    fetched
        What changes whenever something is fetched; the embedded snapshot does not change.
    uploads
        Histories of the session, each the same object as long as it is held.
    """

    request: SectorRequest
    fetched: str
    uploads: tuple[PriceHistory, ...] = ()

    @property
    def load(self) -> PriceLoader:
        """What loads the prices."""
        held = {history.security: history for history in self.uploads}
        return loader(self.request.source, held)


def asked(request: SectorRequest, uploads: tuple[PriceHistory, ...] = ()) -> Asked:
    """Return a request as it can be looked up now."""
    folder = Store().folder
    try:
        fetched = f"{folder} {read_manifest(folder).generation}"
    except DataError as damaged:
        fetched = str(damaged)
    return Asked(request, fetched, uploads)


@once(32, heavy=True)
def names(wanted: Asked) -> NamesStudy:
    """Return ``study_names`` of a request."""
    return study_names(wanted.request, wanted.load)


@once(32, heavy=True)
def days(wanted: Asked, weeks: int) -> DayGrid:
    """Return ``day_grid`` of a request."""
    return day_grid(names(wanted), weeks)


@once(32, heavy=True)
def money(wanted: Asked) -> MoneyStudy:
    """Return ``money_of`` a request."""
    return money_of(names(wanted))


@once(32, heavy=True)
def members(wanted: Asked) -> MembersDay:
    """Return ``members_day`` of a request."""
    return members_day(wanted.request, wanted.load)


@once(16, heavy=True)
def groups(wanted: Asked) -> Groups:
    """Return ``study_groups`` of a request."""
    return study_groups(wanted.request, wanted.load)


@once(32, heavy=True)
def spread(wanted: Asked, long: str, short: str) -> BasketStudy:
    """Return ``study_spread`` of a request."""
    return study_spread(wanted.request, long, short, wanted.load)
