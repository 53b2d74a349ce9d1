"""Intake: bytes in, reports out.

`open_reports(path)` gives the reports of a file, a folder or standard input, and in place of each one that cannot
be read the error that says why; nothing stops it. It is made of two steps, so that other processes can do the second:
`open_drafts` cuts inputs into records, `finish` makes the report of one, which for pages and documents takes long.
"""

from sayso.intake.draft import Draft
from sayso.intake.options import Options
from sayso.intake.reports import finish, open_drafts, open_reports

__all__ = ["Draft", "Options", "finish", "open_drafts", "open_reports"]
