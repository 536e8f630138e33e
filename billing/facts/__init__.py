"""The facts row of each customer: all that rules may know of them, in one row.

It is kept in step by whatever changes what it is made of: each writer of customers, cards, orders
or subscriptions calls `rebuild_facts` before its transaction ends. To add a fact: a column of
`billing.models.CustomerFacts`, and what fills it in `fresh`.
"""

from billing.facts.fresh import expiry_of
from billing.facts.rebuilding import rebuild_facts
from billing.models.orders import PAID_STATES
from billing.models.states import state_token

__all__ = ["PAID_STATES", "expiry_of", "rebuild_facts", "state_token"]
