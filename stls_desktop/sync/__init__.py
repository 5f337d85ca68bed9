"""Sync: a pure engine, and the parts that give it a network and a store.

`services/syncing.py` is the only door to it; screens never import from here.
"""
