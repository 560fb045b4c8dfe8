"""What is missing, doubtful or much corrected: each as a list, a picture and a table for spreadsheets."""

from .gaps import missing_days
from .views import REPORTS, all_reports, as_csv, as_svg, report

__all__ = ["REPORTS", "all_reports", "as_csv", "as_svg", "missing_days", "report"]
