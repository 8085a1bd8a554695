"""How an installation reaches its mail server: by one address."""

import pytest

from wenming.site.home import Mail, mail


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("", Mail("console")),
        ("console:", Mail("console")),
        ("smtp://post.example", Mail("smtp", "post.example", 25)),
        ("smtp+starttls://post.example", Mail("smtp", "post.example", 587, starts_tls=True)),
        (
            "smtps://li%40example.cn:p%2Fw@post.example",
            Mail("smtp", "post.example", 465, "li@example.cn", "p/w", speaks_tls=True),
        ),
        ("smtps://post.example:994", Mail("smtp", "post.example", 994, speaks_tls=True)),
    ],
)
def test_an_address_says_how_mail_leaves(url: str, told: Mail) -> None:
    assert mail(url) == told


@pytest.mark.parametrize("url", ["post.example", "http://post.example", "smtps:"])
def test_an_address_that_leads_to_no_mail_server_is_told(url: str) -> None:
    with pytest.raises(ValueError, match="WENMING_EMAIL_URL"):
        mail(url)
