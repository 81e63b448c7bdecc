"""Names, places and sentences the made-up conference is drawn from. Nobody here exists."""

from __future__ import annotations

# (name as its owner writes it, the same in letters an address can hold)
GIVEN: tuple[tuple[str, str], ...] = (
    ("Amara", "amara"),
    ("Björn", "bjoern"),
    ("Chloé", "chloe"),
    ("Dmitri", "dmitri"),
    ("Élodie", "elodie"),
    ("Farid", "farid"),
    ("Grażyna", "grazyna"),
    ("Hana", "hana"),
    ("Ijeoma", "ijeoma"),
    ("João", "joao"),
    ("Kofi", "kofi"),
    ("Lucía", "lucia"),
    ("Mehmet", "mehmet"),
    ("Nguyệt", "nguyet"),
    ("Oskar", "oskar"),
    ("Priya", "priya"),
    ("Quentin", "quentin"),
    ("Rosa", "rosa"),
    ("Søren", "soren"),
    ("Tomáš", "tomas"),
    ("Uma", "uma"),
    ("Violet", "violet"),
    ("Wanjiru", "wanjiru"),
    ("Xavier", "xavier"),
    ("Yasmin", "yasmin"),
    ("Zoltán", "zoltan"),
    ("Ana", "ana"),
    ("Ben", "ben"),
    ("Carmen", "carmen"),
    ("Daniel", "daniel"),
    ("Esther", "esther"),
    ("Finn", "finn"),
    ("Greta", "greta"),
    ("Hugo", "hugo"),
    ("Ingrid", "ingrid"),
    ("Jamal", "jamal"),
    ("Katja", "katja"),
    ("Leo", "leo"),
    ("Marta", "marta"),
    ("Noor", "noor"),
)

FAMILY: tuple[tuple[str, str], ...] = (
    ("Abebe", "abebe"),
    ("Åkesson", "akesson"),
    ("Bhatt", "bhatt"),
    ("Castañeda", "castaneda"),
    ("Dvořák", "dvorak"),
    ("Eze", "eze"),
    ("Fontaine", "fontaine"),
    ("García-Ruiz", "garcia-ruiz"),
    ("Haddad", "haddad"),
    ("Ito", "ito"),
    ("Jansen", "jansen"),
    ("Kowalczyk", "kowalczyk"),
    ("Lindqvist", "lindqvist"),
    ("Müller", "mueller"),
    ("Ng", "ng"),
    ("O’Connor", "oconnor"),
    ("Petrović", "petrovic"),
    ("Quispe", "quispe"),
    ("Rossi", "rossi"),
    ("Şahin", "sahin"),
    ("Tran", "tran"),
    ("Umarov", "umarov"),
    ("van der Berg", "vanderberg"),
    ("Walker", "walker"),
    ("Xu", "xu"),
    ("Yıldız", "yildiz"),
    ("Zimmermann", "zimmermann"),
    ("Adeyemi", "adeyemi"),
    ("Brown", "brown"),
    ("Costa", "costa"),
    ("Diaz", "diaz"),
    ("Evans", "evans"),
    ("Fischer", "fischer"),
    ("Gupta", "gupta"),
    ("Hughes", "hughes"),
    ("Ivanova", "ivanova"),
    ("Johnson", "johnson"),
    ("Kim", "kim"),
    ("Larsen", "larsen"),
    ("Mbeki", "mbeki"),
)

WHOLE: tuple[tuple[str, str], ...] = (
    ("王小明", "xiaoming.wang"),
    ("김지우", "jiwoo.kim"),
    ("山田 花子", "hanako.yamada"),
    ("محمد الأحمد", "m.alahmad"),
    ("שרה לוי", "sara.levi"),
    ("Zoë 🚀 Starling", "zoe.starling"),
    ("Ольга Смирнова", "olga.smirnova"),
    ("Αλέξης Νικολάου", "alexis.nikolaou"),
    ("ณัฐพล ศรีสุข", "nattapon.s"),
    ("Ṣadé Ọlá-Cruz", "sade.olacruz"),
)
"""Names in other scripts, written in full; each appears once."""

INSTITUTIONS: tuple[tuple[str, str, str], ...] = (
    ("University of Astra", "uni-astra.example.org", "Academia"),
    ("Brooke College", "brooke.example.org", "Academia"),
    ("Technische Universität Cassel-West", "tu-cassel.example.org", "Academia"),
    ("Universidad del Delta", "udelta.example.org", "Academia"),
    ("Eastfjord Institute of Technology", "eit.example.org", "Academia"),
    ("Université de Fontaine", "univ-fontaine.example.org", "Academia"),
    ("Granite State Observatory", "gso.example.org", "Government lab"),
    ("Harbour Weather Service", "weather-harbour.example.org", "Government lab"),
    ("Isle Marine Laboratory", "isle-marine.example.org", "Government lab"),
    ("National Centre for Computing", "ncc.example.org", "Government lab"),
    ("Juniper Health", "juniper-health.example.com", "Industry"),
    ("Kestrel Analytics", "kestrel.example.com", "Industry"),
    ("Lumen Robotics", "lumen-robotics.example.com", "Industry"),
    ("Mosaic Software", "mosaic-software.example.com", "Industry"),
    ("Northwind Energy", "northwind.example.com", "Industry"),
    ("Open Maps Foundation", "openmaps.example.net", "Non-profit"),
    ("Public Data Trust", "datatrust.example.net", "Non-profit"),
    ("Quarry Geosciences", "quarry-geo.example.com", "Industry"),
)
"""Name, mail domain, sector. Addresses come from departments below the domain too."""

DEPARTMENTS = ("", "", "cs.", "physics.", "bio.", "staff.")

ZONES = (
    "America/Los_Angeles",
    "America/New_York",
    "America/Sao_Paulo",
    "Europe/Berlin",
    "Europe/London",
    "Africa/Lagos",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "Australia/Sydney",
)

WIDE_ZONES = (*ZONES, "America/Chicago", "Asia/Singapore", "Pacific/Auckland", "Asia/Tehran")
"""Of people who meet at a distance only: thirteen."""

LANGUAGES = ("English", "Spanish", "Portuguese", "French", "German", "Hindi", "Japanese", "Arabic")

BLOCKS: tuple[tuple[str, ...], ...] = (
    ("Physics", "Astronomy", "Chemistry"),
    ("Biology", "Health, medicine"),
    ("Social science", "Economics, finance"),
    ("Meteorology, Geology", "Oceanography", "Petrology"),
    ("Computer science", "Data science, machine learning"),
    ("Software engineering",),
)
"""The fields of the form's check boxes by the block they belong to; several hold a comma."""

SHARES = (16, 13, 10, 11, 34, 16)
"""How many in a hundred name each block first."""

OTHER_FIELDS = ("Digital humanities", "Bioinformatics", "Library science", "Quantum computing, sensing")

TOPICS = (
    "Careers inside and outside academia",
    "Contributing to open source",
    "Writing papers, proposals",
    "Giving talks",
    "Teaching",
    "Leading people, projects",
    "Work and family",
    "Research software",
)

WORK = {
    "Physics": "numerical simulation of plasmas",
    "Astronomy": "pipelines for a radio telescope",
    "Chemistry": "molecular dynamics",
    "Biology": "image analysis of cells",
    "Health, medicine": "models of hospital data",
    "Social science": "survey statistics",
    "Economics, finance": "forecasting energy prices",
    "Meteorology, Geology": "nowcasting of rain",
    "Oceanography": "ocean circulation models",
    "Petrology": "mineral maps from thin sections",
    "Computer science": "compilers for array code",
    "Data science, machine learning": "time series models",
    "Software engineering": "packaging and continuous integration",
}

MENTOR_NOTES = (
    "I work on {work} and enjoy helping people find their first job.",
    "Ten years of {work}; happy to look at CVs.",
    "I maintain a library for {work}. I would rather not talk about funding.",
    "",
    "",
)

MENTEE_NOTES = (
    "I have just started with {work} and wonder whether a PhD is for me.",
    "I would like to move from {work} into industry.",
    "First time at the conference; I use Python for {work}.",
    "Please no early mornings.",
    "",
    "",
)

KINDS = ("Career", "Technical")
"""What kind of mentoring people of a community look for."""

AREAS = ("Documentation", "Networking", "Storage", "Community work", "Testing", "User interface")
"""The parts of the community they work in."""

WAYS = ("Video calls", "Mail", "Chat", "In person at events")
"""How they like to meet."""

GOALS = (
    "My first change accepted.",
    "A talk submitted to the next summit.",
    "Know whether to apply as a team lead.",
    "Find out what to learn next,\nand a plan for it.",
    "",
)
"""What they want to have reached."""

CONFERENCES = ("Py", "Data", "Science", "Open Maps", "Web", "Language", "Robotics", "Library", "Climate", "Games")
"""What the conferences of organizers are about, and how their names begin."""

ORGANIZING = ("Budget", "Sponsors", "Venue", "Programme", "Volunteers", "Code of conduct")
"""What organizers want help with, or know."""

FIRST_GOALS = (
    "A conference that takes place and loses no money.",
    "Three sponsors who come again.",
    "Know by spring whether we can afford the venue.",
    "A team that still likes each other afterwards.",
    "",
)
"""What they want to have reached."""

TASKS = (
    "deploy the software",
    "first patch merged",
    "submit a talk",
    "certificate",
    "review ten changes",
    "translate the manual",
    "write a tutorial",
    "fix a bug",
)
"""What cohorts work on, the most wanted first."""

QUESTIONS = (
    "How do I choose between two job offers?",
    "Could you look at the tests of my first package with me?",
    "What makes a talk proposal a good one?",
    "I would like to know how you found your first maintainer role.",
    "How do I tell my supervisor that I want to leave research?",
    "Is it worth learning C for faster code?",
)
"""What mentees of office hours want to ask."""

TOWNS = (
    ("Accra", "Africa/Accra"),
    ("Bergen", "Europe/Oslo"),
    ("Curitiba", "America/Sao_Paulo"),
    ("Dunedin", "Pacific/Auckland"),
    ("Essen", "Europe/Berlin"),
    ("Florence", "Europe/Rome"),
    ("Guadalajara", "America/Mexico_City"),
    ("Hyderabad", "Asia/Kolkata"),
    ("Izmir", "Europe/Istanbul"),
    ("Jakarta", "Asia/Jakarta"),
    ("Kraków", "Europe/Warsaw"),
    ("Lagos", "Africa/Lagos"),
)
"""Towns with workshops, and their time zones."""
