"""The command `heritage-kiosk`. Imports are lazy: a command loads only what it uses."""


def main() -> None:
    """Entry point of `heritage-kiosk`."""
    from kiosk.cli.app import app

    app(prog_name="heritage-kiosk")
