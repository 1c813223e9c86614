"""What a visitor is told of a failure, and the way on that is offered. Pure."""

from typing import Literal

from kiosk import errors

Role = Literal["painter", "listener"]
WayOn = Literal["accept", "speak", "paint", ""]


def sentence_key(fault: errors.HeritageError, role: Role) -> str:
    """Catalogue key of the visitor's sentence. Staff read the error itself in the log."""
    match fault:
        case errors.PromptBlocked():
            return "ui.trouble.blocked"
        case errors.MicrophoneAbsent():
            return "ui.trouble.microphone"
        case errors.NothingUnderstood() | errors.AudioFault():
            return "ui.trouble.not_understood"
        case _:
            return f"ui.trouble.{role}"


def way_on(fault: errors.HeritageError, role: Role, voice_ready: bool) -> WayOn:
    """What "again" does; empty when only going back to the words makes sense."""
    if isinstance(fault, errors.PromptBlocked):
        return "accept"
    if isinstance(fault, errors.MicrophoneAbsent):
        return ""
    if role == "painter":
        return "paint"
    return "speak" if voice_ready else ""
