"""``python -m benchmarks``: every measure that takes seconds, one after the other."""

from benchmarks import panel, refresh, specifications, upload

for part in (panel, specifications, refresh, upload):
    print(f"\n## {part.__name__}\n")
    part.main()
