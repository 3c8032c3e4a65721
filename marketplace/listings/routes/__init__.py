"""The addresses of listings."""

from . import attachments as attachments
from . import living as living
from . import reading as reading
from . import texts as texts
from . import texts_moderated as texts_moderated
from . import writing as writing
from .blueprint import bp as bp
