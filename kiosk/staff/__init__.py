"""What gallery staff and installers set and see. Pure Python: no Qt, no model, no microphone."""
