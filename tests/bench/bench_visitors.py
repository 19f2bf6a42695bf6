"""A class at work, beside a bare Streamlit app: python -m tests.bench.bench_visitors [--soak MINUTES] [--mixed N]

Each visitor of the studio sets a weight about once a second, and says what his browser shows of it, as a browser does;
each one of the bare app presses its button. All come first, ten in a second, and then work. Both as
Streamlit is set (it collects garbage after every run, and watches every file for every visitor) and as this app's
config.toml sets it. The clients share the machine with the server, so
only what stands beside each other in one run means much. Printed, never asserted.

--soak   100 visitors who come, work and leave for so many minutes, an act every four seconds each; prints the
         server's memory as it goes.
--mixed  a class of N that does all that a class does: of twenty, thirteen edit the studio, three drag the two
         neurons' input, one lets a network learn, one opens Overfitting again and again, and two open links. What each
         kind waits, and what one visit costs. After it, so many editors alone, and while ten others let networks learn.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import random
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench._browser import server_process
from tests.visitors import Visitor

CROWDS = (60, 100, 200)
ARRIVE_S = 0.1
WORK_S = 30.0
PERIOD_S = 1.0
SOAK_PERIOD_S = 4.0
STREAMLITS_WAY = ("--runner.postScriptGC=true", "--server.fileWatcherType=auto")
APPS = {
    "bare Streamlit, as it is set": ("tests/bench/apps/floor.py", *STREAMLITS_WAY),
    "bare Streamlit, set as this app": ("tests/bench/apps/floor.py",),
    "neuroviz, as Streamlit is set": ("app.py", *STREAMLITS_WAY),
    "neuroviz, as it is set": ("app.py",),
}


@dataclass
class Tally:
    """opened, acts: seconds each took; failed: what went wrong; received: bytes."""

    opened: list[float] = field(default_factory=list)
    acts: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    received: int = 0


async def work(visitor: Visitor, tally: Tally, until: float, seed: int, period_s: float = PERIOD_S) -> None:
    """One act about every `period_s` until `until`, each checked against its answer."""
    chance, done = random.Random(seed), 0
    while time.perf_counter() < until:
        await asyncio.sleep(chance.uniform(0.5, 1.5) * period_s)
        done += 1
        start = time.perf_counter()
        if visitor.page:
            value = seed + done / 1000
            await visitor.edit_weight(value)
            answered = visitor.view()["network"]["weights"][0][0][0] == value
        else:
            await visitor.press("more")
            answered = visitor.text.startswith(f"count {done} ")
        if done == 1:
            continue  # A browser's first message brings its widgets' values: this one stands for it.
        tally.acts.append(time.perf_counter() - start)
        if not answered or visitor.errors:
            tally.failed.append(f"visitor {seed}, act {done}: {visitor.errors or 'another answer'}")


@contextlib.asynccontextmanager
async def come(port: int, page: str, tally: Tally) -> AsyncIterator[Visitor]:
    start = time.perf_counter()
    async with Visitor(port, page) as visitor:
        await visitor.open()
        tally.opened.append(time.perf_counter() - start)
        yield visitor


async def crowd(port: int, page: str, count: int, pid: int) -> tuple[Tally, float]:
    """`count` visitors, a new one every ARRIVE_S; when all are there they work for WORK_S.

    Returns what they waited for, and the seconds of a core that their work has cost the server.
    """
    tally, all_there, before = Tally(), asyncio.Barrier(count), [0.0]

    async def one(seed: int) -> None:
        await asyncio.sleep(seed * ARRIVE_S)
        async with come(port, page, tally) as visitor:
            if await all_there.wait() == 0:
                before[0] = cpu_s(pid)
            await work(visitor, tally, time.perf_counter() + WORK_S, seed)

    await asyncio.gather(*(one(seed) for seed in range(count)))
    return tally, cpu_s(pid) - before[0]


async def soak(port: int, minutes: float, pid: int) -> None:
    """100 visitors for `minutes`; each stays for one or two minutes, and another takes his place."""
    tally, start = Tally(), time.perf_counter()
    end = start + minutes * 60

    async def place(seed: int) -> None:
        chance = random.Random(seed)
        await asyncio.sleep(seed * ARRIVE_S)
        while time.perf_counter() < end:
            async with come(port, "studio", tally) as visitor:
                await work(visitor, tally, min(end, time.perf_counter() + chance.uniform(60, 120)), seed, SOAK_PERIOD_S)

    async def watch() -> None:
        while time.perf_counter() < end:
            await asyncio.sleep(60)
            print(
                f"  minute {(time.perf_counter() - start) / 60:4.1f}: {memory_mb(pid):4.0f} MB, "
                f"{len(tally.opened)} have come, {row(tally)}", flush=True)
            tally.acts.clear()

    await asyncio.gather(watch(), *(place(seed) for seed in range(100)))
    print(f"  {len(tally.failed)} failed: {sorted(set(tally.failed))[:3]}")


async def learn(visitor: Visitor, tally: Tally, until: float) -> None:
    """Let a network learn, again and again, as its page does while it plays at its fastest."""
    while time.perf_counter() < until:
        start = time.perf_counter()
        if await visitor.learn_on() != "running":
            await visitor.learn_anew()
        tally.acts.append(time.perf_counter() - start)
        await asyncio.sleep(0.05)


async def drag(visitor: Visitor, tally: Tally, until: float, seed: int) -> None:
    """Pull the two neurons' first input about once a second."""
    chance = random.Random(seed)
    while time.perf_counter() < until:
        await asyncio.sleep(chance.uniform(0.5, 1.5) * PERIOD_S)
        start = time.perf_counter()
        await visitor.edit_input(round(chance.uniform(0, 4), 2))
        tally.acts.append(time.perf_counter() - start)


async def mixed(port: int, kinds: Sequence[str]) -> dict[str, Tally]:
    """A visitor for each of `kinds`, all at work until WORK_S after the last has come; the tallies by kind."""
    tallies = {kind: Tally() for kind in kinds}
    end = time.perf_counter() + len(kinds) * ARRIVE_S + WORK_S
    pages = {"edits": "studio", "drags": "neuron", "learns": "training", "opens": "overfitting", "links": "studio"}

    async def one(seed: int, kind: str) -> None:
        tally, chance = tallies[kind], random.Random(seed)
        await asyncio.sleep(seed * ARRIVE_S)
        while time.perf_counter() < end:
            async with come(port, pages[kind], tally) as visitor:
                match kind:
                    case "edits":
                        await work(visitor, tally, end, seed)
                    case "drags":
                        await drag(visitor, tally, end, seed)
                    case "learns":
                        await learn(visitor, tally, end)
                    case _:
                        await asyncio.sleep(chance.uniform(3, 7))
                tally.received += visitor.received
                tally.failed += visitor.errors

    await asyncio.gather(*(one(seed, kind) for seed, kind in enumerate(kinds)))
    return tallies


def a_class(count: int) -> None:
    """Print what a class of `count` waits for, and what it costs."""
    twenty = ["edits"] * 13 + ["drags"] * 3 + ["learns"] + ["opens"] + ["links"] * 2
    random.Random(1).shuffle(twenty)
    everybody = [twenty[i % len(twenty)] for i in range(count)]
    for name, kinds in {
        f"a class of {count}": everybody,
        f"{count} who edit": ["edits"] * count,
        f"{count} who edit, and 10 whose networks learn": ["learns"] * 10 + ["edits"] * count,
    }.items():
        with serving("app.py") as (port, pid):
            before, start = cpu_s(pid), time.perf_counter()
            tallies = asyncio.run(mixed(port, kinds))
            busy = (cpu_s(pid) - before) / (time.perf_counter() - start)
            print(f"{name}: {busy:.2f} of a core, {memory_mb(pid):.0f} MB")
            for kind, tally in tallies.items():
                opened = sorted(tally.opened)
                print(
                    f"  {kind:7} {row(tally)}; opened p95 {opened[int(0.95 * len(opened))] * 1000:.0f} ms, "
                    f"{tally.received / 1e3 / max(1, len(tally.opened)):.0f} kB a visit, failed {len(tally.failed)}",
                    flush=True)


def row(tally: Tally) -> str:
    acts = sorted(tally.acts) or [float("nan")]
    return (
        f"median {statistics.median(acts) * 1000:5.0f} ms, p95 {acts[int(0.95 * len(acts))] * 1000:5.0f} ms, "
        f"p99 {acts[int(0.99 * len(acts))] * 1000:5.0f} ms, {len(acts)} acts"
    )


def memory_mb(pid: int) -> float:
    """What the process holds in memory, on Linux; elsewhere not a number."""
    with contextlib.suppress(OSError):
        pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
    return float("nan")


def cpu_s(pid: int) -> float:
    """The seconds of a core that the process has used, on Linux; elsewhere not a number."""
    with contextlib.suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text("ascii").rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return float("nan")


@contextlib.contextmanager
def serving(script: str, *options: str) -> Iterator[tuple[int, int]]:
    """A server of its own: its port and its process's number."""
    with tempfile.TemporaryDirectory() as folder, server_process(script, Path(folder) / "log", *options) as server:
        yield server


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--soak", type=float, metavar="MINUTES")
    parser.add_argument("--mixed", type=int, metavar="N")
    chosen = parser.parse_args()
    minutes = chosen.soak
    if chosen.mixed:
        a_class(chosen.mixed)
        return
    if minutes:
        with serving("app.py") as (port, pid):
            print(f"100 visitors who come and go for {minutes:g} minutes:")
            asyncio.run(soak(port, minutes, pid))
        return
    for name, (script, *options) in APPS.items():
        for count in CROWDS:
            with serving(script, *options) as (port, pid):
                tally, spent = asyncio.run(crowd(port, "studio" if script == "app.py" else "", count, pid))
                # Each one's first act is not among those that were timed.
                cost = spent / max(1, len(tally.acts) + count)
                opened = sorted(tally.opened) or [float("nan")]
                print(
                    f"{name}, {count} visitors: {row(tally)}, "
                    f"opened p95 {opened[int(0.95 * len(opened))] * 1000:.0f} ms, {cost * 1000:.1f} ms of a core each, "
                    f"{memory_mb(pid):.0f} MB, failed {len(tally.failed)}", flush=True)


if __name__ == "__main__":
    main()
