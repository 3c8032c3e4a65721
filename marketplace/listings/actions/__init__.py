"""What can be done with a listing: one function for each business event. Nobody else changes one."""

from .attaching import attach as attach
from .attaching import describe as describe
from .attaching import detach as detach
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
from .revising import HandedIn as HandedIn
from .revising import edit_again as edit_again
from .revising import hand_in as hand_in
from .revising import lapse_revision as lapse_revision
from .revising import publish_revision as publish_revision
from .revising import return_revision as return_revision
from .revising import revise as revise
from .revising import withdraw as withdraw
from .writing import begin as begin
from .writing import discard as discard
from .writing import refresh_words as refresh_words
from .writing import save as save
from .writing import submit as submit
