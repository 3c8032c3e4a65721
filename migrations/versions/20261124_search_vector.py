"""Keep on PostgreSQL the vector of a listing's words with the listing, so that none is made while searching.

SQLite has them in a full-text table already. On PostgreSQL the table is written anew, which locks it: seconds for a
hundred thousand listings. The code before this one searches on, without an index until it is replaced.

Revision ID: 20261124_search_vector
Revises: 20261124_pieces
"""

from alembic import op

revision = "20261124_search_vector"
down_revision = "20261124_pieces"
branch_labels = None
depends_on = None

# Without positions: nobody asks for phrases, and what is looked at for each hit stays small.
COLUMN = """
ALTER TABLE listings ADD COLUMN listing_words tsvector
GENERATED ALWAYS AS (strip(to_tsvector('simple', words_title || ' ' || words_text))) STORED
"""
BEFORE = """
CREATE INDEX ix_listings_words ON listings USING gin (
    (setweight(to_tsvector('simple', words_title), 'A') || setweight(to_tsvector('simple', words_text), 'B'))
)
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP INDEX ix_listings_words")
        op.execute(COLUMN)
        op.execute("CREATE INDEX ix_listings_words ON listings USING gin (listing_words)")
        # Without statistics the planner always asks the index. With them it reads every vector where many have the
        # word, which it takes for cheap: they lie outside the table.
        op.execute("ALTER TABLE listings ALTER COLUMN listing_words SET STATISTICS 0")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP INDEX ix_listings_words")
        op.execute("ALTER TABLE listings DROP COLUMN listing_words")
        op.execute(BEFORE)
