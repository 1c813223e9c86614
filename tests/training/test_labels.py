"""What the probe is asked: every answer has one place, and the labels say what the scene shows."""

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.scenes.concepts import ATTIRE, CONCEPTS, GROUNDS
from training.scenes.labels import ANSWERS, AXES, LABELS, shown, slices, targets
from training.scenes.repertoire import WHOLE
from training.scenes.scene import compose, members, record
from training.scenes.traits import attire

SEEDS = st.integers(min_value=0, max_value=2**31)


def _record(seed: int) -> Mapping[str, object]:
    return record(compose(seed, repertoire=WHOLE))


def test_every_label_is_named_once() -> None:
    assert len(set(LABELS)) == len(LABELS) == len(CONCEPTS) + len(ATTIRE)
    assert set(LABELS) == set(CONCEPTS) | set(ATTIRE)
    for values in AXES.values():
        assert len(set(values)) == len(values) > 1


def test_the_slices_cover_all_answers_once_with_labels_first() -> None:
    found = slices()
    columns = [column for part in found.values() for column in range(part.start, part.stop)]
    assert columns == list(range(ANSWERS))
    assert next(iter(found)) == "labels"
    for name, part in found.items():
        assert part.stop - part.start == len(LABELS if name == "labels" else AXES[name])


@settings(max_examples=30, deadline=None)
@given(st.lists(SEEDS, min_size=1, max_size=5))
def test_targets_say_of_each_scene_what_its_record_says(seeds: list[int]) -> None:
    records = [_record(seed) for seed in seeds]
    wanted = targets(records)
    assert set(wanted) == set(slices())
    assert wanted["labels"].shape == (len(seeds), len(LABELS))
    for row, told in enumerate(records):
        present = {LABELS[i] for i in np.flatnonzero(wanted["labels"][row])}
        assert present == shown(told)
        for axis in ("sky", "look"):
            assert AXES[axis][int(wanted[axis][row])] == told[axis]
        counts: list[int] = told["counts"]  # type: ignore[assignment]
        assert AXES["count"][int(wanted["count"][row])] == str(counts[0])
    assert set(np.unique(wanted["labels"])) <= {0.0, 1.0}


@settings(max_examples=30, deadline=None)
@given(SEEDS)
def test_shown_is_the_subjects_one_ground_and_what_the_figures_wear(seed: int) -> None:
    scene = compose(seed, repertoire=WHOLE)
    seen = shown(record(scene))
    assert seen & set(GROUNDS) == {scene.ground}
    assert seen & set(CONCEPTS) - set(GROUNDS) == {
        one.concept for one in scene.placements if one.concept not in GROUNDS
    }
    singles = [single for one in scene.placements for single in members(one)]
    worn = [attire(single.concept, single.variant_seed) for single in singles]
    assert seen & set(ATTIRE) == set().union(*worn)


@settings(max_examples=30, deadline=None)
@given(SEEDS, st.sampled_from([name for name in CONCEPTS if not CONCEPTS[name].plural]))
def test_what_never_comes_in_groups_counts_one(seed: int, name: str) -> None:
    scene = compose(seed, repertoire=WHOLE, main=name, count=4)
    assert targets([record(scene)])["count"][0] == 0


def test_an_unknown_name_is_refused_and_not_left_out() -> None:
    told = dict(_record(1))
    with pytest.raises(ValueError, match="not in tuple"):
        targets([{**told, "concepts": ["dragao"]}])
    with pytest.raises(ValueError, match="not in tuple"):
        targets([{**told, "sky": "eclipse"}])
