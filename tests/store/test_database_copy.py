"""How PostgreSQL's own ways in are told where the database is."""

from urllib.parse import parse_qs, unquote

from duecourse.store import database_copy, reading
from duecourse.store.database_copy import postgres_parameters


class Connection:
    """A connection as the settings describe it."""

    @staticmethod
    def get_connection_params():
        return {
            "dbname": "books",
            "user": "credit",
            "password": "p@ss + word",
            "host": "/run/pg",
            "sslmode": "verify-full",
            "client_encoding": "UTF8",
            "context": object(),
        }


def test_place_password_and_encryption_are_told_and_nothing_of_djangos_own(monkeypatch):
    monkeypatch.setattr(database_copy, "connection", Connection)

    assert postgres_parameters() == {
        "dbname": "books",
        "user": "credit",
        "password": "p@ss + word",
        "host": "/run/pg",
        "sslmode": "verify-full",
    }


def test_an_address_keeps_blanks_and_signs_of_a_password(monkeypatch):
    monkeypatch.setattr(database_copy, "connection", Connection)

    address = reading.address()

    assert "+" not in unquote(address).replace("p@ss + word", "")
    assert "%20%2B%20" in address
    assert parse_qs(address.partition("?")[2])["sslmode"] == ["verify-full"]
