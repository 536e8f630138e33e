"""Shops, clubs, and the settings that make a Wagtail site a portal."""

from portals.models.notices import NoticeSettings
from portals.models.portal import PauseMethod, PortalKind, PortalSettings
from portals.models.shop import Club, Shop

__all__ = ["Club", "NoticeSettings", "PauseMethod", "PortalKind", "PortalSettings", "Shop"]
