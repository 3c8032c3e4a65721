"""Settings that make no sense stop the start, with a sentence for each."""

import pytest

from marketplace.core.config import BadSettings, Settings

GOOD = {
    "SECRET_KEY": "Zk3v9-tQ0pXw7LrB2nYs5dHf8gJc1aMe6uTi4oWx",
    "BASE_URL": "https://mistok.example",
    "DATABASE_URL": "postgresql://mistok@/mistok",
}


def mistakes(tmp_path, **changes: str) -> list[str]:
    with pytest.raises(BadSettings) as caught:
        Settings.from_environment({**GOOD, "INSTANCE_PATH": str(tmp_path), **changes})
    return caught.value.mistakes


def test_good_settings_start(tmp_path):
    settings = Settings.from_environment({**GOOD, "INSTANCE_PATH": str(tmp_path)})

    assert settings.secure and not settings.on_sqlite
    assert settings.database_url == "postgresql+psycopg://mistok@/mistok"


def test_the_bonus_is_small_unless_set_and_may_be_switched_off(tmp_path):
    set_to = {
        value: Settings.from_environment({**GOOD, "MATCH_BONUS": value, "INSTANCE_PATH": str(tmp_path)})
        for value in ("", "0", "7")
    }

    assert {value: settings.match_bonus for value, settings in set_to.items()} == {"": 3, "0": 0, "7": 7}


def test_sqlite_in_the_instance_folder_is_the_default(tmp_path):
    settings = Settings.from_environment({**GOOD, "DATABASE_URL": "", "INSTANCE_PATH": str(tmp_path)})

    assert settings.database_url == f"sqlite:///{tmp_path / 'mistok.sqlite3'}"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("SECRET_KEY", "", "SECRET_KEY is missing"),
        ("SECRET_KEY", "short", "SECRET_KEY is too short or too plain"),
        ("SECRET_KEY", "changemechangemechangemechangemechangeme", "SECRET_KEY is too short or too plain"),
        ("SECRET_KEY", "a" * 64, "SECRET_KEY is too short or too plain"),
        ("SECRET_KEY", "change-this-before-you-start-it-please-do", "SECRET_KEY is a placeholder"),
        ("SECRET_KEY", "your_secret_key_goes_here_0123456789", "SECRET_KEY is a placeholder"),
        ("BASE_URL", "", "BASE_URL is missing"),
        ("BASE_URL", "mistok.example", "BASE_URL must be a scheme and a host"),
        ("BASE_URL", "https://mistok.example/somewhere", "BASE_URL must be a scheme and a host"),
        ("BASE_URL", "https://mistok.example?x=1", "BASE_URL must be a scheme and a host"),
        ("BASE_URL", "https://user@mistok.example", "BASE_URL must be a scheme and a host"),
        ("BASE_URL", "https://[", "BASE_URL must be a scheme and a host"),
        ("BASE_URL", "https://mistok.example:port", "BASE_URL must be a scheme and a host"),
        ("BASE_URL", "ftp://mistok.example", "BASE_URL must be a scheme and a host"),
        ("BASE_URL", "http://mistok.example", "BASE_URL must begin with https:"),
        ("DATABASE_URL", "mysql://host/name", "DATABASE_URL must begin with"),
        ("DATABASE_URL", "sqlite:///:memory:", "DATABASE_URL must name a file"),
        ("DATABASE_URL", "sqlite:///", "DATABASE_URL must name a file"),
        ("MAIL_URL", "mail.example", "MAIL_URL must begin with"),
        ("MAIL_URL", "https://mail.example", "MAIL_URL must begin with"),
        ("MAIL_URL", "smtp://", "MAIL_URL must begin with"),
        ("MAIL_URL", "smtp://mail.example:many", "MAIL_URL must begin with"),
        ("MAIL_FROM", "mistok", "MAIL_FROM must be an e-mail address"),
        ("MAIL_FROM", "Mistok <a@b.example>", "MAIL_FROM must be an e-mail address"),
        ("MAIL_FROM", "a@b.example\r\nBcc: c@d.example", "MAIL_FROM must be an e-mail address"),
        ("CONTACT_EMAIL", "nobody", "CONTACT_EMAIL must be an e-mail address"),
        ("STORAGE_URL", "s3://bucket", "STORAGE_URL must begin with"),
        ("STORAGE_URL", "files", "STORAGE_URL must begin with"),
        ("STORAGE_URL", "file://host/files", "STORAGE_URL must begin with"),
        ("SOURCE_URL", "javascript:alert(1)", "SOURCE_URL must be an address"),
        ("TRANSLATE_URL", "translate.example", "TRANSLATE_URL must be the address"),
        ("TRANSLATE_URL", "ftp://translate.example", "TRANSLATE_URL must be the address"),
        ("TRANSLATE_URL", "https://", "TRANSLATE_URL must be the address"),
        ("TRANSLATE_URL", "https://translate.example?q=1", "TRANSLATE_URL must be a scheme"),
        ("TRANSLATE_URL", "https://user:key@translate.example", "TRANSLATE_URL must be a scheme"),
        ("TRANSLATE_URL", "https://translate.example/translate", "TRANSLATE_URL must be a scheme"),
        ("TRANSLATE_KEY", "a-key", "TRANSLATE_KEY is set without TRANSLATE_URL"),
        ("SITE_NAME", "Mistok\nBcc: x", "SITE_NAME must be one line"),
        ("SITE_NAME", "m" * 61, "SITE_NAME must be one line"),
        ("MATCH_BONUS", "-1", "MATCH_BONUS must be a whole number from 0 to 20"),
        ("MATCH_BONUS", "21", "MATCH_BONUS must be a whole number from 0 to 20"),
        ("MATCH_BONUS", "two", "MATCH_BONUS must be a whole number from 0 to 20"),
        ("MATCH_BONUS", "9" * 5000, "MATCH_BONUS must be a whole number from 0 to 20"),
        ("TRUSTED_PROXIES", "-1", "TRUSTED_PROXIES must be a small whole number"),
        ("TRUSTED_PROXIES", "many", "TRUSTED_PROXIES must be a small whole number"),
        ("TRUSTED_PROXIES", "10", "TRUSTED_PROXIES must be a small whole number"),
        ("LOG_LEVEL", "loud", "LOG_LEVEL must be one of"),
        ("DEMONSTRATION", "maybe", "DEMONSTRATION must be 1 or 0"),
        ("FLASK_DEBUG", "1", "FLASK_DEBUG is on"),
    ],
)
def test_each_mistake_has_its_sentence(tmp_path, name, value, words):
    told = mistakes(tmp_path, **{name: value})

    assert len(told) == 1 and told[0].startswith(words)


def test_a_key_does_not_travel_in_the_clear(tmp_path):
    told = mistakes(tmp_path, TRANSLATE_URL="http://translate.example", TRANSLATE_KEY="a-key")

    assert told[0].startswith("TRANSLATE_URL must begin with https:")


def test_all_mistakes_are_told_at_once(tmp_path):
    told = mistakes(tmp_path, SECRET_KEY="", BASE_URL="", LOG_LEVEL="loud")

    assert [sentence.split()[0] for sentence in told] == ["SECRET_KEY", "BASE_URL", "LOG_LEVEL"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "postgresql://mistok@/mistok"),
        ("BASE_URL", "https://mistok.example"),
        ("MAIL_URL", "smtp://mail.example"),
    ],
)
def test_a_demonstration_refuses_a_real_site(tmp_path, name, value):
    with pytest.raises(BadSettings) as caught:
        Settings.from_environment({"DEMONSTRATION": "1", "INSTANCE_PATH": str(tmp_path), name: value})

    assert name in str(caught.value)


def test_a_demonstration_needs_no_setting(tmp_path):
    settings = Settings.from_environment(
        {"DEMONSTRATION": "1", "PORT": "8123", "INSTANCE_PATH": str(tmp_path)}
    )

    assert settings.base_url == "http://127.0.0.1:8123"
    assert len(settings.secret_key) >= 32


def test_the_demonstrations_secret_is_kept_and_its_own(tmp_path):
    first = Settings.from_environment({"DEMONSTRATION": "1", "INSTANCE_PATH": str(tmp_path / "a")})
    again = Settings.from_environment({"DEMONSTRATION": "1", "INSTANCE_PATH": str(tmp_path / "a")})
    other = Settings.from_environment({"DEMONSTRATION": "1", "INSTANCE_PATH": str(tmp_path / "b")})

    assert first.secret_key == again.secret_key != other.secret_key
    assert (tmp_path / "a" / "demonstration.secret").stat().st_mode & 0o077 == 0
