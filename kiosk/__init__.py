"""What the museum runs: hears a sentence, paints a scene, shows it. No torch, no network."""

import os

# onnxruntime would report its use to its maker; it reads this when it is imported.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
