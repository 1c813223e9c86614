"""Listener: microphone or recording in, Portuguese transcript out. Audio stays in memory."""
