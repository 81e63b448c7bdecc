"""Whether somebody is a mentor, a mentee, both or neither."""

from mentorship_gsheets.intake.values import yes_no
from mentorship_gsheets.intake.values.non_answers import is_absent
from mentorship_gsheets.intake.values.reading import BLANK, Reading
from mentorship_gsheets.intake.values.vocabulary import Clause, Hit, agreed, clauses
from mentorship_gsheets.people import Role

_ROLES = ("mentor", "mentee", "mentored", "to_mentor")
_CONCEPTS = frozenset(
    (
        *_ROLES,
        *("mentoring", "seek", "seek_after", "want", "be", "give", "get", "part"),
        *("yes", "no", "not", "unsure", "both", "either", "neither", "skip", "idiom"),
    )
)
_BOTH = frozenset(Role)
_NOBODY: frozenset[Role] = frozenset()
_VERBS = ("be", "seek", "seek_after", "want", "to_mentor", "mentored", "get", "give")


def read(answer: str, question: str = "", meaning: str = "") -> Reading[frozenset[Role]] | None:
    """Read which roles somebody takes.

    Parameters
    ----------
    answer
        The cell as it stands.
    question
        The heading above it: a yes is read with its question ("Would you like to be a mentor?").
    meaning
        What a person wrote in the tab Questions behind the column, ``yes = mentor`` or ``older = mentor; younger =
        mentee``; it goes before everything else.

    Returns
    -------
    The roles, written ``mentor``, ``mentee``, ``both`` or ``no`` (an empty set: takes no part; of several role
    questions the union counts); no answer; or None when it says none of these.

    Notes
    -----
    Word by word, in the language that understands most of the answer: whoever seeks a mentor is a mentee and the other
    way round, unless a word for being stands between (looking to *be* a mentor); a denied role is none. Where two
    languages read it differently, it is not read.

    Examples
    --------
    >>> [read(text).text for text in ("Mentor", "I am looking for a mentee", "Mentee, not mentor", "Les deux", "Nein")]
    ['mentor', 'mentor', 'mentee', 'both', 'no']
    >>> read("Yes", "Would you like to have a mentor?").text, read("maybe")
    ('mentee', None)
    >>> read("Either is fine").text, read("I'd rather skip this round").text
    ('both', 'no')
    """
    means = yes_no.meant(answer, meaning)
    if means is not None:
        roles = _stated(means) if means else _NOBODY
    elif is_absent(answer):
        return BLANK
    else:
        roles = _stated(answer, question)
        plain = yes_no.read(answer, question)
        if roles is None and plain is None and _is_one_of_two(answer, question):
            roles = frozenset({Role.MENTOR})
        elif roles is None and plain is not None and question:
            roles = _asked(question) if plain else _NOBODY
        elif roles and question and len(roles) == 1 and not _has_verb(answer, question):
            roles = _as_sought(roles, question)
    return None if roles is None else Reading(roles, _written(roles))


def _is_one_of_two(answer: str, question: str) -> bool:
    """Return whether "mentoring" is an answer to "mentoring or being mentored?", where it is the one side of two."""
    asked = any(
        any(map(_mentors, reading)) and any(clause.has("mentored") for clause in reading)
        for reading in clauses(question, _CONCEPTS)
    )
    return asked and any(len(reading) == 1 and _mentors(reading[0]) for reading in clauses(answer, _CONCEPTS, question))


def _written(roles: frozenset[Role]) -> str:
    return "both" if len(roles) > 1 else next(iter(roles)).value if roles else "no"


def _stated(answer: str, question: str = "") -> frozenset[Role] | None:
    """The roles an answer states by itself; None when it states none, or languages differ about it."""
    return agreed(_in_language(reading) for reading in clauses(answer, _CONCEPTS, question))


def _in_language(reading: tuple[Clause, ...]) -> frozenset[Role] | None:
    if any(clause.has("unsure") for clause in reading):
        return _NOBODY if _refused_first(reading) else None
    offered, denied = set[Role](), set[Role]()
    refused = given = got = either = False
    verb_before = ""
    for clause in reading:
        negated = clause.has("not") and not clause.has("idiom")
        own, verb_before = _roles_in(clause, verb_before if clause.joined else "")
        if clause.has("both") and not negated:
            offered |= _BOTH
        either |= clause.has("either") and not negated
        refused |= clause.has("neither", "skip") or clause.first("no") or (negated and clause.has("part", "either"))
        (denied if negated else offered).update(own)
        given |= clause.has("give") and not negated
        got |= clause.has("get") and not negated
    if Role.MENTEE in offered and any(map(_mentors, reading)):
        # "Mentoring and being mentored" names both sides
        offered.add(Role.MENTOR)
    if either and not offered and not denied and not refused:
        # whoever does not mind takes either role
        return _BOTH
    if offered & denied or (refused and offered) or (either and len(offered) < len(_BOTH)):
        return None
    if offered:
        return frozenset(offered)
    if refused or len(denied) == len(_BOTH):
        return _NOBODY
    if denied or given == got:
        return None
    return frozenset({Role.MENTOR if given else Role.MENTEE})


def _mentors(clause: Clause) -> bool:
    """Return whether a clause says nothing but that somebody mentors: what is neither sought nor taken part in."""
    return clause.has("mentoring") and not clause.has(*_ROLES, "seek", "seek_after", "want", "get", "part", "not")


def _refused_first(reading: tuple[Clause, ...]) -> bool:
    """Return whether doubt only follows a plain no: "No thanks, maybe next year"."""
    first, *rest = reading
    named = any(clause.has(*_ROLES, "mentoring", "both", "either") for clause in reading)
    return first.first("no") and not first.has("unsure") and bool(rest) and not named


def _roles_in(clause: Clause, verb_before: str) -> tuple[set[Role], str]:
    """The roles a clause names, and the verb that governs what a word (and, or) joins to it."""
    found = set[Role]()
    verb = verb_before
    after = clause.has("seek_after")
    for hit in clause.hits:
        if hit.concepts & {"seek", "want"} and not (hit.concepts & {"be"}):
            verb = "want" if "want" in hit.concepts and "seek" not in hit.concepts else "seek"
        elif "be" in hit.concepts:
            verb = "be"
        elif hit.concepts & {"mentored"}:
            found.add(Role.MENTEE)
        elif hit.concepts & {"to_mentor"}:
            found.add(Role.MENTOR)
        elif hit.concepts & {"mentor", "mentee"}:
            role = Role.MENTEE if "mentee" in hit.concepts else Role.MENTOR
            sought = verb in ("seek", "want") or (after and _follows(clause, hit))
            found.add(role.other if sought else role)
        elif "mentoring" in hit.concepts and (clause.has("give") or verb in ("seek", "want")):
            found.add(Role.MENTOR if clause.has("give") else Role.MENTEE)
    return found, verb


def _follows(clause: Clause, noun: Hit) -> bool:
    """Return whether a word for seeking stands behind a noun, as in "Mentor gesucht", and none for being between."""
    between = [hit for hit in clause.hits if hit.start >= noun.end]
    for hit in between:
        if "seek_after" in hit.concepts:
            return True
        if "be" in hit.concepts:
            return False
    return False


def _has_verb(answer: str, question: str) -> bool:
    return any(clause.has(*_VERBS) for reading in clauses(answer, _CONCEPTS, question) for clause in reading)


def _asked(question: str) -> frozenset[Role] | None:
    """The one role that a yes to a question takes; None when the question is about both or none."""
    told = {
        frozenset[Role]().union(*roles)
        for roles in (_question_roles(reading) for reading in clauses(question, _CONCEPTS))
    }
    roles = told.pop() if len(told) == 1 else _NOBODY
    return roles if len(roles) == 1 else None


def _question_roles(reading: tuple[Clause, ...]) -> list[set[Role]]:
    found, verb = list[set[Role]](), ""
    for clause in reading:
        roles, verb = _roles_in(clause, verb if clause.joined else "")
        found.append(roles)
    return found


def _as_sought(roles: frozenset[Role], question: str) -> frozenset[Role] | None:
    """A bare noun turned round where its question asks whom somebody looks for; None where it asks for either."""
    for reading in clauses(question, _CONCEPTS):
        sought = plain = False
        verb = ""
        for clause in reading:
            _, verb = _roles_in(clause, verb if clause.joined else "")
            named = clause.has(*_ROLES)
            seeking = clause.has("seek") and not clause.has("be")
            sought |= seeking and (named or clause.has("mentoring") or not _names_roles(reading))
            plain |= named and not seeking and verb not in ("seek", "want")
        if sought and plain:
            return None
        if sought:
            return frozenset(role.other for role in roles)
    return roles


def _names_roles(reading: tuple[Clause, ...]) -> bool:
    return any(clause.has(*_ROLES) for clause in reading)
