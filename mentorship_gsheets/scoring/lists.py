"""Words that institutions, addresses and free texts are made of."""

from importlib.resources import files


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


FREE_MAIL = frozenset(files(__package__).joinpath("free_mail.txt").read_text("utf-8").split()) | _listed(
    """
    21cn.com att.net bigpond.com bluewin.ch btinternet.com disroot.org earthlink.net fastmail.com fastmail.fm free.fr
    freenet.de hey.com interia.pl libero.it mail.ru mailbox.org me.com naver.com o2.pl orange.fr pm.me posteo.de
    posteo.net proton.me riseup.net seznam.cz t-online.de tuta.com tuta.io ukr.net web.de wp.pl i.ua meta.ua onet.pl
    abv.bg centrum.cz email.cz azet.sk citromail.hu freemail.hu yopmail.com docomo.ne.jp ezweb.ne.jp softbank.ne.jp
    """
)
"""Providers that give an address to anybody (``tests/tables`` writes the file); more are added in Settings."""

ASSOCIATIONS = _listed(
    """
    acm.org ieee.org computer.org comsoc.org siam.org aps.org acs.org ams.org aaas.org agu.org egu.eu usenix.org
    aiaa.org asme.org spie.org osa.org optica.org rsc.org iop.org bcs.org gi.de vde.com dpg-physik.de isoc.org
    member.fsf.org
    alum.mit.edu alumni.stanford.edu alumni.harvard.edu post.harvard.edu alumni.princeton.edu alumni.ethz.ch
    alumni.upenn.edu alumni.ubc.ca alumni.utoronto.ca alumni.cmu.edu alumni.caltech.edu cantab.net oxon.org
    """
)
"""Associations and alumni offices that give their members an address: who has one works somewhere else."""

RELAYS = _listed(
    """
    privaterelay.appleid.com mozmail.com relay.firefox.com duck.com simplelogin.com simplelogin.co aleeas.com slmail.me
    anonaddy.me anonaddy.com addy.io passmail.net passinbox.com opayq.com mailer.me users.noreply.github.com
    guest.booking.com m.facebook.com marketplace.amazon.com
    """
)
"""Services that pass mail on so that nobody sees whose it is."""

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

STOP_WORDS = _listed(
    """
    about after all also and any are around because been being both but can could did does doing for from get had has
    have having her here him his how into its just like more most much mentor mentors mentoring mentorship mentee
    mentees need not our out over own really she should some such than that the their them then there these they this
    those through too very want was were what when where which while who will with within would you your
    """
)
"""Words of free texts that tell nothing."""
