"""A robot that visits the real window at random and measures what a museum would notice."""
