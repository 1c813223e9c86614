"""Noise like torch's, the loop against a plain sum, and scenes that repeat byte for byte."""

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kiosk import errors
from kiosk.bundle import delta, keys, schedule, verify
from kiosk.bundle import manifest as contract
from kiosk.painter import noise, picture, runtime, weights
from kiosk.painter.denoise import denoise
from kiosk.painter.engine import Glance, Painter, Scene


@pytest.fixture
def painter(tiny_bundle, public_key):
    return Painter(verify.read_verified(tiny_bundle, [public_key]), threads=1)


def paint(painter, prompt="um gaúcho no campo", seed=7, **options):
    *glances, scene = painter.paint(prompt, seed, **options)
    assert isinstance(scene, Scene)
    assert all(isinstance(glance, Glance) for glance in glances)
    return glances, scene


@pytest.mark.parametrize("seed", [0, 1, 42, 2**32 - 1, 2**40 + 7])
def test_noise_is_torchs(seed):
    torch = pytest.importorskip("torch")
    for size in (1, 2, 5, 15, 16, 17, 31, 32, 33, 1000, 2048):
        torch.manual_seed(seed)
        wanted = torch.randn(size).numpy()
        assert np.abs(noise.randn(seed, (size,)) - wanted).max() < 2e-6
        torch.manual_seed(seed)
        uniforms = noise.uniforms(noise.mersenne_twister(seed), size)
        assert np.array_equal(uniforms, torch.rand(size).numpy())


def test_noise_is_normal_and_shaped():
    drawn = noise.randn(5, (4, 64, 64))
    assert drawn.shape == (4, 64, 64)
    assert drawn.dtype == np.float32
    assert abs(drawn.mean()) < 0.03
    assert abs(drawn.std() - 1) < 0.03


def test_the_loop_follows_the_table():
    rng = np.random.default_rng(0)
    rows = np.zeros((4, 5))
    rows[0, 0] = 1.5
    for k in range(1, 4):
        rows[k, : k + 1] = rng.normal(size=k + 1)
        rows[k, 4] = rng.normal()
    table = schedule.ScheduleTable(
        scheduler="test",
        evaluations=3,
        guidance_scale=3.0,
        noises=1,
        timesteps=(9.0, 5.0, 1.0),
        rows=tuple(tuple(row) for row in rows),
    )
    start, fresh = rng.normal(size=(2, 4, 8, 8)).astype(np.float32)
    asked = []

    def unet(pair, timestep):
        asked.append((pair[0], timestep))
        assert np.array_equal(pair[0], pair[1])
        return np.stack([np.sin(pair[0]), np.cos(pair[1])])

    steps = list(denoise(start, [fresh], table, unet, 3.0))
    outputs = []
    for k in range(3):
        state = sum(w * t for w, t in zip(rows[k], [start, *outputs], strict=False))
        state = state + rows[k, 4] * fresh
        assert np.allclose(asked[k][0], state, atol=1e-5)
        outputs.append(np.sin(state) + 3.0 * (np.cos(state) - np.sin(state)))
    final = sum(w * t for w, t in zip(rows[3], [start, *outputs, fresh], strict=True))
    assert np.allclose(steps[-1].latents, final, atol=1e-4)
    assert [timestep for _, timestep in asked] == [9.0, 5.0, 1.0]
    assert [(step.number, step.total) for step in steps] == [(1, 3), (2, 3), (3, 3)]


def test_without_guidance_the_unet_runs_alone():
    table = schedule.ScheduleTable(
        scheduler="test",
        evaluations=2,
        guidance_scale=1.0,
        noises=0,
        timesteps=(9.0, 5.0),
        rows=((1.0, 0.0, 0.0), (1.0, -0.5, 0.0), (1.0, -0.5, -0.5)),
    )
    start = noise.randn(2, (4, 8, 8))
    asked = []

    def unet(latents, _timestep):
        asked.append(latents.shape)
        return np.sin(latents)

    *_, last = denoise(start, [], table, unet, table.guidance_scale)
    between = start - 0.5 * np.sin(start)
    assert asked == [(1, 4, 8, 8)] * 2
    assert np.allclose(last.latents, between - 0.5 * np.sin(between), atol=1e-6)
    assert not table.guided


@pytest.fixture
def few(few_bundle, public_key):
    painter = Painter(verify.read_verified(few_bundle, [public_key]), threads=1)
    painter.warm_up()
    return painter


def test_a_profile_paints_with_its_own_delta(few, painter):
    _, scene = paint(few, profile="few")
    assert scene.steps == 3
    assert scene.png == paint(few, profile="few")[1].png
    # Nothing is guided, so a negative says nothing; the other profiles are as without the delta.
    assert scene.png == paint(few, profile="few", negative="cavalo")[1].png
    assert paint(few)[1].png == paint(painter)[1].png
    assert scene.png != paint(few)[1].png


def run_unet(graph):
    """The tiny graph's answer to noise, where its weight multiplies from the right."""
    sample = noise.randn(4, (1, 4, 4, 4))
    context = np.zeros((1, 8, 4), np.float32)
    opened = runtime.Graph("unet.onnx", graph, {}, runtime.CPU, 1)
    inputs = {"sample": sample, "timestep": opened.scalar("timestep", 0.0)}
    return sample, opened.run({**inputs, "encoder_hidden_states": context})


def test_a_delta_changes_the_weight_by_its_product_and_nothing_else(few_bundle):
    graph = (few_bundle / "unet.onnx").read_bytes()
    (factor,) = delta.decode((few_bundle / "few.safetensors").read_bytes())
    changed = weights.with_delta(graph, [factor])
    gain = factor.left.astype(np.float32) @ factor.right.astype(np.float32)
    wanted = (np.eye(4, dtype=np.float32) + gain).astype(np.float16)
    sample, plain = run_unet(graph)
    _, moved = run_unet(changed)
    assert np.allclose(plain, sample, atol=1e-6)
    assert np.allclose(moved, sample @ wanted.astype(np.float32), atol=1e-5)
    place = weights.places(graph)["mix.half"]
    end = place.start + place.size
    assert changed[: place.start] == graph[: place.start]
    assert changed[end:] == graph[end:]
    assert changed[place.start : end] == wanted.tobytes()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": "mixed.half"}, "no such weight"),
        ({"left": np.ones((5, 2), np.float16)}, "5 × 4"),
        ({"right": np.ones((2, 3), np.float16)}, "4 × 3"),
        ({"left": np.full((4, 2), 6e4), "right": np.full((2, 4), 6e4)}, "fp16"),
    ],
)
def test_a_delta_that_does_not_fit_its_graph_is_refused(
    change, said, few_bundle, public_key, resign
):
    file = few_bundle / "few.safetensors"
    (good,) = delta.decode(file.read_bytes())
    fields = {"name": good.name, "left": good.left, "right": good.right}
    file.write_bytes(delta.encode([delta.Factor(**{**fields, **change})]))
    resign(few_bundle, profiles=profiles_of(few_bundle))
    with pytest.raises(errors.BundleUnreadable, match=r"few\.safetensors") as refused:
        Painter(verify.read_verified(few_bundle, [public_key]), threads=1)
    assert said in str(refused.value)


def profiles_of(folder):
    return contract.decode((folder / "manifest.json").read_bytes()).profiles


def test_a_delta_file_that_is_none_is_refused(few_bundle, public_key, resign):
    file = few_bundle / "few.safetensors"
    good = file.read_bytes()
    one = np.ones((1, 1), np.float16)
    odd = delta.encode([delta.Factor(name="a", left=one, right=one)])
    for data in (b"", b"nonsense", good[:-1], good + b"\0", odd.replace(b"a:right", b"b:right")):
        file.write_bytes(data)
        resign(few_bundle, profiles=profiles_of(few_bundle))
        with pytest.raises(errors.BundleUnreadable, match=r"few\.safetensors"):
            Painter(verify.read_verified(few_bundle, [public_key]), threads=1)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_crash_the_readers_of_deltas_and_graphs(data):
    for read in (delta.decode, weights.places):
        try:
            read(data)
        except ValueError as told:
            assert str(told)  # noqa: PT017 - most bytes are refused, the empty graph is not


def test_a_delta_is_safetensors(few_bundle):
    safetensors = pytest.importorskip("safetensors.numpy")
    data = (few_bundle / "few.safetensors").read_bytes()
    (factor,) = delta.decode(data)
    read = safetensors.load(data)
    assert np.array_equal(read["mix.half:left"], factor.left)
    assert np.array_equal(read["mix.half:right"], factor.right)


def test_the_same_scene_twice_is_the_same_bytes(painter):
    _, first = paint(painter)
    _, again = paint(painter)
    _, other = paint(painter, seed=8)
    assert first.png == again.png
    assert first.sha256 == again.sha256
    assert other.png != first.png


def test_prompt_and_negative_both_count(painter):
    plain = paint(painter)[1].png
    assert paint(painter, prompt="um cavalo no campo")[1].png != plain
    assert paint(painter, negative="cavalo")[1].png != plain


def test_the_picture_says_what_it_is(painter):
    _, scene = paint(painter)
    image = Image.open(io.BytesIO(scene.png))
    image.load()
    assert image.size == (16, 16) == (scene.width, scene.height)
    assert image.text["Source"] == "Imagem gerada por IA, não é registro histórico"
    assert image.text["Prompt"] == "um gaúcho no campo"
    assert (image.text["Seed"], image.text["Bundle"]) == ("7", "tiny-3")
    assert b"tEXt" in scene.png


def test_previews_have_four_pixels_for_each_latent_position(painter):
    glances, _ = paint(painter)
    assert [glance.step for glance in glances] == [1, 2]
    assert Image.open(io.BytesIO(glances[0].preview)).size == (16, 16)
    assert glances[-1].preview is None
    assert all(glance.preview is None for glance in paint(painter, previews=False)[0])


def test_a_preview_of_overflowed_latents_is_still_a_picture(painter, tiny_bundle, public_key):
    model = verify.read_verified(tiny_bundle, [public_key]).manifest.model
    latents = np.full((4, 4, 4), np.nan, np.float32)
    assert picture.preview(latents, model).startswith(b"\x89PNG")


def test_an_unknown_profile_names_the_known(painter):
    with pytest.raises(errors.ProfileUnknown, match="two, many"):
        next(painter.paint("x", 1, profile="fast"))


@given(sentence=st.text(max_size=400))
def test_every_sentence_has_the_fixed_length(sentence, tokenizer):
    (row,) = tokenizer.ids(sentence).tolist()
    assert len(row) == 8
    assert row[0] == 1
    assert row.count(2) == 1
    assert set(row[row.index(2) + 1 :]) <= {0}


@pytest.fixture(scope="module")
def tokenizer():
    from tokenizers import Tokenizer, models, pre_tokenizers

    from kiosk.bundle.manifest import Model
    from kiosk.painter.text import PromptTokenizer

    words = Tokenizer(models.WordLevel({"<pad>": 0, "<bos>": 1, "<eos>": 2, "<unk>": 3}, "<unk>"))
    words.pre_tokenizer = pre_tokenizers.Whitespace()
    shape = {"width": 8, "height": 8, "latent_channels": 1, "latent_height": 1, "latent_width": 1}
    model = Model(
        name="t",
        max_tokens=8,
        pad_token_id=0,
        bos_token_id=1,
        eos_token_id=2,
        prompt_language="pt",
        **shape,
    )
    return PromptTokenizer(words.to_str().encode(), model)


def test_a_long_sentence_is_cut_and_keeps_its_end(tokenizer):
    assert tokenizer.ids("um " * 50).tolist() == [[1, 3, 3, 3, 3, 3, 3, 2]]


def test_a_provider_that_is_not_there_is_refused(tiny_bundle, public_key):
    if runtime.CUDA in runtime.available():
        pytest.skip("this machine has the provider")
    bundle = verify.read_verified(tiny_bundle, [public_key])
    with pytest.raises(errors.ProviderRefused, match="CUDAExecutionProvider"):
        Painter(bundle, threads=1, provider=runtime.CUDA)


def test_signed_nonsense_is_a_bundle_fault(tiny_bundle, public_key, resign):
    for name in ("unet.onnx", "tokenizer.json", "schedule-two.json"):
        good = (tiny_bundle / name).read_bytes()
        (tiny_bundle / name).write_bytes(b"nonsense")
        resign(tiny_bundle)
        with pytest.raises(errors.BundleUnreadable, match=name):
            Painter(verify.read_verified(tiny_bundle, [public_key]), threads=1)
        (tiny_bundle / name).write_bytes(good)


def test_a_graph_that_fails_is_a_painters_fault(painter):
    with pytest.raises(errors.PainterFault):
        painter._unets[""].run({"sample": np.zeros((1, 1, 1, 1), np.float32)})


def test_the_shipped_bundle_paints(shipped_bundle):
    painter = Painter(verify.read_verified(shipped_bundle, keys.trusted()), threads=2)
    painter.warm_up()
    _, scene = paint(painter, prompt="um gaúcho a cavalo no pampa")
    pixels = np.asarray(Image.open(io.BytesIO(scene.png)).convert("RGB"))
    assert pixels.shape == (scene.height, scene.width, 3)
    assert pixels.std() > 10
