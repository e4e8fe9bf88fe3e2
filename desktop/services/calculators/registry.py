"""Every calculator by its name; each is loaded when it is wanted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module

from desktop.services.calculators.data import Calculator

#: The module of each calculator; its `CALCULATORS` holds it, or its `CALCULATOR` is it.
_MODULES = {
    "allocate": "allocating",
    "two-way": "margins",
    "season": "seasons",
    "potential": "potential",
    "workload": "workload",
    "funnel": "funnel",
    "callplan": "callplan",
    "gonik": "truthful",
    "hu": "truthful",
    "curve": "curve",
    "dso": "dso",
    "compare-rates": "rates",
}


class _Registry(Mapping[str, Calculator]):
    """The calculators in the order of FORMATS.md; reading one loads its module."""

    def __getitem__(self, name: str) -> Calculator:
        module = import_module(f"desktop.services.calculators.{_MODULES[name]}")
        several: tuple[Calculator, ...] = getattr(module, "CALCULATORS", ())
        single: Calculator | None = getattr(module, "CALCULATOR", None)
        all_of_it = several if single is None else (*several, single)
        return next(one for one in all_of_it if one.name == name)

    def __iter__(self) -> Iterator[str]:
        return iter(_MODULES)

    def __len__(self) -> int:
        return len(_MODULES)


CALCULATORS: Mapping[str, Calculator] = _Registry()
