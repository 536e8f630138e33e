"""Addresses that lead a customer straight to what there is to do, such as `/go/card/`.

E-mails carry them: they stay the same wherever the merchant puts the blocks. A word leads to the
first page with its block that this viewer may see, and has the block open what it is about. It
survives the sign-in, and may name where the customer comes back to (`returning.py`). To add a
word, add a line to `ways.WAYS`.
"""

from cms.deep_links.links import link
from cms.deep_links.returning import return_after, way_back
from cms.deep_links.views import deep_link
from cms.deep_links.ways import WAYS, Way

__all__ = ["WAYS", "Way", "deep_link", "link", "return_after", "way_back"]
