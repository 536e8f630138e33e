"""`/v1/billing_portal/*`: sessions of Stripe's own portal, which here is a page that leads back."""

from local_stripe.errors import Json, invalid
from local_stripe.params import Params, apply, merged
from local_stripe.registry import route
from local_stripe.resources.reading import readable
from local_stripe.world import World

_PATH = "/v1/billing_portal"
_CONFIGURATION = "billing_portal.configuration"
_PLAIN = ("active", "business_profile", "default_return_url", "name")
_OFF: Json = {
    "customer_update": {"allowed_updates": [], "enabled": False},
    "invoice_history": {"enabled": True},
    "payment_method_update": {"enabled": False, "payment_method_configuration": None},
    "subscription_cancel": {
        "cancellation_reason": {"enabled": False, "feedback_options": None, "options": []},
        "enabled": False,
        "mode": "at_period_end",
        "proration_behavior": "none",
    },
    "subscription_pause": {
        "duration": {"interval_options": [], "type": "indefinite"},
        "enabled": False,
    },
    "subscription_update": {
        "billing_cycle_anchor": None,
        "default_allowed_updates": [],
        "enabled": False,
        "products": None,
        "proration_behavior": "none",
        "schedule_at_period_end": {"conditions": []},
        "trial_update_behavior": "end_trial",
    },
}
_FLOWS = ("customer_update", "subscription_cancel", "subscription_pause", "subscription_update",
          "subscription_update_confirm")  # fmt: skip

readable(
    f"{_PATH}/configurations",
    _CONFIGURATION,
    filters={"active": "active", "is_default": "is_default"},
)


@route("POST", f"{_PATH}/configurations")
def create_configuration(world: World, params: Params) -> Json:
    """What the portal offers."""
    return world.save(_configuration(world, params, is_default=False),
                      "billing_portal.configuration.created")  # fmt: skip


@route("POST", _PATH + "/configurations/{configuration}")
def update_configuration(world: World, params: Params, configuration_id: str) -> Json:
    """Change what the portal offers."""
    found = world.get(configuration_id, _CONFIGURATION)
    _fill(found, params)
    found["updated"] = world.now()
    return world.save(found, "billing_portal.configuration.updated")


@route("POST", f"{_PATH}/sessions")
def create_session(world: World, params: Params) -> Json:
    """A way into the portal for one customer."""
    customer = world.live(params.get("customer", ""), "customer", param="customer")
    given = params.get("configuration")
    chosen = world.get(given, _CONFIGURATION, param="configuration") if given else _standard(world)
    back = params.get("return_url") or chosen["default_return_url"]
    session = world.new(
        "billing_portal.session",
        configuration=chosen["id"],
        customer=customer["id"],
        flow=_flow(params.get("flow_data")),
        locale=params.get("locale"),
        return_url=back,
    )
    session["url"] = f"{world.host}/_local/portal/{session['id']}"
    return world.save(session, "billing_portal.session.created")


def _configuration(world: World, params: Params, *, is_default: bool) -> Json:
    profile = {"headline": None, "privacy_policy_url": None, "terms_of_service_url": None}
    found = world.new(
        _CONFIGURATION,
        active=True,
        business_profile=profile,
        features=_OFF,
        is_default=is_default,
        login_page={"enabled": False, "url": None},
        updated=world.now(),
    )
    _fill(found, params)
    return found


def _fill(found: Json, params: Params) -> None:
    apply(found, params, *_PLAIN)
    found["features"] = merged(found["features"], params.get("features", {}))
    if params.get("login_page", {}).get("enabled"):
        raise invalid("This local Stripe has no login page.", param="login_page[enabled]")


def _standard(world: World) -> Json:
    for found in world.all(_CONFIGURATION):
        if found["is_default"]:
            return found
    return world.put(_configuration(world, Params({}), is_default=True))


def _flow(given: Json | None) -> Json | None:
    if given is None:
        return None
    after = {"hosted_confirmation": None, "redirect": None, "type": "portal_homepage"}
    parts = {name: given.get(name) for name in _FLOWS}
    return {**parts, "after_completion": merged(after, given.get("after_completion", {})),
            "type": given["type"]}  # fmt: skip
