"""The loss of a few pictures: pure functions of tensors, shared by training and watching."""

import torch

from training.diffusion import min_snr_weights, noisy_and_target


def picture_losses(
    predicted: torch.Tensor,
    target: torch.Tensor,
    signal: torch.Tensor,
    *,
    gamma: float,
    prediction: str,
    masks: torch.Tensor | None = None,
) -> torch.Tensor:
    """Mean squared error of each picture (B,), min-SNR weighted; masks (B, 1, h, w).

    A mask says what counts within its picture; how much the picture counts stays as it is.
    """
    error = (predicted.float() - target.float()).pow(2)
    if masks is not None:
        error = error * (masks / masks.mean(dim=(1, 2, 3), keepdim=True))
    return error.mean(dim=(1, 2, 3)) * min_snr_weights(signal, gamma, prediction)


def noised(
    latents: torch.Tensor, noise: torch.Tensor, timesteps: torch.Tensor, table: torch.Tensor,
    prediction: str,
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:  # fmt: skip
    """Noisy latents, target and signal share (B,); `table` is the scheduler's alphas_cumprod."""
    signal = table[timesteps]
    noisy, target = noisy_and_target(latents, noise, signal, prediction)
    return noisy, target, signal
