"""The few pages that people see: what this server is, and the invoices it links to."""

from html import escape

from local_stripe.errors import Json

_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>body{{font:1rem/1.5 system-ui,sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem}}
td{{padding:.2rem 1rem .2rem 0}}p.note{{color:#555}}</style>
<h1>{title}</h1>
{body}
<p class="note">This is a local Stripe for test and demo, not Stripe. No money moves here.</p>
</html>
"""


def front(calls: list[str]) -> bytes:
    """What answers at `/`."""
    listed = "".join(f"<li><code>{escape(call)}</code></li>" for call in calls)
    body = f"<p>It answers these calls:</p><ul>{listed}</ul>"
    return _PAGE.format(title="Local Stripe", body=body).encode()


def invoice(found: Json, intent: Json | None = None, *, refusal: str = "") -> bytes:
    """The hosted page of an invoice: with what pays it, or the bank's question, if it is due."""
    rows = "".join(
        f"<tr><td>{escape(line['description'] or '')}</td>"
        f"<td>{_money(line['amount'], line['currency'])}</td></tr>"
        for line in found["lines"]["data"]
    )
    total = _money(found["total"], found["currency"])
    body = f"<table>{rows}<tr><td><b>Total</b></td><td><b>{total}</b></td></tr></table>"
    status = escape(str(found["status"]))
    title = f"Invoice {escape(found['number'] or 'draft')}"
    told = f'<p role="alert">{escape(refusal)}</p>' if refusal else ""
    form = _invoice_form(intent) if intent else ""
    return _PAGE.format(title=title, body=f"<p>Status: {status}</p>{body}{told}{form}").encode()


def _invoice_form(intent: Json) -> str:
    if intent["status"] == "requires_action":
        return _BANK_FORM
    choices = "".join(
        f'<p><label><input type="radio" name="number" value="{number}"'
        f"{' checked' if n == 0 else ''}> {number}: {words}</label></p>"
        for n, (number, words) in enumerate(_TEST_CARDS)
    )
    button = f"Pay {_money(intent['amount'], intent['currency'])}"
    return f'<form method="post">{choices}<p><button>{escape(button)}</button></p></form>'


def checkout(session: Json, lines: list[Json], *, refusal: str = "", asked: bool = False) -> bytes:
    """The hosted page of a checkout session: its form, the bank's question, or its end."""
    rows = "".join(
        f"<tr><td>{line['quantity']} x {escape(line['description'] or '')}</td>"
        f"<td>{_money(line['amount_total'], line['currency'])}</td></tr>"
        for line in lines
    )
    if session["status"] != "open":
        form = f"<p>This session is {escape(session['status'])}.</p>"
    else:
        form = _BANK_FORM if asked else _card_form(session)
    told = f'<p role="alert">{escape(refusal)}</p>' if refusal else ""
    body = f"<table>{rows}</table>{told}{form}{_link(session['cancel_url'], 'Back to the shop')}"
    return _PAGE.format(title="Checkout", body=body).encode()


def portal(session: Json) -> bytes:
    """Where Stripe's own portal would be."""
    back = _link(session["return_url"], "Back to the shop")
    body = f"<p>Stripe's customer portal would open here.</p>{back}"
    return _PAGE.format(title="Customer portal", body=body).encode()


def _card_form(session: Json) -> str:
    amount = session["amount_total"]
    words = {"setup": "Save card", "subscription": "Subscribe"}
    button = words.get(session["mode"]) or f"Pay {_money(amount, session['currency'])}"
    email = "" if session["customer"] else _EMAIL.format(escape(session["customer_email"] or ""))
    return _CARD_FORM.format(email=email, button=escape(button))


def _link(url: str | None, words: str) -> str:
    return f'<p><a href="{escape(url)}">{words}</a></p>' if url else ""


_TEST_CARDS = (
    ("4242 4242 4242 4242", "it is paid"),
    ("4000 0027 6000 3184", "the bank asks"),
    ("4000 0000 0000 0341", "the bank declines"),
)
_EMAIL = '<p><label>E-mail <input name="email" type="email" required value="{}"></label></p>'
_CARD_FORM = """<form method="post">{email}
<p><label>Card number <input name="number" inputmode="numeric" autocomplete="cc-number"
 required></label></p><p><button>{button}</button></p></form>"""
_BANK_FORM = """<form method="post"><p>Your bank asks: is this you?</p>
<p><button name="outcome" value="pass">Complete</button>
<button name="outcome" value="fail">Fail</button></p></form>"""


def receipt(charge: Json) -> bytes:
    """The receipt of a charge."""
    body = f"<p>{_money(charge['amount'], charge['currency'])}, {escape(charge['status'])}</p>"
    return _PAGE.format(title="Receipt", body=body).encode()


def invoice_pdf(found: Json) -> bytes:
    """A small but real PDF of an invoice."""
    lines = [f"Invoice {found['number'] or 'draft'}", "From a local Stripe for test and demo"]
    for one in found["lines"]["data"]:
        lines += [f"{one['description']}: {_money(one['amount'], one['currency'])}"]
    lines.append(f"Total: {_money(found['total'], found['currency'])}")
    shown = b" T* ".join(b"(" + _pdf_text(line) + b") Tj" for line in lines)
    content = b"BT /F1 12 Tf 60 780 Td 18 TL " + shown + b" ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        _PDF_PAGE,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    return _pdf(objects)


_PDF_PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
    b" /Resources << /Font << /F1 5 0 R >> >> >>"
)


def _pdf(objects: list[bytes]) -> bytes:
    document, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(document))
        document += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n" % (count, len(document))
    return document + b"xref\n0 %d\n0000000000 65535 f \n" % count + table + trailer + b"%%EOF\n"


def _pdf_text(text: str) -> bytes:
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return escaped.encode("latin-1", "replace")


def _money(amount: int, currency: str) -> str:
    return f"{amount / 100:.2f} {currency.upper()}"
