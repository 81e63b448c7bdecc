"""Organizer mentoring: people who ran a conference stand by those who organize their first one."""
