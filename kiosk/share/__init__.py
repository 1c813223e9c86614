"""The take-home page: one read-only picture on the museum's Wi-Fi, served by a process of its own."""
