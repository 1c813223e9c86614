"""The only place that makes an InferenceSession: settings said out loud, provider made sure of."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from kiosk import errors

CPU: Final = "CPUExecutionProvider"
CUDA: Final = "CUDAExecutionProvider"
_SEVERITY_ERROR: Final = 3

onnxruntime.set_default_logger_severity(_SEVERITY_ERROR)


def available() -> tuple[str, ...]:
    """The providers that this onnxruntime was built with."""
    return tuple(onnxruntime.get_available_providers())


class Graph:
    """One ONNX graph, ready to run. All inputs and the single output are numpy arrays."""

    def __init__(
        self,
        name: str,
        data: bytes,
        weights: Mapping[str, bytes],
        provider: str,
        threads: int,
    ) -> None:
        """`data` is the graph's bytes, `weights` its external-data files by name.

        Raises BundleUnreadable for bytes that are no graph, ProviderRefused.
        """
        if provider not in available():
            raise errors.ProviderRefused(asked=provider, got=", ".join(available()))
        options = _options(threads)
        if weights:
            options.add_external_initializers_from_files_in_memory(
                list(weights), [bytes(part) for part in weights.values()],
                [len(part) for part in weights.values()],
            )
        try:
            self._session = onnxruntime.InferenceSession(data, options, providers=[provider])
        # onnxruntime's exceptions have no base of their own but Exception.
        except Exception as wrong:
            raise errors.BundleUnreadable(file=name, reason=_first_line(wrong)) from wrong
        # onnxruntime falls back to the CPU without a word.
        self.provider: str = self._session.get_providers()[0]
        if self.provider != provider:
            raise errors.ProviderRefused(asked=provider, got=self.provider)
        self._inputs = {given.name: given for given in self._session.get_inputs()}

    def run(self, inputs: Mapping[str, NDArray[Any]]) -> NDArray[Any]:
        """The first output. Raises PainterFault when the model or device fails."""
        try:
            return np.asarray(self._session.run(None, dict(inputs))[0])
        except Exception as fault:
            raise errors.PainterFault(reason=_first_line(fault)) from fault

    def scalar(self, name: str, value: float) -> NDArray[Any]:
        """`value` in the type and rank (0 or 1) that the graph wants for input `name`."""
        wanted = self._inputs[name]
        kind = np.int64 if "int64" in wanted.type else np.float32
        return np.full((1,) * len(wanted.shape), value, dtype=kind)


def _options(threads: int) -> onnxruntime.SessionOptions:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
    options.use_deterministic_compute = True
    # Waiting threads sleep: with the screen's process on the same two cores, spinning took twice
    # the processor time and made a scene half as slow again.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = _SEVERITY_ERROR
    return options


def _first_line(fault: BaseException) -> str:
    return str(fault).strip().splitlines()[0] if str(fault).strip() else type(fault).__name__
