"""What the visitor has made, and the rules for changing it.

1. `schema`: the document, one frozen value.
2. `limits`: how large anything may be. The only place that says so.
3. `refusal`: the one way to say no, with a code that every language has a sentence for.
4. `numbers`: what a visitor may type where a number is wanted.
5. `edits`: Document -> Document.
6. `history`: undo and redo.
7. `presets`: documents worth starting from.
8. `codec`: files and links; `reading`: what a file says, looked at value by value.

Knows `nn`, and nothing of figures or pages.
"""

from neuroviz.document.refusal import Refusal
from neuroviz.document.schema import Document, Fill, Layer, Selection

__all__ = ["Document", "Fill", "Layer", "Refusal", "Selection"]
