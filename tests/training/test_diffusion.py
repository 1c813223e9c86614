"""The training step's mathematics against its papers' identities."""

import pytest
import torch
from diffusers import DDPMScheduler
from diffusers.training_utils import compute_snr
from hypothesis import given
from hypothesis import strategies as st

from training.diffusion import min_snr_weights, noisy_and_target, weighted_loss

SIGNAL = DDPMScheduler(beta_schedule="scaled_linear", beta_start=0.00085, beta_end=0.012)


@pytest.mark.parametrize("prediction", ["epsilon", "v_prediction"])
@given(step=st.integers(0, 999), seed=st.integers(0, 99))
def test_noise_and_target_agree_with_diffusers(prediction: str, step: int, seed: int) -> None:
    rng = torch.Generator().manual_seed(seed)
    latents, noise = torch.randn(2, 2, 3, 4, 4, generator=rng)
    steps = torch.tensor([step, 999 - step])
    signal = SIGNAL.alphas_cumprod[steps]
    noisy, target = noisy_and_target(latents, noise, signal, prediction)
    torch.testing.assert_close(noisy, SIGNAL.add_noise(latents, noise, steps))
    expected = noise if prediction == "epsilon" else SIGNAL.get_velocity(latents, noise, steps)
    torch.testing.assert_close(target, expected)


@given(step=st.integers(0, 999), gamma=st.floats(0.5, 20))
def test_min_snr_weights_agree_with_the_papers_formula(step: int, gamma: float) -> None:
    steps = torch.tensor([step])
    snr = compute_snr(SIGNAL, steps)
    signal = SIGNAL.alphas_cumprod[steps]
    clipped = torch.minimum(snr, torch.tensor(gamma))
    torch.testing.assert_close(
        min_snr_weights(signal, gamma, "epsilon"), clipped / snr, rtol=1e-3, atol=1e-6
    )
    torch.testing.assert_close(
        min_snr_weights(signal, gamma, "v_prediction"), clipped / (snr + 1), rtol=1e-3, atol=1e-6
    )


def test_an_unknown_prediction_is_refused() -> None:
    with pytest.raises(ValueError, match="x0"):
        noisy_and_target(torch.zeros(1, 1, 1, 1), torch.zeros(1, 1, 1, 1), torch.ones(1), "x0")


def test_the_loss_is_per_sample_and_weighted() -> None:
    predicted = torch.tensor([[[[1.0, 3.0]]], [[[0.0, 0.0]]]])
    loss = weighted_loss(predicted, torch.zeros_like(predicted), torch.tensor([2.0, 1.0]))
    assert loss.tolist() == [10.0, 0.0]
