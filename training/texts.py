"""What museum staff read from this package: one table of sentences, pt-BR and English."""

import os
from typing import Final

_SENTENCES: Final[dict[str, dict[str, str]]] = {
    "config_missing": {
        "pt": "Não encontrei o arquivo de configuração {file}. Confira o caminho.",
        "en": "There is no configuration file {file}. Check the path.",
    },
    "config_unreadable": {
        "pt": "Não consegui usar {file}: {reason}. Corrija o arquivo e tente de novo.",
        "en": "{file} cannot be used: {reason}. Mend the file and try again.",
    },
    "config_unknown": {
        "pt": "{file}: a chave “{name}” não existe. Seria “{near}”?",
        "en": "{file}: there is no key “{name}”. Did you mean “{near}”?",
    },
    "base_missing": {
        "pt": (
            "Não há modelo base em {folder}. Treine-o com “heritage-train base” ou indique "
            "outra pasta."
        ),
        "en": (
            "There is no base model in {folder}. Train it with “heritage-train base” or name "
            "another."
        ),
    },
    "base_unexplained": {
        "pt": "{folder} não tem training.json. Publique-o de novo com “heritage-train base”.",
        "en": "{folder} has no training.json. Publish it again with “heritage-train base”.",
    },
    "base_changed_recipe": {
        "pt": "{folder} foi começado com outra receita. Use outra pasta ou apague esta.",
        "en": "{folder} was begun with another recipe. Use another folder or delete this one.",
    },
    "dataset_missing": {
        "pt": (
            "Não encontrei imagens em {folder}. Ponha arquivos PNG ou JPEG com um .txt de "
            "legenda cada."
        ),
        "en": "There are no pictures in {folder}. Put PNG or JPEG files with a .txt caption each.",
    },
    "dataset_caption": {
        "pt": "A imagem {file} não tem legenda: crie {caption}.",
        "en": "The picture {file} has no caption: create {caption}.",
    },
    "dataset_unreadable": {
        "pt": "A imagem {file} não pode ser lida ({reason}). Troque-a ou retire-a da pasta.",
        "en": (
            "The picture {file} cannot be read ({reason}). Replace it or take it out of the folder."
        ),
    },
    "dataset_trigger": {
        "pt": (
            "Nenhuma legenda de {folder} contém “{trigger}”, a palavra que o adaptador deve "
            "ensinar."
        ),
        "en": "No caption in {folder} contains “{trigger}”, the word the adapter shall teach.",
    },
    "rate_low": {
        "pt": (
            "Aviso: taxa de aprendizado {rate} é baixa para LoRA; 1e-4 é usual. O adaptador "
            "pode não aprender."
        ),
        "en": (
            "Warning: a learning rate of {rate} is low for LoRA; 1e-4 is usual. It may learn "
            "nothing."
        ),
    },
    "loss_not_finite": {
        "pt": "O treino parou no passo {step}: a perda deixou de ser um número. Imagens: {files}.",
        "en": "Training stopped at step {step}: the loss is no longer a number. Pictures: {files}.",
    },
    "adapter_unreadable": {
        "pt": "{file} não é um adaptador deste projeto: {reason}.",
        "en": "{file} is no adapter of this project: {reason}.",
    },
    "few_step_missing": {
        "pt": "{folder} não tem pesos de poucos passos. Crie-os com “heritage-train distil”.",
        "en": "{folder} has no few-step weights. Make them with “heritage-train distil”.",
    },
    "few_step_other_base": {
        "pt": "{file} foi feito para outra base. Crie-o de novo com “heritage-train distil”.",
        "en": "{file} was made for another base. Make it again with “heritage-train distil”.",
    },
    "few_step_prediction": {
        "pt": "Só sei destilar modelos com v-prediction; este usa {prediction}.",
        "en": "Only models with v-prediction can be distilled; this one uses {prediction}.",
    },
    "probe_missing": {
        "pt": "Não há sonda de conceitos em {folder}. Treine-a com “heritage-train probe-train”.",
        "en": "There is no concept probe in {folder}. Train it with “heritage-train probe-train”.",
    },
    "pictures_missing": {
        "pt": "Não há imagem em {file}. Indique um PNG, JPEG ou uma pasta deles.",
        "en": "There is no picture at {file}. Name a PNG, a JPEG or a folder of them.",
    },
    "concept_unknown": {
        "pt": "Não sei pintar “{name}”. Conheço: {known}.",
        "en": "I cannot paint “{name}”. I know: {known}.",
    },
    "quick_unwritten": {
        "pt": "Números de --quick são poucos demais para a ficha; meça sem --quick.",
        "en": "The figures of --quick are too few for the card; measure without --quick.",
    },
    "stopped": {
        "pt": "Parado no passo {step}; continue com o mesmo comando.",
        "en": "Stopped at step {step}; go on with the same command.",
    },
}


def say(key: str, **values: object) -> str:
    """The sentence in the reader's language: English where LANG says so, else Portuguese."""
    language = "en" if os.environ.get("LANG", "").lower().startswith("en") else "pt"
    return _SENTENCES[key][language].format(**values)


class TrainingError(Exception):
    """A failure that staff can mend; prints as its sentence."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(say(key, **values))
        self.key = key
