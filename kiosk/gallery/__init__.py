"""What the kiosk keeps on its disk: scenes that visitors left for the wall, reviews, counters."""
