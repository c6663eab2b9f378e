"""What benchmarks share: one thread for each library, the line that says where, our network, a process with a bound."""

import argparse
import multiprocessing
import os
import platform
import resource
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("RAYON_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parents[1]))

from graph import tables  # after the number of threads, which libraries read at import
from graph.build import in_memory
from graph.network import Network
from graph.things import Directory


def options(description: str | None, sizes: list[int], bound: int) -> argparse.Namespace:
    """Return the options `sizes`, `bound` and `data` of the command line."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--sizes", type=int, nargs="*", default=sizes)
    parser.add_argument("--bound", type=int, default=bound)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("ENTRELACS_DATA", "data")))
    return parser.parse_args()


def place() -> str:
    """Return the day, the machine and the Python that a table is measured with."""
    cpu = Path("/proc/cpuinfo")
    lines = cpu.read_text().splitlines() if cpu.exists() else []
    model = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.machine())
    return f"{datetime.now(UTC):%Y-%m-%d} · {model}, {os.cpu_count()} cores · Python {platform.python_version()}"


def our_network(data: Path) -> Network | None:
    """Return the network of our data; None, and a line that says so, when there is no such folder."""
    if not data.is_dir():
        print(f"\nno data in {data}: set ENTRELACS_DATA")
        return None
    store = in_memory(tables.load(data))
    return Network.read(store, Directory.read(store))


def bounded(run: Callable[[], str], bound: int) -> str:
    """Return what `run` tells, from a forked process that is stopped after `bound` seconds of processor time."""
    fork = multiprocessing.get_context("fork")
    queue: multiprocessing.SimpleQueue[str] = fork.SimpleQueue()
    process = fork.Process(target=_within, args=(run, bound, queue))
    process.start()
    process.join()
    return queue.get() if not queue.empty() else f"over {bound} s or failed"


def _within(run: Callable[[], str], bound: int, queue: "multiprocessing.SimpleQueue[str]") -> None:
    most = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + bound, most))
    try:
        queue.put(run())
    except ImportError:
        queue.put("not installed")
