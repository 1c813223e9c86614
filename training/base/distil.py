"""Distil a base into few steps without guidance: a LoRA that takes the teacher's path in leaps.

For each leap from a teacher's state x_t to its later state x_s there is one v whose DDIM step
lands there; the student learns that v (Salimans & Ho 2022, arXiv 2202.00512, v-space). Low rank,
so that both samplers fit beside each other: the base's own weights stay as they are.
"""

from pathlib import Path

import msgspec
import numpy as np
import torch
from accelerate import Accelerator
from diffusers import UNet2DConditionModel
from peft import LoraConfig as PeftConfig
from peft.utils import get_peft_model_state_dict

from training.adapter import FEW_STEP_NAME, FewStepMetadata, hash_base, write_adapter
from training.base.fewstep_config import FewStepConfig
from training.base.leaps import Leaps
from training.base.pipeline import load_pipeline
from training.base.trajectories import walk
from training.checkpoint import load_checkpoint, save_checkpoint
from training.curve import note
from training.diffusion import weighted_loss
from training.interrupt import stop_wish
from training.precision import quick
from training.progress import progress
from training.recipe import same_recipe
from training.texts import TrainingError
from training.tune.attach import trainable
from training.tune.truncate import truncate

# Attention, feed-forward, convolutions, and the ways of the timestep and of the whole sentence:
# without guidance and with other strides, the student must read both differently.
TARGETS = (
    "to_q", "to_k", "to_v", "to_out.0", "ff.net.0.proj", "ff.net.2",
    "conv_in", "conv1", "conv2", "conv_shortcut", "conv", "conv_out",
    "time_emb_proj", "time_embedding.linear_1", "time_embedding.linear_2",
    "add_embedding.proj", "add_embedding.pool.q_proj", "add_embedding.pool.k_proj",
    "add_embedding.pool.v_proj",
)  # fmt: skip


def distil(
    config: FewStepConfig, base: Path, run: Path, *, until: int | None = None
) -> Path | None:
    """Walk trajectories, train, write `base/few_step.safetensors`; None where it was stopped.

    Goes on from whatever `run` holds. Raises TrainingError.
    """
    pipeline = load_pipeline(base)
    prediction = pipeline.scheduler.config.prediction_type
    if prediction != "v_prediction":
        raise TrainingError("few_step_prediction", prediction=prediction)
    run.mkdir(parents=True, exist_ok=True)
    digest = hash_base(base)
    # Trajectories of another base are of no use to this one.
    same_recipe({**msgspec.to_builtins(config), "base": digest}, run)
    accelerator = Accelerator(mixed_precision="bf16" if torch.cuda.is_available() else "no")
    pipeline.to(accelerator.device)
    if not walk(config, pipeline, run / "trajectories"):
        return None
    leaps = Leaps(config, pipeline, run / "trajectories")
    unet = pipeline.unet
    attach(unet, config)
    goal = min(until or config.steps, config.steps)
    if train(config, accelerator, unet, leaps, run, goal) < config.steps:
        return None
    kept = min(config.rank, config.kept_rank)
    metadata = FewStepMetadata(
        base_model_hash=digest,
        scheduler=type(leaps.scheduler).__name__,
        timesteps=" ".join(str(int(t)) for t in leaps.timesteps),
        rank=str(kept),
        alpha=str(kept),
    )
    learnt = {f"unet.{key}": value for key, value in get_peft_model_state_dict(unet).items()}
    write_adapter(base / FEW_STEP_NAME, truncate(learnt, kept), metadata)
    return base / FEW_STEP_NAME


def attach(unet: UNet2DConditionModel, config: FewStepConfig) -> None:
    """Freeze the UNet and add fresh LoRA layers; their seed is the recipe's."""
    torch.manual_seed(config.seed)
    unet.requires_grad_(False)
    unet.add_adapter(
        PeftConfig(r=config.rank, lora_alpha=config.rank, target_modules=list(TARGETS),
                   init_lora_weights="gaussian")
    )  # fmt: skip


def train(
    config: FewStepConfig,
    accelerator: Accelerator,
    unet: UNet2DConditionModel,
    leaps: Leaps,
    run: Path,
    goal: int,
) -> int:
    """Train the UNet's LoRA layers to step `goal`; returns the step reached."""
    learnt = trainable(unet)
    optimizer = torch.optim.AdamW(
        learnt, lr=config.learning_rate, weight_decay=config.weight_decay
    )
    step = _resume(run, learnt, optimizer)
    student, optimizer = accelerator.prepare(unet, optimizer)
    student.train()
    predict = quick(student, accelerator.device) if accelerator.num_processes == 1 else student
    losses: list[float] = []
    with stop_wish() as wish, progress() as bar:
        task = bar.add_task("distil", total=goal, completed=step)
        while step < goal and not wish:
            states, timesteps, context, wanted = (
                part.to(accelerator.device) for part in leaps.at(step)
            )
            with accelerator.autocast():
                predicted = predict(states, timesteps, context).sample
            loss = weighted_loss(predicted, wanted, torch.ones_like(wanted[:, 0, 0, 0])).mean()
            if not torch.isfinite(loss):
                raise TrainingError("loss_not_finite", step=step, files="-")
            accelerator.backward(loss)
            accelerator.clip_grad_norm_(learnt, config.max_grad_norm)
            for group in optimizer.param_groups:
                group["lr"] = learning_rate(config, step)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            step += 1
            losses.append(float(loss.detach()))
            bar.update(task, completed=step, description=f"distil {np.mean(losses[-50:]):.4f}")
            if step % config.save_every == 0 or step == goal or wish:
                state = {"learnt": [p.detach().cpu() for p in learnt],
                         "optimizer": optimizer.state_dict()}  # fmt: skip
                save_checkpoint(run / "checkpoints", step, state)
                loss_now = float(np.mean(losses[-config.save_every :]))
                note(run / "curve.jsonl", {"step": step, "loss": loss_now})
    unet.eval()
    return step


def learning_rate(config: FewStepConfig, step: int) -> float:
    """Warm-up, then linearly to zero at the last step."""
    up = min(1.0, (step + 1) / max(1, config.warmup_steps))
    return config.learning_rate * min(up, 1 - step / config.steps)


def _resume(
    run: Path, learnt: list[torch.nn.Parameter], optimizer: torch.optim.Optimizer
) -> int:
    state = load_checkpoint(run / "checkpoints")
    if state is None:
        return 0
    for parameter, value in zip(learnt, state["learnt"], strict=True):
        parameter.data.copy_(value)
    optimizer.load_state_dict(state["optimizer"])
    return int(state["step"])
