"""Content credentials (C2PA): who made a picture, and that a machine did; signed offline."""
