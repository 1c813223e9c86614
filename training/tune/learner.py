"""UNet, text encoder, adapters, optimizer and average: one step, and all that resuming needs."""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import Any

import torch
from accelerate import Accelerator
from accelerate.utils import reduce
from diffusers import UNet2DConditionModel
from diffusers.training_utils import EMAModel
from peft.tuners.tuners_utils import BaseTunerLayer
from torch import nn
from torch.nn.utils import parametrize
from transformers import CLIPTextModel

from training.texts import TrainingError
from training.tune.attach import attach, trainable
from training.tune.batches import Micro
from training.tune.config import TuneConfig
from training.tune.losses import noised, picture_losses
from training.tune.optimizers import build_optimizer, rate
from training.tune.parts import Parts


class Net(nn.Module):
    """Noisy latents, timesteps and texts to the UNet's answer in fp32, (B, C, h, w)."""

    def __init__(self, unet: UNet2DConditionModel, text: CLIPTextModel | None) -> None:
        super().__init__()
        self.unet = unet
        self.text = text

    def forward(
        self, noisy: torch.Tensor, timesteps: torch.Tensor, text: torch.Tensor
    ) -> torch.Tensor:
        dtype = self.unet.conv_in.weight.dtype
        # Each adapter's weight is cast once a pass, however often PEFT asks for it.
        with parametrize.cached():
            hidden = text if self.text is None else self.text(text)[0]
            answer: torch.Tensor = self.unet(noisy.to(dtype), timesteps, hidden.to(dtype)).sample
        return answer.float()


@contextmanager
def adapters_off(net: nn.Module) -> Iterator[None]:
    """Within: `net` answers as the base does."""
    layers = [layer for layer in net.modules() if isinstance(layer, BaseTunerLayer)]
    for layer in layers:
        layer.enable_adapters(False)
    try:
        yield
    finally:
        for layer in layers:
            layer.enable_adapters(True)


class Learner:
    """What learns, on the accelerator's device."""

    def __init__(self, config: TuneConfig, parts: Parts, accelerator: Accelerator) -> None:
        torch.manual_seed(config.seed)
        self.config = config
        self.parts = parts
        self.accelerator = accelerator
        whole = config.method == "dreambooth"
        unet = parts.unet(learns=whole, quantised=config.quantise)
        text = parts.text_encoder(learns=whole) if config.text_encoder else None
        if not whole:
            attach(config, unet, text)
        if config.checkpointing:
            unet.enable_gradient_checkpointing()
        self.net = Net(unet, text)
        self.net.train()
        groups = [{"params": trainable(unet), "lr": config.learning_rate}]
        if text is not None:
            groups.append({"params": trainable(text), "lr": config.text_learning_rate})
        self.rates = [float(group["lr"]) for group in groups]  # type: ignore[arg-type]
        self.learnt: dict[str, nn.Parameter] = {
            name: p for name, p in self.net.named_parameters() if p.requires_grad
        }
        optimizer = build_optimizer(config, groups)
        self.ema = (
            EMAModel(self.learnt.values(), decay=config.ema_decay, use_ema_warmup=True, power=0.75)
            if config.ema_decay
            else None
        )
        self.wrapped, self.optimizer = accelerator.prepare(self.net, optimizer)
        if config.compile:
            self.wrapped = torch.compile(self.wrapped)
        if self.ema is not None:
            self.ema.to(accelerator.device)
        # Whole weights stay fp32; each pass computes in the short format (autocast).
        self._short = whole and parts.dtype != torch.float32
        self.table = parts.scheduler.alphas_cumprod.to(accelerator.device)
        self.prediction: str = parts.scheduler.config.prediction_type

    def passes(self) -> Any:
        """The number format of a pass, as a context."""
        if not self._short:
            return nullcontext()
        return torch.autocast(self.accelerator.device.type, self.parts.dtype)

    def step(self, step: int, micros: Sequence[Micro]) -> dict[str, float]:
        """One step from its parts: the losses of pictures and prior. Raises TrainingError naming
        the pictures where a loss is no number; what was learnt is as before then.
        """
        losses = self.gradients(micros)
        self.accelerator.clip_grad_norm_(self.learnt.values(), self.config.max_grad_norm)
        answer = self._read(step, micros, losses)
        for group, most in zip(self.optimizer.param_groups, self.rates, strict=True):
            group["lr"] = most * rate(self.config, step)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        if self.ema is not None:
            self.ema.step(self.learnt.values())
        return answer

    def gradients(self, micros: Sequence[Micro]) -> list[torch.Tensor]:
        """Add up the step's gradients, part by part; each part's loss as it counts in the step's.

        The parts' sum is the whole batch's mean: it is all one how it is parted.
        """
        losses = []
        for place, micro in enumerate(micros):
            last = place == len(micros) - 1
            together = nullcontext() if last else self.accelerator.no_sync(self.wrapped)
            with together:
                losses.append(self._backward(micro.on(self.accelerator.device)))
        return losses

    def _backward(self, micro: Micro) -> torch.Tensor:
        noisy, target, signal = noised(
            micro.latents, micro.noise, micro.timesteps, self.table, self.prediction
        )
        with self.passes():
            if micro.base_answers:
                with torch.no_grad(), adapters_off(self.net):
                    target = self.wrapped(noisy, micro.timesteps, micro.text)
            predicted = self.wrapped(noisy, micro.timesteps, micro.text)
        losses = picture_losses(
            predicted, target, signal, gamma=self.config.min_snr_gamma,
            prediction=self.prediction, masks=micro.masks,
        )  # fmt: skip
        loss = losses.sum() * micro.share
        # Gradients are averaged over processes; each holds its share of one sum.
        self.accelerator.backward(loss * self.accelerator.num_processes)
        return loss.detach()

    def _read(
        self, step: int, micros: Sequence[Micro], losses: Sequence[torch.Tensor]
    ) -> dict[str, float]:
        # One wait for the device a step, whatever the number of parts.
        values = torch.stack(list(losses)).tolist()
        answer = {"loss": 0.0, "prior": 0.0}
        for micro, value in zip(micros, values, strict=True):
            if not math.isfinite(value):
                self.optimizer.zero_grad(set_to_none=True)
                names = ", ".join(sorted(set(micro.names)))
                raise TrainingError("loss_not_finite", step=step, files=names)
            answer["prior" if micro.prior else "loss"] += value
        if self.accelerator.num_processes > 1:
            # Each process had its share of one sum.
            mine = torch.tensor(list(answer.values()), device=self.accelerator.device)
            answer = dict(zip(answer, reduce(mine, "sum").tolist(), strict=True))
        if self.config.prior == "none":
            del answer["prior"]
        return answer

    @contextmanager
    def averaged(self) -> Iterator[None]:
        """Within: the averaged weights, where the recipe asks for an average."""
        self.net.eval()
        if self.ema is not None:
            self.ema.store(self.learnt.values())
            self.ema.copy_to(self.learnt.values())
        try:
            yield
        finally:
            if self.ema is not None:
                self.ema.restore(self.learnt.values())
            self.net.train()

    def state(self) -> dict[str, Any]:
        """All that `resume` needs, beside the step."""
        scaler = self.accelerator.scaler
        return {
            "learnt": {name: p.detach().clone() for name, p in self.learnt.items()},
            "optimizer": self.optimizer.state_dict(),
            "ema": self.ema.state_dict() if self.ema is not None else None,
            "scaler": scaler.state_dict() if scaler is not None else None,
        }

    def resume(self, state: dict[str, Any]) -> None:
        """Take up what `state` gave."""
        with torch.no_grad():
            for name, parameter in self.learnt.items():
                parameter.copy_(state["learnt"][name])
        self.optimizer.load_state_dict(state["optimizer"])
        if self.ema is not None:
            self.ema.load_state_dict(state["ema"])
        if self.accelerator.scaler is not None:
            self.accelerator.scaler.load_state_dict(state["scaler"])
