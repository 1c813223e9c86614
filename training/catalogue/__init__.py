"""From a folder of the museum's own pictures to a set that may be trained on.

Sources are only ever read.

rows: the catalogue file. rights: which rights allow what. photographs: what a picture file holds.
reading: all files, once. alike: duplicates and groups. checks: all findings. choose, split: what is
used, to learn from or to measure on. prepared: the result. report: the page. prepare: the whole.
"""
