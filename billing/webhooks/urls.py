"""Where Stripe posts its events."""

from django.urls import path

from billing.webhooks.views import stripe_webhook

urlpatterns = [path("webhooks/stripe/", stripe_webhook, name="stripe_webhook")]
