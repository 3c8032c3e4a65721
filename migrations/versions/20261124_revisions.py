"""Changes to public listings, and questions about them, with their locks and decisions.

Everything is added: the code before it knows nothing of the new tables and columns.

Revision ID: 20261124_revisions
Revises: 20261124_matches
"""

import sqlalchemy as sa
from alembic import op

from marketplace.core.db import Moment

revision = "20261124_revisions"
down_revision = "20261124_matches"
branch_labels = None
depends_on = None

ACTIVE = sa.text("status IN ('draft', 'waiting', 'returned')")
MOVES_BEFORE = "move IN ('publish', 'return', 'reject', 'hide', 'restore')"
MOVES = "move IN ('publish', 'return', 'reject', 'hide', 'restore', 'pass', 'refuse', 'pass_reply')"
REASONS_BEFORE = "move NOT IN ('reject', 'hide') OR reason IS NOT NULL"
REASONS = "move NOT IN ('reject', 'hide', 'refuse') OR reason IS NOT NULL"


def upgrade() -> None:
    op.create_table(
        "revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("status_since", Moment(timezone=True), nullable=False),
        sa.Column("waiting_since", Moment(timezone=True), nullable=True),
        sa.Column("begun_at", Moment(timezone=True), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("moderator_note", sa.Text(), nullable=False),
        sa.Column("remarks", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "status IN ('draft', 'waiting', 'returned', 'applied', 'published', 'withdrawn', 'lapsed')",
            name=op.f("ck_revisions_status"),
        ),
        sa.CheckConstraint(
            "status <> 'waiting' OR waiting_since IS NOT NULL",
            name=op.f("ck_revisions_waiting_since_some_time"),
        ),
        sa.CheckConstraint(
            "status <> 'returned' OR moderator_note <> ''", name=op.f("ck_revisions_returned_with_a_note")
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name=op.f("fk_revisions_listing_id_listings"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name=op.f("fk_revisions_author_id_users"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revisions")),
    )
    op.create_index(op.f("ix_revisions_listing_id"), "revisions", ["listing_id"])
    op.create_index(op.f("ix_revisions_author_id"), "revisions", ["author_id"])
    op.create_index("ix_revisions_waiting", "revisions", ["status", "waiting_since", "id"])
    op.create_index(
        "uq_revisions_active",
        "revisions",
        ["listing_id"],
        unique=True,
        sqlite_where=ACTIVE,
        postgresql_where=ACTIVE,
    )

    op.create_table(
        "questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("status_since", Moment(timezone=True), nullable=False),
        sa.Column("locale", sa.String(length=10), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("asked_at", Moment(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("reply_locale", sa.String(length=10), nullable=False),
        sa.Column("reply_note", sa.Text(), nullable=False),
        sa.Column("replied_by_id", sa.Integer(), nullable=True),
        sa.Column("replied_at", Moment(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('asked', 'open', 'replied', 'answered', 'refused', 'withdrawn')",
            name=op.f("ck_questions_status"),
        ),
        sa.CheckConstraint(
            "reason IN ('said_already', 'unclear', 'personal_data', 'sensitive_place', 'commercial', 'offensive', "
            "'outside_scope', 'other')",
            name=op.f("ck_questions_reason"),
        ),
        sa.CheckConstraint(
            "(status = 'refused') = (reason IS NOT NULL)", name=op.f("ck_questions_refused_with_a_reason")
        ),
        sa.CheckConstraint(
            "status NOT IN ('replied', 'answered') OR (reply <> '' AND replied_at IS NOT NULL)",
            name=op.f("ck_questions_answered_with_words"),
        ),
        sa.CheckConstraint("body <> ''", name=op.f("ck_questions_not_empty")),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name=op.f("fk_questions_listing_id_listings"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name=op.f("fk_questions_author_id_users"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["replied_by_id"],
            ["users.id"],
            name=op.f("fk_questions_replied_by_id_users"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
    )
    for column in ("listing_id", "author_id", "replied_by_id"):
        op.create_index(op.f(f"ix_questions_{column}"), "questions", [column])
    op.create_index("ix_questions_waiting", "questions", ["status", "status_since", "id"])

    op.create_table(
        "question_followers",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["questions.id"],
            name=op.f("fk_question_followers_question_id_questions"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_question_followers_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("question_id", "user_id", name=op.f("pk_question_followers")),
    )
    op.create_index(op.f("ix_question_followers_user_id"), "question_followers", ["user_id"])

    for kind in ("revision", "question"):
        op.create_table(
            f"{kind}_locks",
            sa.Column(f"{kind}_id", sa.Integer(), nullable=False),
            sa.Column("moderator_id", sa.Integer(), nullable=False),
            sa.Column("until", Moment(timezone=True), nullable=False),
            sa.ForeignKeyConstraint(
                [f"{kind}_id"],
                [f"{kind}s.id"],
                name=op.f(f"fk_{kind}_locks_{kind}_id_{kind}s"),
                ondelete="CASCADE",
            ),
            sa.ForeignKeyConstraint(
                ["moderator_id"],
                ["users.id"],
                name=op.f(f"fk_{kind}_locks_moderator_id_users"),
                ondelete="CASCADE",
            ),
            sa.PrimaryKeyConstraint(f"{kind}_id", name=op.f(f"pk_{kind}_locks")),
        )
        op.create_index(op.f(f"ix_{kind}_locks_moderator_id"), f"{kind}_locks", ["moderator_id"])

    with op.batch_alter_table("decisions") as batch:
        batch.add_column(sa.Column("revision_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("question_id", sa.Integer(), nullable=True))
        for kind in ("revision", "question"):
            batch.create_foreign_key(
                op.f(f"fk_decisions_{kind}_id_{kind}s"),
                f"{kind}s",
                [f"{kind}_id"],
                ["id"],
                ondelete="CASCADE",
            )
            batch.create_index(op.f(f"ix_decisions_{kind}_id"), [f"{kind}_id"])
        batch.drop_constraint(op.f("ck_decisions_move"), type_="check")
        batch.create_check_constraint(op.f("ck_decisions_move"), MOVES)
        batch.drop_constraint(op.f("ck_decisions_refused_with_a_reason"), type_="check")
        batch.create_check_constraint(op.f("ck_decisions_refused_with_a_reason"), REASONS)
        batch.create_check_constraint(
            op.f("ck_decisions_about_one_thing"), "revision_id IS NULL OR question_id IS NULL"
        )


def downgrade() -> None:
    # What was decided about what goes now goes with it.
    op.execute("DELETE FROM decisions WHERE revision_id IS NOT NULL OR question_id IS NOT NULL")
    with op.batch_alter_table("decisions") as batch:
        batch.drop_constraint(op.f("ck_decisions_about_one_thing"), type_="check")
        batch.drop_constraint(op.f("ck_decisions_refused_with_a_reason"), type_="check")
        batch.create_check_constraint(op.f("ck_decisions_refused_with_a_reason"), REASONS_BEFORE)
        batch.drop_constraint(op.f("ck_decisions_move"), type_="check")
        batch.create_check_constraint(op.f("ck_decisions_move"), MOVES_BEFORE)
        for kind in ("question", "revision"):
            batch.drop_index(op.f(f"ix_decisions_{kind}_id"))
            batch.drop_constraint(op.f(f"fk_decisions_{kind}_id_{kind}s"), type_="foreignkey")
            batch.drop_column(f"{kind}_id")
    for table in ("question_locks", "revision_locks", "question_followers", "questions", "revisions"):
        op.drop_table(table)
