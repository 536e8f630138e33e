"""A local Stripe for demo and tests; never imported by the product.

One request takes this way: `server` (sockets) -> `api` (key, faults, idempotency, contract) ->
`resources/*` (one module a resource) -> `engine/*` (charges, invoices, subscriptions) ->
`world` (objects and events) -> `state` (SQLite). `timeline` plays what falls due, `webhooks`
delivers events, `control` answers `/_local/*`. To add a call: one handler in its resource.
"""
