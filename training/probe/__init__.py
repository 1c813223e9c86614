"""The concept probe: the yardstick that says which concepts a picture shows."""
