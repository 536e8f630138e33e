"""Stripe, and the only place that imports its package: our records out, our errors."""
