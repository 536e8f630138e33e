"""Visits what can be reached or guessed, as one persona, and tells what leaked."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from django.test import Client

from tests.leaks.secrets import Secrets

LINKS = re.compile(r'(?:href|src|action)="([^"#]*)|([^",\s]+) \d+w')
Request = tuple[str, str]


class Visitor(Client):
    """Django's own, but for the record of every template drawn, which takes a third of the time.

    What fails in a view comes as an answer of 500.
    """

    def request(self, **request: Any) -> Any:
        """Ask, and keep the cookies."""
        answer = self.handler(self._base_environ(**request))  # type: ignore[attr-defined]
        self.cookies.update(answer.cookies)
        return answer


@dataclass
class Crawl:
    """One persona at one portal. `who` is the name by which rules know them."""

    label: str
    who: str
    host: str
    client: Visitor
    secrets: Secrets
    opens: dict[str, frozenset[str]]
    files: list[str]
    found: set[str] = field(default_factory=set)
    opened: set[str] = field(default_factory=set)
    surfaces: int = 0

    def leaks(self, guesses: Iterable[Request]) -> Iterator[str]:
        """Ask each guess and whatever is linked from the answers; yield what must not be seen."""
        todo = deque(guesses)
        asked = set(todo)
        while todo:
            method, url = todo.popleft()
            status, told = self._ask(method, url)
            self.surfaces += 1
            yield from self._leaked(method, url, status, told)
            new = [("GET", link) for link in self._links(told)]
            todo.extend(one for one in dict.fromkeys(new) if one not in asked)
            asked.update(new)

    def missed(self) -> list[str]:
        """Return what they should have come across at this portal and did not."""
        wanted = [word for word, who in self.secrets.must.items() if self.who in who]
        places = [self.secrets.places[word] for word in wanted if word not in self.found]
        files = [url for url in self.files if self.who in self.opens[url]]
        closed = [url for url in files if url not in self.opened]
        return [*closed, *(place for place in places if self.host in place)]

    def _ask(self, method: str, url: str) -> tuple[int, str]:
        answer = self.client.generic(method, url, headers={"host": self.host})
        body = b"".join(answer) if answer.streaming else answer.content
        headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
        cookies = answer.cookies.output()
        return answer.status_code, "\n".join((headers, cookies, body.decode("utf-8", "replace")))

    def _leaked(self, method: str, url: str, status: int, told: str) -> Iterator[str]:
        words = self.secrets.seen_in(told)
        self.found |= words
        for word in words - self.secrets.seen_in(url):  # what one asks with, one knows
            if self.who not in self.secrets.may[word]:
                yield f"{self.label}: {method} {url} tells {self.secrets.places[word]}"
        if status >= 500:
            yield f"{self.label}: {method} {url} fails"
        if status == 200:
            self.opened.add(url)
        if status == 200 and self.who not in self.opens.get(url, {self.who}):
            yield f"{self.label}: {method} {url} opens"

    def _links(self, told: str) -> Iterator[str]:
        for one, other in LINKS.findall(told):
            link = unescape(one or other)
            local = re.match(rf"(?:https?://{re.escape(self.host)})?(/(?!/)[^#]*)", link)
            if local and not local[1].startswith(("/static/", "/do/")):
                yield local[1]
