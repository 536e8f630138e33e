"""The conditions there are, by the name stored in rules. One line each, alphabetical."""

from access_rules.conditions.any_customer import AnyCustomer
from access_rules.conditions.attribute import HasAttribute
from access_rules.conditions.base import Condition
from access_rules.conditions.between_dates import IsBetweenDates
from access_rules.conditions.bought_product import HasBought
from access_rules.conditions.campaign import CameWithCampaign
from access_rules.conditions.card_expires import CardExpires
from access_rules.conditions.club_member import IsInClub
from access_rules.conditions.country import LivesIn
from access_rules.conditions.everyone import Everyone
from access_rules.conditions.first_order import FirstOrder
from access_rules.conditions.has_plan import HasPlan
from access_rules.conditions.has_product import HasProduct
from access_rules.conditions.language import ReadsIn
from access_rules.conditions.last_order import LastOrder
from access_rules.conditions.member_for import IsMemberFor
from access_rules.conditions.membership_ended import MembershipEnded
from access_rules.conditions.membership_started import MembershipStarted
from access_rules.conditions.named_rule import MeetsNamedRule
from access_rules.conditions.next_charge import NextCharge
from access_rules.conditions.orders_count import OrdersCount
from access_rules.conditions.payment_failing import PaymentFailing
from access_rules.conditions.percentage import IsInPercentage
from access_rules.conditions.refunded import WasRefunded
from access_rules.conditions.renewals import HasRenewals
from access_rules.conditions.signed_in_with import SignedInWith
from access_rules.conditions.standing import HasStanding
from access_rules.conditions.standing_in_club import HasStandingInClub
from access_rules.conditions.subscription_state import HasSubscriptionIn
from access_rules.conditions.tag import HasTag
from access_rules.conditions.total_spent import TotalSpent
from access_rules.conditions.weekly_hours import IsInWeeklyHours

CONDITIONS: dict[str, type[Condition]] = {
    "any_customer": AnyCustomer,
    "attribute": HasAttribute,
    "between_dates": IsBetweenDates,
    "bought_product": HasBought,
    "campaign": CameWithCampaign,
    "card_expires": CardExpires,
    "club_member": IsInClub,
    "country": LivesIn,
    "everyone": Everyone,
    "first_order": FirstOrder,
    "has_plan": HasPlan,
    "has_product": HasProduct,
    "language": ReadsIn,
    "last_order": LastOrder,
    "member_for": IsMemberFor,
    "membership_ended": MembershipEnded,
    "membership_started": MembershipStarted,
    "named_rule": MeetsNamedRule,
    "next_charge": NextCharge,
    "orders_count": OrdersCount,
    "payment_failing": PaymentFailing,
    "percentage": IsInPercentage,
    "refunded": WasRefunded,
    "renewals": HasRenewals,
    "signed_in_with": SignedInWith,
    "standing": HasStanding,
    "standing_in_club": HasStandingInClub,
    "subscription_state": HasSubscriptionIn,
    "tag": HasTag,
    "total_spent": TotalSpent,
    "weekly_hours": IsInWeeklyHours,
}
