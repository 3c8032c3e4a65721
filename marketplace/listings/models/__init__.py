"""Needs and offers, their parts, what hangs on them, and their changes after publication."""

from .attachment import Attachment as Attachment
from .behalf import LONGEST_EXTERNAL_ID as LONGEST_EXTERNAL_ID
from .behalf import OnBehalf as OnBehalf
from .concept import ListingConcept as ListingConcept
from .counter import ReferenceCounter as ReferenceCounter
from .listing import OPEN_DAYS as OPEN_DAYS
from .listing import PUBLIC_ONCE as PUBLIC_ONCE
from .listing import FieldRemark as FieldRemark
from .listing import Listing as Listing
from .listing import ListingCode as ListingCode
from .listing import ListingPrinciple as ListingPrinciple
from .part import MOST_PARTS as MOST_PARTS
from .part import PART_FACTS as PART_FACTS
from .part import Part as Part
from .part import Tally as Tally
from .revision import Revision as Revision
