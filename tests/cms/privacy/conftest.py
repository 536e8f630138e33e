"""A page with the privacy block, and pressing its buttons."""

from tests.portal_blocks.privacy.conftest import page, press  # noqa: F401  (fixtures)
