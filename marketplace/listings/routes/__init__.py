"""The addresses of listings."""

from . import attachments as attachments
from . import copying as copying
from . import history as history
from . import letters as letters
from . import living as living
from . import parts as parts
from . import reading as reading
from . import revising as revising
from . import sheets as sheets
from . import texts as texts
from . import texts_moderated as texts_moderated
from . import writing as writing
from .blueprint import bp as bp
