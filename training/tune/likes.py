"""The models that `heritage-train bench` measures."""

from typing import Literal, TypeAlias

# sd15: random weights in Stable Diffusion 1.5's architecture.
Like: TypeAlias = Literal["pampa-mini", "sd15"]
