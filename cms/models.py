"""The models of the app `cms`, which live in rooms of their own."""

from cms.media.models import PortalDocument, PortalImage, PortalRendition
from cms.pages.portal_page import PortalPage

__all__ = ["PortalDocument", "PortalImage", "PortalPage", "PortalRendition"]
