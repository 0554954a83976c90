"""Fields of the database that Django lacks."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

DIGITS = 4
UNIT = Decimal(1).scaleb(-DIGITS)
MOST = Decimal(10) ** 14
"""Eighteen digits, four of them behind the point, as everywhere in the ledger."""


class MoneyField(models.BigIntegerField):
    """An amount, exact in every database: kept as a whole number of ten-thousandths.

    SQLite has no decimals of its own and would keep amounts as floats.
    """

    description = "An amount of money, to four decimals"

    def from_db_value(self, value: int | None, *_: object) -> Decimal | None:
        """Read ten-thousandths as an amount."""
        return None if value is None else Decimal(value).scaleb(-DIGITS)

    def to_python(self, value: Any) -> Decimal | None:
        """Read what a form or a caller gives."""
        if value is None or isinstance(value, Decimal):
            return value
        try:
            return Decimal(str(value))
        except ArithmeticError as error:
            raise ValidationError(f"{value} is no amount.", code="no-amount") from error

    def get_prep_value(self, value: Any) -> int | None:
        """Write an amount as ten-thousandths.

        Raises:
            ValidationError: it has more than fourteen digits before the point.
        """
        amount = self.to_python(value)
        if amount is None:
            return None
        if not amount.is_finite() or abs(amount) >= MOST:
            raise ValidationError(f"{amount} is no amount that can be kept.", code="too-large")
        return int(amount.quantize(UNIT, ROUND_HALF_UP).scaleb(DIGITS))

    def formfield(self, **options: Any) -> Any:
        """Let forms ask for a decimal."""
        from django.forms import DecimalField  # noqa: PLC0415  # forms load much

        return DecimalField(max_digits=18, decimal_places=DIGITS, **options)
