"""Find across languages: concepts of each listing, vectors of its meaning, pieces of its words.

Revision ID: 20261124_find
Revises: 20261124_parts

What is published already is indexed by the worker, or at once by `flask search index --again`.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261124_find"
down_revision = "20261124_parts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "listing_concepts",
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("concept", sa.String(length=60), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"],
            ["listings.id"],
            name=op.f("fk_listing_concepts_listing_id_listings"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("listing_id", "concept", name=op.f("pk_listing_concepts")),
    )
    op.create_index("ix_listing_concepts_concept", "listing_concepts", ["concept", "listing_id", "weight"])
    op.create_table(
        "listing_vectors",
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=False),
        sa.Column("signs", sa.LargeBinary(), nullable=False),
        sa.Column("vectors", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"],
            ["listings.id"],
            name=op.f("fk_listing_vectors_listing_id_listings"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("listing_id", name=op.f("pk_listing_vectors")),
    )
    op.create_index(op.f("ix_listing_vectors_batch"), "listing_vectors", ["batch"])
    op.create_table(
        "word_grams",
        sa.Column("gram", sa.String(length=3), nullable=False),
        sa.Column("word", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("gram", "word", name=op.f("pk_word_grams")),
    )
    op.create_index("ix_word_grams_word", "word_grams", ["word"])


def downgrade() -> None:
    op.drop_table("word_grams")
    op.drop_table("listing_vectors")
    op.drop_table("listing_concepts")
