"""Matches of needs and offers, what an organisation sets aside, and proposals of brokers.

Revision ID: 20261124_matches
Revises: 20261124_follow

Pairs are made by the worker, of what is published already too.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261124_matches"
down_revision = "20261124_follow"
branch_labels = None
depends_on = None


def _listing(column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], ["listings.id"], name=op.f(f"fk_{table}_{column}_listings"), ondelete="CASCADE"
    )


def upgrade() -> None:
    with op.batch_alter_table("listing_vectors") as table:
        table.add_column(sa.Column("matched", sa.Integer(), nullable=False, server_default="0"))
    op.create_index(
        "ix_listing_vectors_unmatched",
        "listing_vectors",
        ["listing_id"],
        sqlite_where=sa.text("matched = 0"),
        postgresql_where=sa.text("matched = 0"),
    )
    op.create_table(
        "matches",
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        _listing("need_id", "matches"),
        _listing("offer_id", "matches"),
        sa.PrimaryKeyConstraint("need_id", "offer_id", name=op.f("pk_matches")),
    )
    op.create_index("ix_matches_need", "matches", ["need_id", "score"])
    op.create_index("ix_matches_offer", "matches", ["offer_id", "score"])
    op.create_table(
        "dismissals",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_dismissals_organisation_id_organisations"),
            ondelete="CASCADE",
        ),
        _listing("need_id", "dismissals"),
        _listing("offer_id", "dismissals"),
        sa.ForeignKeyConstraint(
            ["by_id"], ["users.id"], name=op.f("fk_dismissals_by_id_users"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("organisation_id", "need_id", "offer_id", name=op.f("pk_dismissals")),
    )
    op.create_index("ix_dismissals_need", "dismissals", ["need_id", "organisation_id"])
    op.create_index("ix_dismissals_offer", "dismissals", ["offer_id", "organisation_id"])
    op.create_index(op.f("ix_dismissals_by_id"), "dismissals", ["by_id"])
    op.create_table(
        "proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("broker_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("locale", sa.String(length=10), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("need_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("offer_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("need_id <> offer_id", name=op.f("ck_proposals_two_listings")),
        _listing("need_id", "proposals"),
        _listing("offer_id", "proposals"),
        sa.ForeignKeyConstraint(
            ["broker_id"], ["users.id"], name=op.f("fk_proposals_broker_id_users"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_proposals_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
    )
    op.create_index("uq_proposals_pair", "proposals", ["need_id", "offer_id"], unique=True)
    op.create_index("ix_proposals_broker", "proposals", ["broker_id", "proposed_at", "id"])
    op.create_index(op.f("ix_proposals_offer_id"), "proposals", ["offer_id"])
    op.create_index(op.f("ix_proposals_organisation_id"), "proposals", ["organisation_id"])


def downgrade() -> None:
    op.drop_table("proposals")
    op.drop_table("dismissals")
    op.drop_table("matches")
    op.drop_index("ix_listing_vectors_unmatched", "listing_vectors")
    with op.batch_alter_table("listing_vectors") as table:
        table.drop_column("matched")
