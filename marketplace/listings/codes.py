"""The codes of needs and offers, each with its label (VOCABULARY). Adding one is a line; no migration."""

from enum import StrEnum

from marketplace.core.i18n import lazy_gettext as _l
from marketplace.core.i18n import lazy_pgettext as _lp


class Kind(StrEnum):
    """A need asks, an offer gives."""

    NEED = "need"
    OFFER = "offer"


KINDS = {Kind.NEED: _l("Need"), Kind.OFFER: _l("Offer")}


class Sector(StrEnum):
    """What it is about."""

    WATER_SANITATION = "water_sanitation"
    ENERGY = "energy"
    HOUSING = "housing"
    EDUCATION = "education"
    HEALTH = "health"
    TRANSPORT_ROADS = "transport_roads"
    WASTE_ENVIRONMENT = "waste_environment"
    DEMINING = "demining"
    SOCIAL_SERVICES = "social_services"
    LOCAL_ECONOMY = "local_economy"
    AGRICULTURE_RURAL = "agriculture_rural"
    DIGITAL_EGOV = "digital_egov"
    GOVERNANCE_FINANCE = "governance_finance"
    SPATIAL_PLANNING = "spatial_planning"
    CULTURE_HERITAGE = "culture_heritage"
    YOUTH_SPORT = "youth_sport"
    EMERGENCY_SERVICES = "emergency_services"
    VETERANS_IDP = "veterans_idp"


SECTORS = {
    Sector.WATER_SANITATION: _l("Water and sanitation"),
    Sector.ENERGY: _l("Energy"),
    Sector.HOUSING: _l("Housing"),
    Sector.EDUCATION: _l("Education"),
    Sector.HEALTH: _l("Health"),
    Sector.TRANSPORT_ROADS: _l("Transport and roads"),
    Sector.WASTE_ENVIRONMENT: _l("Waste and environment"),
    Sector.DEMINING: _l("Demining"),
    Sector.SOCIAL_SERVICES: _l("Social services"),
    Sector.LOCAL_ECONOMY: _l("Local economy"),
    Sector.AGRICULTURE_RURAL: _l("Agriculture and rural development"),
    Sector.DIGITAL_EGOV: _l("Digital services"),
    Sector.GOVERNANCE_FINANCE: _l("Governance and finance"),
    Sector.SPATIAL_PLANNING: _l("Spatial planning"),
    Sector.CULTURE_HERITAGE: _l("Culture and heritage"),
    Sector.YOUTH_SPORT: _l("Youth and sport"),
    Sector.EMERGENCY_SERVICES: _l("Emergency services"),
    Sector.VETERANS_IDP: _l("Veterans and displaced people"),
}

SECTOR_ICONS = {
    Sector.WATER_SANITATION: "droplets",
    Sector.ENERGY: "zap",
    Sector.HOUSING: "house",
    Sector.EDUCATION: "graduation-cap",
    Sector.HEALTH: "heart-pulse",
    Sector.TRANSPORT_ROADS: "bus",
    Sector.WASTE_ENVIRONMENT: "recycle",
    Sector.DEMINING: "shield-alert",
    Sector.SOCIAL_SERVICES: "hand-heart",
    Sector.LOCAL_ECONOMY: "store",
    Sector.AGRICULTURE_RURAL: "wheat",
    Sector.DIGITAL_EGOV: "laptop",
    Sector.GOVERNANCE_FINANCE: "landmark",
    Sector.SPATIAL_PLANNING: "map",
    Sector.CULTURE_HERITAGE: "library",
    Sector.YOUTH_SPORT: "volleyball",
    Sector.EMERGENCY_SERVICES: "siren",
    Sector.VETERANS_IDP: "users",
}


class Help(StrEnum):
    """The forms of help, in five families."""

    TRAINING = "training"
    MENTORING = "mentoring"
    STUDY_VISIT = "study_visit"
    STAFF_EXCHANGE = "staff_exchange"
    PEER_REVIEW = "peer_review"
    EXPERT_MISSION = "expert_mission"
    HELPDESK = "helpdesk"
    DOCUMENT_REVIEW = "document_review"
    TECHNICAL_DESIGN = "technical_design"
    DATA_GIS_DIGITAL = "data_gis_digital"
    PROCUREMENT_ADVICE = "procurement_advice"
    PROJECT_PREPARATION_SUPPORT = "project_preparation_support"
    JOINT_APPLICATION = "joint_application"
    CO_FUNDING = "co_funding"
    EQUIPMENT_GIFT = "equipment_gift"
    VEHICLE_GIFT = "vehicle_gift"
    MATERIALS = "materials"
    TWINNING = "twinning"
    HOSTING_PLACEMENT = "hosting_placement"
    EXPERTISE_EXCHANGE = "expertise_exchange"


HELPS = {
    Help.TRAINING: _l("Training"),
    Help.MENTORING: _l("Mentoring"),
    Help.STUDY_VISIT: _l("Study visit"),
    Help.STAFF_EXCHANGE: _l("Staff exchange"),
    Help.PEER_REVIEW: _l("Peer review"),
    Help.EXPERT_MISSION: _l("Expert mission"),
    Help.HELPDESK: _l("Helpdesk"),
    Help.DOCUMENT_REVIEW: _l("Document review"),
    Help.TECHNICAL_DESIGN: _l("Technical design"),
    Help.DATA_GIS_DIGITAL: _l("Data, maps and digital tools"),
    Help.PROCUREMENT_ADVICE: _l("Procurement advice"),
    Help.PROJECT_PREPARATION_SUPPORT: _l("Project preparation support"),
    Help.JOINT_APPLICATION: _l("Joint application for funds"),
    Help.CO_FUNDING: _l("Co-funding"),
    Help.EQUIPMENT_GIFT: _l("Equipment"),
    Help.VEHICLE_GIFT: _l("Vehicles"),
    Help.MATERIALS: _l("Materials"),
    Help.TWINNING: _l("Twinning"),
    Help.HOSTING_PLACEMENT: _l("Hosting and placements"),
    Help.EXPERTISE_EXCHANGE: _l("Exchange of expertise"),
}


class HelpFamily(StrEnum):
    """A listing names forms; a filter may name a family."""

    CAPACITY_BUILDING = "capacity_building"
    TECHNICAL_ASSISTANCE = "technical_assistance"
    PROJECT_PREPARATION = "project_preparation"
    EQUIPMENT = "equipment"
    PARTNERSHIP = "partnership"


HELP_FAMILIES = {
    HelpFamily.CAPACITY_BUILDING: _l("Capacity building"),
    HelpFamily.TECHNICAL_ASSISTANCE: _l("Technical assistance"),
    HelpFamily.PROJECT_PREPARATION: _l("Project preparation"),
    HelpFamily.EQUIPMENT: _l("Equipment and materials"),
    HelpFamily.PARTNERSHIP: _l("Partnership"),
}

_ALL = list(Help)
FAMILY_MEMBERS = {
    HelpFamily.CAPACITY_BUILDING: _ALL[0:5],
    HelpFamily.TECHNICAL_ASSISTANCE: _ALL[5:11],
    HelpFamily.PROJECT_PREPARATION: _ALL[11:14],
    HelpFamily.EQUIPMENT: _ALL[14:17],
    HelpFamily.PARTNERSHIP: _ALL[17:20],
}


class Format(StrEnum):
    """Where the help takes place."""

    ONLINE = "online"
    IN_UKRAINE = "in_ukraine"
    IN_EUROPE = "in_europe"
    MIXED = "mixed"


FORMATS = {
    Format.ONLINE: _l("Online"),
    Format.IN_UKRAINE: _l("In Ukraine"),
    Format.IN_EUROPE: _l("In another European country"),
    Format.MIXED: _l("Mixed"),
}


class Urgency(StrEnum):
    """By when a need wants an answer in deeds."""

    NOW = "now"
    SOON = "soon"
    THIS_YEAR = "this_year"
    LONG_TERM = "long_term"


URGENCIES = {
    Urgency.NOW: _l("Within a month"),
    Urgency.SOON: _l("Within three months"),
    Urgency.THIS_YEAR: _l("Within a year"),
    Urgency.LONG_TERM: _l("Long term"),
}


class Stage(StrEnum):
    """How far a need's project is (OC4IDS projectStatus)."""

    IDEA = "idea"
    IDENTIFICATION = "identification"
    PREPARATION = "preparation"
    IMPLEMENTATION = "implementation"
    COMPLETION = "completion"


STAGES = {
    Stage.IDEA: _l("An idea"),
    Stage.IDENTIFICATION: _l("Need studied"),
    Stage.PREPARATION: _l("Being prepared"),
    Stage.IMPLEMENTATION: _l("Under way"),
    Stage.COMPLETION: _l("Being completed"),
}


class Principle(StrEnum):
    """The principles of the Alliance that a need serves."""

    LOCAL_LEAD = "local_lead"
    BUILD_BACK_BETTER = "build_back_better"
    GREEN = "green"
    SMART = "smart"
    INCLUSIVE = "inclusive"
    RURAL = "rural"
    TRANSPARENCY = "transparency"
    LOCAL_BUSINESS = "local_business"


PRINCIPLES = {
    Principle.LOCAL_LEAD: _l("Led by the community"),
    Principle.BUILD_BACK_BETTER: _l("Build back better"),
    Principle.GREEN: _lp("principle", "Green"),
    Principle.SMART: _lp("principle", "Smart"),
    Principle.INCLUSIVE: _lp("principle", "Inclusive"),
    Principle.RURAL: _lp("principle", "Rural"),
    Principle.TRANSPARENCY: _l("Transparent"),
    Principle.LOCAL_BUSINESS: _l("Involves local business"),
}


class ListingStatus(StrEnum):
    """Where a listing is; that it has expired is derived from the date."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    REJECTED = "rejected"
    PUBLISHED = "published"
    PAUSED = "paused"
    HIDDEN = "hidden"
    CLOSED = "closed"


LISTING_STATUSES = {
    ListingStatus.DRAFT: _lp("listing status", "Draft"),
    ListingStatus.SUBMITTED: _lp("listing status", "With the moderators"),
    ListingStatus.RETURNED: _lp("listing status", "Returned for changes"),
    ListingStatus.REJECTED: _lp("listing status", "Rejected"),
    ListingStatus.PUBLISHED: _lp("listing status", "Published"),
    ListingStatus.PAUSED: _lp("listing status", "Paused"),
    ListingStatus.HIDDEN: _lp("listing status", "Hidden by a moderator"),
    ListingStatus.CLOSED: _lp("listing status", "Closed"),
}
EXPIRED = _lp("listing status", "Expired")


class CloseReason(StrEnum):
    """Why it ended."""

    MET_HERE = "met_here"
    MET_ELSEWHERE = "met_elsewhere"
    NO_LONGER_NEEDED = "no_longer_needed"
    FUNDING_LOST = "funding_lost"
    SECURITY = "security"
    WITHDRAWN = "withdrawn"


CLOSE_REASONS = {
    CloseReason.MET_HERE: _l("Met through this site"),
    CloseReason.MET_ELSEWHERE: _l("Met elsewhere"),
    CloseReason.NO_LONGER_NEEDED: _l("No longer needed"),
    CloseReason.FUNDING_LOST: _l("The funding was lost"),
    CloseReason.SECURITY: _l("For reasons of security"),
    CloseReason.WITHDRAWN: _l("Withdrawn"),
}


class DecisionReason(StrEnum):
    """Why a moderator returns, rejects or hides."""

    UNCLEAR_PROBLEM = "unclear_problem"
    MISSING_FACTS = "missing_facts"
    WRONG_CATEGORY = "wrong_category"
    DUPLICATE = "duplicate"
    PERSONAL_DATA = "personal_data"
    SENSITIVE_PLACE = "sensitive_place"
    COMMERCIAL = "commercial"
    NOT_A_PUBLIC_BODY = "not_a_public_body"
    OUTSIDE_SCOPE = "outside_scope"
    OTHER = "other"


DECISION_REASONS = {
    DecisionReason.UNCLEAR_PROBLEM: _l("The problem is not clear"),
    DecisionReason.MISSING_FACTS: _l("Facts are missing"),
    DecisionReason.WRONG_CATEGORY: _l("The sector or kind of help does not fit"),
    DecisionReason.DUPLICATE: _l("It repeats another listing"),
    DecisionReason.PERSONAL_DATA: _l("It contains personal data"),
    DecisionReason.SENSITIVE_PLACE: _l("It gives away a sensitive place"),
    DecisionReason.COMMERCIAL: _l("It is an advertisement"),
    DecisionReason.NOT_A_PUBLIC_BODY: _l("It does not come from a public body"),
    DecisionReason.OUTSIDE_SCOPE: _l("It is outside the scope of this site"),
    DecisionReason.OTHER: _lp("reason", "Other"),
}

# Energy, water, heat, bridges, shelters: the public sees the oblast unless the author says otherwise
# (Criminal Code of Ukraine, article 114-2; order 73 of 3 March 2022).
SENSITIVE_SECTORS = frozenset(
    (
        Sector.ENERGY,
        Sector.WATER_SANITATION,
        Sector.TRANSPORT_ROADS,
        Sector.EMERGENCY_SERVICES,
        Sector.DEMINING,
    )
)
