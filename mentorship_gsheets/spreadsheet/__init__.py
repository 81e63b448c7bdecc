"""The spreadsheet as data: snapshot, plan of changes, batch of requests, three-way merge; ignorant of mentors."""
