"""Graphs out of a verified bundle: bytes, external data and deltas, opened for one device."""

from typing import Final

import msgspec

from kiosk import errors
from kiosk.bundle import delta
from kiosk.bundle import manifest as contract
from kiosk.bundle.verify import VerifiedBundle
from kiosk.painter import runtime, weights


class Device(msgspec.Struct, frozen=True):
    """What graphs are opened for: an onnxruntime provider, and threads on the processor."""

    provider: str = runtime.CPU
    threads: int = 1


# What each provider runs best, first. fp16 weights on the processor are computed in fp32, since
# few processors know fp16; int8 comes last because it paints another picture than was judged.
FLAVOURS: Final[dict[str, tuple[contract.Flavour, ...]]] = {
    runtime.CPU: ("cpu-fp32", "portable-fp16", "any", "cpu-int8"),
    runtime.CUDA: ("cuda-fp16", "portable-fp16", "any", "cpu-fp32"),
}


def entry(bundle: VerifiedBundle, role: contract.Role, provider: str) -> contract.FileEntry:
    """The file of `role` in the flavour that suits the provider best. Raises BundleUnreadable."""
    found = {listed.flavour: listed for listed in bundle.entries(role)}
    for flavour in FLAVOURS[provider]:
        if flavour in found:
            return found[flavour]
    raise errors.BundleUnreadable(file=contract.MANIFEST_NAME, reason=f"no usable {role}")


def load(
    bundle: VerifiedBundle,
    role: contract.Role,
    device: Device,
    changed_by: str = "",
    batch: int | None = None,
) -> runtime.Graph:
    """The graph of `role`, with the delta of that name added to its weights, if any.

    batch: the only one that it will be run with, if there is one.

    Raises BundleFault, ProviderRefused, MemoryShort.
    """
    chosen = entry(bundle, role, device.provider)
    beside = {
        part.name: bundle.read(part.name)
        for part in bundle.entries("weights")
        if part.name.startswith(chosen.name) and part.flavour == chosen.flavour
    }
    data = bundle.read(chosen.name)
    if changed_by:
        try:
            data = weights.with_delta(data, delta.decode(bundle.read(changed_by)))
        except ValueError as wrong:
            raise errors.BundleUnreadable(file=changed_by, reason=str(wrong)) from wrong
    # The UNet runs many times at one shape, which is what a captured graph is for.
    return runtime.Graph(
        chosen.name, data, beside, device.provider, device.threads, capture=role == "unet",
        batch=batch,
    )  # fmt: skip
