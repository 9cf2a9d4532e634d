"""Turns what is printed into what is kept: normalise, validate, fingerprint, store.

Fetches nothing and stores nothing itself. `pipelines.text` is the ground that all rooms stand on.
"""
