"""The codes of organisations, each with its label (VOCABULARY)."""

from enum import StrEnum

from marketplace.core.i18n import lazy_gettext as _l
from marketplace.core.i18n import lazy_pgettext as _lp


class OrganisationKind(StrEnum):
    """What kind of body it is."""

    HROMADA = "hromada"
    OBLAST_AUTHORITY = "oblast_authority"
    RAION_AUTHORITY = "raion_authority"
    MUNICIPALITY = "municipality"
    REGION = "region"
    ASSOCIATION = "association"
    PARTNER_INSTITUTION = "partner_institution"


ORGANISATION_KINDS = {
    OrganisationKind.HROMADA: _l("Hromada"),
    OrganisationKind.OBLAST_AUTHORITY: _l("Oblast authority"),
    OrganisationKind.RAION_AUTHORITY: _l("Raion authority"),
    OrganisationKind.MUNICIPALITY: _l("City or municipality"),
    OrganisationKind.REGION: _l("Region"),
    OrganisationKind.ASSOCIATION: _l("Association of local authorities"),
    OrganisationKind.PARTNER_INSTITUTION: _l("Partner institution"),
}


class HromadaKind(StrEnum):
    """By the category of its centre."""

    URBAN = "urban"
    SETTLEMENT = "settlement"
    RURAL = "rural"


HROMADA_KINDS = {
    HromadaKind.URBAN: _lp("kind of hromada", "Urban"),
    HromadaKind.SETTLEMENT: _lp("kind of hromada", "Settlement"),
    HromadaKind.RURAL: _lp("kind of hromada", "Rural"),
}


class VerifiedBy(StrEnum):
    """How a moderator knows that it is the body it says it is."""

    OFFICIAL_DOMAIN = "official_domain"
    ASSOCIATION_VOUCH = "association_vouch"
    SIGNED_LETTER = "signed_letter"


VERIFIED_BY = {
    VerifiedBy.OFFICIAL_DOMAIN: _l("Official e-mail domain"),
    VerifiedBy.ASSOCIATION_VOUCH: _l("Vouched for by an association"),
    VerifiedBy.SIGNED_LETTER: _l("Signed letter"),
}


class Role(StrEnum):
    """What a person may do for an organisation."""

    OWNER = "owner"
    EDITOR = "editor"
    READER = "reader"


ROLES = {
    Role.OWNER: _lp("role", "Owner"),
    Role.EDITOR: _lp("role", "Editor"),
    Role.READER: _lp("role", "Reader"),
}

# What history keeps of an organisation.
EVENTS = {
    "registered": _l("Registered"),
    "edited": _l("Profile changed"),
    "asked_to_join": _l("Somebody asked to join"),
    "granted": _l("A request to join was granted"),
    "refused": _l("A request to join was refused"),
    "invited": _l("Somebody was invited"),
    "invitation_withdrawn": _l("An invitation was withdrawn"),
    "invitation_accepted": _l("An invitation was accepted"),
    "role_changed": _l("A role was changed"),
    "handed_over": _l("The keys were handed over"),
    "removed": _l("Somebody was taken out"),
    "left": _l("Somebody left"),
    "verified": _l("Verified"),
    "unverified": _l("Verification taken back"),
}

# The 27 oblasts by ISO 3166-2:UA. Ukraine within its recognised borders.
OBLASTS = {
    "UA-43": _l("Autonomous Republic of Crimea"),
    "UA-71": _l("Cherkasy Oblast"),
    "UA-74": _l("Chernihiv Oblast"),
    "UA-77": _l("Chernivtsi Oblast"),
    "UA-12": _l("Dnipropetrovsk Oblast"),
    "UA-14": _l("Donetsk Oblast"),
    "UA-26": _l("Ivano-Frankivsk Oblast"),
    "UA-63": _l("Kharkiv Oblast"),
    "UA-65": _l("Kherson Oblast"),
    "UA-68": _l("Khmelnytskyi Oblast"),
    "UA-35": _l("Kirovohrad Oblast"),
    "UA-30": _l("Kyiv"),
    "UA-32": _l("Kyiv Oblast"),
    "UA-09": _l("Luhansk Oblast"),
    "UA-46": _l("Lviv Oblast"),
    "UA-48": _l("Mykolaiv Oblast"),
    "UA-51": _l("Odesa Oblast"),
    "UA-53": _l("Poltava Oblast"),
    "UA-56": _l("Rivne Oblast"),
    "UA-40": _l("Sevastopol"),
    "UA-59": _l("Sumy Oblast"),
    "UA-61": _l("Ternopil Oblast"),
    "UA-05": _l("Vinnytsia Oblast"),
    "UA-07": _l("Volyn Oblast"),
    "UA-21": _l("Zakarpattia Oblast"),
    "UA-23": _l("Zaporizhzhia Oblast"),
    "UA-18": _l("Zhytomyr Oblast"),
}

# ISO 3166-1: the members of the Council of Europe (46), which contain the EU and the EEA. Names come from Babel.
COUNTRIES = (
    "AL AD AM AT AZ BE BA BG HR CY CZ DK EE FI FR GE DE GR HU IS IE IT LV LI LT LU MT MD MC ME NL MK NO PL PT RO SM "
    "RS SK SI ES SE CH TR UA GB"
).split()

# The languages an organisation may work in, and a listing be written in: Ukrainian and the 24 official ones of the EU.
WORKING_LANGUAGES = ("uk bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv").split()
