"""`/v1/charges`: read only; payment intents make them."""

from local_stripe.resources.reading import readable

readable(
    "/v1/charges", "charge", filters={"customer": "customer", "payment_intent": "payment_intent"}
)
