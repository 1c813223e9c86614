"""`heritage-kiosk pin` and `heritage-kiosk selftest`: what an installer sets and checks."""

import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kiosk import config, errors, paths
from kiosk.cli import report
from kiosk.cli.options import Json
from kiosk.staff.pins import Role

if TYPE_CHECKING:
    from kiosk.staff.rows import Place

pins = typer.Typer(help=report.say("help.pin"), no_args_is_help=True, rich_markup_mode=None)


@pins.command(name="set", help=report.say("help.pin_set"))
def set_pin(
    role: Annotated[Role, typer.Argument(metavar="ROLE", help=report.say("help.role"))],
) -> None:
    with report.faults():
        from kiosk.staff import attempts
        from kiosk.staff import pins as keeping

        folder = paths.state_dir()
        name = report.say(f"pin.{role}")
        pin = _ask(report.say("pin.ask", role=name))
        keeping.check_strength(pin)
        if _ask(report.say("pin.again", role=name)) != pin:
            raise errors.PinsDiffer
        keeping.Pins(folder).set(role, pin)
        attempts.Attempts(folder).forget(role)
        print(report.say("pin.set", role=name))


@pins.command(help=report.say("help.pin_status"))
def status(as_json: Json = False) -> None:
    with report.faults(as_json):
        from kiosk.staff import attempts
        from kiosk.staff import pins as keeping

        folder = paths.state_dir()
        known = keeping.Pins(folder).known()
        waits = {role: attempts.Attempts(folder).wait_s(role) for role in keeping.ROLES}
        fields = {str(role): {"set": role in known, "wait_s": round(waits[role])} for role in waits}
        lines = [
            report.say(
                "pin.known" if role in known else "pin.unknown",
                role=report.say(f"pin.{role}"),
                option=role,
                wait=round(waits[role]),
            )
            for role in waits
        ]
        report.result(fields, as_json, "\n".join(lines))


def selftest(as_json: bool) -> bool:
    """Print each row as it is found, or all as one JSON object; whether all are well."""
    from kiosk.staff import selftest as checking

    rows = []
    for row in checking.run(_place(config.load())):
        rows.append(row)
        if not as_json:
            _print(row.ok, row.title(report.language()), row.detail(report.language()))
            if not row.ok:
                print(f"     → {row.advice(report.language())}")
    ok = all(row.ok for row in rows)
    if as_json:
        told = [
            {
                "id": row.id,
                "ok": row.ok,
                "title": row.title(report.language()),
                "detail": row.detail(report.language()),
                "advice": row.advice(report.language()),
            }
            for row in rows
        ]
        report.result({"ok": ok, "checks": told}, True, "")
    return ok


def _print(ok: bool, title: str, detail: str) -> None:
    print(f"{'✓' if ok else '✗'}  {title}: {detail}", flush=True)


def _place(settings: config.KioskConfig) -> "Place":
    from kiosk.staff.rows import Place
    from kiosk.staff.settings import SettingsFile

    folder, runtime = paths.state_dir(), paths.runtime_dir()
    workers: dict[str, Path] = {role: runtime / f"{role}.sock" for role in ("painter", "listener")}
    return Place(settings, workers, folder, SettingsFile(folder))


def _ask(prompt: str) -> str:
    """One line that is not shown; from a pipe where there is no terminal, for provisioning."""
    if sys.stdin.isatty():
        return getpass.getpass(prompt)
    return sys.stdin.readline().rstrip("\n")
