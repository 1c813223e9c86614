"""The painter that the next embedded base will learn from: 58 concepts, 8 skies, 3 looks.

`training.scenes` painted the corpus of the shipped weights and stays until they are retrained on
this one (decision 0006). Deterministic from a seed; a labelled record with every scene.
"""
