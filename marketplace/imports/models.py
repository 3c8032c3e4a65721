"""A file of needs and offers that an association posts for its members, and what is wrong in it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.core.clock import now
from marketplace.core.db import Model, Moment
from marketplace.organisations.models import Organisation


class Import(Model):
    """One file: sent, checked by the worker row by row, and imported whole or not at all when somebody says so.

    Where it stands is derived from what has happened to it.
    """

    __tablename__ = "imports"
    __table_args__ = (
        CheckConstraint("rows_done <= rows_total", name="not_more_than_all"),
        CheckConstraint("wanted_at IS NULL OR checked_at IS NOT NULL", name="wanted_after_the_check"),
        CheckConstraint(
            "done_at IS NULL OR (wanted_at IS NOT NULL AND faults = 0)", name="done_without_faults"
        ),
        Index("ix_imports_association", "association_id", "id"),
        Index("ix_imports_work", "done_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    association_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id, ondelete="CASCADE"))
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id, ondelete="SET NULL"))
    uploaded_at: Mapped[datetime] = mapped_column(Moment, default=now)
    filename: Mapped[str] = mapped_column(String(120))
    form: Mapped[str] = mapped_column(String(5))  # csv or jsonl
    digest: Mapped[str] = mapped_column(String(64))  # SHA-256 of the file
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)  # emptied when it is no longer needed
    rows_total: Mapped[int]

    rows_done: Mapped[int] = mapped_column(default=0)  # of the work in hand
    faults: Mapped[int] = mapped_column(default=0)  # all of them; the first are kept
    known: Mapped[int] = mapped_column(default=0)  # rows that are here already and are left as they are
    checked_at: Mapped[datetime | None] = mapped_column(Moment)
    wanted_at: Mapped[datetime | None] = mapped_column(Moment)  # "import all"
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    taken_until: Mapped[datetime | None] = mapped_column(Moment)  # by a worker

    association: Mapped[Organisation] = relationship()
    uploaded_by: Mapped[User | None] = relationship()

    @property
    def is_checking(self) -> bool:
        return self.checked_at is None

    @property
    def is_storing(self) -> bool:
        return self.wanted_at is not None and self.done_at is None

    @property
    def is_at_work(self) -> bool:
        return self.is_checking or self.is_storing

    @property
    def is_wrong(self) -> bool:
        return self.checked_at is not None and self.faults > 0

    @property
    def is_good(self) -> bool:
        """Checked, without a wrong row, and waiting for "import all"."""
        return self.checked_at is not None and not self.faults and self.wanted_at is None

    @property
    def is_done(self) -> bool:
        return self.done_at is not None

    @property
    def rows_new(self) -> int:
        return self.rows_total - self.known

    @property
    def percent(self) -> int:
        return 100 * self.rows_done // self.rows_total if self.rows_total else 100


class ImportFault(Model):
    """One thing that is wrong in one row: in every language of the site, for the reader's is not known yet."""

    __tablename__ = "import_faults"
    __table_args__ = (Index("ix_import_faults_row", "import_id", "row", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey(Import.id, ondelete="CASCADE"))
    row: Mapped[int]  # as a spreadsheet or an editor counts it
    field: Mapped[str] = mapped_column(String(60))
    value: Mapped[str] = mapped_column(String(200), default="")  # what stands there, cut off
    sentences: Mapped[dict[str, Any]] = mapped_column(JSON)  # language → sentence
