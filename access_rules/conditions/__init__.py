"""The conditions there are, by the name stored in rules. One line each, alphabetical."""

from access_rules.conditions.any_customer import AnyCustomer
from access_rules.conditions.base import Condition
from access_rules.conditions.everyone import Everyone
from access_rules.conditions.standing import HasStanding

CONDITIONS: dict[str, type[Condition]] = {
    "any_customer": AnyCustomer,
    "everyone": Everyone,
    "standing": HasStanding,
}
