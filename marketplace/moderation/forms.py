"""What a moderator may send. The version says which text she has read."""

from collections.abc import Container
from typing import Any

from marketplace.core.forms import VersionForm, line, select, text
from marketplace.core.i18n import gettext as _
from marketplace.core.i18n import lazy_gettext as _l
from marketplace.listings.codes import DECISION_REASONS, DecisionReason
from marketplace.listings.fields import LABELS, STEPS
from marketplace.listings.models import Listing
from marketplace.questions.codes import REFUSE_REASONS, RefuseReason

LONGEST_NOTE = 2000
LONGEST_REMARK = 500


class RefuseForm(VersionForm):
    """Rejecting, hiding: one coded reason, and a note."""

    reason = select(_l("Reason"), DECISION_REASONS)
    note = text(
        _l("Note to the author"),
        LONGEST_NOTE,
        description=_l(
            "What is wrong, under which rule, and what the author can do. The author reads your exact words."
        ),
    )


class ReturnForm(VersionForm):
    """Returning: a note in general, and for any field a coded reason and a line. Made by `return_form`."""

    note = text(
        _l("Note to the author"),
        LONGEST_NOTE,
        description=_l(
            "Begin with what is good; then say what is missing. The author reads your exact words."
        ),
    )
    steps: list[tuple[Any, list[tuple[Any, Any]]]]

    def validate(self, extra_validators: Any = None) -> bool:
        holds = super().validate(extra_validators)
        for reason, words in self._pairs():
            if words.data and not reason.data and not reason.errors:
                reason.errors = [_("Choose a reason for this remark.")]
                holds = False
            if reason.data == DecisionReason.OTHER and not words.data and not words.errors:
                words.errors = [_("Say what should change.")]
                holds = False
        if not self.remarks and not any(reason.data or words.data for reason, words in self._pairs()):
            self.form_errors.append(
                _("Choose a reason for one field at least, so that the author knows where to look.")
            )
            holds = False
        return holds

    def _pairs(self) -> list[tuple[Any, Any]]:
        return [pair for _label, pairs in self.steps for pair in pairs]

    def touched(self, pairs: list[tuple[Any, Any]]) -> bool:
        """Whether anything is filled in or wrong in this step: then it stands open."""
        return any(field.data or field.errors for pair in pairs for field in pair)

    @property
    def remarks(self) -> dict[str, tuple[str, str]]:
        """Field → reason code, note: only where a reason is chosen."""
        return {
            reason.short_name.removesuffix("_reason"): (reason.data, words.data or "")
            for reason, words in self._pairs()
            if reason.data
        }


class QuestionRefuseForm(VersionForm):
    """Not publishing a question, or sending an answer back: a reason, and a line where that does not say it."""

    reason = select(_l("Reason"), REFUSE_REASONS)
    note = text(
        _l("Note to the author"),
        LONGEST_NOTE,
        required=False,
        description=_l("Whoever wrote it reads your exact words."),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        holds = super().validate(extra_validators)
        if self.reason.data == RefuseReason.OTHER and not self.note.data and not self.note.errors:
            self.note.errors = [_("Say what should change.")]
            return False
        return holds


def return_form(listing: Listing, only: Container[str] | None = None) -> ReturnForm:
    """The form with a reason and a line for each field of this kind of listing, step by step as it was written.

    `only` names the fields that are in question: those that a revision changes.
    """
    fields: dict[str, Any] = {}
    steps = [
        (step.label, [name for name in step.fields if only is None or name in only])
        for step in STEPS[listing.kind]
    ]
    for _label, names in steps:
        for name in names:
            fields[f"{name}_reason"] = select(LABELS[name], DECISION_REASONS, required=False)
            fields[f"{name}_note"] = line(_l("What should change"), LONGEST_REMARK, required=False)
    form = type("ReturnFormOfItsKind", (ReturnForm,), fields)(prefix="return-")
    form.steps = [
        (label, [(form[f"{name}_reason"], form[f"{name}_note"]) for name in names])
        for label, names in steps
        if names
    ]
    return form
