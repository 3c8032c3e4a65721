"""Saved searches, listings that somebody follows, what was told by letter, and the ways out of letters.

Revision ID: 20261124_follow
Revises: 20261124_documents

Letters may carry further headers; those that wait have none.
"""

import sqlalchemy as sa
from alembic import op

from marketplace.core.db import Moment

revision = "20261124_follow"
down_revision = "20261124_documents"
branch_labels = None
depends_on = None


def _of(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete="CASCADE")


def upgrade() -> None:
    # A column with a default needs no batch: SQLite adds it as it is.
    op.add_column("letters", sa.Column("headers", sa.JSON(), nullable=False, server_default="{}"))
    op.create_table(
        "saved_searches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("address", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("locale", sa.String(length=10), nullable=False),
        sa.Column("frequency", sa.String(length=8), nullable=False),
        sa.Column("saved_at", Moment(timezone=True), nullable=False),
        sa.Column("looked_at", Moment(timezone=True), nullable=False),
        sa.Column("written_at", Moment(timezone=True), nullable=True),
        sa.CheckConstraint(
            "frequency IN ('at_once', 'weekly', 'never')", name=op.f("ck_saved_searches_frequency")
        ),
        _of("saved_searches", "user_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_searches")),
    )
    op.create_index("uq_saved_searches_one", "saved_searches", ["user_id", "digest"], unique=True)
    op.create_index("ix_saved_searches_due", "saved_searches", ["frequency", "looked_at"])
    op.create_table(
        "search_deliveries",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("delivered_at", Moment(timezone=True), nullable=False),
        sa.Column("met_told", sa.Boolean(), nullable=False),
        _of("search_deliveries", "user_id", "users"),
        _of("search_deliveries", "listing_id", "listings"),
        sa.PrimaryKeyConstraint("user_id", "listing_id", name=op.f("pk_search_deliveries")),
    )
    op.create_index(op.f("ix_search_deliveries_listing_id"), "search_deliveries", ["listing_id"])
    op.create_index(op.f("ix_search_deliveries_delivered_at"), "search_deliveries", ["delivered_at"])
    op.create_table(
        "followed_listings",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("followed_at", Moment(timezone=True), nullable=False),
        _of("followed_listings", "user_id", "users"),
        _of("followed_listings", "listing_id", "listings"),
        sa.PrimaryKeyConstraint("user_id", "listing_id", name=op.f("pk_followed_listings")),
    )
    op.create_index(op.f("ix_followed_listings_listing_id"), "followed_listings", ["listing_id"])
    op.create_table(
        "unsubscribe_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=True),
        sa.Column("made_at", Moment(timezone=True), nullable=False),
        _of("unsubscribe_links", "user_id", "users"),
        _of("unsubscribe_links", "listing_id", "listings"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unsubscribe_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_unsubscribe_links_token_hash")),
    )
    op.create_index(op.f("ix_unsubscribe_links_user_id"), "unsubscribe_links", ["user_id"])
    op.create_index(op.f("ix_unsubscribe_links_listing_id"), "unsubscribe_links", ["listing_id"])
    op.create_index(op.f("ix_unsubscribe_links_made_at"), "unsubscribe_links", ["made_at"])
    op.create_table(
        "unsubscribe_link_searches",
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("search_id", sa.Integer(), nullable=False),
        _of("unsubscribe_link_searches", "link_id", "unsubscribe_links"),
        _of("unsubscribe_link_searches", "search_id", "saved_searches"),
        sa.PrimaryKeyConstraint("link_id", "search_id", name=op.f("pk_unsubscribe_link_searches")),
    )
    op.create_index(
        op.f("ix_unsubscribe_link_searches_search_id"), "unsubscribe_link_searches", ["search_id"]
    )


def downgrade() -> None:
    op.drop_table("unsubscribe_link_searches")
    op.drop_table("unsubscribe_links")
    op.drop_table("followed_listings")
    op.drop_table("search_deliveries")
    op.drop_table("saved_searches")
    with op.batch_alter_table("letters") as batch:
        batch.drop_column("headers")
