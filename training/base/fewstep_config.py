"""How few-step weights are distilled; read from TOML, unknown keys refused."""

from pathlib import Path

from training.settings import Settings, read_settings


class FewStepConfig(Settings, frozen=True):
    """One distillation's recipe. Its teacher is the base, sampled as the profile `completo` is."""

    seed: int = 29
    # Captions of scenes that neither the corpus nor a measurement uses.
    first_seed: int = 8_000_000
    trajectories: int = 4_000
    teacher_steps: int = 20
    teacher_batch: int = 25
    # A little more than the base samples with: few steps obey less, and vary enough.
    guidance: float = 2.5
    evaluations: int = 4

    # As many samples as two cores train on in about 15 minutes (45,000).
    steps: int = 1_400
    batch: int = 32
    rank: int = 16
    # Written is its nearest of that rank (training/tune/truncate.py), a quarter smaller.
    kept_rank: int = 12
    learning_rate: float = 1e-3
    warmup_steps: int = 50
    weight_decay: float = 1e-4
    max_grad_norm: float = 1.0
    save_every: int = 100

    def __post_init__(self) -> None:
        for name in (
            "trajectories", "teacher_batch", "evaluations", "teacher_steps", "steps", "batch",
            "rank", "kept_rank", "save_every",
        ):  # fmt: skip
            if getattr(self, name) < 1:
                raise ValueError(f"{name} = {getattr(self, name)} must be at least 1")
        # Only then do the student's timesteps stand among the teacher's, on the same path.
        if self.teacher_steps % self.evaluations or 1000 % self.teacher_steps:
            raise ValueError(
                f"teacher_steps {self.teacher_steps} must divide 1000 and be a multiple of "
                f"evaluations {self.evaluations}"
            )


def read_few_step_config(path: Path) -> FewStepConfig:
    """Read a recipe. Raises TrainingError in the reader's words."""
    return read_settings(path, FewStepConfig)
