"""Where one may be sent after signing in."""

import pytest

from marketplace.accounts.destination import path_on_this_site


@pytest.mark.parametrize(
    "target", ["/", "/uk/listings?kind=need&q=вода", "/en/desk#top", "/en/x?u=https://evil.example"]
)
def test_a_path_of_this_site_is_kept(target):
    assert path_on_this_site(target) == target


@pytest.mark.parametrize(
    "target",
    [
        None,
        "",
        "//evil.example",
        "///evil.example",
        "https:evil.example",
        "https://evil.example",
        "https:/evil.example",
        "javascript:alert(1)",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "\t//evil.example",
        " //evil.example",
        "/en\r\nSet-Cookie: a=b",
        "evil.example",
        "en/desk",
        "//[",
        "/\0",
        "/" + "a" * 3000,
    ],
)
def test_whatever_may_lead_elsewhere_is_dropped(target):
    assert path_on_this_site(target) is None
