"""gspread's own test suite and recordings, held against the rehearsal server.

``python -m tests.gspread_suite CHECKOUT`` takes a checkout of https://github.com/burnash/gspread (shown to pass:
5e2b628da598151a5a4122d3cf7ba2704041643c). It needs this project's extra ``gspread-suite`` besides ``dev``.
Nothing of gspread is copied here: its tests run from a temporary copy of the checkout that has no recordings.
"""
