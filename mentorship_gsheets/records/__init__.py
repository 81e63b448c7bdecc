"""Records: rows of the sheet become things of the field, and things of the field become rows."""
