"""What an import tells whom."""

from marketplace.core import outbox

from .models import Import


def done(one: Import) -> None:
    """That the file is imported; whoever sent it is told, if she is still here."""
    reader = one.uploaded_by
    if reader is None or reader.left_at is not None or reader.confirmed_at is None:
        return
    outbox.write(
        "import_done",
        to=reader.email,
        name=reader.name,
        locale=reader.locale,
        file=one.filename,
        number=one.rows_new,
        organisation=one.association.name,
        address=outbox.address_of("imports.show", locale=reader.locale, import_id=one.id),
    )
