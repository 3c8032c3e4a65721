"""Texts in more languages, what a machine is asked for, and files that associations post for their members.

A migration is one idea, goes both ways, and is safe while the code before it still runs:
add a column before it is used, remove it a version after nobody reads it; a rename is three migrations.

Revision ID: 20261124_texts
Revises: 20261124_revisions
"""

import sqlalchemy as sa
from alembic import op

import marketplace.core.db

revision = "20261124_texts"
down_revision = "20261124_revisions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.Column("uploaded_at", marketplace.core.db.Moment(timezone=True), nullable=False),
        sa.Column("filename", sa.String(length=120), nullable=False),
        sa.Column("form", sa.String(length=5), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("rows_total", sa.Integer(), nullable=False),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.Column("faults", sa.Integer(), nullable=False),
        sa.Column("known", sa.Integer(), nullable=False),
        sa.Column("checked_at", marketplace.core.db.Moment(timezone=True), nullable=True),
        sa.Column("wanted_at", marketplace.core.db.Moment(timezone=True), nullable=True),
        sa.Column("done_at", marketplace.core.db.Moment(timezone=True), nullable=True),
        sa.Column("taken_until", marketplace.core.db.Moment(timezone=True), nullable=True),
        sa.CheckConstraint(
            "done_at IS NULL OR (wanted_at IS NOT NULL AND faults = 0)",
            name=op.f("ck_imports_done_without_faults"),
        ),
        sa.CheckConstraint("rows_done <= rows_total", name=op.f("ck_imports_not_more_than_all")),
        sa.CheckConstraint(
            "wanted_at IS NULL OR checked_at IS NOT NULL", name=op.f("ck_imports_wanted_after_the_check")
        ),
        sa.ForeignKeyConstraint(
            ["association_id"],
            ["organisations.id"],
            name=op.f("fk_imports_association_id_organisations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"],
            ["users.id"],
            name=op.f("fk_imports_uploaded_by_id_users"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
    )
    op.create_index("ix_imports_association", "imports", ["association_id", "id"])
    op.create_index("ix_imports_work", "imports", ["done_at", "id"])

    op.create_table(
        "import_faults",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=60), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.Column("sentences", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_import_faults_import_id_imports"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_faults")),
    )
    op.create_index("ix_import_faults_row", "import_faults", ["import_id", "row", "id"])

    op.create_table(
        "listing_texts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("locale", sa.String(length=10), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("service", sa.String(length=60), nullable=False),
        sa.Column("made_at", marketplace.core.db.Moment(timezone=True), nullable=False),
        sa.Column("of_digest", sa.String(length=64), nullable=False),
        sa.Column("checked_at", marketplace.core.db.Moment(timezone=True), nullable=True),
        sa.Column("waits_since", marketplace.core.db.Moment(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("passed_at", marketplace.core.db.Moment(timezone=True), nullable=True),
        sa.Column("passed_by_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("done_so_far", sa.Text(), nullable=False),
        sa.Column("beneficiaries", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("own_contribution", sa.Text(), nullable=False),
        sa.Column("gives_back", sa.Text(), nullable=False),
        sa.Column("shares", sa.Text(), nullable=False),
        sa.Column("example", sa.Text(), nullable=False),
        sa.Column("learns", sa.Text(), nullable=False),
        sa.Column("costs", sa.Text(), nullable=False),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(source = 'machine') = (service <> '')", name=op.f("ck_listing_texts_machine_has_a_name")
        ),
        sa.CheckConstraint(
            "NOT is_public OR (title <> '' AND summary <> '')",
            name=op.f("ck_listing_texts_public_with_words"),
        ),
        sa.CheckConstraint(
            "source <> 'machine' OR is_public", name=op.f("ck_listing_texts_machine_is_not_worked_on")
        ),
        sa.CheckConstraint(
            "source <> 'machine' OR made_by_id IS NULL", name=op.f("ck_listing_texts_machine_is_nobody")
        ),
        sa.CheckConstraint(
            "source = 'machine' OR is_public = (passed_at IS NOT NULL)",
            name=op.f("ck_listing_texts_public_when_passed"),
        ),
        sa.CheckConstraint(
            "source IN ('author', 'colleague', 'machine')", name=op.f("ck_listing_texts_source")
        ),
        sa.CheckConstraint(
            "waits_since IS NULL OR (NOT is_public AND title <> '' AND summary <> '')",
            name=op.f("ck_listing_texts_waits_with_words"),
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"],
            ["listings.id"],
            name=op.f("fk_listing_texts_listing_id_listings"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["users.id"], name=op.f("fk_listing_texts_made_by_id_users"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["passed_by_id"],
            ["users.id"],
            name=op.f("fk_listing_texts_passed_by_id_users"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_texts")),
        sa.UniqueConstraint(
            "listing_id", "locale", "is_public", name=op.f("uq_listing_texts_listing_id_locale_is_public")
        ),
    )
    op.create_index("ix_listing_texts_waiting", "listing_texts", ["waits_since", "id"])

    op.create_table(
        "listings_on_behalf",
        sa.Column("listing_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=False),
        sa.Column("external_id", sa.String(length=80), nullable=False),
        sa.Column("turn_at", marketplace.core.db.Moment(timezone=True), nullable=False),
        sa.Column("told_at", marketplace.core.db.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["association_id"],
            ["organisations.id"],
            name=op.f("fk_listings_on_behalf_association_id_organisations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"],
            ["listings.id"],
            name=op.f("fk_listings_on_behalf_listing_id_listings"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("listing_id", name=op.f("pk_listings_on_behalf")),
        sa.UniqueConstraint(
            "association_id", "external_id", name=op.f("uq_listings_on_behalf_association_id_external_id")
        ),
    )
    op.create_index("ix_listings_on_behalf_told", "listings_on_behalf", ["told_at", "listing_id"])

    op.create_table(
        "text_jobs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("locale", sa.String(length=10), nullable=False),
        sa.Column("due_at", marketplace.core.db.Moment(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(length=500), nullable=False),
        sa.Column("given_up_at", marketplace.core.db.Moment(timezone=True), nullable=True),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_text_jobs_attempts")),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name=op.f("fk_text_jobs_listing_id_listings"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_jobs")),
        sa.UniqueConstraint("listing_id", "locale", name=op.f("uq_text_jobs_listing_id_locale")),
    )
    op.create_index("ix_text_jobs_due", "text_jobs", ["given_up_at", "due_at"])


def downgrade() -> None:
    op.drop_index("ix_text_jobs_due", table_name="text_jobs")

    op.drop_table("text_jobs")
    op.drop_index("ix_listings_on_behalf_told", table_name="listings_on_behalf")

    op.drop_table("listings_on_behalf")
    op.drop_index("ix_listing_texts_waiting", table_name="listing_texts")

    op.drop_table("listing_texts")
    op.drop_index("ix_import_faults_row", table_name="import_faults")

    op.drop_table("import_faults")
    op.drop_index("ix_imports_work", table_name="imports")
    op.drop_index("ix_imports_association", table_name="imports")

    op.drop_table("imports")
