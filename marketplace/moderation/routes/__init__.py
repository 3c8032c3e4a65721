"""The addresses of moderators."""

from . import listings as listings
from . import questions as questions
from . import queue as queue
from . import revisions as revisions
from .blueprint import bp as bp
