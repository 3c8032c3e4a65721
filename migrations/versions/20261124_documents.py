"""A document has a language, and says when it was written anew without metadata.

Both may be empty, so that the code before this one still stores documents; `flask documents rewrite` finds those.

Revision ID: 20261124_documents
Revises: 20261124_find
"""

import sqlalchemy as sa
from alembic import op

import marketplace.core.db

revision = "20261124_documents"
down_revision = "20261124_find"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("attachments") as batch:
        batch.add_column(sa.Column("locale", sa.String(length=10), nullable=False, server_default=""))
        batch.add_column(sa.Column("rewritten_at", marketplace.core.db.Moment(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("attachments") as batch:
        batch.drop_column("rewritten_at")
        batch.drop_column("locale")
