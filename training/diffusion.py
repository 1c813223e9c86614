"""THE TRAINING STEP's mathematics: noise, v target, min-SNR weights. Shared by base and LoRA."""

import torch


def noisy_and_target(
    latents: torch.Tensor, noise: torch.Tensor, signal: torch.Tensor, prediction: str
) -> tuple[torch.Tensor, torch.Tensor]:
    """Noisy latents at signal share `signal` (B,) and what the UNet should answer.

    prediction: "v_prediction" (Salimans & Ho 2022, eq. in app. D) or "epsilon" (Ho et al. 2020).
    """
    a = signal.sqrt().view(-1, 1, 1, 1)
    s = (1 - signal).sqrt().view(-1, 1, 1, 1)
    noisy = a * latents + s * noise
    if prediction == "v_prediction":
        return noisy, a * noise - s * latents
    if prediction == "epsilon":
        return noisy, noise
    raise ValueError(f"prediction {prediction!r} is neither 'v_prediction' nor 'epsilon'")


def min_snr_weights(signal: torch.Tensor, gamma: float, prediction: str) -> torch.Tensor:
    """Loss weights (B,) of min-SNR-gamma (Hang et al. 2023, eq. 4), for v: min(SNR, g)/(SNR+1).

    gamma 0 turns the weighting off.
    """
    if gamma == 0:
        return torch.ones_like(signal)
    snr = signal / (1 - signal)
    clipped = snr.clamp(max=gamma)
    return clipped / (snr + 1) if prediction == "v_prediction" else clipped / snr


def weighted_loss(
    predicted: torch.Tensor, target: torch.Tensor, weights: torch.Tensor
) -> torch.Tensor:
    """Mean squared error per sample (B,), times its weight."""
    error = (predicted.float() - target.float()).pow(2).mean(dim=(1, 2, 3))
    return error * weights
