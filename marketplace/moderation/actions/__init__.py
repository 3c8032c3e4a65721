"""What a moderator does with a case. The case's own room moves it and writes the letters; here are lock and record."""

from .holding import Overtaken as Overtaken
from .holding import release as release
from .holding import take as take
from .listings import hide as hide
from .listings import publish as publish
from .listings import reject as reject
from .listings import restore as restore
from .listings import return_ as return_
from .questions import pass_ as pass_
from .questions import pass_reply as pass_reply
from .questions import refuse as refuse
from .questions import return_reply as return_reply
from .revisions import publish_revision as publish_revision
from .revisions import return_revision as return_revision
