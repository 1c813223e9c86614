"""The provider by what a session really got, and the flavour that suits it."""

import msgspec
import onnxruntime
import pytest

from kiosk import errors
from kiosk.bundle import manifest as contract
from kiosk.bundle import verify
from kiosk.painter import choose, graphs, runtime

WITH_CUDA = (runtime.CUDA, runtime.CPU)


@pytest.fixture
def card(tiny):
    """Whether a bare session of this very graph gets a card here."""
    data = tiny.read(tiny.entries("text_encoder")[0].name)
    session = onnxruntime.InferenceSession(data, providers=[runtime.CUDA, runtime.CPU])
    return session.get_providers()[0] == runtime.CUDA


def test_auto_takes_the_processor_where_there_is_nothing_else(tiny, monkeypatch):
    monkeypatch.setattr(runtime, "available", lambda: (runtime.CPU,))
    chosen = choose.provider("auto", tiny)
    assert chosen == choose.Choice(runtime.CPU, "any", "cuda_not_built")


@pytest.mark.filterwarnings("ignore:Specified provider:UserWarning")
def test_auto_does_not_believe_the_list(tiny, card, monkeypatch):
    """The list promises CUDA; without a card the session is silently one of the processor."""
    monkeypatch.setattr(runtime, "available", lambda: WITH_CUDA)
    chosen = choose.provider("auto", tiny)
    if card:
        assert (chosen.provider, chosen.why) == (runtime.CUDA, "cuda_taken")
    else:
        assert (chosen.provider, chosen.why) == (runtime.CPU, "cuda_refused")
        assert runtime.CPU in chosen.reason


@pytest.mark.filterwarnings("ignore:Specified provider:UserWarning")
def test_what_is_configured_is_had_or_refused(tiny, card, monkeypatch):
    monkeypatch.setattr(runtime, "available", lambda: (runtime.CPU,))
    assert choose.provider("cpu", tiny) == choose.Choice(runtime.CPU, "any", "asked")
    with pytest.raises(errors.ProviderRefused):
        choose.provider("cuda", tiny)
    monkeypatch.setattr(runtime, "available", lambda: WITH_CUDA)
    assert choose.provider("cuda", tiny).why == "asked"
    if card:
        assert graphs.load(tiny, "unet", graphs.Device(runtime.CUDA)).provider == runtime.CUDA
    else:
        with pytest.raises(errors.ProviderRefused, match=runtime.CPU):
            graphs.load(tiny, "unet", graphs.Device(runtime.CUDA))


@pytest.mark.parametrize(
    ("provider", "flavours", "taken"),
    [
        (runtime.CPU, ("cuda-fp16", "portable-fp16", "cpu-fp32"), "cpu-fp32"),
        (runtime.CPU, ("cuda-fp16", "cpu-int8"), "cpu-int8"),
        (runtime.CUDA, ("cpu-fp32", "portable-fp16", "cuda-fp16"), "cuda-fp16"),
        (runtime.CUDA, ("cpu-fp32", "cpu-int8"), "cpu-fp32"),
        (runtime.CPU, ("cuda-fp16",), None),
        (runtime.CUDA, ("cpu-int8",), None),
    ],
)
def test_the_flavour_suits_the_provider(provider, flavours, taken, tiny):
    listed = [
        contract.FileEntry(name=one, sha256="0" * 64, size=1, role="unet", flavour=one)
        for one in flavours
    ]
    manifest = msgspec.structs.replace(tiny.manifest, files=tuple(listed))
    bundle = verify.VerifiedBundle(tiny.folder, manifest)
    if taken is None:
        with pytest.raises(errors.BundleUnreadable, match="unet"):
            graphs.entry(bundle, "unet", provider)
    else:
        assert graphs.entry(bundle, "unet", provider).flavour == taken
