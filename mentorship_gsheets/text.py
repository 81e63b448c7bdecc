"""Text as it is compared: the one place that says when two texts are the same.

There are three degrees, each on top of the one before, because two texts may be one key, one answer, or one wording:

* `as_key` for what names a row, a column, a tab or a setting: case, width and spaces do not count. Accents do: two
  rows of the sheet whose keys differ in an accent are two rows for Google as well, and among the words for numbers an
  accent tells the French "à" from the English "a".
* `as_answer` for what people tick and type: accents do not count either, because people leave them out. Punctuation
  does: C, C++ and C# are three languages.
* `as_words` for wordings and names, which are read word by word: only letters and digits are left.
"""

import re
import unicodedata
from functools import lru_cache

# letters with a stroke or a ligature have no accent to take off; whoever leaves out accents writes these instead
_PLAIN_LETTERS = str.maketrans(
    {
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
        "þ": "th",
        "ŧ": "t",
    }
)
_MARKS_COUNT = 0x0700
"""From here on scripts use marks that make another letter or word: kana, Devanagari, Thai. Before it stand Latin,
Greek, Cyrillic, Hebrew and Arabic letters, whose marks people leave out."""


_ISOLATES = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))
_FROM_THE_RIGHT = frozenset({"R", "AL"})


def isolated(text: str) -> str:
    """Return a text of somebody's for a sentence of ours: set apart where it is written from right to left.

    Otherwise the words beside it would change places. Comparisons take no notice of the two signs around it.

    Source: Unicode Standard Annex 9, 2.7 (https://www.unicode.org/reports/tr9/): FIRST STRONG ISOLATE.

    >>> isolated("Ada"), isolated("\u05e0\u05d5\u05e2\u05d4")
    ('Ada', '\u2068\u05e0\u05d5\u05e2\u05d4\u2069')
    """
    if text.isascii() or not any(unicodedata.bidirectional(letter) in _FROM_THE_RIGHT for letter in text):
        return text
    return f"\u2068{text}\u2069"


def without_isolates(text: str) -> str:
    """Return a text as it was before `isolated`.

    >>> without_isolates("\u2068\u05e0\u05d5\u05e2\u05d4\u2069 and Ada") == "\u05e0\u05d5\u05e2\u05d4 and Ada"
    True
    """
    return text if text.isascii() else text.translate(_ISOLATES)


@lru_cache(maxsize=2**16)
def as_key(text: str) -> str:
    """Return a text as keys, headers, titles and names of settings are compared.

    Neither case, nor width (full-width letters, ligatures), nor the kind and number of spaces count.

    >>> as_key("  Mentee   Match ") == as_key("mentee\\u3000match"), as_key("Résumé") == as_key("resume")
    (True, False)
    """
    if text.isascii():
        # nearly every header and key, in a fifth of the time
        return " ".join(text.lower().split())
    # twice: folding the case of a composed letter can leave a decomposed one, and the reverse
    composed = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", without_isolates(text)).casefold())
    return " ".join(unicodedata.normalize("NFKC", composed.casefold()).split())


@lru_cache(maxsize=2**16)
def as_answer(text: str) -> str:
    """Return a text as answers are compared: like `as_key`, and without the accents people leave out.

    >>> as_answer(" Académie "), as_answer("C#"), as_answer("Łódź")
    ('academie', 'c#', 'lodz')
    >>> as_answer("が") == as_answer("か")
    False
    """
    key = as_key(text)
    if key.isascii():
        return key
    kept: list[str] = []
    base = 0
    for char in unicodedata.normalize("NFD", key).translate(_PLAIN_LETTERS):
        if not unicodedata.combining(char):
            base = ord(char)
        elif base < _MARKS_COUNT:
            continue
        kept.append(char)
    # what was a mark between two spaces may be none now
    return as_key("".join(kept))


@lru_cache(maxsize=2**16)
def as_words(text: str) -> str:
    """Return the words of a text as wordings and names are compared: like `as_answer`, letters and digits only.

    >>> as_words("  São-Paulo, e-mail? ")
    'sao paulo e mail'
    """
    answer = as_answer(text)
    if answer.isascii():
        return " ".join(re.findall(r"[^\W_]+", answer))
    kept = []
    word = False
    for char in answer:
        # a vowel sign or tone mark belongs to the letter before it
        word = char.isalnum() or (word and unicodedata.category(char)[0] == "M")
        kept.append(char if word else " ")
    return as_key("".join(kept))


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


_NOTHING = _listed(
    """
    other others else misc miscellaneous various unknown unspecified undecided unsure unassigned unsorted uncategorized
    uncategorised unclassified none nothing nil null na tbd tba
    autre autres divers inconnu inconnue aucun aucune rien
    andere anderes anderer sonstige sonstiges verschiedenes unbekannt keine keines nichts
    otro otra otros otras varios varias desconocido desconocida ninguno ninguna nada
    altro altra altri altre vari varie sconosciuto sconosciuta nessuno nessuna niente
    outro outra outros outras diversos desconhecido desconhecida nenhum nenhuma
    anders overig overige diverse onbekend geen annet andet annat ovrigt muu muut tuntematon
    inne inny inna nieznane zadne jine ostatni nezname zadny egyeb ismeretlen diger bilinmiyor
    другое другие прочее прочие неизвестно нет інше невідомо αλλο αλλα αγνωστο
    אחר אחרים אחרת اخرى اخر غير अन्य 其他 其它 不明 未知 未定 无 無 なし 그외 기타 없음 その他 อื่นๆ อื่น
    """
)
# what stands around those words without telling anything
_AROUND = _listed(
    """
    a an the of or and these those above please specify say which not listed here field fields area areas sector sectors
    topic topics subject subjects discipline disciplines language languages bin bins block blocks category categories
    group option options something anything
    """
)
_NO_ANSWER = {
    "n a",
    "not applicable",
    "not known",
    "not sure",
    "not listed",
    "not listed above",
    "not listed here",
    "no answer",
    "no idea",
} | {
    *("don t know", "do not know", "prefer not to say", "rather not say", "keine angabe", "sans reponse"),
    *("k a", "s o", "n d", "i don t know", "i do not know", "no se", "nao sei", "weiss nicht", "je ne sais pas"),
}


@lru_cache(maxsize=2**12)
def says_nothing(text: str) -> bool:
    """Return whether an answer, or the name of a bin, tells nothing about anybody: blank, "n/a", "Other", "unknown".

    Two people who both answer so have nothing in common that anybody knows of.

    >>> [says_nothing(text) for text in ("", "--", "Other", "Other (please specify)", "n/a", "Sonstiges")]
    [True, True, True, True, True, True]
    >>> [says_nothing(text) for text in ("Other social sciences", "C#", "Area studies", "★")]
    [False, False, False, False]
    """
    folded = as_words(text)
    if not folded:
        return not any(unicodedata.category(char)[0] == "S" for char in text)
    words = set(folded.split())
    return folded in _NO_ANSWER or (bool(words & _NOTHING) and words <= _NOTHING | _AROUND)
