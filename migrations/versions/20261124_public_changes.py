"""Remember which listings changed with each version of what is public: processes read those anew, and no others.

Revision ID: 20261124_public_changes
Revises: 20261124_search_vector
"""

import sqlalchemy as sa
from alembic import op

revision = "20261124_public_changes"
down_revision = "20261124_search_vector"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "public_changes",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("listing_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("number", "listing_id", name=op.f("pk_public_changes")),
    )


def downgrade() -> None:
    op.drop_table("public_changes")
