"""Where base models come from: imported offline from a file or a folder, or made at random.

architecture: Stable Diffusion 1.x, in any width. kinds: what a checkpoint is, by its keys.
weights: reading them, and whether they fit. tokenizer: CLIP's. single_file, folder: the two kinds
of source. checkpoint: the import. drafts: a new folder, whole or not at all. lock: models.lock.
randomly: random weights to measure with.
"""
