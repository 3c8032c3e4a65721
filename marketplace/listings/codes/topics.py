"""What a listing is about: its kind, its sectors, the principles it serves."""

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
