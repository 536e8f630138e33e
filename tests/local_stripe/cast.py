"""Who and what the tests of the local Stripe begin with."""

import json
import threading
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from functools import cached_property
from http.server import BaseHTTPRequestHandler, HTTPServer

DAY = 86400


class Shop:
    """One product with prices, and customers with cards."""

    def __init__(self, api):
        self.api = api

    @cached_property
    def product(self):
        return self.api.products.create({"name": "Coffee"})

    def price(self, amount=2000, interval="month", **more):
        recurring = {"interval": interval} if interval else None
        given = {"product": self.product.id, "currency": "usd", "unit_amount": amount, **more}
        return self.api.prices.create({**given, "recurring": recurring} if recurring else given)

    def customer(self, card="visa", **more):
        customer = self.api.customers.create({"email": "ann@example.com", "name": "Ann", **more})
        if card:
            self.set_card(customer.id, card)
        return customer

    def set_card(self, customer, card):
        method = self.api.payment_methods.attach(f"pm_card_{card}", {"customer": customer})
        settings = {"default_payment_method": method.id}
        self.api.customers.update(customer, {"invoice_settings": settings})
        return method

    def subscribe(self, customer=None, *, amount=2000, **more):
        customer = customer or self.customer()
        items = [{"price": self.price(amount).id}]
        return self.api.subscriptions.create({"customer": customer.id, "items": items, **more})

    def invoices(self, subscription):
        return self.api.invoices.list({"subscription": subscription}).data


@dataclass
class Receiver:
    """Takes webhooks; `answers` are the statuses it gives, then 200."""

    url: str
    got: list[tuple[bytes, str]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)


class receiving:  # noqa: N801 - reads as a verb where it is used
    """A webhook endpoint on a free port."""

    def __enter__(self):
        receiver = Receiver("")

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                receiver.got.append((body, self.headers["Stripe-Signature"]))
                self.send_response(receiver.answers.pop(0) if receiver.answers else 200)
                self.end_headers()

            def log_message(self, *args):
                """Quiet."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        receiver.url = f"http://127.0.0.1:{self.server.server_port}/"
        serve = {"poll_interval": 0.01}
        threading.Thread(target=self.server.serve_forever, kwargs=serve, daemon=True).start()
        return receiver

    def __exit__(self, *_error):
        self.server.shutdown()
        self.server.server_close()


def control(url, path, body=None, method=None):
    """Call a control route; returns status and JSON."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url + path, data=data, method=method)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)
