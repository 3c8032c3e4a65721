"""What can be done with saved searches and followed listings, and the letters that come of them."""

from .following import MOST_FOLLOWED as MOST_FOLLOWED
from .following import TooManyFollowed as TooManyFollowed
from .following import follow as follow
from .following import unfollow as unfollow
from .forgetting import forget_old as forget_old
from .forgetting import forget_person as forget_person
from .saving import MOST_SEARCHES as MOST_SEARCHES
from .saving import TooManySearches as TooManySearches
from .saving import change as change
from .saving import forget as forget
from .saving import save as save
from .telling import tell_next as tell_next
from .unsubscribing import unsubscribe as unsubscribe
