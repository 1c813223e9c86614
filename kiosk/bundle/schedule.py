"""Scheduler tables: a sampling profile as a lower-triangular matrix, so no scheduler code here.

Every scheduler offered is linear in the starting noise, the model's outputs so far and fresh
noise; export probes the real one with basis vectors and writes its rows.
"""

import msgspec


class ScheduleTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`x_k = rows[k] · [x_T, eps_0 … eps_{K-1}, z_0 … z_{Z-1}]`, in fp32.

    `x_T` is standard normal noise (the scheduler's initial scale is inside column 0). Rows
    0..K-1 are the UNet's inputs at `timesteps[k]` (scale_model_input included); row K is the
    finished latents. Entries for outputs not yet computed are zero. `noises` = Z.
    """

    scheduler: str
    evaluations: int
    guidance_scale: float
    noises: int
    timesteps: tuple[float, ...]
    rows: tuple[tuple[float, ...], ...]

    @property
    def guided(self) -> bool:
        """Whether there is anything to guide away from: at 1 the UNet's unconditional half is moot.

        Then it does not run at all, and a negative prompt says nothing.
        """
        return self.guidance_scale != 1.0

    def __post_init__(self) -> None:
        width = 1 + self.evaluations + self.noises
        if len(self.timesteps) != self.evaluations or len(self.rows) != self.evaluations + 1:
            raise ValueError(
                f"{self.scheduler}: {self.evaluations} evaluations need as many timesteps and one "
                f"row more, but got {len(self.timesteps)} timesteps and {len(self.rows)} rows"
            )
        for k, row in enumerate(self.rows):
            if len(row) != width:
                raise ValueError(f"{self.scheduler}: row {k} has {len(row)} entries, not {width}")
            if any(row[1 + k : 1 + self.evaluations]):
                raise ValueError(f"{self.scheduler}: row {k} uses a model output not yet computed")


def encode(table: ScheduleTable) -> bytes:
    """Canonical JSON bytes of a table."""
    return msgspec.json.encode(table, order="deterministic") + b"\n"


def decode(data: bytes) -> ScheduleTable:
    """Read a table strictly. Raises msgspec.DecodeError or ValidationError."""
    return msgspec.json.decode(data, type=ScheduleTable)
