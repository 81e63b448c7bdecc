"""Tabs: what each looks like, declared once: columns, notes, formulas, colour rules, first rows."""
