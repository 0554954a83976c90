"""Addresses of the pages."""

from django.urls import URLPattern, path

from duecourse.web.chasing.urls import chasing_addresses
from duecourse.web.deciding.urls import deciding_addresses
from duecourse.web.imports.urls import import_addresses
from duecourse.web.pages import customers, language, login
from duecourse.web.pages.alerts import alerts
from duecourse.web.pages.cash import cash
from duecourse.web.pages.contracts import contracts
from duecourse.web.pages.customer import customer
from duecourse.web.pages.facts import facts
from duecourse.web.pages.holds import holds
from duecourse.web.pages.overdue import overdue
from duecourse.web.pages.overview import overview
from duecourse.web.pages.quarter import quarter
from duecourse.web.pages.reviews import reviews
from duecourse.web.policies.urls import policy_addresses

urlpatterns: list[URLPattern] = [
    *chasing_addresses,
    *deciding_addresses,
    *import_addresses,
    path("", overview, name="overview"),
    path("login/", login.Login.as_view(), name="login"),
    path("logout/", login.Logout.as_view(), name="logout"),
    path("language/", language.language, name="language"),
    path("keys/", language.keys, name="keys"),
    path("find/", customers.find, name="find"),
    path("customers/", customers.customers, name="customers"),
    path("customers/<path:customer_id>/", customer, name="customer"),
    path("worklists/overdue/", overdue, name="worklist-overdue"),
    path("worklists/alerts/", alerts, name="worklist-alerts"),
    path("worklists/holds/", holds, name="worklist-holds"),
    path("worklists/contracts/", contracts, name="worklist-contracts"),
    path("worklists/cash/", cash, name="worklist-cash"),
    path("worklists/reviews/", reviews, name="worklist-reviews"),
    path("worklists/facts/", facts, name="worklist-facts"),
    *policy_addresses,
    path("quarter/", quarter, name="quarter"),
]
