"""Mail by SMTP: a message is made, and handed to the company's own server, once."""

import os
import smtplib
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr, parseaddr

from duecourse.outside.delivery import Delivery, delivered, later, refused, unknown
from duecourse.values.mail_addresses import addresses_in, is_address
from duecourse.values.refusals import Refusal

HOST, PORT, SECURITY = "DUECOURSE_SMTP_HOST", "DUECOURSE_SMTP_PORT", "DUECOURSE_SMTP_SECURITY"
USER, PASSWORD = "DUECOURSE_SMTP_USER", "DUECOURSE_SMTP_PASSWORD"
FROM, REPLY_TO = "DUECOURSE_MAIL_FROM", "DUECOURSE_MAIL_REPLY_TO"
PORTS = {"starttls": 587, "tls": 465, "none": 25}
THIS_MACHINE = ("127.0.0.1", "::1", "localhost")
SECONDS = 60.0
"""So long the server may be silent."""
NOT_NOW, NEVER, GO_ON = 400, 500, 354
LAST_PORT = 65_535


class MailNotSet(Refusal, RuntimeError):
    """The environment does not say by which server mail goes."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """The company's server, and in whose name mail goes. The password shows up nowhere."""

    host: str
    port: int
    security: str
    sender: str
    user: str = ""
    password: str = ""
    reply_to: str = ""

    def __repr__(self) -> str:
        return f"MailServer({self.host}:{self.port}, {self.security})"


@dataclass(frozen=True, slots=True)
class Mail:
    """One message: to whom, what, and the paper that goes with it."""

    message_id: str
    to: str
    subject: str
    text: str
    at: datetime
    pdf: bytes = b""
    pdf_name: str = "letter.pdf"


def mail_server(values: Mapping[str, str] | None = None) -> MailServer:
    """Read the server from the environment.

    Raises:
        MailNotSet: something is absent or amiss; it names the variable.
    """
    values = os.environ if values is None else values
    said = {name: values.get(name, "").strip() for name in (HOST, SECURITY, PORT, USER, FROM)}
    if absent := [name for name in (HOST, FROM) if not said[name]]:
        names = ", ".join(absent)
        raise MailNotSet(f"No mail server is set: set {names}.", "no-mail", names=names)
    security = (said[SECURITY] or "starttls").lower()
    if security not in PORTS:
        raise amiss(SECURITY, security, "starttls, tls, none")
    if security == "none" and said[HOST] not in THIS_MACHINE:
        raise amiss(SECURITY, security, "none: 127.0.0.1")
    if not is_address(parseaddr(said[FROM])[1]):
        raise amiss(FROM, said[FROM], "Name <name@example.com>")
    port = said[PORT] or str(PORTS[security])
    if not (port.isascii() and port.isdecimal() and 0 < int(port) <= LAST_PORT):
        raise amiss(PORT, port, "1-65535")
    password = values.get(PASSWORD, "")
    if said[USER] and not password:
        raise MailNotSet(f"No mail server is set: set {PASSWORD}.", "no-mail", names=PASSWORD)
    reply_to = values.get(REPLY_TO, "").strip()
    return MailServer(said[HOST], int(port), security, said[FROM], said[USER], password, reply_to)


def amiss(name: str, text: str, wanted: str) -> MailNotSet:
    """Say what of the environment cannot be right."""
    return MailNotSet(
        f"{name} is {text}; it should be: {wanted}.",
        "mail-setting",
        name=name,
        text=text,
        wanted=wanted,
    )


def message_of(mail: Mail, server: MailServer) -> EmailMessage:
    """Make the message; what it says cannot reach into its headers.

    Raises:
        ValueError: a line break stands where a header is.
    """
    message = EmailMessage()
    message["From"] = formataddr(parseaddr(server.sender))
    message["To"] = ", ".join(addresses_in(mail.to))
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.at)
    message["Message-ID"] = mail.message_id
    if server.reply_to:
        message["Reply-To"] = server.reply_to
    message.set_content(mail.text, cte="base64")
    if mail.pdf:
        message.add_attachment(
            mail.pdf, maintype="application", subtype="pdf", filename=mail.pdf_name
        )
    return message


def send_mail(mail: Mail, server: MailServer) -> Delivery:
    """Hand a message to the server, once; never raises for what the network or the server does.

    Source: RFC 5321, sections 3.3 and 4.2.1: 4xx may be tried again, 5xx may not; once the whole
    message was sent and no answer came, it may have been taken over.
    """
    recipients = addresses_in(mail.to)
    if not recipients:
        return refused(mail.to, "bad-address")
    try:
        content = message_of(mail, server).as_bytes()
    except ValueError as error:
        return refused(str(error))
    try:
        smtp = connected(server)
    except smtplib.SMTPException as error:
        return later(said_by(error))
    except (OSError, ssl.SSLError) as error:
        return later(f"{server.host}:{server.port}: {error}")
    try:
        return handed_over(smtp, server, recipients, content)
    finally:
        with suppress(OSError, smtplib.SMTPException):
            smtp.quit()


def connected(server: MailServer) -> smtplib.SMTP:
    """Connect, encrypt and log in."""
    trusted = ssl.create_default_context()
    smtp: smtplib.SMTP
    if server.security == "tls":
        smtp = smtplib.SMTP_SSL(server.host, server.port, timeout=SECONDS, context=trusted)
    else:
        smtp = smtplib.SMTP(server.host, server.port, timeout=SECONDS)
    try:
        smtp.ehlo_or_helo_if_needed()
        if server.security == "starttls":
            smtp.starttls(context=trusted)
            smtp.ehlo()
        if server.user:
            smtp.login(server.user, server.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def handed_over(
    smtp: smtplib.SMTP, server: MailServer, recipients: list[str], content: bytes
) -> Delivery:
    """Name sender and recipients, then send the message.

    Only what happens after the message began to go leaves its outcome unknown.
    """
    try:
        answer = envelope(smtp, server, recipients)
        if answer is not None:
            return answer
        code, said = smtp.docmd("data")
        if code != GO_ON:
            return by_code(code, said)
    except (OSError, smtplib.SMTPException) as error:
        return later(said_by(error))
    try:
        quoted = smtplib._quote_periods(smtplib._fix_eols(content.decode("ascii")).encode("ascii"))  # type: ignore[attr-defined]
        smtp.send(quoted if quoted.endswith(b"\r\n") else quoted + b"\r\n")
        smtp.send(b".\r\n")
        return by_code(*smtp.getreply())
    except (OSError, smtplib.SMTPException) as error:
        return unknown(said_by(error))


def envelope(smtp: smtplib.SMTP, server: MailServer, recipients: list[str]) -> Delivery | None:
    """Name the sender and the recipients; None where at least one of them is taken."""
    code, said = smtp.mail(parseaddr(server.sender)[1])
    if code >= NOT_NOW:
        return by_code(code, said)
    answers = [smtp.rcpt(recipient) for recipient in recipients]
    if any(code < NOT_NOW for code, _ in answers):
        return None
    code, said = min(answers)  # one that may be tried again counts before one that may not
    return by_code(code, said)


def by_code(code: int, said: bytes) -> Delivery:
    """Read a server's answer."""
    text = f"{code} {said.decode('utf-8', 'replace')}"
    if code >= NEVER:
        return refused(text)
    return later(text) if code >= NOT_NOW or code < 0 else delivered(text)


def said_by(error: Exception) -> str:
    """Say what went wrong, in the server's own words where it has any."""
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        return f"{error.smtp_code} {text}"
    return str(error) or type(error).__name__
