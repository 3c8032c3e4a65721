"""The numbers of listings."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.core.db import Model


class ReferenceCounter(Model):
    """The last number given to a kind in a year; numbers are never reused."""

    __tablename__ = "reference_counters"

    kind: Mapped[str] = mapped_column(String(5), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column(default=0)
