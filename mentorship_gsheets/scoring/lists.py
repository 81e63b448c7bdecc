"""Words that institutions, addresses and free texts are made of."""


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


FREE_MAIL = _listed(
    """
    126.com 163.com 21cn.com att.net bell.net bigpond.com bluewin.ch btinternet.com comcast.net cox.net daum.net
    disroot.org duck.com earthlink.net fastmail.com fastmail.fm foxmail.com free.fr freenet.de gmail.com googlemail.com
    hanmail.net hey.com hushmail.com icloud.com inbox.ru interia.pl keemail.me laposte.net libero.it list.ru mac.com
    mail.com mail.ru mailbox.org me.com msn.com naver.com nifty.com o2.pl optonline.net orange.fr pm.me posteo.de
    posteo.net proton.me qq.com rediffmail.com riseup.net rocketmail.com rogers.com sbcglobal.net seznam.cz sfr.fr
    shaw.ca sina.com sohu.com t-online.de telus.net terra.com.br tuta.com tuta.io tutanota.com uol.com.br verizon.net
    virgilio.it wanadoo.fr web.de wp.pl xtra.co.nz yeah.net zoho.com
    """
)
"""Providers that give an address to anybody; more are added in Settings."""

FREE_MAIL_ANYWHERE = _listed("aol gmx hotmail live outlook protonmail yahoo yandex ymail")
"""Providers with a domain in many countries (``yahoo.com.br``)."""

SAME_WORD = {
    variant: word
    for word, variants in {
        "univ": "university universitat universitaet universidad universidade universite universita universitas "
        "universiteit universitet uniwersytet univerzita universitatea uni",
        "inst": "institute instituto institut istituto instituut",
        "tech": "technology technological technical tecnologia technologie technische tecnologico",
        "natl": "national nacional nationale nationales",
        "lab": "laboratory laboratories labs laboratoire laboratorio laboratorium",
        "coll": "college",
        "dept": "department",
        "acad": "academy",
        "saint": "st",
        "intl": "international",
        "res": "research",
        "ctr": "center centre centro",
    }.items()
    for variant in variants.split()
}
"""One spelling for the words in names of institutions, in the languages conferences meet most."""

EMPTY_WORDS = _listed("the of at in for and on de la le les des du da do dos di del della der die das fur y e et")
"""Words that do not tell institutions apart."""

LEGAL_FORMS = _listed("inc llc ltd limited gmbh ag corp corporation plc sa sas bv nv co pty pvt oy ab srl spa kg ev")
"""Endings of company names."""

PARTS_OF = _listed("dept school faculty division group section unit chair")
"""A first part of an affiliation that starts with these is not the institution."""

COUNTRIES = _listed(
    """
    usa us uk england scotland wales ireland germany deutschland france canada australia india spain espana italy italia
    netherlands switzerland austria belgium portugal denmark norway sweden finland iceland poland czechia hungary
    romania greece turkey israel japan china taiwan korea singapore malaysia indonesia vietnam thailand pakistan
    bangladesh nepal brazil brasil mexico argentina chile colombia peru egypt nigeria kenya ghana ethiopia uganda
    """
) | {"united states", "united states america", "united kingdom", "new zealand", "south africa", "south korea"}
"""A last part of an affiliation that is one of these is not part of the name."""

NO_INSTITUTION = _listed(
    """
    none na nil null no nothing unknown other various private self own student independent independently freelance
    freelancer consultant retired unemployed unaffiliated personal myself individual
    """
) | {"self employed", "n a", "not applicable", "not affiliated", "between jobs", "prefer not to say"}
"""What people write who are nowhere."""

STOP_WORDS = _listed(
    """
    about after all also and any are around because been being both but can could did does doing for from get had has
    have having her here him his how into its just like more most much mentor mentors mentoring mentorship mentee
    mentees need not our out over own really she should some such than that the their them then there these they this
    those through too very want was were what when where which while who will with within would you your
    """
)
"""Words of free texts that tell nothing."""
