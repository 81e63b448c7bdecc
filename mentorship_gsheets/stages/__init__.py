"""The stages: each a module with ``plan(workbook, settings, ...) -> Plan``, pure."""
