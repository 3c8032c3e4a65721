"""Keep on PostgreSQL the words of listings in a table of their own, as on SQLite: narrow, so that a common word is quick.

A trigger keeps it, whoever writes the listing. The code before this one finds nothing by words until it is replaced.

Revision ID: 20261124_words_beside
Revises: 20261124_public_changes
"""

from alembic import op

revision = "20261124_words_beside"
down_revision = "20261124_public_changes"
branch_labels = None
depends_on = None

# The vectors shall lie outside the rows: then a page holds ninety listings instead of eight, and all that have a common word
# are found in a tenth of the time. PostgreSQL moves nothing out of a row of less than two kilobytes, whatever
# toast_tuple_target says; so the row is made wide by blanks, which it compresses to thirty bytes.
TABLE = """
CREATE TABLE listing_words (
    listing_id integer CONSTRAINT pk_listing_words PRIMARY KEY
        CONSTRAINT fk_listing_words_listing_id_listings REFERENCES listings (id) ON DELETE CASCADE,
    words tsvector NOT NULL,
    blanks text NOT NULL DEFAULT repeat(' ', 2000)
) WITH (toast_tuple_target = 128)
"""
KEPT = """
CREATE FUNCTION keep_listing_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO listing_words (listing_id, words)
    VALUES (new.id, strip(to_tsvector('simple', new.words_title || ' ' || new.words_text)))
    ON CONFLICT (listing_id) DO UPDATE SET words = excluded.words, blanks = excluded.blanks;
    RETURN NULL;
END $$
"""
# The index of words answers, whatever the planner thinks: it takes a vector for free, which lies outside the row, and would
# rather read every one of a small table, or of a stretch of ids. Ten milliseconds instead of a third of one.
ASKED = """
CREATE FUNCTION listings_with_words(query tsquery, lowest integer, highest integer) RETURNS text
LANGUAGE sql STABLE SET enable_seqscan = off AS $$
    SELECT string_agg(listing_id::text, ',') FROM listing_words
    WHERE words @@ query AND listing_id + 0 BETWEEN lowest AND highest
$$
"""
UP = (
    TABLE,
    "ALTER TABLE listing_words ALTER COLUMN words SET STORAGE EXTERNAL",
    "INSERT INTO listing_words (listing_id, words) SELECT id, listing_words FROM listings",
    "ALTER TABLE listings DROP COLUMN listing_words",  # and its index
    "CREATE INDEX ix_listings_words ON listing_words USING gin (words)",
    ASKED,
    KEPT,
    """CREATE TRIGGER listing_words_kept AFTER INSERT OR UPDATE OF words_title, words_text ON listings
    FOR EACH ROW EXECUTE FUNCTION keep_listing_words()""",
)
DOWN = (
    "DROP TRIGGER listing_words_kept ON listings",
    "DROP FUNCTION keep_listing_words",
    "DROP FUNCTION listings_with_words",
    "DROP TABLE listing_words",
    """ALTER TABLE listings ADD COLUMN listing_words tsvector
    GENERATED ALWAYS AS (strip(to_tsvector('simple', words_title || ' ' || words_text))) STORED""",
    "CREATE INDEX ix_listings_words ON listings USING gin (listing_words)",
    "ALTER TABLE listings ALTER COLUMN listing_words SET STATISTICS 0",
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for statement in UP:
            op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for statement in DOWN:
            op.execute(statement)
