"""The bundle contract: what export writes, what the kiosk reads, and how it is trusted."""
