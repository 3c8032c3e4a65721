"""Parts of a need and which answers take them; an accepted answer may be over; an offer that is full says so.

A migration is one idea, goes both ways, and is safe while the code before it still runs.

Revision ID: 20261124_parts
Revises: 20261124_expiry_letters
"""

import sqlalchemy as sa
from alembic import op

import marketplace.core.db

revision = "20261124_parts"
down_revision = "20261124_expiry_letters"
branch_labels = None
depends_on = None

STATUSES = "'sent', 'asked_back', 'accepted', 'declined', 'withdrawn'"
DECIDED = "(status IN ('accepted', 'declined')) = (decided_at IS NOT NULL)"
DECIDED_AND_PERHAPS_OVER = (
    "status = 'withdrawn' OR (status IN ('accepted', 'declined', 'finished')) = (decided_at IS NOT NULL)"
)
# Said by hand and not in batch mode: SQLite would make the table anew, and its triggers for full text would be lost.
FULL = """
ALTER TABLE listings ADD COLUMN resumes_by_itself BOOLEAN DEFAULT false NOT NULL
CONSTRAINT ck_listings_paused_by_the_rule CHECK (status = 'paused' OR NOT resumes_by_itself)
"""


def upgrade() -> None:
    op.create_table(
        "parts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=90), nullable=False),
        sa.Column("detail", sa.String(length=300), nullable=False),
        sa.Column("quantity", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("status_since", marketplace.core.db.Moment(timezone=True), nullable=False),
        sa.Column("taken_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("status IN ('open', 'promised', 'covered')", name=op.f("ck_parts_status")),
        sa.CheckConstraint("title <> ''", name=op.f("ck_parts_title")),
        sa.CheckConstraint(
            "status <> 'promised' OR taken_by_id IS NOT NULL", name=op.f("ck_parts_promised_by_somebody")
        ),
        sa.CheckConstraint(
            "status <> 'open' OR taken_by_id IS NULL", name=op.f("ck_parts_open_for_everybody")
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name=op.f("fk_parts_listing_id_listings"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["taken_by_id"], ["organisations.id"], name=op.f("fk_parts_taken_by_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parts")),
    )
    op.create_index("ix_parts_listing_id", "parts", ["listing_id"])
    op.create_index("ix_parts_status", "parts", ["status", "listing_id"])
    op.create_index("ix_parts_taken_by_id", "parts", ["taken_by_id"])
    op.create_table(
        "answer_parts",
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("part_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answers.id"], name=op.f("fk_answer_parts_answer_id_answers"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["part_id"], ["parts.id"], name=op.f("fk_answer_parts_part_id_parts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("answer_id", "part_id", name=op.f("pk_answer_parts")),
    )
    op.create_index("ix_answer_parts_part_id", "answer_parts", ["part_id"])
    op.execute(FULL)
    _judge_answers(f"{STATUSES}, 'finished'", DECIDED_AND_PERHAPS_OVER)


def downgrade() -> None:
    # What is over was accepted once, and is so again, unless the same two have begun anew since.
    op.execute(
        """
        UPDATE answers SET status = 'accepted' WHERE status = 'finished' AND NOT EXISTS (
            SELECT 1 FROM answers AS later WHERE later.listing_id = answers.listing_id
            AND later.organisation_id = answers.organisation_id AND later.id > answers.id
            AND later.status IN ('sent', 'asked_back', 'accepted', 'finished'))
        """
    )
    op.execute("UPDATE answers SET status = 'withdrawn' WHERE status = 'finished'")
    op.execute("UPDATE answers SET decided_at = NULL WHERE status = 'withdrawn'")
    _judge_answers(STATUSES, DECIDED)
    op.execute("ALTER TABLE listings DROP COLUMN resumes_by_itself")
    op.drop_table("answer_parts")
    op.drop_table("parts")


def _judge_answers(statuses: str, decided: str) -> None:
    with op.batch_alter_table("answers") as batch:
        for name, sentence in (("status", f"status IN ({statuses})"), ("decided_with_a_date", decided)):
            batch.drop_constraint(op.f(f"ck_answers_{name}"), type_="check")
            batch.create_check_constraint(op.f(f"ck_answers_{name}"), sentence)
