"""The sentences for Google's refusals: what is the matter, and the one thing to do."""

from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.text import as_key
from mentorship_gsheets.workspace.credentials import NEW_FORM_SCOPES, more_scopes
from mentorship_gsheets.workspace.signals import THINGS, Context, Reason, Signal

APIS = {"sheets": "Google Sheets API", "forms": "Google Forms API", "gmail": "Gmail API", "drive": "Google Drive API"}
DELEGATION_PAGE = "https://admin.google.com/ac/owl/domainwidedelegation"
UP_TO_DATE = "Bring the tool up to date; if that does not help, it is a bug to report."
"""A service account is granted every scope it asks for, so too few of them, or unknown ones, are the tool's doing."""

_NEW_KEY = "Make a new JSON key at https://console.cloud.google.com/iam-admin/serviceaccounts and use that."

_CLIENTS = "https://console.cloud.google.com/auth/clients"
_NEW_CLIENT = (
    f"Make an OAuth client of the type “Desktop app” at {_CLIENTS}, download its JSON file, "
    "and run: mentorship login --client FILE."
)

_OWN_MAILBOX = "its owner logs in: mentorship login --client FILE"
_OWN_FORM = "log in for this one time: add --client FILE"

_QUOTA = (
    "Google's quota is used up: 60 reads and 60 writes a minute and user, 300 a project.",
    "Wait a few minutes and run this again; a whole plan counts as one write.",
)
_MAIL_QUOTA = (
    "Gmail's quota is used up: 6,000 units a minute, and 2,000 mails a day (500 on trial and private accounts).",
    "Wait a few minutes and run this again; if it is the mails of a day, tomorrow. What is done is not done again.",
)


def explain(signal: Signal, service: str, context: Context) -> Finding:
    """Return the sentence for an error reply: what is the matter, and the one thing to do.

    Parameters
    ----------
    signal
        What the reply says.
    service
        Name of the API.
    context
        Who asked for what.
    """
    thing, who = THINGS[service], context.who
    sheet_or_form = (
        "in the form's ⋮ menu, choose Add collaborators and add" if service == "forms" else "press Share and add"
    )
    what, remedy = {
        Reason.API_OFF: (
            f"the {APIS[service]} is not switched on in the project this key belongs to.",
            f"Open {signal.link or f'https://console.cloud.google.com/apis/library/{service}.googleapis.com'}"
            ", press Enable, wait a few minutes, and run this again.",
        ),
        Reason.SCOPES: (
            f"the log-in does not allow what this needs; missing of: {', '.join(context.scopes)}.",
            more_scopes(context.scopes) if context.person else UP_TO_DATE,
        ),
        Reason.QUOTA: _MAIL_QUOTA if service == "gmail" else _QUOTA,
        Reason.NOT_SHARED: (
            f"{who} may not open this {thing}, or only look at it.",
            f"Open the {thing}, {sheet_or_form} {who} as editor.",
        ),
        Reason.NOT_FOUND: (
            f"there is no such {thing}.",
            f"Check the id; the whole address of the {thing} from the browser will do.",
        ),
        Reason.EXCEL: (
            "this is an Excel file that lies in Google Drive, not a Google Sheet.",
            "Open it, choose File → Save as Google Sheets, and use the address of the new sheet.",
        ),
        Reason.NO_MAILBOX: (
            f"{context.subject or who} has no Gmail mailbox.",
            "Write the mailbox that sends into Settings, Sender.",
        ),
        Reason.LOGIN: (
            "Google does not accept the log-in.",
            "Run: mentorship login." if context.person else _NEW_KEY,
        ),
        Reason.FAULT: (
            f"Google has a fault of its own at the moment (status {signal.code}).",
            "Run this again in some minutes.",
        ),
        Reason.OTHER: (
            f"Google refused the request (status {signal.code}): {signal.message or 'without a reason'}",
            "If somebody changed the sheet at this very moment, run it again; otherwise this is a bug to report.",
        ),
    }[signal.reason]
    return Finding(what, remedy, code=signal.reason, level=Level.STOP)


def explain_login(error: str, description: str, context: Context) -> Finding:
    """Return the sentence for a refusal of the token endpoint.

    Parameters
    ----------
    error, description
        ``error`` and ``error_description`` of RFC 6749, section 5.2.
    context
        Who asked.
    """
    words = as_key(description)
    scopes = ", ".join(context.scopes)
    match error:
        case "invalid_grant" if "short-lived" in words or "reasonable timeframe" in words:
            code, what = "google-clock", "the clock of this computer is wrong, so Google does not accept the log-in."
            remedy = "Set date, time and time zone to automatic, and run this again."
        case "invalid_grant" if "email" in words or "user id" in words:
            code, what = "google-no-mailbox", f"{context.subject or context.who} is no mailbox of the domain."
            remedy = "Write the mailbox that sends into Settings, Sender."
        case "invalid_grant" if context.person:
            code, what = "google-login-expired", f"the log-in of {context.who} is no longer valid."
            remedy = "Run: mentorship login (while the consent screen is in testing, a log-in lasts 7 days)."
        case "invalid_scope" if context.person:
            code, what = "google-scopes", f"the log-in does not cover {scopes}."
            remedy = more_scopes(context.scopes)
        case _ if context.person and (refused := client_refused(error)) is not None:
            return refused
        case "access_denied" | "admin_policy_enforced" if context.person:
            code, what = "google-login-blocked", f"an administrator no longer lets the log-in of {context.who} in."
            remedy = "Ask them to trust the OAuth client at https://admin.google.com/ac/owl/list?tab=configuredApps."
        case "invalid_grant" | "invalid_client":
            code, what = "google-key-revoked", "the key was revoked, or its service account deleted."
            remedy = _NEW_KEY
        case "unauthorized_client" | "access_denied":
            code, what = "google-delegation", f"{context.who} may not act for {context.subject or 'this mailbox'} yet."
            remedy = (
                f"An administrator of the domain opens {DELEGATION_PAGE} and authorises client id {context.client_id} "
                f"for exactly {scopes}; or {_OWN_FORM if NEW_FORM_SCOPES[0] in context.scopes else _OWN_MAILBOX}, "
                "with an OAuth client."
            )
        case "invalid_scope":
            code, what = "google-scopes", f"Google does not know one of these scopes: {scopes}."
            remedy = UP_TO_DATE
        case _:
            code, what = "google-login", f"Google does not accept the log-in ({error or 'without a reason'})."
            remedy = "Run: mentorship login." if context.person else _NEW_KEY
    return Finding(what, remedy, code=code, level=Level.STOP)


def client_refused(error: str) -> Finding | None:
    """Return the sentence for what is the matter with an OAuth client; None where the error is about something else.

    ``error`` is as Google's token endpoint and its pages name it.
    """
    match error:
        case "deleted_client":
            what = "the OAuth client was deleted (Google does so when one is not used for six months)."
            remedy = f"Restore it at {_CLIENTS} within 30 days, or: {_NEW_CLIENT}"
        case "disabled_client":
            what, remedy = "the OAuth client is switched off.", f"Switch it on at {_CLIENTS}, or: {_NEW_CLIENT}"
        case "invalid_client" | "unauthorized_client":
            what = "Google does not know the OAuth client, or its secret is another one by now."
            remedy = _NEW_CLIENT
        case _:
            return None
    return Finding(what, remedy, code="login-client", level=Level.STOP)


def unreachable(host: str) -> Finding:
    """Return the sentence for a server that could not be reached at all."""
    return Finding(
        f"{host} cannot be reached.",
        "Check the internet connection (or, in a rehearsal, whether the server still runs) and run this again.",
        code="google-unreachable",
        level=Level.STOP,
    )
