"""Which function draws which concept. Landscapes are not here: the backdrop paints them."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from training.scenes import (
    animals,
    birds,
    cats,
    dancers,
    farm,
    farmstead,
    figures,
    flowers,
    history,
    mammals,
    mate,
    music,
    natives,
    objects,
    peoples,
    places,
    plants,
    riders,
    small,
    tools,
    travel,
    waterbirds,
)
from training.scenes.canvas import Pen
from training.scenes.traits import Traits

Draw = Callable[[Pen, Traits, np.random.Generator], None]

UNMIRRORED: tuple[str, ...] = places.UNMIRRORED
REGISTRY: Mapping[str, Draw] = MappingProxyType({
    "gaucho": figures.gaucho, "prenda": figures.prenda, "cavalo": animals.cavalo,
    "boi": animals.boi, "quero_quero": birds.quero_quero, "ema": birds.ema,
    "capivara": mammals.capivara, "araucaria": plants.araucaria, "umbu": plants.umbu,
    "ruinas": places.ruinas, "galpao": places.galpao, "fogo_de_chao": objects.fogo_de_chao,
    "chimarrao": objects.chimarrao, "gato_do_mato_pequeno": cats.gato_do_mato_pequeno,
    "sapinho": small.sapinho, "lanceiro": history.lanceiro, "corticeira": plants.corticeira,
    "gato_palheiro": cats.gato_palheiro, "veado_campeiro": mammals.veado_campeiro,
    "tuco_tuco": small.tuco_tuco, "graxaim": mammals.graxaim, "tatu_mulita": small.tatu_mulita,
    "ovelha": farm.ovelha, "cachorro_ovelheiro": farm.cachorro_ovelheiro,
    "joao_de_barro": birds.joao_de_barro, "garca": waterbirds.garca, "tacha": waterbirds.tacha,
    "curicaca": waterbirds.curicaca, "ipe": natives.ipe, "butia": natives.butia,
    "erva_mate": natives.erva_mate, "brinco_de_princesa": flowers.brinco_de_princesa,
    "marcela": flowers.marcela, "estancia": farmstead.estancia, "mangueira": farmstead.mangueira,
    "carreta": travel.carreta, "churrasco": objects.churrasco, "laco": tools.laco,
    "boleadeiras": tools.boleadeiras, "gaita": music.gaita, "pelego": tools.pelego,
    "esporas": tools.esporas,
    "acampamento": travel.acampamento, "cata_vento": farmstead.cata_vento,
    "gaucho_de_poncho": figures.gaucho_de_poncho, "crianca": figures.crianca,
    "tomando_chimarrao": mate.tomando_chimarrao, "roda_de_chimarrao": mate.roda_de_chimarrao,
    "gaiteiro": dancers.gaiteiro, "casal_dancando": dancers.casal_dancando,
    "chula": dancers.chula, "a_cavalo": riders.a_cavalo, "lacando": riders.lacando,
    "tropeiro": riders.tropeiro, "proclamacao": history.proclamacao,
    "artesa_guarani": peoples.artesa_guarani, "charrua": peoples.charrua,
})  # fmt: skip
