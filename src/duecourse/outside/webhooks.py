"""Robots of 企业微信 and 钉钉: a text into a group's chat, by the address that the group gave.

The address holds a key and is a secret: it comes from the environment and is written nowhere.
Source: 企业微信 developer documentation, 群机器人配置说明; 钉钉 open platform, 自定义机器人接入 and
安全设置.
"""

import base64
import hashlib
import hmac
import http.client
import ipaddress
import json
import os
import re
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, quote_plus, urlsplit

from duecourse.outside.delivery import Delivery, delivered, later, refused, unknown
from duecourse.values.refusals import Refusal

START = "DUECOURSE_WEBHOOK_"
NAME = re.compile(r"[A-Za-z0-9_]{1,40}")
HOSTS = {"qyapi.weixin.qq.com": "wecom", "oapi.dingtalk.com": "dingtalk"}
MOST_BYTES = {"wecom": 2048, "dingtalk": 15_000}
"""What a text may have; longer ones are cut at a line."""
BUSY = {-1, 45009, 45033, 130101, 410100}
"""Codes that ask to come again: the service is busy, or too many messages were sent."""
SECONDS = 20.0
LONGEST_ANSWER = 65_536
OK, SERVER_ERROR, TOO_MANY = 200, 500, 429


class WebhookNotSet(Refusal, RuntimeError):
    """The environment has no such address, or one that is not allowed."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where a robot listens; what its address holds shows up nowhere."""

    name: str
    url: str
    kind: str
    secret: str = ""

    def __repr__(self) -> str:
        return f"Webhook({self.name}, {self.kind})"


def webhook(name: str, values: Mapping[str, str] | None = None) -> Webhook:
    """Read the address of a robot from the environment: DUECOURSE_WEBHOOK_NAME, and its secret.

    Raises:
        WebhookNotSet: there is none of that name, or it is not one of the two services.
    """
    values = os.environ if values is None else values
    variable = f"{START}{name.upper()}"
    url = values.get(variable, "").strip() if NAME.fullmatch(name) else ""
    kind = HOSTS.get(urlsplit(url).hostname or "")
    if kind is None or urlsplit(url).scheme != "https":
        says = f"There is no webhook {name}: set {variable}."
        raise WebhookNotSet(says, "no-webhook", name=name, variable=variable)
    return Webhook(name, url, kind, values.get(f"{variable}_SECRET", "").strip())


def webhook_names(values: Mapping[str, str] | None = None) -> list[str]:
    """Name the robots that the environment knows."""
    values = os.environ if values is None else values
    names = (key.removeprefix(START) for key in values if key.startswith(START))
    return sorted(name.lower() for name in names if not name.endswith("_SECRET"))


def body_of(kind: str, text: str) -> dict[str, Any]:
    """Write a text as both services take it."""
    return {"msgtype": "text", "text": {"content": cut(text, MOST_BYTES[kind])}}


def cut(text: str, most: int) -> str:
    """Leave out the last lines of a text that is too long, and say so by three points.

    >>> cut("one\\ntwo\\nthree", 11)
    'one\\ntwo\\n…'
    """
    if len(text.encode()) <= most:
        return text
    lines = text.split("\n")
    while len(lines) > 1 and len("\n".join([*lines, "…"]).encode()) > most:
        lines.pop()
    whole = "\n".join([*lines, "…"])
    return (
        whole
        if len(whole.encode()) <= most
        else whole.encode()[: most - 3].decode("utf-8", "ignore") + "…"
    )


def signed(url: str, secret: str, at_ms: int) -> str:
    """Add to an address of 钉钉 the time and its signature."""
    told = f"{at_ms}\n{secret}".encode()
    mark = base64.b64encode(hmac.new(secret.encode(), told, hashlib.sha256).digest())
    return f"{url}&timestamp={at_ms}&sign={quote_plus(mark.decode())}"


def send_text(hook: Webhook, text: str, *, allow_private: bool = False) -> Delivery:
    """Send a text to a robot, once; never raises for what the network or the service does."""
    url = hook.url
    if hook.kind == "dingtalk" and hook.secret:
        url = signed(url, hook.secret, int(time.time() * 1000))
    content = json.dumps(body_of(hook.kind, text), ensure_ascii=False).encode()
    return posted(urlsplit(url), content, allow_private=allow_private)


def posted(url: SplitResult, content: bytes, *, allow_private: bool) -> Delivery:
    """Post JSON to an address that was looked up once and found to be of the public network."""
    try:
        address = public_address(url, allow_private=allow_private)
        connection = connection_to(url, address)
        connection.connect()
    except (OSError, ssl.SSLError, NotPublic) as error:
        return refused(str(error)) if isinstance(error, NotPublic) else later(str(error))
    try:
        target = f"{url.path or '/'}?{url.query}" if url.query else url.path or "/"
        headers = {"Content-Type": "application/json; charset=utf-8", "Host": url.netloc}
        connection.request("POST", target, body=content, headers=headers)
        answer = connection.getresponse()
        return read(answer.status, answer.read(LONGEST_ANSWER))
    except (OSError, http.client.HTTPException) as error:
        return unknown(str(error) or type(error).__name__)
    finally:
        connection.close()


def read(status: int, content: bytes) -> Delivery:
    """Read what a service answered: 200 and errcode 0 is success, redirects are not followed."""
    if status >= SERVER_ERROR or status == TOO_MANY:
        return later(f"HTTP {status}")
    if status != OK:
        return refused(f"HTTP {status}")
    try:
        told = json.loads(content)
        code, says = int(told["errcode"]), str(told.get("errmsg", ""))
    except (ValueError, KeyError, TypeError):
        return unknown(f"HTTP {status}, no errcode")
    if code == 0:
        return delivered()
    return later(f"{code} {says}") if code in BUSY else refused(f"{code} {says}")


class NotPublic(ValueError):
    """An address leads into a network of our own."""


def public_address(url: SplitResult, *, allow_private: bool) -> tuple[str, int]:
    """Look a host up, and refuse it where any of its addresses is not of the public network."""
    port = url.port or (443 if url.scheme == "https" else 80)
    found = socket.getaddrinfo(url.hostname, port, type=socket.SOCK_STREAM)
    addresses = [str(one[4][0]) for one in found]
    private = [one for one in addresses if not ipaddress.ip_address(one.split("%")[0]).is_global]
    if private and not allow_private:
        raise NotPublic(f"{url.hostname} leads to {private[0]}, which is no public address.")
    return addresses[0], port


def connection_to(url: SplitResult, address: tuple[str, int]) -> http.client.HTTPConnection:
    """Make a connection to the very address that was looked up; the certificate is the host's."""
    host, port = url.hostname or "", address[1]
    made: http.client.HTTPConnection
    if url.scheme == "https":
        trusted = ssl.create_default_context()
        made = http.client.HTTPSConnection(host, port, timeout=SECONDS, context=trusted)
    else:
        made = http.client.HTTPConnection(host, port, timeout=SECONDS)
    made._create_connection = lambda _, *rest: socket.create_connection(address, *rest)  # type: ignore[attr-defined]
    return made
