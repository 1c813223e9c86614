"""The kiosk's error tree. Every leaf has a sentence in the catalogue and an exit code.

HeritageError
├── PermanentFault            78: a restart will not help, a person must act
│   ├── BundleFault           the bundle cannot be trusted or read; `file` names what is wrong
│   │   ├── BundleFileMissing, BundleFileChanged, BundleSignatureWrong
│   │   └── BundleOlder, BundleUnreadable, BundleAbsent, BundleFixed
│   ├── ModelFault            SpeechModelChanged, SpeechModelAbsent, ProviderRefused,
│   │                         TranslatorAbsent
│   ├── ConfigFault           ConfigUnreadable, ConfigUnknownKey, RulesBroken, SettingsSetAside,
│   │                         PinsUnreadable
│   ├── CredentialsUnusable, ShareRefused
│   └── DisplayAbsent
├── TemporaryFault            75: a restart or another try may help
│   ├── PainterFault, MemoryShort, ListenerFault, WorkerAbsent, DeadlinePassed, ProtocolFault
│   ├── GalleryFault          GalleryAbsent, GalleryInUse, GalleryUnreadable
│   ├── PrinterAbsent
│   └── MicrophoneAbsent
└── InputFault                65: what was given cannot be used, the kiosk itself is well
    ├── AudioFault            AudioMissing, AudioUnreadable, AudioEmpty, AudioSilent, AudioTooLong
    ├── NothingUnderstood
    ├── PromptBlocked
    ├── ProfileUnknown
    ├── PinFault              PinUnfit, PinTaken, PinsDiffer
    ├── SetUnreadable
    ├── OutputRefused
    ├── PictureUnreadable
    └── CredentialsExist
"""

from typing import ClassVar

from kiosk import catalogue


class HeritageError(Exception):
    """A failure that speaks: `key` names its sentence, `values` fill it in."""

    key: ClassVar[str] = ""
    exit_code: ClassVar[int] = 70

    def __init__(self, **values: object) -> None:
        super().__init__(self.key, values)
        self.values = values

    def say(self, language: str = catalogue.DEFAULT) -> str:
        """What is wrong, where, and what to do, in the reader's language."""
        return catalogue.text(self.key, language, **self.values)

    def __str__(self) -> str:
        return self.say()


class PermanentFault(HeritageError):
    """A restart will not help."""

    exit_code = 78


class TemporaryFault(HeritageError):
    """A restart or another try may help."""

    exit_code = 75


class InputFault(HeritageError):
    """What was given cannot be used."""

    exit_code = 65


class BundleFault(PermanentFault):
    """The bundle cannot be trusted or read. Nothing of it was loaded."""


class BundleAbsent(BundleFault):
    """values: folder."""

    key = "errors.bundle.absent"


class BundleUnreadable(BundleFault):
    """values: file, reason."""

    key = "errors.bundle.unreadable"


class BundleFileMissing(BundleFault):
    """values: file."""

    key = "errors.bundle.missing"


class BundleFileChanged(BundleFault):
    """values: file."""

    key = "errors.bundle.changed"


class BundleSignatureWrong(BundleFault):
    """values: file."""

    key = "errors.bundle.signature"


class BundleOlder(BundleFault):
    """values: file, release, known."""

    key = "errors.bundle.older"


class BundleFixed(BundleFault):
    """values: folder."""

    key = "errors.bundle.fixed"


class ModelFault(PermanentFault):
    """A model or device is not what it should be."""


class SpeechModelAbsent(ModelFault):
    """values: folder."""

    key = "errors.model.speech_absent"


class SpeechModelChanged(ModelFault):
    """values: file."""

    key = "errors.model.speech_changed"


class TranslatorAbsent(ModelFault):
    """values: reason."""

    key = "errors.model.translator_absent"


class ProviderRefused(ModelFault):
    """values: asked, got."""

    key = "errors.model.provider"


class ConfigFault(PermanentFault):
    """The configuration cannot be used."""


class ConfigUnreadable(ConfigFault):
    """values: file, reason."""

    key = "errors.config.unreadable"


class ConfigUnknownKey(ConfigFault):
    """values: file, name, nearest."""

    key = "errors.config.unknown_key"


class RulesBroken(ConfigFault):
    """values: file, rules."""

    key = "errors.config.rules_broken"


class SettingsSetAside(ConfigFault):
    """values: file, aside, reason."""

    key = "errors.config.set_aside"


class PinsUnreadable(ConfigFault):
    """values: file, reason."""

    key = "errors.config.pins_unreadable"


class DisplayAbsent(PermanentFault):
    """No values."""

    key = "errors.display_absent"


class CredentialsUnusable(PermanentFault):
    """values: file, reason."""

    key = "errors.credentials_unusable"


class ShareRefused(PermanentFault):
    """values: address, reason."""

    key = "errors.share_refused"


class PainterFault(TemporaryFault):
    """values: reason."""

    key = "errors.painter"


class MemoryShort(TemporaryFault):
    """values: reason."""

    key = "errors.memory_short"


class ListenerFault(TemporaryFault):
    """values: reason."""

    key = "errors.listener"


class WorkerAbsent(TemporaryFault):
    """values: role, socket."""

    key = "errors.worker_absent"


class DeadlinePassed(TemporaryFault):
    """values: seconds."""

    key = "errors.deadline"


class ProtocolFault(TemporaryFault):
    """values: reason."""

    key = "errors.protocol"


class PrinterAbsent(TemporaryFault):
    """values: reason."""

    key = "errors.printer_absent"


class MicrophoneAbsent(TemporaryFault):
    """values: reason."""

    key = "errors.microphone_absent"


class GalleryFault(TemporaryFault):
    """What the kiosk keeps on its disk cannot be used; painting goes on without it."""


class GalleryAbsent(GalleryFault):
    """values: folder, reason."""

    key = "errors.gallery.absent"


class GalleryInUse(GalleryFault):
    """values: folder."""

    key = "errors.gallery.in_use"


class GalleryUnreadable(GalleryFault):
    """values: file, reason, aside, scenes."""

    key = "errors.gallery.unreadable"


class AudioFault(InputFault):
    """The recording cannot be used."""


class AudioMissing(AudioFault):
    """values: file."""

    key = "errors.audio.missing"


class AudioUnreadable(AudioFault):
    """values: file, reason."""

    key = "errors.audio.unreadable"


class AudioEmpty(AudioFault):
    """values: file."""

    key = "errors.audio.empty"


class AudioSilent(AudioFault):
    """values: file."""

    key = "errors.audio.silent"


class AudioTooLong(AudioFault):
    """values: file, seconds, limit."""

    key = "errors.audio.too_long"


class NothingUnderstood(InputFault):
    """values: none."""

    key = "errors.nothing_understood"


class PromptBlocked(InputFault):
    """values: suggestion."""

    key = "errors.prompt_blocked"


class ProfileUnknown(InputFault):
    """values: name, known."""

    key = "errors.profile_unknown"


class PinFault(InputFault):
    """The PIN was not set."""


class PinUnfit(PinFault):
    """No values."""

    key = "errors.pin.unfit"


class PinTaken(PinFault):
    """No values."""

    key = "errors.pin.taken"


class PinsDiffer(PinFault):
    """No values."""

    key = "errors.pin.differ"


class SetUnreadable(InputFault):
    """values: file, line, reason."""

    key = "errors.set_unreadable"


class OutputRefused(InputFault):
    """values: file, reason."""

    key = "errors.output"


class PictureUnreadable(InputFault):
    """values: file, reason."""

    key = "errors.picture_unreadable"


class CredentialsExist(InputFault):
    """values: file."""

    key = "errors.credentials_exist"
