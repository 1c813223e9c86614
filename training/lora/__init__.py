"""Teach one concept to a base model: LoRA by accelerate, peft and diffusers."""
