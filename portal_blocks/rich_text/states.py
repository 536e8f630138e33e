"""Text of one paragraph, with all it may hold, and with long words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from portal_blocks.states import State

ALL = """<p>Every bag is roasted on a <b>Tuesday</b> and leaves us on the <i>Wednesday</i>.
<a href="https://example.com/">How we roast</a>.</p>
<h3>What you need</h3><ul><li>18 grams of coffee</li><li>300 grams of water at 94 degrees</li></ul>
<h4>And then</h4><ol><li>Wet the filter.</li><li>Pour slowly, in circles.</li></ol><hr/>
<p>Three minutes later it is ready.</p>"""
LONG = "<p>Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft.</p>"

STATES: Mapping[str, State] = {
    "ready": State(_("One paragraph")),
    "all": State(_("All it may hold"), value={"text": f"<h3>Brewing</h3>{ALL}"}),
    "long": State(_("Long words"), value={"text": LONG}),
}
