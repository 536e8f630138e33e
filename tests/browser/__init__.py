"""Tests in Chromium on the demo as a newcomer gets it. One worker runs them all."""

import pytest

IN_BROWSER = pytest.mark.browser
ACTIVE = ("active", "trialing", "past-due", "ending")
INACTIVE = ("any", "paused", "cancelled")
