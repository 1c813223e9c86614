"""The take-home page on the museum's Wi-Fi: read-only, served by a process of its own."""
