"""Stripe's webhooks: verified, kept as hints, worked on by the worker."""
