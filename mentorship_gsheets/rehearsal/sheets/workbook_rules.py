"""Conditional formats and data validation in the words of openpyxl."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mentorship_gsheets.rehearsal.sheets.entry import typed
from mentorship_gsheets.rehearsal.sheets.model import Tab
from mentorship_gsheets.rehearsal.sheets.ranges import Box, area_of, cell_name, column_name
from mentorship_gsheets.rehearsal.sheets.view import View
from mentorship_gsheets.rehearsal.sheets.workbook_formulas import FormulaWriter
from mentorship_gsheets.rehearsal.sheets.workbook_styles import Styles, fill

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_COMPARED = {
    "GREATER": "greaterThan", "AFTER": "greaterThan", "GREATER_THAN_EQ": "greaterThanOrEqual",
    "ON_OR_AFTER": "greaterThanOrEqual", "LESS": "lessThan", "BEFORE": "lessThan",
    "LESS_THAN_EQ": "lessThanOrEqual", "ON_OR_BEFORE": "lessThanOrEqual", "EQ": "equal", "NOT_EQ": "notEqual",
    "BETWEEN": "between", "NOT_BETWEEN": "notBetween",
}  # fmt: skip

_TEXTS = {
    "TEXT_CONTAINS": "ISNUMBER(SEARCH({value},{cell}))",
    "TEXT_NOT_CONTAINS": "ISERROR(SEARCH({value},{cell}))",
    "TEXT_STARTS_WITH": "LEFT({cell},LEN({value}))={value}",
    "TEXT_ENDS_WITH": "RIGHT({cell},LEN({value}))={value}",
    "TEXT_EQ": "{cell}={value}",
    "TEXT_IS_EMAIL": 'ISNUMBER(SEARCH("?*@?*.?*",{cell}))',
    "TEXT_IS_URL": 'ISNUMBER(SEARCH("http*://?*.?*",{cell}))',
    "BLANK": "LEN({cell})=0",
    "NOT_BLANK": "LEN({cell})>0",
    "DATE_IS_VALID": "ISNUMBER({cell})",
}

_LONGEST_LIST = 250
_LISTS = "Lists"


def write_rules(sheet: Worksheet, view: View, tab: Tab, writer: FormulaWriter) -> None:
    """The tab's conditional formats, first match wins.

    Parameters
    ----------
    sheet
        The sheet of openpyxl's, which is changed.
    view
        The spreadsheet with its formulas calculated.
    tab
        The sheet.
    writer
        Writes formulas as files have them.
    """
    from openpyxl.formatting.rule import CellIsRule, FormulaRule

    for rule in tab.over["conditionalFormats"]:
        boxes = [area_of(given).within(tab.height, tab.width) for given in rule["ranges"]]
        where = " ".join(_reference(box) for box in boxes)
        if "gradientRule" in rule:
            sheet.conditional_formatting.add(where, _scale(rule["gradientRule"]))
            continue
        boolean = rule["booleanRule"]
        look = _look(boolean["format"])
        condition = boolean["condition"]
        kind, _, compared = condition["type"].partition("_")
        if kind in {"NUMBER", "DATE"} and compared in _COMPARED:
            limits = [_operand(view, tab, value, writer) for value in condition["values"]]
            made = CellIsRule(operator=_COMPARED[compared], formula=limits, stopIfTrue=True, **look)  # type: ignore[no-untyped-call]  # openpyxl's own
        else:
            formula = _formula(view, tab, condition, boxes[0], writer)
            if formula is None:
                continue
            made = FormulaRule(formula=[formula], stopIfTrue=True, **look)  # type: ignore[no-untyped-call]  # openpyxl's own
        sheet.conditional_formatting.add(where, made)


def _look(given: Mapping[str, Any]) -> dict[str, Any]:
    from openpyxl.styles import Font

    look: dict[str, Any] = {}
    if "backgroundColor" in given:
        look["fill"] = fill(given["backgroundColor"])
    text = given.get("textFormat", {})
    if text:
        color = text.get("foregroundColor")
        look["font"] = Font(
            bold=text.get("bold"),
            italic=text.get("italic"),
            strike=text.get("strikethrough"),
            underline="single" if text.get("underline") else None,
            color=None if color is None else Styles.hex(color),
        )
    return look


def _scale(gradient: Mapping[str, Any]) -> Any:
    from openpyxl.formatting.rule import ColorScaleRule

    kinds = {"MIN": "min", "MAX": "max", "NUMBER": "num", "PERCENT": "percent", "PERCENTILE": "percentile"}
    given: dict[str, Any] = {}
    for ours, theirs in (("minpoint", "start"), ("midpoint", "mid"), ("maxpoint", "end")):
        point = gradient.get(ours)
        if point:
            given |= {
                f"{theirs}_type": kinds[point["type"]],
                f"{theirs}_color": Styles.hex(point.get("color", {})),
            }
            if "value" in point:
                given[f"{theirs}_value"] = point["value"].replace(",", ".")
    return ColorScaleRule(**given)  # type: ignore[no-untyped-call]  # openpyxl's own


def _operand(view: View, tab: Tab, value: Mapping[str, Any], writer: FormulaWriter) -> str:
    text = value.get("userEnteredValue", "")
    if text.startswith("="):
        return (writer.formula(tab, text) or "=0")[1:]
    entry = typed(text, view.locale)[0] or {}
    return str(entry["numberValue"]) if "numberValue" in entry else _string(text)


def _string(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _formula(view: View, tab: Tab, condition: Mapping[str, Any], box: Box, writer: FormulaWriter) -> str | None:
    """A condition as a formula for the first cell of its range; ``None`` where there is none."""
    kind = condition["type"]
    if kind == "CUSTOM_FORMULA":
        formula = writer.formula(tab, condition["values"][0]["userEnteredValue"])
        return None if formula is None else formula[1:]
    pattern = _TEXTS.get(kind)
    if pattern is None:
        return None
    values = [_operand(view, tab, value, writer) for value in condition.get("values", [])]
    return pattern.format(cell=cell_name(box.top, box.left), value=values[0] if values else "")


def write_validations(workbook: Workbook, sheet: Worksheet, view: View, tab: Tab, writer: FormulaWriter) -> None:
    """The tab's data validations; lists too long for a rule go to a hidden sheet.

    Parameters
    ----------
    workbook
        The workbook of openpyxl's, which is changed.
    sheet
        The sheet of openpyxl's, which is changed.
    view
        The spreadsheet with its formulas calculated.
    tab
        The sheet.
    writer
        Writes formulas as files have them.
    """
    from openpyxl.worksheet.datavalidation import DataValidation

    for rule, boxes in _by_rule(tab):
        condition = rule["condition"]
        first = boxes[0]
        kind, _, compared = condition["type"].partition("_")
        given: dict[str, Any]
        if condition["type"] in {"ONE_OF_LIST", "BOOLEAN"}:
            entries = [value.get("userEnteredValue", "") for value in condition.get("values", [])]
            given = {"type": "list", "formula1": _list(workbook, entries or ["TRUE", "FALSE"])}
        elif condition["type"] == "ONE_OF_RANGE":
            text = condition["values"][0]["userEnteredValue"]
            text = text if text.startswith("=") else f"={text}"
            given = {"type": "list", "formula1": writer.formula(tab, text)}
        elif kind in {"NUMBER", "DATE"} and compared in _COMPARED:
            limits = [_operand(view, tab, value, writer) for value in condition["values"]]
            given = {"type": "decimal", "operator": _COMPARED[compared]}
            given |= dict(zip(("formula1", "formula2"), limits, strict=False))
        else:
            given = {"type": "custom", "formula1": _formula(view, tab, condition, first, writer)}
        if given["formula1"] is None:
            continue
        made = DataValidation(**given, allow_blank=True, showErrorMessage=bool(rule.get("strict")))
        if rule.get("inputMessage"):
            made.prompt, made.showInputMessage = rule["inputMessage"][:255], True
        for box in boxes:
            made.add(_reference(box))
        sheet.add_data_validation(made)


def _list(workbook: Workbook, entries: Sequence[str]) -> str:
    text = ",".join(entries)
    if len(text) <= _LONGEST_LIST and not any("," in entry or '"' in entry for entry in entries):
        return f'"{text}"'
    if _LISTS not in workbook.sheetnames:
        workbook.create_sheet(_LISTS).sheet_state = "hidden"
    lists = workbook[_LISTS]
    column = lists.max_column + 1
    for row, entry in enumerate(entries, start=1):
        cell = lists.cell(row, column, entry)
        cell.data_type = "s"
    letters = column_name(column - 1)
    return f"{_LISTS}!${letters}$1:${letters}${len(entries)}"


def _by_rule(tab: Tab) -> list[tuple[Mapping[str, Any], list[Box]]]:
    """Every different validation with the stretches of cells it holds for, column by column."""
    cells: dict[int, tuple[Mapping[str, Any], list[tuple[int, int]]]] = {}
    known: list[Mapping[str, Any]] = []
    for row, column, cell in tab.cells_in(tab.box):
        rule = cell.get("dataValidation")
        if rule is None:
            continue
        at = next((place for place, other in enumerate(known) if other is rule or other == rule), None)
        if at is None:
            at = len(known)
            known.append(rule)
        cells.setdefault(at, (rule, []))[1].append((column, row))
    result = []
    for rule, places in cells.values():
        boxes: list[Box] = []
        for column, row in sorted(places):
            if boxes and boxes[-1].left == column and boxes[-1].bottom == row:
                boxes[-1] = Box(boxes[-1].top, row + 1, column, column + 1)
            else:
                boxes.append(Box(row, row + 1, column, column + 1))
        result.append((rule, boxes))
    return result


def _reference(box: Box) -> str:
    return f"{cell_name(box.top, box.left)}:{cell_name(box.bottom - 1, box.right - 1)}"
