"""A text in another language says what hangs on its listing too, and is read for its meaning.

What hangs on it: parts, evidence, what pictures show. Empty and none by default, so that the code before this one
still stores texts and vectors; it takes the vectors of translations for those of more sentences.

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
    with op.batch_alter_table("listing_vectors") as batch:
        batch.add_column(sa.Column("translations", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.execute("DELETE FROM listing_vectors WHERE translations > 0")  # read again, without them
    with op.batch_alter_table("listing_vectors") as batch:
        batch.drop_column("translations")
    with op.batch_alter_table("listing_texts") as batch:
        batch.drop_column("more")
