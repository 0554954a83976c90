"""Robots of chats: a local server in their place; nothing of our own network is reached."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from duecourse.outside import webhooks
from duecourse.outside.webhooks import (
    Webhook,
    WebhookNotSet,
    cut,
    send_text,
    signed,
    webhook,
    webhook_names,
)

WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=K"
DINGTALK = "https://oapi.dingtalk.com/robot/send?access_token=T"


@contextmanager
def robot(answer, status=200):
    """Run a server that answers as told and keeps what it is given."""
    asked = []

    class Hand(BaseHTTPRequestHandler):
        def do_POST(self):
            length = int(self.headers["Content-Length"])
            asked.append((self.path, json.loads(self.rfile.read(length))))
            content = json.dumps(answer).encode() if isinstance(answer, dict) else answer
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Location", "http://127.0.0.1/elsewhere")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_):
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Hand)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/send?key=K", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize("kind", ["wecom", "dingtalk"])
def test_a_text_arrives_as_both_services_document_it(kind):
    with robot({"errcode": 0, "errmsg": "ok"}) as (url, asked):
        done = send_text(Webhook("sales", url, kind), "催款函", allow_private=True)

    assert done.became == "sent"
    assert asked == [("/send?key=K", {"msgtype": "text", "text": {"content": "催款函"}})]


def test_dingtalk_is_told_the_time_and_its_signature():
    with robot({"errcode": 0}) as (url, asked):
        send_text(Webhook("sales", url, "dingtalk", "SEC1"), "x", allow_private=True)

    told = parse_qs(urlsplit(asked[0][0]).query)
    assert told.keys() == {"key", "timestamp", "sign"}
    by_openssl = "ukR4%2BWoOOBTGaOauYqugxVrMSFyr92q4hPxJxuOkiio%3D"
    assert signed("u?a=1", "SEC1", 1_700_000_000_000) == (
        f"u?a=1&timestamp=1700000000000&sign={by_openssl}"
    )


@pytest.mark.parametrize(
    ("answer", "status", "became"),
    [
        ({"errcode": 93000, "errmsg": "invalid webhook url"}, 200, "refused"),
        ({"errcode": 45009, "errmsg": "api freq out of limit"}, 200, "later"),
        ({"errcode": 130101}, 200, "later"),
        ({"errcode": -1}, 200, "later"),
        (b"<html>", 200, "unknown"),
        (b"[]", 200, "unknown"),
        (b"", 503, "later"),
        (b"", 429, "later"),
        (b"", 404, "refused"),
        (b"", 302, "refused"),
    ],
)
def test_what_a_service_answers_is_read(answer, status, became):
    with robot(answer, status) as (url, asked):
        assert send_text(Webhook("s", url, "wecom"), "x", allow_private=True).became == became
    assert len(asked) == 1, "a redirect is not followed"


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "[::1]", "10.0.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0"],
)
def test_no_address_of_our_own_network_is_reached(host):
    done = send_text(Webhook("s", f"http://{host}:9/x", "wecom"), "x")

    assert done.became == "refused"
    assert "no public address" in done.detail


def test_a_name_that_leads_inside_is_refused_and_is_looked_up_once(monkeypatch):
    asked = []

    def lookup(host, port, **_):
        asked.append(host)
        return [(0, 0, 0, "", ("93.184.216.34", port)), (0, 0, 0, "", ("10.0.0.7", port))]

    monkeypatch.setattr(webhooks.socket, "getaddrinfo", lookup)
    done = send_text(Webhook("s", "https://robots.example/x", "wecom"), "x")

    assert (done.became, asked) == ("refused", ["robots.example"])


def test_a_service_that_is_away_is_tried_later():
    with robot({}) as (url, _):
        pass
    assert send_text(Webhook("s", url, "wecom"), "x", allow_private=True).became == "later"


def test_addresses_come_from_the_environment_and_only_of_the_two_services():
    values = {
        "DUECOURSE_WEBHOOK_SALES": WECOM,
        "DUECOURSE_WEBHOOK_BOSS": DINGTALK,
        "DUECOURSE_WEBHOOK_BOSS_SECRET": "SEC1",
        "DUECOURSE_WEBHOOK_EVIL": "https://evil.example/x",
        "DUECOURSE_WEBHOOK_PLAIN": WECOM.replace("https", "http"),
    }
    assert webhook("sales", values).kind == "wecom"
    assert webhook("boss", values).secret == "SEC1"
    assert "key" not in repr(webhook("sales", values))
    assert webhook_names(values) == ["boss", "evil", "plain", "sales"]
    for name in ("evil", "plain", "none", "a b", "../x"):
        with pytest.raises(WebhookNotSet):
            webhook(name, values)


def test_a_text_that_is_too_long_is_cut_at_a_line():
    text = "\n".join(["汉" * 100] * 20)

    assert len(cut(text, 2048).encode()) <= 2048
    assert cut(text, 2048).endswith("汉\n…")
    assert len(cut("汉" * 2000, 2048).encode()) <= 2048
