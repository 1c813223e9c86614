"""THE DENOISING LOOP. One visible `for` over the rows of a scheduler table, in numpy and fp32.

No random numbers, no scheduler and no screen in here: noise comes in, states go out by `yield`.
"""

from collections.abc import Callable, Iterator, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from kiosk.bundle.schedule import ScheduleTable

Latents = NDArray[np.float32]
# (2, C, h, w) latents, unconditional first, and a timestep, to the model's two outputs.
Unet = Callable[[Latents, float], Latents]


class Step(msgspec.Struct, frozen=True):
    """After evaluation `number` of `total`: (C, h, w) latents, finished on the last one.

    Before the last one they are where the table would end if the model kept its latest opinion.
    """

    number: int
    total: int
    latents: Latents


def denoise(
    noise: Latents, fresh: Sequence[Latents], table: ScheduleTable, unet: Unet, guidance: float
) -> Iterator[Step]:
    """From (C, h, w) standard normal `noise` to latents, one UNet run of a pair per step.

    `fresh` is the noise that ancestral schedulers add, `table.noises` arrays shaped like `noise`.
    """
    rows = np.asarray(table.rows, dtype=np.float32)
    outputs = np.zeros((table.evaluations, *noise.shape), np.float32)
    drawn = np.stack(fresh) if fresh else np.zeros((0, *noise.shape), np.float32)
    for k in range(table.evaluations):
        state = _combine(rows[k], noise, outputs, drawn)
        without, given = unet(np.stack([state, state]), table.timesteps[k])
        # Classifier-free guidance, Ho and Salimans 2022 (arXiv 2207.12598), equation 6.
        outputs[k] = without + np.float32(guidance) * (given - without)
        # For the glance ahead only: what is not computed yet is taken to be as the latest output.
        outputs[k + 1 :] = outputs[k]
        yield Step(k + 1, table.evaluations, _combine(rows[-1], noise, outputs, drawn))


def _combine(row: Latents, noise: Latents, outputs: Latents, drawn: Latents) -> Latents:
    """One row of the table times its basis. Terms are added in order, so that bytes repeat.

    A row's entries for outputs not yet computed are zero, and so cost nothing.
    """
    state: Latents = row[0] * noise
    for weight, term in zip(row[1:], [*outputs, *drawn], strict=True):
        if weight:
            state = state + weight * term
    return state
