"""How large rooms may be, how long they live, and how often they may be asked for."""

MAX_ROOMS = 60
"""Rooms at once on one store."""

MAX_PEOPLE = 250
"""People in one room, beside the presenter."""

MAX_SHEETS = 8
"""Documents that a room hands out or keeps for a short address."""

MAX_SHEET_BYTES = 400_000
"""Bytes of a document, as the text of a file. The largest network takes about 250 kB."""

MAX_MODEL_BYTES = 4_500_000
"""Bytes of a wide model's numbers: a million of four bytes each, as files have them, or half as many of eight."""

MAX_PART = 1024
"""Layers, and neurons of a layer, that can be pointed at: as many as the widest model has."""

MAX_OPTIONS = 32
"""Choices that a question offers: as many as a layer may have neurons."""

MAX_ANSWERS = 2 * MAX_PEOPLE
"""Answers to one question: people leave, and others come."""

BINS = 20
"""Columns of the histogram of answers on a number line."""

LIFE_S = 2 * 3600.0
"""A room ends when nothing has been seen of its presenter for so long."""

MAX_AGE_S = 12 * 3600.0
"""No room lives longer than a day's teaching."""

PERSON_S = 20.0
"""Who has given no sign for so long has left."""

CODE_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
"""What a code is made of: no letter that is taken for a digit, none that is taken for another."""

CODE_LENGTH = 6
"""Some 700 million codes: with all rooms open, one guess in twelve million finds one."""

LOOKS, LOOKS_EACH_S = 250, 1.0
"""Codes of no room that one address may try at once, and how soon it may try another: a class behind one address may
mistype, or come before its room is open; a machine that guesses needs months."""

OPENINGS, OPENINGS_EACH_S = 5, 120.0
"""Rooms that one address may open at once, and how soon another."""
