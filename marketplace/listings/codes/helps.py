"""The forms of help in their families, and where, when and at which stage it is wanted."""

from enum import StrEnum

from marketplace.core.i18n import lazy_gettext as _l


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
