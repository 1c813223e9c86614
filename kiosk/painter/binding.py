"""Runs with buffers that stay where they are: what a CUDA graph needs, and what saves copies there.

Written for CUDA and not yet run there; the tests run the same code with buffers of the processor.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

# Input shapes in the graph's order: what a set of buffers is made for.
Shapes = tuple[tuple[int, ...], ...]


class BoundRuns:
    """One session's runs, with a set of device buffers for each combination of input shapes."""

    def __init__(self, session: onnxruntime.InferenceSession, device: str) -> None:
        self._session = session
        self._device = device
        self._output = session.get_outputs()[0].name
        self._sets: dict[Shapes, _Buffers] = {}

    def run(self, inputs: Mapping[str, NDArray[Any]]) -> NDArray[Any]:
        """The first output, in memory of its own."""
        shapes = tuple(value.shape for value in inputs.values())
        buffers = self._sets.get(shapes)
        if buffers is None:
            buffers = _Buffers(self._session, self._device, self._output, inputs)
            # A captured graph belongs to its buffers; the number tells onnxruntime which.
            buffers.options.add_run_config_entry("gpu_graph_id", str(len(self._sets) + 1))
            self._sets[shapes] = buffers
        else:
            buffers.fill(inputs)
        self._session.run_with_iobinding(buffers.binding, buffers.options)
        return np.array(buffers.binding.get_outputs()[0].numpy())


class _Buffers:
    """Device memory for one combination of shapes, bound once."""

    def __init__(
        self,
        session: onnxruntime.InferenceSession,
        device: str,
        output: str,
        inputs: Mapping[str, NDArray[Any]],
    ) -> None:
        self.options = onnxruntime.RunOptions()
        self.binding = session.io_binding()
        self._inputs = {
            name: onnxruntime.OrtValue.ortvalue_from_numpy(value, device, 0)
            for name, value in inputs.items()
        }
        for name, value in self._inputs.items():
            self.binding.bind_ortvalue_input(name, value)
        # The output's shape is known after one run, which binds memory of onnxruntime's own; that
        # very memory is then bound for good. The run must not be captured: -1 says so.
        first = onnxruntime.RunOptions()
        first.add_run_config_entry("gpu_graph_id", "-1")
        self.binding.bind_output(output, device)
        session.run_with_iobinding(self.binding, first)
        self.binding.bind_ortvalue_output(output, self.binding.get_outputs()[0])

    def fill(self, inputs: Mapping[str, NDArray[Any]]) -> None:
        """Copy new values into the buffers."""
        for name, value in inputs.items():
            self._inputs[name].update_inplace(np.ascontiguousarray(value))
