"""`python -m kiosk` is `heritage-kiosk`."""

from kiosk.cli import main

main()
