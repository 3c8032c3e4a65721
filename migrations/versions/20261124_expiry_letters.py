"""Letters about the last day of a listing, each recorded once, and what their links are about.

Revision ID: 20261124_expiry_letters
Revises: 20261123_begin
"""

import sqlalchemy as sa
from alembic import op

import marketplace.core.db

revision = "20261124_expiry_letters"
down_revision = "20261123_begin"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "expiry_letters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("days_before", sa.Integer(), nullable=False),
        sa.Column("written_at", marketplace.core.db.Moment(timezone=True), nullable=False),
        sa.CheckConstraint("days_before IN (0, 7, 21)", name=op.f("ck_expiry_letters_days_before")),
        sa.ForeignKeyConstraint(
            ["listing_id"],
            ["listings.id"],
            name=op.f("fk_expiry_letters_listing_id_listings"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expiry_letters")),
        sa.UniqueConstraint("listing_id", "expires_on", "days_before", name="uq_expiry_letters_once"),
    )
    op.create_table(
        "expiry_links",
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["letter_id"],
            ["expiry_letters.id"],
            name=op.f("fk_expiry_links_letter_id_expiry_letters"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["link_id"],
            ["mailed_links.id"],
            name=op.f("fk_expiry_links_link_id_mailed_links"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("link_id", name=op.f("pk_expiry_links")),
    )
    with op.batch_alter_table("expiry_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_expiry_links_letter_id"), ["letter_id"], unique=False)


def downgrade() -> None:
    # Links of a purpose that the code before does not know would only lie about.
    op.execute("DELETE FROM mailed_links WHERE purpose LIKE 'listing_%'")
    with op.batch_alter_table("expiry_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_expiry_links_letter_id"))

    op.drop_table("expiry_links")
    op.drop_table("expiry_letters")
