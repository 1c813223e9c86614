"""Prompt path: what a visitor said or tapped becomes the sentence that is painted."""
