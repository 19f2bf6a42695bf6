"""Keep and share: the neuron is part of the document, so link and file are the studio's."""

from __future__ import annotations

from neuroviz.code.neuron import SIMULATORS, neuron_script
from neuroviz.i18n import Language
from neuroviz.lab.comparison.run import run
from neuroviz.ui.common import session
from neuroviz.ui.common.sharing import link_and_file
from neuroviz.ui.common.take_code import code_to_take, code_words
from neuroviz.ui.common.taking import pictures
from neuroviz.ui.pages.neuron.stage import taken


def panel(t: Language) -> None:
    """Show link and file, and the cell as code where it could be simulated."""
    link_and_file(t)
    now, words = run(session.document().neuron), code_words(t)
    pictures(t, "neuron", taken(now, t))
    if now.beginning is not None:
        code_to_take(
            t, "neuron", SIMULATORS, lambda simulator: neuron_script(now, simulator, words),
            name="neuron-" + now.neuron.model, numbers=sum(map(len, now.trains)),
        )
