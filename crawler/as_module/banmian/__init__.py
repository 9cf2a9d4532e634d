"""The name under which `python -m banmian` runs the command; what it runs is `crawler.cli`.

The folder lies in `crawler/` and is installed as a package of its own (pyproject.toml, packages.find).
"""
