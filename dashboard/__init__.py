"""The use cases, the command line, the charts and the pages."""

import os

# The matrices are small: further threads of a linear algebra library wait for each other, at the
# cost of those who draw other people's pages. It is read once, when numpy is imported.
for _library in ("OPENBLAS_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ.setdefault(_library, "1")
