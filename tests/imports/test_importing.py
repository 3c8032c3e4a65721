"""A file on its way: sent, checked, imported whole or not at all; told, queued, and the members' own from then on."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from marketplace.cli.worker import Worker
from marketplace.core.clock import now
from marketplace.core.db import db
from marketplace.core.lifecycle import NotAllowed
from marketplace.imports import actions
from marketplace.imports.models import Import, ImportFault
from marketplace.listings import actions as listings
from marketplace.listings.behalf import OnBehalf
from marketplace.listings.models import Listing
from tests.factories.accounts import person
from tests.factories.imports import as_csv, as_json, imported, row, sent, work
from tests.factories.listings import need
from tests.factories.organisations import city


def count(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def rows_for(cast, number: int, **cells) -> list[dict[str, str]]:
    return [row(cast.hromada, place, **cells) for place in range(1, number + 1)]


def test_a_right_file_is_checked_and_nothing_is_stored(app, cast):
    one = sent(cast.association, as_csv(rows_for(cast, 3)), by=cast.petra)

    assert one.is_good and one.rows_done == 3
    assert count(Listing) == 0


def test_all_of_it_is_imported(app, cast):
    one = imported(cast.association, rows_for(cast, 3), by=cast.petra)

    stored = db.session.scalars(select(Listing).order_by(Listing.id)).unique().all()
    assert one.is_done
    assert [listing.status for listing in stored] == ["submitted"] * 3
    assert [listing.reference for listing in stored] == [f"N-2026-000{n}" for n in (1, 2, 3)]
    assert stored[0].sectors == ["water_sanitation"] and stored[0].helps == ["training", "equipment_gift"]
    assert (stored[0].author, stored[0].contact) == (cast.petra, cast.olena)
    assert stored[0].region_only, "water shows its oblast only"
    assert "насоси" in stored[0].words_title


def test_one_wrong_row_of_500_is_reported_and_nothing_is_stored(app, cast):
    rows = rows_for(cast, 500)
    rows[321]["urgency"] = "yesterday"

    one = sent(cast.association, as_csv(rows), by=cast.petra)

    (fault,) = db.session.scalars(select(ImportFault))
    assert (fault.row, fault.field, fault.value) == (323, "urgency", "yesterday")
    assert one.is_wrong and count(Listing) == 0
    with pytest.raises(NotAllowed):
        actions.run(one, by=cast.petra)


def test_500_rows_are_stored_at_once(app, cast):
    rows = rows_for(cast, 500)

    imported(cast.association, rows, by=cast.petra)

    assert count(Listing) == count(OnBehalf) == 500


def test_progress_can_be_seen_while_it_works(app, cast):
    one = sent(cast.association, as_csv(rows_for(cast, 450)), by=cast.petra, checked=False)
    db.session.commit()

    seen = []
    for _piece in actions.work_on(one.id):
        db.session.expire_all()
        seen.append((one.rows_done, one.percent))

    assert seen == [(200, 44), (400, 88), (450, 100)]


def test_the_same_file_twice_changes_nothing(app, cast):
    imported(cast.association, rows_for(cast, 3), by=cast.petra)

    one = sent(cast.association, as_csv(rows_for(cast, 3)), by=cast.petra)

    assert (one.known, one.rows_new, one.faults) == (3, 0, 0)
    with pytest.raises(NotAllowed):
        actions.run(one, by=cast.petra)


def test_a_longer_file_adds_what_is_new(app, cast):
    imported(cast.association, rows_for(cast, 3), by=cast.petra)
    changed = rows_for(cast, 5)
    changed[0]["title"] = "Змінено в файлі"

    imported(cast.association, changed, by=cast.petra)

    assert count(Listing) == 5
    assert not db.session.scalar(select(Listing.id).where(Listing.title == "Змінено в файлі"))


def test_json_lines_are_as_good(app, cast):
    rows = [{**row(cast.hromada), "sectors": ["energy", "health"], "beneficiaries_count": 300}]

    one = sent(cast.association, as_json(rows), by=cast.petra)
    actions.run(one, by=cast.petra)
    work(one)

    listing = db.session.scalars(select(Listing)).unique().one()
    assert (listing.sectors, listing.beneficiaries_count) == (["energy", "health"], 300)


def test_what_went_wrong_in_the_meantime_stores_nothing_and_says_so(app, cast):
    one = sent(cast.association, as_csv(rows_for(cast, 3)), by=cast.petra)
    actions.run(one, by=cast.petra)
    cast.hromada.verified_by = cast.hromada.verified_at = cast.hromada.verified_by_id = None

    work(one)
    assert one.is_checking and count(Listing) == 0
    work(one)

    assert one.is_wrong and one.faults == 3


def test_two_files_with_the_same_row_at_once_store_it_once(app, cast, monkeypatch):
    first, second = (sent(cast.association, as_csv(rows_for(cast, 2)), by=cast.petra) for _ in range(2))
    for one in (first, second):
        actions.run(one, by=cast.petra)
    db.session.commit()
    slow = actions.work_on(second.id)
    next(slow)
    work(first)

    for _piece in slow:
        pass
    db.session.expire_all()
    assert count(Listing) == 2 and second.is_checking
    work(second)

    assert second.known == 2


def test_a_failure_in_the_middle_leaves_nothing_behind(app, cast, monkeypatch):
    one = sent(cast.association, as_csv(rows_for(cast, 3)), by=cast.petra)
    actions.run(one, by=cast.petra)

    def fails(*_arguments):
        raise RuntimeError("the power is gone")

    monkeypatch.setattr(actions.emails, "done", fails)
    with pytest.raises(RuntimeError):
        work(one)

    db.session.expire_all()
    assert count(Listing) == count(OnBehalf) == 0
    assert one.is_storing


def test_the_members_are_told_in_one_letter_each(app, cast, letters):
    ghent_rows = [
        row(
            cast.other_city,
            n + 100,
            kind="offer",
            shares="Ours.",
            problem="",
            beneficiaries="",
            result="",
            urgency="",
        )
        for n in range(2)
    ]
    imported(cast.association, rows_for(cast, 25) + ghent_rows, by=cast.petra)

    while listings.tell_of_imported():
        pass

    (to_olena,) = letters(to=cast.olena.email)
    assert to_olena.event == "listing_imported"
    assert "N-2026-0020" in to_olena.text and "N-2026-0021" not in to_olena.text
    assert len(letters(to=cast.stefan.email)) == 1
    assert [letter.event for letter in letters(to=cast.petra.email)] == ["import_done"]
    assert not listings.tell_of_imported()


def test_what_is_imported_is_the_members_own(visit, cast, marta):
    imported(cast.association, rows_for(cast, 1), by=cast.petra)
    listing = db.session.scalars(select(Listing)).unique().one()

    case = visit("moderation.case", as_=marta, reference=listing.reference)
    visit.post("moderation.take", as_=marta, reference=listing.reference)
    form = visit("moderation.case", as_=marta, reference=listing.reference).form("/return")
    visit.post(
        "moderation.return_",
        {**form, "return-note": "How many?", "return-title_reason": "missing_facts"},
        as_=marta,
        reference=listing.reference,
    )
    visit.post(
        "listings.edit",
        {"title": "Наше", "locale": "uk"},
        as_=cast.olena,
        reference=listing.reference,
        step=1,
    )
    visit.post("listings.submit", as_=cast.olena, reference=listing.reference)

    assert "Posted by Association of Twin Towns on behalf of" in case.text
    db.session.expire_all()
    assert (listing.title, listing.status) == ("Наше", "submitted")
    visit("listings.edit", as_=cast.petra, reference=listing.reference, step=1, expect=404)


def test_the_public_reads_who_posted_it_for_whom(visit, cast, marta):
    imported(cast.association, rows_for(cast, 1), by=cast.petra)
    reference = db.session.scalar(select(Listing.reference))
    visit.post("moderation.take", as_=marta, reference=reference)
    visit.post("moderation.publish", as_=marta, reference=reference)

    page = visit("listings.show", reference=reference)

    assert "Posted by Association of Twin Towns on behalf of" in page.text


def test_an_import_does_not_bury_the_queue(visit, cast, marta, clock):
    imported(cast.association, rows_for(cast, 45), by=cast.petra)
    clock.shift(timedelta(hours=1))
    need(by=cast.olena, status="submitted", title="Того ж дня", days_ago=0)
    clock.shift(timedelta(days=1))
    need(by=cast.olena, status="submitted", title="Наступного дня", days_ago=0)

    first = visit("moderation.queue", as_=marta)
    second = visit(first.css("a[rel=next]")[0]["href"], as_=marta)
    third = visit(second.css("a[rel=next]")[0]["href"], as_=marta)

    shown = [*first.words("[data-case]"), *second.words("[data-case]"), *third.words("[data-case]")]
    assert len(shown) == 47
    assert shown[0] == "Того ж дня"
    assert shown.index("Наступного дня") == 21
    assert "imported" in first.text


def test_only_a_verified_association_and_moderators_may(app, cast):
    reader = person("Rita", reader_of=cast.association)
    content = as_csv(rows_for(cast, 1))

    for who in (cast.olena, cast.jan, reader):
        with pytest.raises(NotAllowed):
            actions.upload(cast.association, "x.csv", content, by=who)
    with pytest.raises(NotAllowed):
        actions.upload(city("Not an association"), "x.csv", content, by=cast.marta)

    assert actions.upload(cast.association, "x.csv", content, by=cast.marta).rows_total == 1


def test_a_moderator_who_imported_does_not_decide(visit, cast, marta):
    imported(cast.association, rows_for(cast, 1), by=marta)
    reference = db.session.scalar(select(Listing.reference))

    visit.post("moderation.take", as_=marta, reference=reference, expect=403)
    visit.post("moderation.take", as_=cast.bohdan, reference=reference)


def test_the_worker_does_it_piece_by_piece_beside_its_letters(app, settings, cast):
    one = sent(cast.association, as_csv(rows_for(cast, 250)), by=cast.petra, checked=False)
    db.session.commit()
    worker = Worker(settings)

    while worker.step():
        pass
    db.session.expire_all()
    assert one.is_good
    actions.run(one, by=cast.petra)
    db.session.commit()
    while worker.step():
        pass

    db.session.expire_all()
    assert one.is_done and count(Listing) == 250
    assert not db.session.scalar(select(OnBehalf.listing_id).where(OnBehalf.told_at.is_(None)))


def test_a_file_whose_worker_died_comes_back(app, cast, clock):
    one = sent(cast.association, as_csv(rows_for(cast, 300)), by=cast.petra, checked=False)
    db.session.commit()
    first = actions.claim()
    next(actions.work_on(first))
    assert actions.claim() is None

    clock.shift(timedelta(minutes=6))

    assert actions.claim() == one.id
    work(one)
    assert one.is_good and one.rows_done == 300


def test_many_faults_are_counted_and_the_first_are_kept(app, cast, monkeypatch):
    monkeypatch.setattr(actions, "MOST_KEPT", 5)

    one = sent(cast.association, as_csv(rows_for(cast, 20, urgency="x")), by=cast.petra)

    assert (one.faults, count(ImportFault)) == (20, 5)


def test_a_file_nobody_imported_goes_after_a_month(app, cast, clock):
    sent(cast.association, as_csv(rows_for(cast, 1, urgency="x")), by=cast.petra)
    clock.shift(timedelta(days=31))

    assert actions.forget_old(timedelta(days=30)) == 1
    assert count(Import) == count(ImportFault) == 0


def test_the_database_refuses_an_import_with_faults(app, cast):
    one = sent(cast.association, as_csv(rows_for(cast, 1, urgency="x")), by=cast.petra)
    one.wanted_at = one.done_at = now()

    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()
