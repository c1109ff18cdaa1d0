"""How firm a result is: other choices, other dates, other benchmarks, other tests."""
