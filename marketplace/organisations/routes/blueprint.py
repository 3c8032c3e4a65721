"""The blueprint that all routes of the room hang on."""

from flask import Blueprint

bp = Blueprint("organisations", __name__)
