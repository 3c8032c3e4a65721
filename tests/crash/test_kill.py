"""kill -9 of everything while people write: what was acknowledged is there, once; every letter arrives."""

import time
from collections import Counter

from tests.crash.visitors import Crowd

KILLS = 2
A_DAY_AGO = "UPDATE letters SET due_at = written_at WHERE state = 'queued'"  # a dead worker's lease is over


def _until_nothing_waits(rows, patience: float = 40) -> None:
    deadline = time.monotonic() + patience
    while rows("SELECT 1 FROM letters WHERE state = 'queued' LIMIT 1"):
        assert time.monotonic() < deadline, rows(
            "SELECT state, attempts, last_error FROM letters WHERE state = 'queued'"
        )
        time.sleep(0.2)


def test_a_kill_loses_and_doubles_nothing(site, post_office, rows):
    site.start()
    crowd = Crowd(site.address)

    for kill in range(1, KILLS + 1):
        crowd.wait_for(8 * kill)
        site.kill()
        site.start()
    crowd.wait_for(8 * KILLS + 8)
    crowd.go_home()
    site.kill("worker")
    rows(A_DAY_AGO)
    site.start_worker()
    _until_nothing_waits(rows)

    stored = [email for (email,) in rows("SELECT email FROM users")]
    written = [email for (email,) in rows("SELECT to_address FROM letters WHERE event = 'account_confirm'")]
    linked = [email for (email,) in rows("SELECT email FROM mailed_links")]
    assert set(crowd.acknowledged) <= set(stored), "acknowledged, and lost"
    assert Counter(stored) == Counter(written) == Counter(linked), "half of a registration"
    assert set(stored) <= set(crowd.tried)
    delivered = Counter(post_office.numbers)
    assert set(delivered) == {number for (number,) in rows("SELECT message_id FROM letters")}
    # Between the server's 250 and the row there is one letter a worker that a kill can double.
    assert sum(delivered.values()) - len(delivered) <= KILLS + 1
    assert rows("SELECT count(*) FROM letters WHERE state <> 'sent'") == [(0,)]
    assert set(crowd.refused) <= {0}, crowd.refused
    assert "database is locked" not in site.log.read_text()
    assert "Traceback" not in site.log.read_text()


def test_a_worker_that_is_asked_to_stop_finishes_its_letter(site, post_office, rows):
    site.start()
    crowd = Crowd(site.address, size=2)
    crowd.wait_for(6)
    post_office.seconds = 0.5

    time.sleep(1)
    code = site.stop("worker")
    crowd.go_home()

    assert code == 0
    sent = {number for (number,) in rows("SELECT message_id FROM letters WHERE state = 'sent'")}
    assert sent == set(post_office.numbers)


def test_two_workers_send_each_letter_once(site, post_office, rows):
    site.start_web()
    crowd = Crowd(site.address)
    crowd.wait_for(12)
    crowd.go_home()

    site.start_worker()
    first = site.processes.pop("worker")
    site.start_worker()
    site.processes["first"] = first
    _until_nothing_waits(rows)

    assert max(Counter(post_office.numbers).values()) == 1
    assert len(post_office.numbers) == rows("SELECT count(*) FROM letters")[0][0]
