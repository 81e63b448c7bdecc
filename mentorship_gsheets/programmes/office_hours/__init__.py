"""Office hours: mentors offer slots, mentees pick some of them in order, and get one session at a time."""
