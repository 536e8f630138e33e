"""New objects with every documented field, as Stripe sends them: null rather than absent."""

from functools import cache

from local_stripe import sdk_schema
from local_stripe.errors import Json

# Fields that Stripe leaves out where they have no value, or sends only when asked to expand.
_LEFT_OUT: dict[str, frozenset[str]] = {
    "charge": frozenset({
        "authorization_code", "level3", "presentment_details", "radar_options", "refunds",
    }),
    "checkout.session": frozenset({
        "allowed_payment_method_types", "branding_settings", "excluded_payment_method_types",
        "integration_identifier", "line_items", "managed_payments", "name_collection",
        "optional_items", "permissions", "presentment_details",
    }),
    "coupon": frozenset({"applies_to", "currency_options"}),
    "customer": frozenset({
        "business_name", "cash_balance", "individual_name", "invoice_credit_balance", "sources",
        "subscriptions", "tax", "tax_ids",
    }),
    "event": frozenset({"account", "context", "reason"}),
    "invoice": frozenset({
        "amount_paid_off_stripe", "confirmation_secret", "payments", "threshold_reason",
        "status_details",
    }),
    "invoiceitem": frozenset({"frozen_fields", "invoicing_rules"}),
    "payment_intent": frozenset({
        "allowed_payment_method_types", "excluded_payment_method_types", "hooks",
        "managed_payments", "payment_details", "presentment_details",
    }),
    "price": frozenset({"currency_options", "tiers"}),
    "product": frozenset({"tax_details"}),
    "refund": frozenset({
        "description", "failure_balance_transaction", "failure_reason", "instructions_email",
        "next_action", "presentment_details",
    }),
    "setup_intent": frozenset({
        "allowed_payment_method_types", "attach_to_self", "excluded_payment_method_types",
        "flow_directions", "managed_payments",
    }),
    "subscription": frozenset({"managed_payments", "presentment_details", "status_details"}),
    "subscription_item": frozenset({"billed_until", "current_trial"}),
    "webhook_endpoint": frozenset({"secret"}),
}  # fmt: skip
# A payment method has a field a type; only the one of its own type is sent.
_KEPT: dict[str, frozenset[str]] = {
    "account": frozenset({
        "business_profile", "business_type", "capabilities", "charges_enabled", "country",
        "created", "default_currency", "details_submitted", "email", "metadata",
        "payouts_enabled", "settings", "type",
    }),
    "payment_method": frozenset({
        "allow_redisplay", "billing_details", "card", "created", "customer", "customer_account",
        "livemode", "metadata", "type",
    }),
}  # fmt: skip


@cache
def _fields(kind: str) -> tuple[str, ...]:
    documented = sdk_schema.object_schema(kind)["properties"]
    kept = _KEPT.get(kind, documented.keys() - _LEFT_OUT.get(kind, frozenset()))
    return tuple(name for name in documented if name in kept and name != "deleted")


def blank(kind: str) -> Json:
    """An object of the kind whose fields are all null."""
    return {**dict.fromkeys(_fields(kind)), "object": kind}
