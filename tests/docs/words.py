"""Wordings the source does not spell out in one place: sentences chosen when the tool runs, and a word more."""

from collections.abc import Iterator

from mentorship_gsheets.workspace.credentials import MAIL_SCOPES
from mentorship_gsheets.workspace.sentences import explain, explain_login
from mentorship_gsheets.workspace.signals import Context, Reason, Signal

_WHO = Context("robot@project.example.org", "N", MAIL_SCOPES, "mentors@conference.example.org")
_PERSON = Context("robot@project.example.org", "N", MAIL_SCOPES, person=True)
_LOGINS = (
    ("invalid_grant", "Token must be a short-lived token", _WHO),
    ("invalid_grant", "Invalid email or User ID", _WHO),
    ("invalid_grant", "Token has been expired or revoked.", _PERSON),
    ("invalid_grant", "Invalid JWT Signature.", _WHO),
    ("unauthorized_client", "", _WHO),
    ("deleted_client", "", _PERSON),
    ("disabled_client", "", _PERSON),
    ("invalid_client", "", _PERSON),
    ("access_denied", "", _PERSON),
    ("invalid_scope", "", _WHO),
    ("", "", _WHO),
)

SPOKEN = {
    "bad-address": (
        ("the address of … cannot be read.", "Type one address."),
        ("the address … gave in … cannot be read.", "Ask for it, and add the person by hand."),
    ),
    "bad-template": (
        ("a mail in the tab Emails is blank, stands there twice, or has a merge field there is none of.",
         "Mend the line that is named. To get a mail back as it came: delete its line and run mentorship setup."),
    ),
    "differs": (
        ("… of … is “…” here; the form (or the sign-up list) says “…”.",
         "What you typed stays. Empty the cell and run mentorship pull to take the other."),
    ),
    "guessed-question": (
        ("“…” is taken for … (guessed … %).", "Look at the tab Questions; correct the column there if it is another."),
    ),
    "unused-question": (("“…” feeds no column (nearest: …).", "If it should, name the column in Questions."),),
    "key-endpoint": (
        ("key file …: it is half a rehearsal key and half a real one, or leads to a server that is not Google's.",
         "Use the key file as it was made; if in doubt, make a new one."),
    ),
    "key-kind": (
        ("key file …: is JSON, but no service-account key.",
         "Make a new JSON key for the service account and save it unchanged."),
        ("key file …: is an OAuth client, which people log in with but which opens nothing by itself.",
         "Log in with it: mentorship login --client FILE."),
        ("key file …: is an OAuth client for web sites.",
         "Make an OAuth client of the type “Desktop app” and download that."),
    ),
    "key-broken": (
        ("key file …: is empty, is not JSON, or lacks something it had when it was made.",
         "Make it anew and save it unchanged: the key of a service account or the OAuth client in Google's console, "
         "a log-in with mentorship login --client FILE."),
    ),
    "key-missing": (
        ("key file …: there is no such file.", "Say where it is with --credentials FILE or MENTORSHIP_CREDENTIALS."),
    ),
    "login-blocked": (
        ("Google lets only test users log in while the consent screen is in testing, and this account is none.",
         "Add its address under Audience, Test users, at https://console.cloud.google.com/auth/audience."),
        ("the OAuth client is for accounts of its own organisation only, and this account belongs to another.",
         "Choose an account of the organisation, or External at https://console.cloud.google.com/auth/audience."),
        ("an administrator of this account's organisation does not let this client in.",
         "Ask them to trust its client id at https://admin.google.com/ac/owl/list?tab=configuredApps."),
    ),
    "kept-back": (
        ("the letter … is not sent.",
         "The reason stands behind it and in Remark: a finding is open, or the pair is no longer the one it names."),
    ),
    "mail-setting": (
        ("Programme is blank. Sender is blank. “…” is no address.", "Fill in or correct the cell in Settings."),
    ),
    "never-unknown": (
        ("… names nobody here, or half of this line is blank.",
         "Write an address or a name as it stands on the pages of people."),
    ),
    "no-email-question": (
        ("nothing in … says who answered, so nobody is taken from it.",
         "Name the question that asks for the address in Questions."),
    ),
    "one-sided": (
        ("… names …, but … names somebody else.", "Make the two cells agree."),
        ("… names …, but the match cell of … is blank.", "Run match to fill this cell."),
    ),
    "other-kind": (
        ("the letter … should be another kind of mail by now (somebody's attendance changed).",
         "Run: mentorship draft … --refresh, to rewrite it. If you edited it in Gmail it stays: delete it there."),
    ),
    "other-words": (
        ("the letter … would be worded otherwise by now.",
         "Run: mentorship draft … --refresh, to rewrite it. If you edited it in Gmail it stays as you wrote it."),
    ),
    "stale-draft": (
        ("the letter … is not due any more, and its draft is still there.",
         "Delete it in Gmail, or run: mentorship draft … --refresh. If you edited it, only you can delete it."),
    ),
    "waits": (
        ("the letter … waits for the outdated draft ….",
         "Delete that in Gmail, or run: mentorship draft … --refresh. Then run this again."),
    ),
    "rematch": (
        ("… pairs replace one that was told already.", "Run: mentorship draft rematch"),
    ),
    "form-lacks": (
        ("no question feeds …: …",
         "Add a question such as the one that is shown, or name the one that does in Questions."),
    ),
    "never-met": (
        ("… says that there was no meeting with …, who may say there was one.", "Ask them what went wrong."),
    ),
    "unlisted-field": (
        ("fields that no bin lists: “…” (…).",
         "Add them to Bins, empty the Bin cells concerned, and run bin again."),
    ),
    "key-in-git": (
        ("key file …: git would publish it with ….",
         "Move it: mv FILE FOLDER (and revoke it, if it was ever committed)."),
    ),
    "bad-setting": (
        ("“…” does not fit ….", "Write what the setting takes: the message says it, and the page of settings."),
    ),
    "pair-affiliation": (
        ("… and … are both at ….", "Tick Keep if that is meant, or clear both cells and match again."),
    ),
    "pair-domain": (
        ("… and … have addresses of the same institution.",
         "Tick Keep if that is meant, or clear both cells and match again."),
    ),
    "pair-never": (("… and … stand in Never match.", "Clear both cells and match again, or delete the line."),),
    "pair-oneself": (("… and … seem to be one person.", "Clear both cells and match again."),),
    "pair-previous": (
        ("… and … were a pair before.", "Tick Keep if that is meant, or clear both cells and match again."),
    ),
    "pair-wall": (
        ("… and … stand in different bins, which are walls.",
         "Tick Keep if that is meant, clear both cells, or set Bins to guide in Settings."),
    ),
    "taken-over": (("… began … at … and never finished.", "Nothing: --take-over went on in its place."),),
    "too-early": (
        ("… people are not due yet: less than … days since the last mail.",
         "Wait, or lower Days between reminders in Settings."),
    ),
    "feedback-question": (
        ("“…” is taken for: ….", "If it is not, name the columns of the answers in Questions."),
    ),
    "unclear-partner": (
        ("“…” in the match cell of … fits nobody, or several people.",
         "Did you mean …? Type Name <address> as it stands on the other page."),
    ),
    "unknown-partner": (
        ("… is matched with …, who is no mentee here.",
         "Did you mean …? Correct the address, or clear the cell and match again."),
    ),
}  # fmt: skip
"""Code -> what is said and what to do; goes before what the source says."""

EMPTY_FORMS = {"pair-…", "…", "Google does not accept the log-in (…)."}
"""What the source says where the words are chosen elsewhere."""


def spoken() -> dict[str, tuple[tuple[str, str], ...]]:
    """Return all wordings known here, those for Google's refusals got by asking for them."""
    found = dict(SPOKEN)
    for code, pair in _google():
        found[code] = (*found.get(code, ()), pair)
    return found


def _google() -> Iterator[tuple[str, tuple[str, str]]]:
    findings = [explain(Signal(reason, 503 if reason is Reason.FAULT else 400), "sheets", _WHO) for reason in Reason]
    findings.append(explain(Signal(Reason.SCOPES, 403), "gmail", _PERSON))
    findings += [explain_login(error, description, context) for error, description, context in _LOGINS]
    for finding in findings:
        yield str(finding.code), (finding.what, finding.remedy)
