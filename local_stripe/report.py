"""The contract report: what every local Stripe of a test run saw, added up.

Each server leaves a small file in the folder that `PORTICO_CONTRACT_REPORT` names when it ends;
`python -m local_stripe.report FOLDER` adds them up, and fails if any answer broke the contract.
"""

import json
import os
import sys
import uuid
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path

from local_stripe import registry
from local_stripe.contract import ContractLog

VARIABLE = "PORTICO_CONTRACT_REPORT"
_MOST_SHOWN = 20


@dataclass(slots=True)
class Report:
    """What was seen in all; `routes` counts requests by `METHOD /path`."""

    servers: int = 0
    requests: int = 0
    answers: int = 0
    events: int = 0
    routes: Counter[str] = field(default_factory=Counter)
    ignored: dict[str, set[str]] = field(default_factory=dict)
    violations: list[str] = field(default_factory=list)


def keep(log: ContractLog) -> None:
    """Leave what a server saw, if somebody asked for it."""
    folder = os.environ.get(VARIABLE)
    if not folder:
        return
    Path(folder).mkdir(parents=True, exist_ok=True)
    content = {
        "requests": log.requests,
        "answers": log.answers,
        "events": log.events,
        "routes": log.routes,
        "ignored": {call: sorted(names) for call, names in log.ignored.items()},
        "violations": [asdict(one) for one in log.violations],
    }
    file = Path(folder) / f"{os.getpid()}-{uuid.uuid4().hex}.json"
    file.write_text(json.dumps(content))


def added_up(folder: Path) -> Report:
    """All that is in a folder."""
    report = Report()
    for file in sorted(folder.glob("*.json")):
        found = json.loads(file.read_text())
        report.servers += 1
        report.requests += found["requests"]
        report.answers += found["answers"]
        report.events += found["events"]
        report.routes.update(found["routes"])
        for call, names in found["ignored"].items():
            report.ignored.setdefault(call, set()).update(names)
        told = (f"{v['call']}: {v['where']}: {v['message']}" for v in found["violations"])
        report.violations.extend(told)
    return report


def shown(report: Report) -> str:
    """The report for people to read."""
    known = set(registry.calls())
    used = sorted(call for call in report.routes if call in known)
    checked = f"{report.requests} requests, {report.answers} answers and {report.events} events"
    lines = [
        f"Local Stripe: {checked} checked, in {report.servers} servers.",
        f"Routes used: {len(used)} of {len(known)}.",
        *(f"  {report.routes[call]:6} {call}" for call in used),
    ]
    if report.ignored:
        lines.append("Parameters that had no effect:")
        lines += [f"  {call}: {', '.join(sorted(n))}" for call, n in sorted(report.ignored.items())]
    lines.append(f"Violations of the contract: {len(report.violations)}")
    lines += [f"  {one}" for one in report.violations[:_MOST_SHOWN]]
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    """Print the report of a folder; 1 if any answer broke the contract."""
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        sys.stderr.write("Give the folder that the reports are in.\n")
        return 2
    report = added_up(Path(arguments[0]))
    sys.stdout.write(shown(report) + "\n")
    return 1 if report.violations else 0


if __name__ == "__main__":
    # The handlers register themselves as they are imported, by their own names.
    import local_stripe.core  # noqa: F401

    sys.exit(main(sys.argv[1:]))
