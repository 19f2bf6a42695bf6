"""Seeds x data sets: what each recipe reaches on its test points, with ten seeds of everything.

Points, first weights, and order all change with the seed. Accuracy for classes, R² for curves; R² cannot reach 1,
because nobody can learn the noise. About a minute.
Run: python -m tests.bench.bench_recipes
"""

from __future__ import annotations

from neuroviz.nn.recipes import RECIPES
from neuroviz.nn.training import collect_history, train

SEEDS = 10
TARGETS = {"xor": 0.95, "circles": 0.95, "moons": 0.95, "spirals": 0.90}
"""What nine of ten seeds must reach."""


def main() -> None:
    print(f"{'':14}" + "".join(f"{seed:6}" for seed in range(SEEDS)))
    for name, recipe in RECIPES.items():
        runs = (train(recipe.network(seed), recipe.data(seed), recipe.seeded(seed)) for seed in range(SEEDS))
        reached = [float(collect_history(run, 10**9).test_metric[-1]) for run in runs]
        verdict = ""
        if name in TARGETS:
            enough = sum(value >= TARGETS[name] for value in reached)
            within = "within" if enough >= 9 else "OUTSIDE"
            verdict = f"  {enough} of {SEEDS} reach {TARGETS[name]:.2f}: {within} the target"
        print(f"{name:14}" + "".join(f"{value:6.3f}" for value in reached) + verdict, flush=True)


if __name__ == "__main__":
    main()
