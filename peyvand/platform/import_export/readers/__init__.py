"""Files of others as tables: told apart by their content, never by their name."""

from peyvand.platform.import_export.readers import csv, vcard, xlsx
from peyvand.platform.import_export.readers.encodings import decoded_head, detect_encoding
from peyvand.platform.import_export.readers.table import Format, Row, Source, Table, Unreadable, opened

__all__ = ["Format", "Row", "Source", "Table", "Unreadable", "detect", "open_table"]


def detect(source: Source) -> Format:
    """What a file is, by its first bytes. Raises Unreadable for an empty file and for what no reader understands."""
    with opened(source) as file:
        if xlsx.is_zip(file):
            return "xlsx"
        text = decoded_head(file, detect_encoding(file), 1024).lstrip("\ufeff \t\r\n")
    return "vcard" if text[:11].upper() == "BEGIN:VCARD" else "csv"


def open_table(source: Source) -> Table:
    """The rows of a CSV, XLSX or vCard file. Raises Unreadable, with a message for the user."""
    readers = {"csv": csv.open_table, "xlsx": xlsx.open_table, "vcard": vcard.open_table}
    return readers[detect(source)](source)
