"""What the kiosk's processes say to each other: framing, messages, client, server."""
