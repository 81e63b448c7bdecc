"""Letters: templates, what they are filled with, and the messages that come of it."""

from mentorship_gsheets.letters.facts import setting_facts
from mentorship_gsheets.letters.keys import identity_text, letter_key, reference
from mentorship_gsheets.letters.kinds import (
    FIELDS,
    MATTER,
    MATTERS,
    PAIRING,
    SETTING_OF,
    Kind,
    Mailing,
    mailing_of,
)
from mentorship_gsheets.letters.letter import Address, Letter, address_key, write_letter
from mentorship_gsheets.letters.mime import (
    KEY_HEADER,
    REFERENCE,
    message_id,
    wire_address,
)
from mentorship_gsheets.letters.proof import ReadMessage, has_left_over, read_message, redirect
from mentorship_gsheets.letters.templates import MailTemplate, check_template, fields_of, seed_rows, seed_template

__all__ = [
    "FIELDS",
    "KEY_HEADER",
    "MATTER",
    "MATTERS",
    "PAIRING",
    "REFERENCE",
    "SETTING_OF",
    "Address",
    "Kind",
    "Letter",
    "MailTemplate",
    "Mailing",
    "ReadMessage",
    "address_key",
    "check_template",
    "fields_of",
    "has_left_over",
    "identity_text",
    "letter_key",
    "mailing_of",
    "message_id",
    "read_message",
    "redirect",
    "reference",
    "seed_rows",
    "seed_template",
    "setting_facts",
    "wire_address",
    "write_letter",
]
