"""Writes the environment of the demo, before Django starts: `python -m cms.demo.environment`.

Run again it keeps the secrets and takes a new `PORT`.
"""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parents[2]
STRIPE_PORT = 12111


def main() -> int:
    """Write `var/demo.env`; say what is wrong and return 1 where that cannot be done."""
    named = os.environ.get("PORTICO_ENV_FILE")
    if named is None and (BASE_DIR / ".env").exists():
        sys.stderr.write(
            "There is a .env file here, so this checkout is set up for something else.\n"
            "The demo leaves it alone. Run it in another checkout, or move .env away.\n"
        )
        return 1
    port = os.environ.get("PORT", "8000")
    if not (port.isdecimal() and 0 < int(port) < 65536):
        sys.stderr.write(f"PORT must be a number from 1 to 65535, not {port!r}.\n")
        return 1
    var = Path(os.environ.get("VAR_DIR", BASE_DIR / "var")).resolve()
    file = Path(named) if named else var / "demo.env"
    var.mkdir(parents=True, exist_ok=True)
    lines = [f"{name}={value}\n" for name, value in _values(_read(file), port, var).items()]
    file.write_text("".join(lines))
    file.chmod(0o600)
    return 0


def _values(kept: dict[str, str], port: str, var: Path) -> dict[str, str]:
    stripe = os.environ.get("LOCAL_STRIPE_PORT", str(STRIPE_PORT))
    base = f"http://127.0.0.1:{stripe}"
    return {
        "DEMO": "True",
        "HTTPS": "False",
        "PORT": port,
        "VAR_DIR": str(var),
        "SECRET_KEY": kept.get("SECRET_KEY") or secrets.token_urlsafe(48),
        "ALLOWED_HOSTS": ".localhost,127.0.0.1",
        "ADMIN_HOST": "admin.localhost",
        "EMAIL_URL": f"file://{var / 'mail'}",
        "STRIPE_API_BASE": base,
        "STRIPE_JS_URL": f"{base}/js/stripe.js",
        "STRIPE_SECRET_KEY": "sk_test_local_demo",
        "STRIPE_PUBLISHABLE_KEY": "pk_test_local_demo",
        "STRIPE_WEBHOOK_SECRETS": kept.get("STRIPE_WEBHOOK_SECRETS")
        or f"whsec_{secrets.token_hex(16)}",
        "EDITOR_PASSWORD": kept.get("EDITOR_PASSWORD") or secrets.token_urlsafe(9),
        "LOG_LEVEL": "WARNING",
    }


def _read(file: Path) -> dict[str, str]:
    if not file.exists():
        return {}
    lines = [line for line in file.read_text().splitlines() if "=" in line]
    return {name: value for name, _, value in (line.partition("=") for line in lines)}


if __name__ == "__main__":
    sys.exit(main())
