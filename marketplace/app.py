"""create_app(): settings, core, features, in that order; the only importer of routes."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from alembic.config import Config as AlembicConfig
from flask import Flask
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined

from marketplace.accounts import routes as accounts
from marketplace.accounts import session as sign_in_session
from marketplace.cli import commands
from marketplace.core import (  # noqa: F401  their tables are known to migrations
    assets,
    compress,
    config,
    db,
    errors,
    freshness,
    gate,
    headers,
    health,
    history,
    i18n,
    logs,
    outbox,
    throttle,
    ui,
)
from marketplace.demonstration import cli as demonstration_cli
from marketplace.demonstration import routes as demonstration
from marketplace.handoff import routes as handoff
from marketplace.imports import cli as imports_cli
from marketplace.imports import routes as imports
from marketplace.lexicon import loaded as lexicon
from marketplace.listings import routes as listings
from marketplace.matches import routes as matches
from marketplace.moderation import routes as moderation
from marketplace.notifications import routes as notifications
from marketplace.organisations import routes as organisations
from marketplace.pages import routes as pages
from marketplace.questions import routes as questions
from marketplace.search import routes as search

ROOMS = (
    pages,
    accounts,
    organisations,
    search,
    listings,
    questions,
    moderation,
    handoff,
    imports,
    notifications,
    matches,
)
MIGRATIONS = Path(__file__).resolve().parents[1] / "migrations"
LARGEST_REQUEST = 12 * 1024 * 1024
LARGEST_FORM_TEXT = 4 * 1024 * 1024  # a field of a megabyte comes back with a sentence, not with a 413


def create_app(settings: config.Settings | None = None, **overrides: Any) -> Flask:
    """The application for these settings (by default, the environment's).

    Raises `config.BadSettings` where they describe no site that can run.
    """
    settings = settings or config.Settings.from_environment()
    app = Flask(
        "marketplace",
        static_folder=None,
        template_folder="../templates",
        instance_path=str(settings.instance),
    )
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        BASE_URL=settings.base_url,
        INSTANCE=str(settings.instance),
        DEMONSTRATION=settings.demonstration,
        TESTING=settings.testing,
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM_TEXT,
        PERMANENT_SESSION_LIFETIME=timedelta(days=30),
        SESSION_COOKIE_NAME="__Host-session" if settings.secure else "session",
        SESSION_COOKIE_SECURE=settings.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        WTF_CSRF_TIME_LIMIT=12 * 3600,
        WTF_CSRF_SSL_STRICT=False,
        **overrides,
    )
    settings.instance.mkdir(parents=True, exist_ok=True)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.globals.update(
        site_name=settings.site_name, demonstration=settings.demonstration, source_url=settings.source_url
    )

    logs.init_app(app)
    health.init_app(app)
    compress.init_app(app)
    db.init_app(app)
    Migrate(app, db.db, directory=str(MIGRATIONS)).configure(_read_pyproject)
    i18n.init_app(app)
    lexicon.init_app(app)
    ui.init_app(app)
    assets.init_app(app)
    headers.init_app(app)
    sign_in_session.init_app(app)
    csrf = CSRFProtect(app)
    gate.init_app(app)
    errors.init_app(app)
    app.register_blueprint(pages.bp_root)
    app.extensions["another"] = create_app  # for commands that measure in a scratch database
    commands.init_app(app)
    app.cli.add_command(imports_cli.listings)
    demonstration_cli.init_app(app)
    if settings.demonstration:
        app.register_blueprint(demonstration.bp, url_prefix="/<locale>")
        csrf.exempt(demonstration.bp)  # its bar stands on cached pages; it asks the browser instead
    csrf.exempt(
        notifications.one_click
    )  # a mail program posts it, authorised by the token in the address (RFC 8058)
    for room in ROOMS:
        app.register_blueprint(room.bp, url_prefix="/<locale>")
    return app


def _read_pyproject(config: AlembicConfig) -> AlembicConfig:
    """Flask-Migrate looks for an alembic.ini; our settings of Alembic stand with everybody else's."""
    config.toml_file_name = str(MIGRATIONS.parent / "pyproject.toml")
    return config
