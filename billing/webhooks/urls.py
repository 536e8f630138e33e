"""Where events are posted, below `/webhooks/`."""

from django.urls import path

from billing.webhooks.views import stripe_account_webhook, stripe_webhook

urlpatterns = [
    path("stripe/", stripe_webhook, name="stripe_webhook"),
    path("stripe/<slug:account>/", stripe_account_webhook, name="stripe_account_webhook"),
]
