"""The sentence for each issue of an import: where it is, what is there, what to do."""

from __future__ import annotations

import string
from collections.abc import Mapping

from desktop.errors import Issue
from desktop.i18n import N_, _

#: The sentence of each code that a file as a whole is refused with.
FILE_SENTENCES: Mapping[str, str] = {
    "file_missing": N_("There is no such file."),
    "file_is_folder": N_("This is a folder, not a file. Choose a file in it."),
    "file_not_regular": N_("This is not an ordinary file."),
    "file_locked": N_(
        "The file cannot be opened: another program holds it, or you may not read it. Close "
        "it there and try again."
    ),
    "file_unreadable": N_("The file cannot be read ({reason})."),
    "file_changed": N_(
        "The file was changed while it was read. Close it in the other program and try again."
    ),
    "file_empty": N_("The file is empty."),
    "file_too_large": N_("The file is larger than {megabytes} MB. Split it."),
    "file_binary": N_("The file is neither text nor a workbook. Save it as CSV or XLSX."),
    "file_not_a_table": N_("The file is of the kind {found}, not a table. Save it as CSV or XLSX."),
    "file_is_html": N_(
        "The file is a web page with another name. Open it in a spreadsheet program and save "
        "it as XLSX."
    ),
    "file_is_xml": N_("The file is XML. Open it in a spreadsheet program and save it as XLSX."),
    "workbook_damaged": N_(
        "The workbook is damaged or cut short. Open it in a spreadsheet program and save it "
        "again."
    ),
    "workbook_encrypted": N_("The workbook is protected by a password. Save it without one."),
    "workbook_bomb": N_("The workbook unpacks to more than {megabytes} MB and was not opened."),
    "workbook_doctype": N_(
        "The workbook holds a document type declaration, which no spreadsheet program "
        "writes; it was not opened."
    ),
    "workbook_path": N_(
        "The workbook holds a part whose name leaves its folder ({name}); it was not opened."
    ),
    "workbook_binary": N_("The workbook is of the binary kind (XLSB). Save it as XLSX."),
    "sheet_needed": N_("Several sheets are filled: {sheets}. Say which one with --sheet."),
    "sheet_unknown": N_("There is no sheet “{wanted}”. The file has: {sheets}."),
    "sheet_empty": N_("The sheet is empty."),
    "sheet_too_large": N_(
        "The sheet reaches to cell {cell}; at most {most} rows are read. Delete what stands "
        "far out, or split the sheet."
    ),
    "table_empty": N_("There are no rows."),
    "table_only_header": N_("There is a header but no row below it."),
    "table_too_long": N_("There are more than {most} rows. Split the file."),
    "table_too_wide": N_("There are more than {most} columns."),
    "encoding_mixed": N_(
        "Line {line} is written in another encoding than the rest. Save the file as UTF-8."
    ),
    "encoding_unknown": N_("Line {line} is neither UTF-8 nor GB18030. Save the file as UTF-8."),
    "encoding_damaged": N_("Line {line} is damaged: it is not {encoding}. Save the file as UTF-8."),
    "encoding_unsupported": N_("The encoding “{encoding}” is not known."),
    "quote_open": N_(
        "A quotation mark that begins in line {line} is not closed where its cell ends. "
        "Close it, or double it where it is meant."
    ),
    "cell_too_long": N_(
        "A cell that begins in line {line} is far too long; a quotation mark may be missing."
    ),
    "mapping_unreadable": N_("The mapping file cannot be read ({reason})."),
    "mapping_toml": N_("The mapping file is not valid TOML: {reason}."),
    "mapping_section": N_("The mapping has no section “{key}”."),
    "mapping_key": N_("The mapping has no key “{key}”."),
    "mapping_value": N_("“{value}” is no value for “{key}” of the mapping."),
    "mapping_pattern": N_(
        "“{value}” is no pattern with one or two groups for “{key}” of the mapping."
    ),
}  # fmt: skip

#: The sentence of each code that a header or a sheet is remarked with.
TABLE_SENTENCES: Mapping[str, str] = {
    "title_row": N_(
        "The first row is a title (“{title}”). Delete what stands above the headers, or skip "
        "{skip} rows in the mapping."
    ),
    "header_merged": N_("Headers are merged ({area}). Give each column its own header."),
    "header_empty": N_("Column {letters} has cells but no header; it is skipped."),
    "header_duplicate": N_("Several columns are {ours}: {headers}. Leave one."),
    "header_unit": N_("The header names a unit. Give its factor in the mapping (10000 for 万元)."),
    "column_missing": N_(
        "The required column {ours} ({alias}) is missing. Add it, or map another header to "
        "it."
    ),
    "mapping_header_missing": N_(
        "The mapping names the header “{header}”, which the file does not have."
    ),
    "mapping_column_unknown": N_("The mapping names a column that {kind} does not have."),
    "mapping_twice": N_("The mapping gives this column twice. Leave one."),
    "wide_no_column": N_("No header fits the pattern {pattern}."),
    "hidden_rows": N_("{count} rows are hidden in the sheet and are read too: {rows}."),
    "merged_cells": N_("Cells {area} are merged; only the first one holds the value."),
    "encoding_guessed": N_(
        "The file says nothing of its encoding and was read as {encoding}. Look at the "
        "preview."
    ),
    "text_named_workbook": N_(
        "The file is named like a workbook but holds text; it was read as CSV."
    ),
    "number_reading": N_(
        "Numbers of this column were read with “{decimal}” as decimal sign. Look at the "
        "preview."
    ),
    "code_alike": N_(
        "Both {first} and {second} occur in this column; they are different codes. A "
        "spreadsheet may have cut the zeros."
    ),
    "example_row": N_(
        "Row {row} is still the example of the template. Delete it if it is not meant."
    ),
    "more_issues": N_("There are {count} more issues that are not listed."),
}  # fmt: skip

#: The sentence of each code that a row or a cell is remarked with.
CELL_SENTENCES: Mapping[str, str] = {
    "row_short": N_(
        "The row has {cells} cells, the header {headers}. A line may be broken or a "
        "separator missing."
    ),
    "row_long": N_(
        "The row has {cells} cells, the header {headers}. Put text that holds the separator "
        "in quotation marks."
    ),
    "cell_error": N_("Cell {cell} shows an error (“{value}”). Mend the formula or type the value."),
    "cell_formula": N_(
        "Cell {cell} holds a formula that was never computed. Open the file in a spreadsheet "
        "program and save it."
    ),
    "value_missing": N_("A value is required here."),
    "text_unseen": N_("“{value}” holds a character that cannot be seen ({character}). Delete it."),
    "text_too_long": N_(
        "The text has {length} characters; at most {longest} fit. Shorten it."
    ),
    "code_number": N_(
        "“{value}” is a code that became a number and lost digits. Format the column as text "
        "and type or paste the codes again."
    ),
    "code_lost_zeros": N_(
        "“{value}” is a number here, while other codes begin with zeros ({example}). Format "
        "the column as text and type the code with its zeros."
    ),
    "code_decimal": N_(
        "“{value}” is a code that became a decimal number; {bare} may be meant. Format the "
        "column as text."
    ),
    "code_is_date": N_(
        "“{value}” is a code that became a date or a time. Format the column as text and "
        "type the code again."
    ),
    "number_form": N_("“{value}” is not a number. Write it in digits, such as 1234.50."),
    "number_exponent": N_("“{value}” is written with an exponent. Write all digits."),
    "number_bracketed": N_("“{value}”: write a negative number with a minus sign before it."),
    "number_percent": N_("“{value}” is a percentage; an amount is expected."),
    "number_spaced": N_("“{value}” has a space or another mark between digits. Delete it."),
    "number_unit": N_(
        "“{value}” has a unit. Write the whole number, or give the factor {unit} in the "
        "mapping."
    ),
    "number_grouping": N_("“{value}” is not grouped as a number with “{decimal}” as decimal sign."),
    "number_two_ways": N_(
        "“{value}” can be read two ways, and so can the whole column: {example} is {small} "
        "or {large}. Say which with --decimal-comma or with decimal in the mapping, or write "
        "decimals with two digits."
    ),
    "number_mixed": N_(
        "The column writes numbers in two ways: {first} and {second}. Make them alike."
    ),
    "number_against": N_("“{example}” does not fit the decimal sign “{decimal}” that was chosen."),
    "number_currencies": N_(
        "The column holds several currencies: {examples}. Only the branch's own is taken."
    ),
    "number_too_large": N_("“{value}” is beyond 1,000,000,000,000."),
    "number_is_date": N_(
        "“{shown}” is a date or a time; a number is expected. Format the cell as a number."
    ),
    "number_not_whole": N_("“{value}”: a whole number is expected."),
    "number_above": N_("“{value}” is above {largest}."),
    "number_negative": N_("“{value}” is negative; zero or more is expected."),
    "number_not_above_zero": N_("“{value}”: an amount above zero is expected."),
    "quantity_decimals": N_("“{value}” has more than {decimals} decimals."),
    "date_form": N_("“{value}” is not a date. Write it as 2026-07-31."),
    "date_serial": N_(
        "“{value}” is a spreadsheet's number of a day, probably {reading}. Format the column "
        "as date."
    ),
    "date_digits": N_("“{value}” may mean {reading}. Write it so."),
    "date_order": N_("“{value}” may mean {first} or {second}. Write the year first."),
    "date_order_one": N_("“{value}” may mean {reading}. Write the year first."),
    "date_short_year": N_("“{value}” has no four-digit year. Write it as 2026-07-31."),
    "date_year": N_("The year {year} is not between {first} and {last}."),
    "date_impossible": N_("“{value}”: there is no day {day} in month {month} of {year}."),
    "date_with_time": N_("“{value}” has a time of day; write {reading} if only the day is meant."),
    "time_form": N_("“{value}” is not a time of day. Write it as 09:30."),
    "time_impossible": N_("“{value}”: there is no such time of day."),
    "period_form": N_("“{value}” is not a period. Write 2026, 2026-Q3 or 2026-07."),
    "period_fiscal": N_("“{value}”: this branch writes that year as {right}."),
    "choice_unknown": N_("“{value}” is not one of: {allowed}."),
    "flag_unknown": N_("“{value}”: yes or no is expected."),
    "credit_form": N_("“{value}” does not share credit. Write R1:60;R2:40."),
    "credit_twice": N_("“{value}” names a rep twice."),
    "credit_total": N_("“{value}”: the shares add up to {total} percent, not to 100."),
    "document_differs": N_("“{value}” differs from row {other} of the same document {document}."),
    "document_refused": N_(
        "Row {other} of the same document {document} is refused, so this one is too."
    ),
    "key_twice": N_("The same key already stands in row {other}."),
    "row_equal": N_("The row equals row {other} in all columns."),
    "leave_before_hire": N_("The last day ({value}) is before the first one ({other})."),
    "end_before_start": N_("The end ({value}) is before the start ({other})."),
    "due_before_date": N_("The due date ({value}) is before the document's date ({other})."),
    "credit_note_negative": N_(
        "“{value}”: amounts of a credit note are given positive; they count negative by "
        "themselves."
    ),
    "invoice_negative": N_(
        "The invoice is negative as a whole. Make it a credit_note with positive amounts."
    ),
    "visit_no_start": N_(
        "There is an end ({value}) but no start. Give minutes where the start is not known."
    ),
    "visit_minutes": N_("“{value}” minutes do not fit start and end, which are {between} apart."),
    "assignment_overlap": N_("The assignment overlaps the one of this customer from {other}."),
    "target_overlap": N_("The period {value} lies within {other}, which has a target of its own."),
    "wide_total": N_("The total is {value}, but the periods add up to {added}."),
}  # fmt: skip


class _Facts(dict[str, object]):
    """Facts of an issue; one that is missing reads as nothing instead of failing."""

    def __missing__(self, key: str) -> str:
        return ""


def knows(code: str) -> bool:
    """Whether there is a sentence for a code."""
    return code in FILE_SENTENCES or code in TABLE_SENTENCES or code in CELL_SENTENCES


def issue_problem(issue: Issue) -> str:
    """Return what is wrong and what to do, without the place."""
    text = (
        FILE_SENTENCES.get(issue.code)
        or TABLE_SENTENCES.get(issue.code)
        or CELL_SENTENCES.get(issue.code)
        or N_("The value “{value}” cannot be taken ({code}).")
    )
    facts = _Facts(issue.facts)
    facts.update(value=issue.value, code=issue.code, column=issue.column)
    return string.Formatter().vformat(_(text), (), facts)


def issue_place(issue: Issue) -> str:
    """Return the place of an issue: `file › sheet › row 5 › column`, as far as it is known."""
    parts = [issue.file, issue.sheet]
    if issue.row is not None:
        parts.append(_("row {row}").format(row=issue.row))
    parts.append(issue.column)
    return " › ".join(part for part in parts if part)


def issue_sentence(issue: Issue) -> str:
    """Return the whole sentence of an issue: place, what is there, what to do."""
    place = issue_place(issue)
    problem = issue_problem(issue)
    return _("{place}: {problem}").format(place=place, problem=problem) if place else problem
