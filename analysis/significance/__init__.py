"""Tests of abnormal returns, each with its null and what it assumes."""
