"""Mail: what the environment says, and a message into whose headers nothing can be written."""

from datetime import UTC, datetime

import pytest

from duecourse.outside.mail import Mail, MailNotSet, MailServer, mail_server, message_of, send_mail

SET = {"DUECOURSE_SMTP_HOST": "smtp.alder.example", "DUECOURSE_MAIL_FROM": "A <a@alder.example>"}
AT = datetime(2026, 3, 31, tzinfo=UTC)


def test_the_server_is_encrypted_unless_it_is_on_this_machine():
    server = mail_server(SET)

    assert (server.port, server.security) == (587, "starttls")
    assert mail_server({**SET, "DUECOURSE_SMTP_SECURITY": "tls"}).port == 465
    with pytest.raises(MailNotSet, match="DUECOURSE_SMTP_SECURITY"):
        mail_server({**SET, "DUECOURSE_SMTP_SECURITY": "none"})


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"DUECOURSE_SMTP_HOST": ""}, "DUECOURSE_SMTP_HOST"),
        ({"DUECOURSE_MAIL_FROM": ""}, "DUECOURSE_MAIL_FROM"),
        ({"DUECOURSE_MAIL_FROM": "nobody"}, "DUECOURSE_MAIL_FROM"),
        ({"DUECOURSE_SMTP_PORT": "70000"}, "DUECOURSE_SMTP_PORT"),
        ({"DUECOURSE_SMTP_PORT": "x"}, "DUECOURSE_SMTP_PORT"),
        ({"DUECOURSE_SMTP_SECURITY": "ssl"}, "DUECOURSE_SMTP_SECURITY"),
        ({"DUECOURSE_SMTP_USER": "a"}, "DUECOURSE_SMTP_PASSWORD"),
    ],
)
def test_what_is_amiss_is_named_and_no_password_with_it(change, named):
    with pytest.raises(MailNotSet, match=named):
        mail_server({**SET, **change})
    server = mail_server({**SET, "DUECOURSE_SMTP_USER": "a", "DUECOURSE_SMTP_PASSWORD": "geheim"})
    assert "geheim" not in repr(server)


def mail(**changes):
    usual = {
        "message_id": "<1@alder.example>",
        "to": "ana@beech.example",
        "subject": "催款函",
        "text": "正文",
        "at": AT,
        "pdf": b"%PDF-",
    }
    return Mail(**{**usual, **changes})


def test_nothing_in_a_letter_reaches_the_headers():
    server = mail_server(SET)
    with pytest.raises(ValueError, match="Header"):
        message_of(mail(subject="x\nBcc: all@beech.example"), server)
    assert send_mail(mail(subject="x\nBcc: all@beech.example"), server).became == "refused"
    assert send_mail(mail(to="ana@beech.example\nBcc: x"), server).became == "refused"


def test_a_message_carries_its_id_its_text_and_its_paper():
    message = message_of(mail(), mail_server({**SET, "DUECOURSE_MAIL_REPLY_TO": "b@alder.example"}))

    assert message["Message-ID"] == "<1@alder.example>"
    assert message["Reply-To"] == "b@alder.example"
    assert message.get_body().get_content() == "正文\n"
    assert [one.get_content() for one in message.iter_attachments()] == [b"%PDF-"]
    assert message.as_bytes().isascii()


def test_a_server_that_is_not_there_is_tried_later():
    server = MailServer("127.0.0.1", 9, "none", "a@alder.example")

    assert send_mail(mail(), server).became == "later"
