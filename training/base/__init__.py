"""The embedded base model pampa-mini: corpus, autoencoder, text encoder, UNet, training."""
