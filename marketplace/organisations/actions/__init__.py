"""What happens to organisations, one function per event."""

from .invitations import accept_invitation as accept_invitation
from .invitations import invite as invite
from .invitations import withdraw_invitation as withdraw_invitation
from .people import LastOwner as LastOwner
from .people import change_role as change_role
from .people import hand_over as hand_over
from .people import leave as leave
from .people import remove as remove
from .people import remove_person as remove_person
from .registering import AlreadyRegistered as AlreadyRegistered
from .registering import edit as edit
from .registering import register as register
from .registering import register_hromada as register_hromada
from .requests import ask_to_join as ask_to_join
from .requests import grant as grant
from .requests import refuse as refuse
from .verifying import unverify as unverify
from .verifying import verify as verify
