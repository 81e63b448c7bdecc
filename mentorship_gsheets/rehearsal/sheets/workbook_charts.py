"""Charts in the words of openpyxl: bars, columns, lines, areas, points and pies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mentorship_gsheets.rehearsal.sheets.model import Tab
from mentorship_gsheets.rehearsal.sheets.ranges import area_of, cell_name
from mentorship_gsheets.rehearsal.sheets.view import View

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_CENTIMETRES_PER_PIXEL = 0.0264583


def write_charts(workbook: Workbook, sheet: Worksheet, view: View, tab: Tab) -> None:
    """The tab's charts where openpyxl has their kind; others are left out.

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
    """
    for entry in tab.over["charts"]:
        spec = entry["spec"]
        if "basicChart" in spec:
            chart = _basic(workbook, view, spec["basicChart"])
        elif "pieChart" in spec:
            chart = _pie(workbook, view, spec["pieChart"])
        else:
            continue
        if chart is None:
            continue
        chart.title = spec.get("title")
        overlay = entry["position"]["overlayPosition"]
        chart.width = overlay["widthPixels"] * _CENTIMETRES_PER_PIXEL
        chart.height = overlay["heightPixels"] * _CENTIMETRES_PER_PIXEL
        anchor = overlay.get("anchorCell", {})
        sheet.add_chart(chart, cell_name(anchor.get("rowIndex", 0), anchor.get("columnIndex", 0)))


def _basic(workbook: Workbook, view: View, spec: Mapping[str, Any]) -> Any:
    from openpyxl import chart as charts

    kind = spec.get("chartType", "COLUMN")
    made: Any
    if kind in {"BAR", "COLUMN"}:
        made = charts.BarChart()
        made.type = "bar" if kind == "BAR" else "col"
        stacked = spec.get("stackedType", "NOT_STACKED")
        if stacked in {"STACKED", "PERCENT_STACKED"}:
            made.grouping = "stacked" if stacked == "STACKED" else "percentStacked"
            made.overlap = 100
    elif kind == "LINE":
        made = charts.LineChart()
    elif kind in {"AREA", "STEPPED_AREA"}:
        made = charts.AreaChart()
    elif kind == "SCATTER":
        made = charts.ScatterChart()
    else:
        return None
    headers = bool(spec.get("headerCount"))
    domain = next((_source(workbook, view, entry.get("domain", {})) for entry in spec.get("domains", [])), None)
    for entry in spec.get("series", []):
        values = _source(workbook, view, entry.get("series", {}))
        if values is None:
            continue
        if kind == "SCATTER" and domain is not None:
            made.series.append(charts.Series(values, _past_header(domain, headers), title_from_data=headers))
        else:
            made.add_data(values, titles_from_data=headers)
    if domain is not None and kind != "SCATTER":
        made.set_categories(_past_header(domain, headers))
    for axis in spec.get("axis", []):
        target = {"BOTTOM_AXIS": made.x_axis, "LEFT_AXIS": made.y_axis}.get(axis.get("position", ""))
        if target is not None and axis.get("title"):
            target.title = axis["title"]
    made.x_axis.delete = made.y_axis.delete = False
    return made


def _pie(workbook: Workbook, view: View, spec: Mapping[str, Any]) -> Any:
    from openpyxl import chart as charts

    made = charts.DoughnutChart() if spec.get("pieHole") else charts.PieChart()
    values = _source(workbook, view, spec.get("series", {}))
    domain = _source(workbook, view, spec.get("domain", {}))
    if values is None:
        return None
    made.add_data(values)
    if domain is not None:
        made.set_categories(domain)
    return made


def _source(workbook: Workbook, view: View, data: Mapping[str, Any]) -> Any:
    """The first source range of a series as openpyxl's reference; ``None`` where there is none."""
    from openpyxl.chart import Reference

    sources = data.get("sourceRange", {}).get("sources", [])
    if not sources:
        return None
    tab, box = view.book.place(area_of(sources[0]))
    sheet = workbook.worksheets[view.book.tabs.index(tab)]
    return Reference(sheet, min_col=box.left + 1, max_col=box.right, min_row=box.top + 1, max_row=box.bottom)


def _past_header(reference: Any, headers: bool) -> Any:
    if headers:
        reference.min_row += 1
    return reference
