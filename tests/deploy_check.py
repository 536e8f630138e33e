"""Checks what a production site would be told: Django's deploy checks, and missing migrations."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

ENVIRONMENT = {
    "SECRET_KEY": "check-only-" + "a-long-key-nobody-uses-anywhere-0123456789",
    "ALLOWED_HOSTS": "portal.example.com,admin.example.com",
    "ADMIN_HOST": "admin.example.com",
    "STRIPE_SECRET_KEY": "rk_test_check",
    "STRIPE_PUBLISHABLE_KEY": "pk_test_check",
    "STRIPE_WEBHOOK_SECRETS": "whsec_check",
}
COMMANDS = (
    ("check", "--deploy", "--fail-level", "WARNING"),
    ("makemigrations", "--check", "--dry-run"),
)


def main() -> int:
    """Run both with nothing in the environment but secrets; return the worst exit code."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    with tempfile.TemporaryDirectory() as var:
        environment = {**kept, **ENVIRONMENT, "VAR_DIR": var, "PORTICO_ENV_FILE": "none"}
        return max(
            subprocess.run(
                [sys.executable, "manage.py", *command], env=environment, check=False
            ).returncode
            for command in COMMANDS
        )


if __name__ == "__main__":
    sys.exit(main())
