"""Options that several commands share."""

from typing import Annotated

import typer

JsonFlag = Annotated[bool, typer.Option("--json", help="Resposta para máquinas, em JSON.")]
