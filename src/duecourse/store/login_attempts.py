"""Attempts to log in that have not succeeded: the memory by which guessing is kept slow."""

from django.db import models


class LoginAttempt(models.Model):
    """One attempt; a login that succeeds takes its own and earlier ones of the name away."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=254)
    address = models.CharField(max_length=45, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        """Counted by name and by address within the last minutes."""

        db_table = "login_attempt"
        indexes = [
            models.Index(fields=["name", "at"], name="login_by_name"),
            models.Index(fields=["address", "at"], name="login_by_address"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.address}".strip()
