"""Reads an HDF5 file in a process of its own: bytes from standard input, arrays to standard output.

The library that reads HDF5 is written in C, and hostile files have crashed it: here that ends this process, and nothing
else. Run as a script, by `hdf5.py` alone; it imports nothing of neuroviz, so that it is quick.

Output: the length of a JSON header in 8 bytes, the header, and the numbers as float64. The header has "arrays", a list
of [name, shape], and "config", the model's description or null; or "error", a code, with "where" and "count".
"""

from __future__ import annotations

import io
import json
import sys
from typing import Any

MOST_BYTES_OF_MEMORY = 4 * 2**30
SECONDS = 10


def answer(max_numbers: int, max_arrays: int) -> None:
    """Read, and write what was read, or why not."""
    bound_memory(SECONDS)
    header, numbers = _read(sys.stdin.buffer.read(), max_numbers, max_arrays)
    text = json.dumps(header).encode()
    sys.stdout.buffer.write(len(text).to_bytes(8, "little") + text + numbers)


def bound_memory(seconds: int | None = None) -> None:
    """Take no more memory, and no more seconds of the processor, than a file may need. Windows has no such bounds."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES_OF_MEMORY, MOST_BYTES_OF_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if seconds is not None:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def _read(data: bytes, max_numbers: int, max_arrays: int) -> tuple[dict[str, Any], bytes]:
    import h5py

    try:
        with h5py.File(io.BytesIO(data), "r") as file:
            found = _datasets(file, h5py, max_arrays)
            count = 0
            for name, dataset in found.items():
                if dataset.external or dataset.is_virtual:
                    return {"error": "external", "where": name}, b""
                if dataset.dtype.kind not in "fiu":
                    return {"error": "dtype", "where": name, "dtype": str(dataset.dtype)}, b""
                size = 1
                for n in dataset.shape:
                    size *= int(n)
                count += size
                if count > max_numbers:
                    return {"error": "weights", "count": count}, b""
            arrays = [[name, [int(n) for n in dataset.shape]] for name, dataset in found.items()]
            numbers = b"".join(dataset[()].astype("<f8").tobytes() for dataset in found.values())
            config = file.attrs.get("model_config")
            if isinstance(config, bytes):
                config = config.decode("utf-8", "replace")
            return {"arrays": arrays, "config": config if isinstance(config, str) else None}, numbers
    except _Refused as refused:
        return refused.header, b""
    # A damaged file may fail in any way that its library knows.
    except Exception:
        return {"error": "broken"}, b""


class _Refused(Exception):
    def __init__(self, **header: Any) -> None:
        super().__init__(header)
        self.header = header


def _datasets(file: Any, h5py: Any, max_arrays: int) -> dict[str, Any]:
    """All datasets by their paths. What would lead out of the file is refused; each group is entered once."""
    found: dict[str, Any] = {}
    entered: set[Any] = set()
    waiting: list[tuple[str, Any]] = [("", file)]
    while waiting:
        path, group = waiting.pop()
        if group.id in entered:
            continue
        entered.add(group.id)
        if len(entered) > 4 * max_arrays:
            raise _Refused(error="arrays")
        for name in group:
            where = f"{path}/{name}" if path else name
            link = group.get(name, getlink=True)
            if isinstance(link, h5py.ExternalLink):
                raise _Refused(error="external", where=where)
            # What an optimiser keeps for further training is no part of the network.
            if where.split("/")[0] in {"optimizer", "optimizer_weights"}:
                continue
            item = group[name]
            if isinstance(item, h5py.Group):
                waiting.append((where, item))
            elif isinstance(item, h5py.Dataset):
                found[where] = item
                if len(found) > max_arrays:
                    raise _Refused(error="arrays")
    return found


if __name__ == "__main__":
    answer(int(sys.argv[1]), int(sys.argv[2]))
