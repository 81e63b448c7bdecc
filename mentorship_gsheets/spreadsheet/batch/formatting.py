"""Tabs, columns, notes, dropdowns, rules, filters, banding and charts as requests."""

from collections.abc import Mapping
from typing import Any

from mentorship_gsheets.spreadsheet.batch.formulas import resolve
from mentorship_gsheets.spreadsheet.batch.layout import Layout, TabLayout
from mentorship_gsheets.spreadsheet.column_order import column_moves, column_order
from mentorship_gsheets.spreadsheet.plan import MoveColumns, SetFormatting
from mentorship_gsheets.spreadsheet.tab import Chart, Column, FilterView, Part, Rule, Style, TabSpec

PROTECTION = "mentorship: "
"""Descriptions of our protected ranges are this and the header."""


def _colour(hexadecimal: str) -> dict[str, Any]:
    red, green, blue = (int(hexadecimal[start : start + 2], 16) / 255 for start in (0, 2, 4))
    return {"rgbColor": {"red": red, "green": green, "blue": blue}}


# Okabe and Ito's colours (https://jfly.uni-koeln.de/color/), lightened where text stands on them; each mark
# differs in a font style too, so that it survives a grey print and any kind of colour vision.
LOOKS: dict[Style, dict[str, Any]] = {
    Style.VIRTUAL: {"backgroundColorStyle": _colour("CFE8F7"), "textFormat": {"italic": True}},
    Style.MISMATCH: {
        "backgroundColorStyle": _colour("C0392B"),
        "textFormat": {"bold": True, "foregroundColorStyle": _colour("FFFFFF")},
    },
    Style.OVERFULL: {"backgroundColorStyle": _colour("F5D76E"), "textFormat": {"bold": True}},
    Style.NO_ANSWER: {"textFormat": {"italic": True, "foregroundColorStyle": _colour("6B6B6B")}},
    Style.WITHDRAWN: {"textFormat": {"strikethrough": True, "foregroundColorStyle": _colour("6B6B6B")}},
    Style.COLLEAGUES: {"backgroundColorStyle": _colour("F3D3E4"), "textFormat": {"underline": True}},
    Style.HEADING: {"backgroundColorStyle": _colour("DCE3EA"), "textFormat": {"bold": True}},
    Style.NEXT: {"backgroundColorStyle": _colour("FFF3C4"), "textFormat": {"bold": True}},
}
TAB_COLOURS = {Part.SETUP: "E69F00", Part.WORK: "0072B2", Part.TOOL: "999999"}
"""Of the same colours: what is set up once, what is worked with, what the tool keeps for itself."""
_HEADER = {
    "backgroundColorStyle": _colour("2F4B66"),
    "textFormat": {"bold": True, "foregroundColorStyle": _colour("FFFFFF")},
    "verticalAlignment": "MIDDLE",
    "wrapStrategy": "WRAP",
}
_SPARE_WIDTH = 100
_LINE_HEIGHT = 22
"""Pixels of one line, one more than usual: so it is known for a choice, and stays where a text has several lines."""
_CHART_WIDTH, _CHART_HEIGHT = 490, 285
"""Pixels: fourteen rows and five columns of the usual size, with a gap."""
_BANDS = {"firstBandColorStyle": _colour("FFFFFF"), "secondBandColorStyle": _colour("F5F7FA")}


def add_tab(layout: Layout, spec: TabSpec, index: int | None) -> list[dict[str, Any]]:
    """Return the requests that make a tab with its header row, column widths and frozen panes.

    Parameters
    ----------
    layout
        Where everything stands, and will stand; what is written is noted on it.
    spec
        What the tab looks like.
    index
        Its place among the tabs, from 0; ``None``: last.
    """
    place = layout.add(spec.title, [column.header for column in spec.columns], spec.rows)
    grid = {
        "rowCount": spec.rows,
        "columnCount": len(spec.columns) + spec.spare_columns,
        "frozenRowCount": 1,
        "frozenColumnCount": spec.frozen_columns,
    }
    properties: dict[str, Any] = {
        "sheetId": place.sheet_id,
        "title": spec.title,
        "gridProperties": grid,
        "tabColorStyle": _colour(TAB_COLOURS[spec.part]),
    }
    if index is not None:
        properties["index"] = index
    if spec.hidden:
        properties["hidden"] = True
    requests: list[dict[str, Any]] = [{"addSheet": {"properties": properties}}]
    for position, column in enumerate(spec.columns):
        layout.put(spec.title, 1, position, column.header)
        requests += _dress_column(place, position, column)
    if spec.spare_columns:
        # charts are placed by columns: said outright, since other programs have other usual widths
        first = len(spec.columns)
        requests.append(_width(place, first, first + spec.spare_columns, {"pixelSize": _SPARE_WIDTH}))
    if spec.one_line:
        requests.append(_one_line(place))
    return requests


def rename_tab(layout: Layout, title: str, new: str) -> dict[str, Any]:
    """Return the request that gives a tab another title; formulas that look into it go along.

    Parameters
    ----------
    layout
        Where everything stands, and will stand.
    title, new
        The title until now, and from now on.
    """
    properties = {"sheetId": layout.rename(title, new).sheet_id, "title": new}
    return {"updateSheetProperties": {"properties": properties, "fields": "title"}}


def add_column(layout: Layout, tab: str, column: Column) -> list[dict[str, Any]]:
    """Return the requests that put a column behind the last one with anything in it, with a header or without.

    Parameters
    ----------
    layout
        Where everything stands, and will stand; what is written is noted on it.
    tab
        Title of the tab.
    column
        What the column looks like.
    """
    place = layout[tab]
    filled = max((len(row.cells) for row in place.tab.rows), default=0) if place.tab else 0
    place.header += [""] * (filled - len(place.header))
    position = len(place.header)
    place.header.append(column.header)
    requests = widen(layout, tab, position + 1)
    layout.put(tab, 1, position, column.header)
    return requests + _dress_column(place, position, column)


def widen(layout: Layout, tab: str, columns: int) -> list[dict[str, Any]]:
    """Return the request that makes a tab at least so many columns wide; none when it is.

    Parameters
    ----------
    layout
        Where everything stands, and will stand; what is written is noted on it.
    tab
        Title of the tab.
    columns
        How many columns it needs.
    """
    place = layout[tab]
    missing = columns - place.columns
    if missing <= 0:
        return []
    place.columns = columns
    return [{"appendDimension": {"sheetId": place.sheet_id, "dimension": "COLUMNS", "length": missing}}]


def move_columns(layout: Layout, change: MoveColumns) -> list[dict[str, Any]]:
    """Return the requests that bring a tab's columns into an order, a move each; what refers to them goes along.

    Source: https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/request#MoveDimensionRequest

    Parameters
    ----------
    layout
        Where everything stands; the columns of the layout stay as the cells were written.
    change
        The order.
    """
    place = layout[change.tab]
    return [
        {
            "moveDimension": {
                "source": {"sheetId": place.sheet_id, "dimension": "COLUMNS", "startIndex": at, "endIndex": at + 1},
                "destinationIndex": to,
            }
        }
        for at, to in column_moves(column_order(place.header, change.first, change.last))
    ]


def _dress_column(place: TabLayout, position: int, column: Column) -> list[dict[str, Any]]:
    header = {
        "range": _range(place, position, first_row=0, last_row=1),
        "cell": {"userEnteredFormat": _HEADER},
        "fields": "userEnteredFormat(backgroundColorStyle,textFormat,verticalAlignment,wrapStrategy)",
    }
    return [_column_width(place, position, column), {"repeatCell": header}, _body(place, position, column)]


def _body(place: TabLayout, position: int, column: Column) -> dict[str, Any]:
    body = {
        "range": _range(place, position),
        "cell": {
            "userEnteredFormat": {
                "verticalAlignment": "TOP",
                "wrapStrategy": "WRAP" if column.wrap else "OVERFLOW_CELL" if column.overflow else "CLIP",
            }
        },
        "fields": "userEnteredFormat(verticalAlignment,wrapStrategy)",
    }
    return {"repeatCell": body}


def _column_width(place: TabLayout, position: int, column: Column) -> dict[str, Any]:
    return _width(place, position, position + 1, {"pixelSize": column.width, "hiddenByUser": column.hidden})


def _one_line(place: TabLayout) -> dict[str, Any]:
    return _size(place, "ROWS", 1, place.rows, {"pixelSize": _LINE_HEIGHT})


def _width(place: TabLayout, start: int, end: int, properties: Mapping[str, Any]) -> dict[str, Any]:
    return _size(place, "COLUMNS", start, end, properties)


def _size(place: TabLayout, dimension: str, start: int, end: int, properties: Mapping[str, Any]) -> dict[str, Any]:
    where = {"sheetId": place.sheet_id, "dimension": dimension, "startIndex": start, "endIndex": end}
    change = {"range": where, "properties": properties, "fields": ",".join(properties)}
    return {"updateDimensionProperties": change}


def choices(canvas_bounds: Mapping[str, tuple[Any, int]], column: Column) -> tuple[str, ...]:
    """Return what a column's validation offers, as a snapshot shows it; empty when it has none.

    Parameters
    ----------
    canvas_bounds
        Where the columns of each tab are, by title, and how many rows it has.
    column
        What the column looks like.
    """
    if column.checkbox:
        return ("TRUE", "FALSE")
    if column.choices_from:
        tab, header = column.choices_from
        if tab not in canvas_bounds:
            return ()
        place, _ = canvas_bounds[tab]
        return (resolve(f"={{{tab}!{header}}}", place, 2, canvas_bounds),)
    return column.choices


def apply_formatting(layout: Layout, change: SetFormatting) -> list[dict[str, Any]]:
    """Return the requests for one piece of formatting.

    Parameters
    ----------
    layout
        Where everything stands, and will stand; what is written is noted on it.
    change
        What is to be put on, and where.

    Raises
    ------
    KeyError
        The tab or a header is not there.
    """
    place = layout[change.tab]
    match change.aspect, change.what:
        case "note", Column() as column:
            cell = {"range": _range(place, place.column(column.header), first_row=0, last_row=1)}
            return [{"repeatCell": cell | {"cell": {"note": column.note}, "fields": "note"}}]
        case "dropdown", Column() as column:
            return [_validation(place, column, choices(layout.bounds(), column))]
        case "protection", Column() as column:
            protected = {
                "range": _range(place, place.column(column.header)),
                "description": PROTECTION + column.header,
                "warningOnly": True,
            }
            return [{"addProtectedRange": {"protectedRange": protected}}]
        case "rule", Rule() as rule:
            place.rules += 1
            return [_rule(layout, place, rule, place.rules - 1)]
        case "filter", FilterView() as view:
            return [_filter(place, view)]
        case "chart", Chart() as chart:
            return [_chart(place, chart)]
        case "look of the column", Column() as column:
            return [
                _column_width(place, place.column(column.header), column),
                _body(place, place.column(column.header), column),
            ]
        case "one line a row", None:
            return [_one_line(place)]
        case "banding", None:
            banded = {"range": _whole(place), "rowProperties": {"headerColorStyle": _colour("2F4B66"), **_BANDS}}
            return [{"addBanding": {"bandedRange": banded}}]
        case "freeze", None:
            grid = {"frozenRowCount": 1, "frozenColumnCount": change.count}
            return [
                {
                    "updateSheetProperties": {
                        "properties": {"sheetId": place.sheet_id, "gridProperties": grid},
                        "fields": "gridProperties(frozenRowCount,frozenColumnCount)",
                    }
                }
            ]
    raise KeyError(f"no such formatting: {change}")


def _range(place: TabLayout, column: int, first_row: int = 1, last_row: int | None = None) -> dict[str, int]:
    return {
        "sheetId": place.sheet_id,
        "startRowIndex": first_row,
        "endRowIndex": place.rows if last_row is None else last_row,
        "startColumnIndex": column,
        "endColumnIndex": column + 1,
    }


def _whole(place: TabLayout, first_row: int = 0) -> dict[str, int]:
    return _range(place, 0, first_row) | {"endColumnIndex": max(len(place.header), 1)}


def _validation(place: TabLayout, column: Column, offered: tuple[str, ...]) -> dict[str, Any]:
    if column.checkbox:
        condition: dict[str, Any] = {"type": "BOOLEAN"}
    elif column.choices_from:
        condition = {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": offered[0]}]}
    else:
        condition = {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": choice} for choice in offered]}
    # never strict: a person may type something of her own, and is asked about it by the check
    rule = {"condition": condition, "strict": column.checkbox, "showCustomUi": True}
    return {"setDataValidation": {"range": _range(place, place.column(column.header)), "rule": rule}}


def _rule(layout: Layout, place: TabLayout, rule: Rule, index: int) -> dict[str, Any]:
    ranges = [_range(place, place.column(header)) for header in rule.columns] or [_whole(place, first_row=1)]
    formula = resolve(rule.formula, place, 2, layout.bounds())
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": formula}]}
    boolean = {"condition": condition, "format": LOOKS[rule.style]}
    return {"addConditionalFormatRule": {"rule": {"ranges": ranges, "booleanRule": boolean}, "index": index}}


def _filter(place: TabLayout, view: FilterView) -> dict[str, Any]:
    condition: dict[str, Any] = {"type": "BLANK"}
    if not view.blank:
        condition = {"type": "TEXT_EQ", "values": [{"userEnteredValue": view.equals}]}
    spec = {"columnIndex": place.column(view.column), "filterCriteria": {"condition": condition}}
    return {"addFilterView": {"filter": {"title": view.title, "range": _whole(place), "filterSpecs": [spec]}}}


def _chart(place: TabLayout, chart: Chart) -> dict[str, Any]:
    def source(block: tuple[int, int, int]) -> dict[str, Any]:
        first, last, column = block
        return {"sourceRange": {"sources": [_range(place, column, first, last)]}}

    spec: dict[str, Any] = {
        "title": chart.title,
        "basicChart": {
            "chartType": chart.kind,
            "legendPosition": "BOTTOM_LEGEND",
            "headerCount": 1,
            "domains": [{"domain": source(chart.domain)}],
            "series": [{"series": source(block)} for block in chart.series],
        },
    }
    if chart.stacked:
        spec["basicChart"]["stackedType"] = "STACKED"
    anchor = {"sheetId": place.sheet_id, "rowIndex": chart.at[0], "columnIndex": chart.at[1]}
    where = {"anchorCell": anchor, "widthPixels": _CHART_WIDTH, "heightPixels": _CHART_HEIGHT}
    return {"addChart": {"chart": {"spec": spec, "position": {"overlayPosition": where}}}}
