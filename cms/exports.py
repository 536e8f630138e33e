"""Keeps what the editor exports from running as formulas: every list and report of Wagtail's."""

from __future__ import annotations

from typing import Any

from wagtail.admin.views.mixins import SpreadsheetExportMixin

from billing.sources.formulas import escaped

_as_wagtail_does = SpreadsheetExportMixin.preprocess_field_value


def _preprocess(view: Any, field: str, value: Any, export_format: str) -> Any:
    cell = _as_wagtail_does(view, field, value, export_format)
    if export_format == SpreadsheetExportMixin.FORMAT_CSV and isinstance(cell, str):
        return escaped(cell)
    return cell


def escape_exports() -> None:
    """Have Wagtail escape the cells of CSV files. Twice changes nothing.

    It has no setting for that, and its views share this one method. In XLSX files it marks such
    cells as text itself; an apostrophe would stay visible there.
    """
    SpreadsheetExportMixin.preprocess_field_value = _preprocess
