"""Which provider paints, and why: by what a session really got, never by what a list promises."""

from typing import Final, Literal

import msgspec

from kiosk import errors
from kiosk.bundle.verify import VerifiedBundle
from kiosk.painter import graphs, runtime

Asked = Literal["auto", "cpu", "cuda"]
Why = Literal["asked", "cuda_taken", "cuda_not_built", "cuda_refused"]

_PROVIDERS: Final = {"cpu": runtime.CPU, "cuda": runtime.CUDA}


class Choice(msgspec.Struct, frozen=True):
    """A provider; `why` is the end of a catalogue key (`painter.why.…`), `reason` a fault's words.

    `flavour` is that of the bundle's UNet there.
    """

    provider: str
    flavour: str
    why: Why
    reason: str = ""


def provider(asked: Asked, bundle: VerifiedBundle) -> Choice:
    """The provider for `bundle` as configured. Raises ProviderRefused, BundleUnreadable.

    Only `auto` may end on the processor without being told to, and says why it did.
    """
    if asked != "auto":
        chosen = _PROVIDERS[asked]
        if chosen not in runtime.available():
            raise errors.ProviderRefused(asked=chosen, got=", ".join(runtime.available()))
        return _choice(bundle, chosen, "asked")
    if runtime.CUDA not in runtime.available():
        return _choice(bundle, runtime.CPU, "cuda_not_built")
    try:
        # The text encoder: a session of the real thing, and seldom the largest. That onnxruntime
        # was built with CUDA does not mean that a card, its driver and its libraries are there.
        graphs.load(bundle, "text_encoder", graphs.Device(runtime.CUDA))
    except (errors.ProviderRefused, errors.BundleUnreadable, errors.MemoryShort) as refused:
        return _choice(bundle, runtime.CPU, "cuda_refused", _words(refused))
    return _choice(bundle, runtime.CUDA, "cuda_taken")


def _choice(bundle: VerifiedBundle, chosen: str, why: Why, reason: str = "") -> Choice:
    return Choice(chosen, graphs.entry(bundle, "unet", chosen).flavour, why, reason)


def _words(refused: errors.HeritageError) -> str:
    return str(refused.values.get("reason") or refused.values.get("got", ""))
