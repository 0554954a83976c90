"""Processes that ask for orders at the same time, each with connections of its own."""

import os
from urllib.parse import quote


def environment_of(settings):
    """Say to a new process where the database of the tests is."""
    if settings["ENGINE"].endswith("sqlite3"):
        return {"DATABASE_URL": f"sqlite:///{settings['NAME']}"}
    names = ("USER", "PASSWORD", "HOST", "PORT", "NAME")
    user, password, host, port, name = (quote(str(settings[each] or ""), "") for each in names)
    at = f":{port}" if port else ""
    return {"DATABASE_URL": f"postgresql://{user}:{password}@{host}{at}/{name}"}


def ask_much(environment, runner, start, orders, told):
    """Ask for many orders in a process of its own, and tell what became of each."""
    os.environ.update(environment)
    os.environ["DJANGO_SETTINGS_MODULE"] = "duecourse.web.settings"
    import django  # noqa: PLC0415  # only after the environment is set

    django.setup()
    from decimal import Decimal  # noqa: PLC0415

    from duecourse.services.check_and_reserve import (  # noqa: PLC0415
        OrderRequest,
        check_and_reserve,
    )

    start.wait()
    answers = []
    for number, (customer, amount, shared) in enumerate(orders):
        order = f"{customer}/{'all' if shared else runner}/{number}"
        asked = OrderRequest(order, customer, Decimal(amount), key=order)
        answers.append((customer, check_and_reserve(asked, None).answer.outcome))
    told.put(answers)
