"""Our rows of what Stripe holds, for pages that must not wait for Stripe.

A row is only ever written from an object fetched anew, never from a webhook's body. Rows of one
customer are written one after the other, under a lock on the customer; what was asked of Stripe
earlier never overwrites what was asked later (`fetched_at`). Asking happens before the lock.
"""
