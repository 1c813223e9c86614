"""What can go wrong while a bundle is built; nothing is left at the output folder after any.

ExportFault
├── RecipeUnreadable, OrderIncomplete, ProfileUnknown, SizeUnusable, FlavourUnknown
├── BaseUnreadable, CardIncomplete, NameUnusable
├── AdapterUnreadable, AdapterOtherBase
├── WeightNotFinite, WeightTooLarge, GraphTooLarge, DeltaUnplaced, FusionIncomplete
├── ProfileNotLinear, TokenizerDiffers
├── ParityFault           GraphDiffers, PictureDiffers, PictureBlack, PainterFailed,
│                         FlavourUnproven
├── BundleNotTested, BundleUnreadable, PeerFailed
├── KeyUnreadable, KeyLocked, KeyExists
└── OutputExists, OutputUnusable, DiskFull
"""

from typing import ClassVar

from export import messages


class ExportFault(Exception):
    """A failure that speaks: `key` names its sentence, `values` fill it in."""

    key: ClassVar[str] = ""
    exit_code: ClassVar[int] = 1

    def __init__(self, **values: object) -> None:
        super().__init__(self.key, values)
        self.values = values

    def say(self, language: str | None = None) -> str:
        """What is wrong, where, and what to do."""
        return messages.text(f"errors.{self.key}", language, **self.values)

    def __str__(self) -> str:
        return self.say()


class RecipeUnreadable(ExportFault):
    """values: file, reason."""

    key = "recipe_unreadable"


class OrderIncomplete(ExportFault):
    """values: option."""

    key = "order_incomplete"


class ProfileUnknown(ExportFault):
    """values: name, known."""

    key = "profile_unknown"


class SizeUnusable(ExportFault):
    """values: size, step."""

    key = "size_unusable"


class FlavourUnknown(ExportFault):
    """values: name, known."""

    key = "flavour_unknown"


class BaseUnreadable(ExportFault):
    """values: folder, reason."""

    key = "base_unreadable"


class CardIncomplete(ExportFault):
    """values: file, field, option."""

    key = "card_incomplete"


class NameUnusable(ExportFault):
    """values: name."""

    key = "name_unusable"


class AdapterUnreadable(ExportFault):
    """values: file, reason."""

    key = "adapter_unreadable"


class AdapterOtherBase(ExportFault):
    """values: file, wanted, found."""

    key = "adapter_other_base"


class WeightNotFinite(ExportFault):
    """values: part, layer."""

    key = "weight_not_finite"


class WeightTooLarge(ExportFault):
    """values: part, layer, value."""

    key = "weight_too_large"


class GraphTooLarge(ExportFault):
    """values: graph, size."""

    key = "graph_too_large"


class DeltaUnplaced(ExportFault):
    """values: layer, found."""

    key = "delta_unplaced"


class FusionIncomplete(ExportFault):
    """values: operator, found, wanted."""

    key = "fusion_incomplete"


class ProfileNotLinear(ExportFault):
    """values: profile, scheduler, reason."""

    key = "profile_not_linear"


class TokenizerDiffers(ExportFault):
    """values: text."""

    key = "tokenizer_differs"


class ParityFault(ExportFault):
    """The bundle does not do what torch does."""


class GraphDiffers(ParityFault):
    """values: graph, inputs, measured, allowed."""

    key = "graph_differs"


class PictureDiffers(ParityFault):
    """values: profile, prompt, seed, measured, allowed."""

    key = "picture_differs"


class PictureBlack(ParityFault):
    """values: profile, prompt, seed."""

    key = "picture_black"


class PainterFailed(ParityFault):
    """values: reason."""

    key = "painter_failed"


class PeerFailed(ExportFault):
    """values: side, reason."""

    key = "peer_failed"


class FlavourUnproven(ParityFault):
    """values: flavours."""

    key = "flavour_unproven"


class BundleNotTested(ExportFault):
    """values: file."""

    key = "bundle_not_tested"


class BundleUnreadable(ExportFault):
    """values: folder, reason."""

    key = "bundle_unreadable"


class KeyUnreadable(ExportFault):
    """values: file, reason."""

    key = "key_unreadable"


class KeyLocked(ExportFault):
    """values: file, variable."""

    key = "key_locked"


class KeyExists(ExportFault):
    """values: file."""

    key = "key_exists"


class OutputExists(ExportFault):
    """values: folder."""

    key = "output_exists"


class OutputUnusable(ExportFault):
    """values: folder, reason."""

    key = "output_unusable"


class DiskFull(ExportFault):
    """values: folder."""

    key = "disk_full"
