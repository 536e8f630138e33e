"""What customers do at an offer: look at it, and press its buttons."""

from __future__ import annotations

import re

from tests.pages import make_page


def leads_to(page, **routes):
    """Let the offer lead to new pages of these names."""
    for name, slug in routes.items():
        page.body[0].value[name] = make_page(page, slug)
    page.save_revision().publish()


def see(client, page, **query):
    """What the customer sees of the page; `quantity=2` opens the panel."""
    asked = {"offer": str(page.body[0].id), **query} if query else {}
    return client.get("/", asked).content.decode()


def agreed(html):
    """What the form of the first panel posts."""
    return posted(html.partition('class="offer__pay"')[2].partition("</form>")[0])


def new_card_of(html):
    """What the form for a new card posts."""
    return posted(html.partition('class="card-form"')[2].partition("</form>")[0])


def one_press(html):
    """What the one button posts."""
    form = html.partition('class="offer__press"')[2].partition("</form>")[0]
    return posted(form)


def posted(form):
    names = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)
    return {name: value for name, value in names if name != "csrfmiddlewaretoken"}


def press(client, page, name="buy", **data):
    return client.post(f"/do/{page.pk}/{page.body[0].id}/{name}/", data)


def buy(client, page, quantity=1, **changes):
    """Open the panel, and press its button."""
    form = agreed(see(client, page, quantity=quantity))
    return press(client, page, **{**form, **changes})
