"""The doors of the room."""

from . import invitations as invitations
from . import people as people
from . import reading as reading
from . import registering as registering
from . import requests as requests
from . import verifying as verifying
from .blueprint import bp as bp
