"""A letter reaches its reader through every kind of trouble that a mail server can make."""

from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from marketplace.core import outbox, post
from marketplace.core.clock import now
from marketplace.core.outbox import LetterState
from tests.core.test_outbox import letter, stored
from tests.smtp import free_port, mail_server


@pytest.fixture(autouse=True)
def hurry(monkeypatch):
    monkeypatch.setattr(post, "PATIENCE", 0.4)


@pytest.fixture
def with_mail(settings):
    return lambda server: replace(settings, mail_url=server.url, mail_from="mistok@example.org")


def test_a_letter_is_sent_with_all_that_it_needs(app, with_mail):
    number = letter(to_name="Олена, Коваленко", reply_to="jan@kaunas.example")

    with mail_server() as server:
        post.deliver_next(with_mail(server))

    (message,) = server.taken
    assert stored(number).state == LetterState.SENT
    assert message["Message-ID"] == "<1@test>"
    assert message["To"].addresses[0].display_name == "Олена, Коваленко"
    assert message["Reply-To"] == "jan@kaunas.example"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "uk"
    assert message["Subject"] == "Тема"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert message.get_body(("plain",)).get_content().strip() == "Слова"


def test_further_headers_arrive_as_they_were_written(app, with_mail):
    way_out = (
        f"<https://{'a-long-name.' * 8}example.org/uk/unsubscribe/{'x' * 43}>, <mailto:help@mistok.example>"
    )
    letter(headers={"List-Unsubscribe": way_out, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"})

    with mail_server() as server:
        post.deliver_next(with_mail(server))

    (message,) = server.taken
    assert str(message["List-Unsubscribe"]) == way_out
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_long_subject_is_still_folded(app, with_mail):
    letter(subject="Дуже довга тема " * 12)

    with mail_server() as server:
        post.deliver_next(with_mail(server))

    raw = server.taken[0].as_bytes(policy=policy.SMTP)
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    assert "Дуже довга тема Дуже довга тема" in server.taken[0]["Subject"]


def test_an_answer_to_a_letter_reaches_the_people_who_run_the_site(app, with_mail):
    letter()

    with mail_server() as server:
        post.deliver_next(replace(with_mail(server), contact_email="help@mistok.example"))

    assert server.taken[0]["Reply-To"] == "help@mistok.example"


def test_nothing_is_sent_twice(app, with_mail):
    letter()

    with mail_server() as server:
        while post.deliver_next(with_mail(server)):
            pass

    assert server.numbers == ["<1@test>"]


@pytest.mark.parametrize("stage", ["to_recipient", "to_data"])
def test_a_server_that_says_later_is_asked_again(app, with_mail, clock, stage):
    number = letter()

    with mail_server() as server:
        setattr(server, stage, "451 later")
        post.deliver_next(with_mail(server))
        waiting = (stored(number).state, stored(number).last_error, stored(number).due_at - now())
        clock.shift(timedelta(minutes=2))
        setattr(server, stage, "250 OK")
        post.deliver_next(with_mail(server))

    assert waiting == ("queued", "451 later", timedelta(minutes=1))
    assert (stored(number).state, server.numbers) == (LetterState.SENT, ["<1@test>"])


@pytest.mark.parametrize("stage", ["to_recipient", "to_data"])
def test_a_server_that_says_never_is_believed(app, with_mail, stage):
    number = letter()

    with mail_server() as server:
        setattr(server, stage, "550 no such reader")
        post.deliver_next(with_mail(server))

    assert (stored(number).state, stored(number).last_error) == (LetterState.GIVEN_UP, "550 no such reader")


def test_a_server_that_is_down_is_asked_again(app, settings):
    number = letter()

    post.deliver_next(replace(settings, mail_url=f"smtp://127.0.0.1:{free_port()}"))

    assert stored(number).state == LetterState.QUEUED
    assert "ConnectionRefusedError" in stored(number).last_error


def test_a_server_that_is_slow_holds_nobody_up(app, with_mail):
    number = letter()

    with mail_server() as server:
        server.seconds = 1.5
        post.deliver_next(with_mail(server))

    assert stored(number).state == LetterState.QUEUED
    assert server.taken == []


def test_a_conversation_has_an_end(app, with_mail, monkeypatch):
    monkeypatch.setattr(post, "PATIENCE", 5)
    monkeypatch.setattr(post, "WHOLE_PATIENCE", 0.3)
    number = letter()

    with mail_server() as server:
        server.seconds = 1.5
        post.deliver_next(with_mail(server))

    assert stored(number).state == LetterState.QUEUED


def test_a_line_that_drops_before_the_answer_is_tried_again(app, with_mail, clock):
    number = letter()

    with mail_server() as server:
        server.drops_before_answer = True
        post.deliver_next(with_mail(server))
        dropped = stored(number).state
        server.drops_before_answer = False
        clock.shift(timedelta(minutes=2))
        post.deliver_next(with_mail(server))

    assert (dropped, stored(number).state, server.numbers) == ("queued", "sent", ["<1@test>"])


def test_a_line_that_drops_after_the_answer_is_no_trouble(app, with_mail):
    number = letter()

    with mail_server() as server:
        server.drops_after_answer = True
        post.deliver_next(with_mail(server))

    assert (stored(number).state, len(server.taken)) == (LetterState.SENT, 1)


def test_a_password_does_not_travel_in_the_clear(app, settings):
    number = letter()

    with mail_server() as server:
        post.deliver_next(replace(settings, mail_url=f"smtp://user:word@127.0.0.1:{server.port}"))

    assert server.taken == []
    assert "STARTTLS" in stored(number).last_error


def test_a_letter_that_cannot_be_written_does_not_stop_the_others(app, with_mail):
    number, good = letter(1, to_name="x", reply_to="not an address\nBcc: y"), letter(2)

    with mail_server() as server:
        while post.deliver_next(with_mail(server)):
            pass

    assert (stored(number).state, stored(good).state) == (LetterState.QUEUED, LetterState.SENT)


def test_no_transaction_is_open_while_the_server_is_spoken_to(app, with_mail, monkeypatch):
    letter()
    seen = []
    said = post._say
    monkeypatch.setattr(
        post, "_say", lambda *words: (seen.append(outbox.db.session().in_transaction()), said(*words))
    )

    with mail_server() as server:
        post.deliver_next(with_mail(server))

    assert seen == [False]


def test_without_a_server_letters_become_files(app, settings, tmp_path):
    number = letter()

    post.deliver_next(replace(settings, instance=tmp_path))

    (path,) = (tmp_path / "letters").iterdir()
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert (path.suffix, message["Message-ID"], stored(number).state) == (
        ".eml",
        "<1@test>",
        LetterState.SENT,
    )
