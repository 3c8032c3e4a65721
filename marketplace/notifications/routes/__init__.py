"""The addresses of saved searches, of following, and of the way out."""

from . import feed as feed
from . import following as following
from . import searches as searches
from . import unsubscribing as unsubscribing
from .blueprint import bp as bp
from .unsubscribing import one_click as one_click
