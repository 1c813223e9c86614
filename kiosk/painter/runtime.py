"""The only place that makes an InferenceSession: settings said out loud, provider made sure of."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from kiosk import errors
from kiosk.painter.binding import BoundRuns

CPU: Final = "CPUExecutionProvider"
CUDA: Final = "CUDAExecutionProvider"
_SEVERITY_ERROR: Final = 3
_SPIN_US: Final = "100"
# As the graphs name it (export/convert.py).
_BATCH: Final = "batch_size"
# How onnxruntime, the C++ library, CUDA and its two libraries say that memory ran out.
_SHORT: Final = (
    "failed to allocate", "bad_alloc", "bad allocation", "out of memory", "alloc_failed",
)  # fmt: skip
_CUDA_OPTIONS: Final = {
    # By default an arena doubles at every step and soon holds twice of what is needed.
    "arena_extend_strategy": "kSameAsRequested",
    # The default search tries every convolution at every new shape; ours are few and never change.
    "cudnn_conv_algo_search": "HEURISTIC",
}

onnxruntime.set_default_logger_severity(_SEVERITY_ERROR)


def available() -> tuple[str, ...]:
    """The providers that this onnxruntime was built with."""
    return tuple(onnxruntime.get_available_providers())


def version() -> str:
    """onnxruntime's version."""
    return str(onnxruntime.__version__)


class Graph:
    """One ONNX graph, ready to run. All inputs and the single output are numpy arrays."""

    def __init__(
        self,
        name: str,
        data: bytes,
        weights: Mapping[str, bytes],
        provider: str,
        threads: int,
        *,
        capture: bool = False,
        batch: int | None = None,
    ) -> None:
        """`data` is the graph's bytes, `weights` its external-data files by name.

        `batch` is the only one that will be asked for: every shape is then worked out now and
        not in each run. `capture` makes a CUDA graph of its runs; on the processor it says nothing.
        Raises BundleUnreadable for bytes that are no graph, ProviderRefused, MemoryShort.
        """
        if provider not in available():
            raise errors.ProviderRefused(asked=provider, got=", ".join(available()))
        options = _options(threads)
        if batch is not None:
            options.add_free_dimension_override_by_name(_BATCH, batch)
        if weights:
            options.add_external_initializers_from_files_in_memory(
                list(weights), [bytes(part) for part in weights.values()],
                [len(part) for part in weights.values()],
            )
        try:
            # enable_fallback=0: a run that fails on the card would else be repeated, from then on,
            # on the processor.
            self._session = onnxruntime.InferenceSession(
                data, options, providers=[_provider(provider, capture)], enable_fallback=0
            )
        # onnxruntime's exceptions have no base of their own but Exception.
        except Exception as wrong:
            reason = _first_line(wrong)
            if _is_memory(wrong):
                raise errors.MemoryShort(reason=reason) from wrong
            raise errors.BundleUnreadable(file=name, reason=reason) from wrong
        # onnxruntime falls back to the CPU without a word.
        self.provider: str = self._session.get_providers()[0]
        if self.provider != provider:
            raise errors.ProviderRefused(asked=provider, got=self.provider)
        # It keeps the file's bytes for the fallback that was switched off.
        self._session._model_bytes = None
        self._inputs = {given.name: given for given in self._session.get_inputs()}
        # On the processor bound buffers gain nothing (measured: 26.4 against 25.6 ms a run).
        self._bound = BoundRuns(self._session, "cuda") if provider == CUDA else None

    def run(self, inputs: Mapping[str, NDArray[Any]]) -> NDArray[Any]:
        """The first output. Raises MemoryShort, and PainterFault for any other failure."""
        try:
            if self._bound is not None:
                return self._bound.run(inputs)
            return np.asarray(self._session.run(None, dict(inputs))[0])
        except Exception as fault:
            short = _is_memory(fault)
            kind = errors.MemoryShort if short else errors.PainterFault
            raise kind(reason=_first_line(fault)) from fault

    def scalar(self, name: str, value: float) -> NDArray[Any]:
        """`value` in the type and rank (0 or 1) that the graph wants for input `name`."""
        wanted = self._inputs[name]
        kind = np.int64 if "int64" in wanted.type else np.float32
        return np.full((1,) * len(wanted.shape), value, dtype=kind)

    def width(self, name: str) -> int:
        """The last dimension of input `name`. Raises BundleUnreadable where the graph leaves it."""
        last = self._inputs[name].shape[-1]
        if not isinstance(last, int):
            raise errors.BundleUnreadable(file=name, reason=f"no fixed width: {last}")
        return last


def _provider(name: str, capture: bool) -> str | tuple[str, dict[str, str]]:
    if name != CUDA:
        return name
    return name, {**_CUDA_OPTIONS, "enable_cuda_graph": "1" if capture else "0"}


def _options(threads: int) -> onnxruntime.SessionOptions:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
    options.use_deterministic_compute = True
    # Waiting threads spin a moment, which makes a run up to a fifth faster for up to a fifth more
    # processor time, then sleep: spinning on took twice the time of two cores while the screen's
    # process needed one of them, and made a scene half as slow again.
    options.add_session_config_entry("session.intra_op.allow_spinning", "1")
    options.add_session_config_entry("session.intra_op.spin_duration_us", _SPIN_US)
    # The arena keeps what a scene needed for the next one. Without it nothing was faster or slower
    # and 3 MB of 266 were saved; but a kiosk whose memory does not grow is worth more.
    options.enable_cpu_mem_arena = True
    options.log_severity_level = _SEVERITY_ERROR
    return options


def _is_memory(fault: BaseException) -> bool:
    said = str(fault).lower()
    return isinstance(fault, MemoryError) or any(words in said for words in _SHORT)


def _first_line(fault: BaseException) -> str:
    return str(fault).strip().splitlines()[0] if str(fault).strip() else type(fault).__name__
