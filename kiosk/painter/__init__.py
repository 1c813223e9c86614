"""The painter: a verified bundle, the denoising loop, pictures. onnxruntime lives only here."""
