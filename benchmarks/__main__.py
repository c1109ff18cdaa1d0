"""``python -m benchmarks``: every measure that takes seconds, one after the other."""

from benchmarks import browser, load, panel, refresh, upload

for part in (panel, refresh, upload, load, browser):
    print(f"\n## {part.__name__}\n")
    part.main()
