"""The document, which is everything that a visitor has made, and the rules for changing it.

1. `schema`: the document, one frozen value.
2. `limits`: how large anything may be, in one place.
3. `refusal`: the one error for what is not allowed, with a code that every language has a sentence for.
4. `numbers`: numbers as a visitor may type them.
5. `edits`: Document -> Document; `page_edits`: the part that changes the pages' settings; `parts`: what both share.
6. `history`: undo and redo.
7. `presets`: documents to start from.
8. `codec`: files and links; `reading`: readers for the values of a file.

Knows `nn`, and nothing of figures or pages.
"""

from neuroviz.document.refusal import Refusal
from neuroviz.document.schema import Document, Fill, Layer, Selection

__all__ = ["Document", "Fill", "Layer", "Refusal", "Selection"]
