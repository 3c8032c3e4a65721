"""A text in another language says what hangs on its listing too: parts, evidence, what pictures show.

Empty by default, so that the code before this one still stores texts.

Revision ID: 20261124_pieces
Revises: 20261124_texts
"""

import sqlalchemy as sa
from alembic import op

revision = "20261124_pieces"
down_revision = "20261124_texts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("listing_texts") as batch:
        batch.add_column(sa.Column("more", sa.JSON(), nullable=False, server_default="{}"))


def downgrade() -> None:
    with op.batch_alter_table("listing_texts") as batch:
        batch.drop_column("more")
