"""An adapter at a lower rank: of each layer's product B A the nearest of that rank.

By the singular values of the product (Eckart and Young 1936), found from the small factors alone.
One run at the highest rank thus shows what lower ranks would give, without training each.
"""

from collections.abc import Mapping
from pathlib import Path

import msgspec
import torch
from safetensors.torch import load_file

from training.adapter import read_adapter, write_adapter
from training.texts import TrainingError

Weights = Mapping[str, torch.Tensor]


def truncate(weights: Weights, rank: int) -> dict[str, torch.Tensor]:
    """LoRA weights at `rank` at most, in fp32; layers of a lower rank stay as they are.

    Raises ValueError for a rank below 1 and for DoRA, whose scales belong to the whole product.
    """
    if rank < 1:
        raise ValueError(f"rank {rank} is below 1")
    found: dict[str, torch.Tensor] = {}
    for key, down in weights.items():
        layer, dot, kind = key.rpartition(".lora_A.")
        if dot:
            other = f"{layer}.lora_B.{kind}"
            found[key], found[other] = _nearest(down.float(), weights[other].float(), rank)
        elif ".lora_B." not in key:
            raise ValueError(f"{key} is neither lora_A nor lora_B")
    return found


def truncate_file(source: Path, out: Path, rank: int) -> None:
    """Write the adapter `source` at `rank` to `out`. Raises TrainingError where it cannot be."""
    metadata = read_adapter(source).metadata
    if rank > int(metadata.rank):
        raise TrainingError("sweep_rank", file=source, rank=metadata.rank, wanted=rank)
    try:
        weights = truncate(load_file(source), rank)
    except ValueError as error:
        raise TrainingError("adapter_unreadable", file=source, reason=error) from error
    changed = msgspec.structs.replace(metadata, rank=str(rank), alpha=str(rank))
    write_adapter(out, weights, changed)


def _nearest(down: torch.Tensor, up: torch.Tensor, rank: int) -> tuple[torch.Tensor, torch.Tensor]:
    """A (r, ...) and B (m, r, ...) whose product is the nearest of `rank`; alike in shape."""
    if down.shape[0] <= rank:
        return down, up
    a, b = down.flatten(1), up.flatten(1)
    q_up, r_up = torch.linalg.qr(b)
    q_down, r_down = torch.linalg.qr(a.T)
    u, s, v = torch.linalg.svd(r_up @ r_down.T)
    root = s[:rank].sqrt()
    lower = (root[:, None] * v[:rank] @ q_down.T).reshape(-1, *down.shape[1:])
    upper = (q_up @ u[:, :rank] * root).reshape(up.shape[0], -1, *up.shape[2:])
    return lower.contiguous(), upper.contiguous()
