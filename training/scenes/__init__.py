"""The painter of the embedded base's corpus: 58 concepts, 8 skies, 4 seasons, 3 looks.

Deterministic from a seed; a labelled record with every scene, so that metrics have a ground truth.
"""
