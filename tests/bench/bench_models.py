"""Do hostile files of models ever do anything but be opened or refused, and how long does the slowest take?

A hundred thousand damaged files a format. What goes to HDF5's own library is read here without a process for each file,
in processes that may crash, and crashes are counted: in the app such a file is refused as damaged.
Run: python -m tests.bench.bench_models [how many a format] [formats...]
"""

from __future__ import annotations

import multiprocessing
import random
import sys
import time
from collections import Counter
from multiprocessing.connection import Connection
from unittest import mock

from neuroviz.document.models import hdf5_process
from neuroviz.document.models.bounds import MAX_ARRAYS, MAX_WEIGHTS, broken
from neuroviz.document.models.hdf5 import Hdf5, _taken
from tests.document.models.hostile import SEEDS, hostile_file, outcome

COUNT = 100_000
TARGET_S = 1.0
_AT_ONCE = 500
HANGS_S = 15.0
"""As `hdf5.read_hdf5` waits."""


def read_here(data: bytes) -> Hdf5:
    """What `hdf5.read_hdf5` does, in this process."""
    try:
        import json

        header, numbers = hdf5_process._read(data, MAX_WEIGHTS, MAX_ARRAYS)
        text = json.dumps(header).encode()
    except MemoryError:
        raise broken("HDF5") from None
    return _taken(len(text).to_bytes(8, "little") + text + numbers)


def tried(kind: str, first: int, answers: Connection) -> None:
    """Try some files, and say of each what came of it and in how many seconds."""
    hdf5_process.bound_memory()
    with mock.patch("neuroviz.document.models.keras_file.read_hdf5", read_here):
        for seed in range(first, first + _AT_ONCE):
            files = hostile_file(kind, random.Random(f"{kind} {seed}"))
            began = time.perf_counter()
            try:
                name = outcome(files)
            except Exception as fault:
                name = f"FAULT {type(fault).__name__}: {fault}"
            answers.send((seed, name, time.perf_counter() - began))


def of_kind(kind: str, count: int) -> tuple[Counter[str], float]:
    """What came of `count` files, and the seconds of the slowest."""
    outcomes: Counter[str] = Counter()
    slowest, seed = 0.0, 0
    while seed < count:
        answers, sent = multiprocessing.Pipe(duplex=False)
        worker = multiprocessing.Process(target=tried, args=(kind, seed, sent))
        worker.start()
        # With this end closed, the end of the other process is the end of its answers.
        sent.close()
        end = seed + _AT_ONCE
        while seed < end:
            try:
                if not answers.poll(HANGS_S):
                    worker.kill()
                _, name, seconds = answers.recv()
                slowest = max(slowest, seconds)
            except EOFError:
                outcomes["CRASH of the library"] += 1
                seed += 1
                break
            outcomes[name] += 1
            seed += 1
        worker.join()
        answers.close()
    return outcomes, slowest


def main() -> None:
    """Print, for each format, how many files came to what, and the slowest."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    worst = 0.0
    for kind in sys.argv[2:] or SEEDS:
        outcomes, slowest = of_kind(kind, count)
        worst = max(worst, slowest)
        print(f"{kind:12} {sum(outcomes.values()):7} files, slowest {slowest * 1e3:6.1f} ms", flush=True)
        print("    " + ", ".join(f"{name} {number}" for name, number in outcomes.most_common()), flush=True)
    print(f"slowest of all {worst:.3f} s: {'within' if worst <= TARGET_S else 'OVER'} the target of {TARGET_S} s")


if __name__ == "__main__":
    main()
