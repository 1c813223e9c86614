"""Adapters of other tools: written for them, and taken in from them."""
