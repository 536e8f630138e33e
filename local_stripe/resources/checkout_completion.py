"""What happens when somebody pays on the hosted page of a checkout session."""

from local_stripe.engine import cards, checkout, collection
from local_stripe.errors import ApiError, Json, invalid
from local_stripe.params import Params
from local_stripe.resources import customers, payment_intents, setup_intents, subscriptions
from local_stripe.resources.payment_methods import attach_to
from local_stripe.world import World

_KIND = "checkout.session"


def pay(world: World, session_id: str, *, number: str, email: str) -> Json:
    """Pay with a test card; raises the bank's refusal.

    The session stays open if the bank asks the customer to authenticate: then `intent_of` says
    about what, and `finish` goes on from there.
    """
    session = world.get(session_id, _KIND)
    if session["status"] != "open":
        raise invalid(f"This Checkout Session is {session['status']}.")
    method = cards.method_for(world, cards.token_of_number(number))
    customer = _customer(world, session, email)
    _DO[session["mode"]](world, session, method, customer)
    world.put(session)
    return finish(world, session_id)


def finish(world: World, session_id: str) -> Json:
    """Complete a session whose intent has succeeded."""
    session = world.get(session_id, _KIND)
    intent = intent_of(world, session)
    if session["status"] != "open" or (intent and intent["status"] != "succeeded"):
        return session
    paid = "no_payment_required" if session["mode"] == "setup" else "paid"
    session.update(status="complete", payment_status=paid, url=None)
    return world.save(session, "checkout.session.completed")


def intent_of(world: World, session: Json) -> Json | None:
    """The intent on which a session waits, or that completed it."""
    if found := session["payment_intent"] or session["setup_intent"]:
        return world.find(found)
    if session["invoice"]:
        invoice = world.get(session["invoice"], "invoice")
        return collection.intent_of(world, invoice) if invoice["amount_due"] else None
    return None


def _customer(world: World, session: Json, email: str) -> str | None:
    session["customer_details"] = {
        **dict.fromkeys(("address", "business_name", "individual_name", "name", "phone")),
        "email": email or session["customer_email"],
        "tax_exempt": "none",
        "tax_ids": [],
    }
    wanted = session["mode"] == "subscription" or session["customer_creation"] == "always"
    if session["customer"] is None and wanted:
        given = {"email": session["customer_details"]["email"] or ""}
        session["customer"] = customers.create(world, Params(given))["id"]
    if session["customer"]:
        known = world.get(session["customer"], "customer")
        session["customer_details"].update(
            email=session["customer_details"]["email"] or known["email"], name=known["name"]
        )
    found: str | None = session["customer"]
    return found


def _buy(world: World, session: Json, method: Json, customer: str | None) -> None:
    data = _data(world, session, "payment_intent_data")
    given = {**data, "payment_method": method["id"], "confirm": True}
    given.update(amount=session["amount_total"], currency=session["currency"])
    owner = {"customer": customer} if customer else {}
    session["payment_intent"] = payment_intents.create(world, Params({**given, **owner}))["id"]


def _save(world: World, session: Json, method: Json, customer: str | None) -> None:
    data = _data(world, session, "setup_intent_data")
    owner = {"customer": customer} if customer else {}
    given = Params({**data, **owner, "payment_method": method["id"], "confirm": True})
    session["setup_intent"] = setup_intents.create(world, given)["id"]


def _subscribe(world: World, session: Json, method: Json, customer: str | None) -> None:
    attach_to(world, method, str(customer))
    items = [
        {"price": line["price"]["id"], "quantity": line["quantity"]}
        for line in checkout.lines_of(world, session["id"])
    ]
    used = [{k: v for k, v in one.items() if v} for one in session["discounts"] or []]
    given = Params(
        {
            **_data(world, session, "subscription_data"),
            "customer": customer,
            "default_payment_method": method["id"],
            "discounts": used,
            "items": items,
        }
    )
    subscription = subscriptions.create(world, given)
    session.update(subscription=subscription["id"], invoice=subscription["latest_invoice"])
    intent = intent_of(world, session)
    if intent and intent["status"] == "requires_payment_method":
        told = intent["last_payment_error"]
        # Without the subscription: the customer tries again with another card.
        raise ApiError(402, told["type"], told["message"], code=told["code"])


def _data(world: World, session: Json, name: str) -> Json:
    kept: Json = world.state.json_value(f"checkout_data:{session['id']}") or {}
    found: Json = kept.get(name, {})
    return found


_DO = {"payment": _buy, "setup": _save, "subscription": _subscribe}
