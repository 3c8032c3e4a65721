"""The codes of needs and offers, each with its label (VOCABULARY). Adding one is a line; no migration."""

from .helps import FAMILY_MEMBERS as FAMILY_MEMBERS
from .helps import FORMATS as FORMATS
from .helps import HELP_FAMILIES as HELP_FAMILIES
from .helps import HELPS as HELPS
from .helps import STAGES as STAGES
from .helps import URGENCIES as URGENCIES
from .helps import Format as Format
from .helps import Help as Help
from .helps import HelpFamily as HelpFamily
from .helps import Stage as Stage
from .helps import Urgency as Urgency
from .states import CLOSE_REASONS as CLOSE_REASONS
from .states import DECISION_REASONS as DECISION_REASONS
from .states import EXPIRED as EXPIRED
from .states import LISTING_STATUSES as LISTING_STATUSES
from .states import CloseReason as CloseReason
from .states import DecisionReason as DecisionReason
from .states import ListingStatus as ListingStatus
from .topics import KINDS as KINDS
from .topics import PRINCIPLES as PRINCIPLES
from .topics import SECTOR_ICONS as SECTOR_ICONS
from .topics import SECTORS as SECTORS
from .topics import SENSITIVE_SECTORS as SENSITIVE_SECTORS
from .topics import Kind as Kind
from .topics import Principle as Principle
from .topics import Sector as Sector
