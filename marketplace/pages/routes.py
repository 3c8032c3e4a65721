"""Pages that belong to no one feature: home, the desk, and what the site says about itself."""

from flask import Blueprint

bp = Blueprint("pages", __name__)
