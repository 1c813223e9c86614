"""The peers that `heritage-export bench` measures against, each as a process of its own.

    python -m export.peers SETTINGS      a seed on each line of standard input, a picture for each

diffusers' pipeline in torch as its documentation has it, the same with torch.compile, and optimum's
onnxruntime pipeline on optimum's own export. Nothing here is of use elsewhere.
"""

import json
import os
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

ANSWER: Final = b"picture "
_OPTIMUM: Final = "optimum"
_DRAFT: Final = ".draft"


def peak_bytes(pid: int) -> int:
    """The most memory that a process has held (VmHWM)."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:"))


def pipeline(settings: dict[str, Any]) -> Any:
    """The pipeline of `settings["side"]`, with the sampler asked for."""
    base, side = Path(settings["base"]), settings["side"]
    pipe = _optimum(base, Path(settings["home"])) if side == _OPTIMUM else _torch(base)
    import diffusers

    sampler = getattr(diffusers, settings["scheduler"])
    pipe.scheduler = sampler.from_config(pipe.scheduler.config, **settings["options"])
    if side == "compile":
        import torch

        pipe.unet = torch.compile(pipe.unet)
        pipe.vae.decode = torch.compile(pipe.vae.decode)
    pipe.set_progress_bar_config(disable=True)
    return pipe


def _torch(base: Path) -> Any:
    import torch
    from diffusers import StableDiffusionPipeline

    return StableDiffusionPipeline.from_pretrained(
        base, torch_dtype=torch.float32, safety_checker=None, local_files_only=True
    )


def _optimum(base: Path, home: Path) -> Any:
    """optimum's pipeline; its export is made once."""
    folder = home / _OPTIMUM
    if not folder.is_dir():
        _export(base, folder.with_name(folder.name + _DRAFT))
        folder.with_name(folder.name + _DRAFT).rename(folder)
    from optimum.onnxruntime import ORTStableDiffusionPipeline

    return ORTStableDiffusionPipeline.from_pretrained(
        folder, provider="CPUExecutionProvider", local_files_only=True
    )


def _export(base: Path, folder: Path) -> None:
    import shutil

    from optimum.exporters.onnx.convert import onnx_export_from_model

    shutil.rmtree(folder, ignore_errors=True)
    pipe = _torch(base)
    if "down_block_types" not in pipe.vae.config:
        _suit(pipe.vae)
    onnx_export_from_model(
        pipe, folder, task="text-to-image", do_validation=False, no_post_process=True
    )


def _suit(vae: Any) -> None:
    """Let an autoencoder that is not diffusers' own be exported, as optimum goes about it."""
    # It counts these to know how much smaller latents are.
    levels = len(vae.config.block_out_channels)
    vae.register_to_config(
        down_block_types=["DownEncoderBlock2D"] * levels,
        up_block_types=["UpDecoderBlock2D"] * levels,
    )
    # Tracing takes weights of a function that is no module for constants.
    vae.eval().requires_grad_(False)
    encode = vae.encode
    vae.encode = lambda x: {
        "latent_dist": SimpleNamespace(parameters=encode(x).latent_dist.mode())
    }


def main() -> None:
    """Paint until standard input ends."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    settings = json.loads(sys.argv[1])
    pipe = pipeline(settings)
    for line in sys.stdin:
        picture(pipe, settings, int(line))
        sys.stdout.buffer.write(ANSWER + line.encode())
        sys.stdout.buffer.flush()


def picture(pipe: Any, settings: dict[str, Any], seed: int) -> Any:
    """One picture, as PIL has it."""
    import torch

    return pipe(
        settings["prompt"],
        num_inference_steps=settings["steps"],
        guidance_scale=settings["guidance"],
        generator=torch.Generator().manual_seed(seed),
    ).images[0]


if __name__ == "__main__":
    main()
