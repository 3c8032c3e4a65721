"""What can be done with a listing: one function for each business event. Nobody else changes one."""

from .attaching import arrange as arrange
from .attaching import attach as attach
from .attaching import describe as describe
from .attaching import detach as detach
from .attaching import rewrite as rewrite
from .attaching import sweep as sweep
from .deciding import hide as hide
from .deciding import publish as publish
from .deciding import reject as reject
from .deciding import restore as restore
from .deciding import return_ as return_
from .living import close as close
from .living import pause as pause
from .living import renew as renew
from .living import resume as resume
from .writing import begin as begin
from .writing import discard as discard
from .writing import refresh_words as refresh_words
from .writing import save as save
from .writing import submit as submit
