"""Letters: templates, what they are filled with, and the messages that come of it."""

from mentorship_gsheets.mail.calendar import Invitation, Meeting, Method, event_uid, meeting_of, read_invitation
from mentorship_gsheets.mail.facts import setting_facts
from mentorship_gsheets.mail.keys import letter_key, reference
from mentorship_gsheets.mail.kinds import (
    SETTING_OF,
    Kind,
    all_kinds,
    kind_named,
    register,
)
from mentorship_gsheets.mail.letter import Letter, MailRequest, request_key, write_letter
from mentorship_gsheets.mail.mime import (
    KEY_HEADER,
    REFERENCE,
    Attachment,
    message_id,
    wire_address,
)
from mentorship_gsheets.mail.proof import TRIAL, ReadMessage, changed_parts, has_left_over, read_message, redirect
from mentorship_gsheets.mail.templates import MailTemplate, check_template, fields_of, seed_rows, seed_template

__all__ = [
    "KEY_HEADER",
    "REFERENCE",
    "SETTING_OF",
    "TRIAL",
    "Attachment",
    "Invitation",
    "Kind",
    "Letter",
    "MailRequest",
    "MailTemplate",
    "Meeting",
    "Method",
    "ReadMessage",
    "all_kinds",
    "changed_parts",
    "check_template",
    "event_uid",
    "fields_of",
    "has_left_over",
    "kind_named",
    "letter_key",
    "meeting_of",
    "message_id",
    "read_invitation",
    "read_message",
    "redirect",
    "reference",
    "register",
    "request_key",
    "seed_rows",
    "seed_template",
    "setting_facts",
    "wire_address",
    "write_letter",
]
