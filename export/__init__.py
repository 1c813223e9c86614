"""Adapter in, signed bundle out: merge, convert, prove equal, sign."""

import os

# onnxruntime would report its use to its maker; it reads this when it is imported.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
