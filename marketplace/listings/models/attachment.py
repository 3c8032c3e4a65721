"""What hangs on a listing: pictures and documents."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.core.clock import now
from marketplace.core.db import Model, Moment

from .listing import Listing


class Attachment(Model):
    """A picture or a document, made anew without metadata; the first picture is the cover. Its bytes are in the storage under `stored_as`."""

    __tablename__ = "attachments"
    __table_args__ = (
        CheckConstraint("kind IN ('picture', 'document')", name="kind"),
        CheckConstraint("size > 0", name="not_empty"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey(Listing.id, ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    stored_as: Mapped[str] = mapped_column(String(80), unique=True)
    media_type: Mapped[str] = mapped_column(String(60))
    size: Mapped[int]  # bytes
    width: Mapped[int | None]  # pixels
    height: Mapped[int | None]
    title: Mapped[str] = mapped_column(
        String(160), default=""
    )  # a picture's alternative text, a document's name
    locale: Mapped[str] = mapped_column(String(10), default="")  # a document's language; "" is not known
    position: Mapped[int] = mapped_column(default=0)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id, ondelete="SET NULL"))
    added_at: Mapped[datetime] = mapped_column(Moment, default=now)
    # When a document was written anew without metadata; NULL for pictures, which always are.
    rewritten_at: Mapped[datetime | None] = mapped_column(Moment)

    listing: Mapped[Listing] = relationship(back_populates="attachments")

    @property
    def is_picture(self) -> bool:
        return self.kind == "picture"

    @property
    def small_as(self) -> str:
        """The smaller sibling of a picture, in the storage."""
        return self.stored_as.replace(".", "-small.", 1)

    @property
    def stored_names(self) -> list[str]:
        """Every file that this row owns."""
        return [self.stored_as, self.small_as] if self.is_picture else [self.stored_as]
