"""THE DENOISING LOOP. One visible `for` over the rows of a scheduler table, in numpy and fp32.

No random numbers, no scheduler and no screen in here: noise comes in, states go out by `yield`.
"""

from collections.abc import Callable, Iterator, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from kiosk.bundle.schedule import ScheduleTable

Latents = NDArray[np.float32]
# (B, C, h, w) latents and a timestep to the model's outputs: a pair, unconditional first, or the
# conditional one alone where the table is not guided.
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
    """From (C, h, w) standard normal `noise` to latents, one UNet run per step.

    `fresh` is the noise that ancestral schedulers add, `table.noises` arrays shaped like `noise`.
    """
    rows = np.asarray(table.rows, dtype=np.float32)
    outputs = np.zeros((table.evaluations, *noise.shape), np.float32)
    drawn = np.stack(fresh) if fresh else np.zeros((0, *noise.shape), np.float32)
    for k in range(table.evaluations):
        state = _combine(rows[k], noise, outputs, drawn)
        outputs[k] = _predict(state, table.timesteps[k], unet, guidance)
        # For the glance ahead only: what is not computed yet is taken to be as the latest output.
        outputs[k + 1 :] = outputs[k]
        yield Step(k + 1, table.evaluations, _combine(rows[-1], noise, outputs, drawn))


def _predict(state: Latents, timestep: float, unet: Unet, guidance: float) -> Latents:
    if guidance == 1.0:
        alone: Latents = unet(state[np.newaxis], timestep)[0]
        return alone
    without, given = unet(np.stack([state, state]), timestep)
    # Classifier-free guidance, Ho and Salimans 2022 (arXiv 2207.12598), equation 6.
    guided: Latents = without + np.float32(guidance) * (given - without)
    return guided


def _combine(row: Latents, noise: Latents, outputs: Latents, drawn: Latents) -> Latents:
    """One row of the table times its basis. Terms are added in order, so that bytes repeat.

    A row's entries for outputs not yet computed are zero, and so cost nothing.
    """
    state: Latents = row[0] * noise
    for weight, term in zip(row[1:], [*outputs, *drawn], strict=True):
        if weight:
            state = state + weight * term
    return state
