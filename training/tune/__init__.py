"""Teach a base model from a museum's own pictures: LoRA or DreamBooth, offline, in little memory.

config → dataset, buckets → cache → order → losses → learner → loop; beside it watch, report,
verify, plan, sweep and bench.
"""
