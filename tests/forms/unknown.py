"""Ten forms in languages that no table of the program knows: Welsh, Maltese, Georgian, Yoruba, Quechua, Khmer, ...

Plain wordings; what matters is that no word of them is known, so that everything must be seen in what stands below, or
asked. Nothing is trained on them.
"""

from tests.forms.corpus import Asked, CorpusForm

_ORDER = (
    "name",
    "role",
    "mentor",
    "mentee",
    "attendance",
    "here",
    "virtual",
    "fields",
    "capacity",
    "first",
    "yes",
    "no",
)
_WORDS = {
    "cy": ("Enw llawn", "Eich rhan", "Tywysydd", "Dysgwr", "Sut fyddwch chi yno?", "Wyneb yn wyneb", "O bell",
           "Meysydd gwaith", "Faint o bobl allwch chi eu cymryd?", "Ai dyma'ch tro cyntaf?", "Ie", "Nage"),
    "mt": ("Isem sħiħ", "Sehmek", "Gwida", "Min jitgħallem", "Kif se tattendi?", "Hemm stess", "Mill-bogħod",
           "Oqsma tax-xogħol", "Kemm nies tista' tieħu?", "L-ewwel darba tiegħek?", "Iva", "Le"),
    "ka": ("სრული სახელი", "თქვენი როლი", "დამრიგებელი", "შეგირდი", "როგორ დაესწრებით?", "ადგილზე", "დისტანციურად",
           "სამუშაო სფეროები", "რამდენ ადამიანს მიიღებთ?", "პირველად ხართ?", "დიახ", "არა"),
    "yo": ("Orúkọ kíkún", "Ipa rẹ", "Olùtọ́sọ́nà", "Akẹ́kọ̀ọ́", "Báwo lo ṣe máa wá?", "Fúnra mi", "Láti òkèèrè",
           "Ẹ̀ka iṣẹ́", "Ènìyàn mélòó lo lè gbà?", "Ṣé ìgbà àkọ́kọ́ nìyí?", "Bẹ́ẹ̀ni", "Bẹ́ẹ̀kọ́"),
    "qu": ("Hunt'asqa suti", "Ima ruwaynin", "Yachachiq", "Yachakuq", "Imaynata hamunki?", "Kaypi", "Karumanta",
           "Llank'ay suyukuna", "Hayk'a runata chaskiwaq?", "Ñawpaq kutichu?", "Arí", "Manan"),
    "km": ("ឈ្មោះពេញ", "តួនាទី", "អ្នកណែនាំ", "អ្នករៀន", "អ្នកចូលរួមដោយរបៀបណា?", "ផ្ទាល់", "ពីចម្ងាយ",
           "វិស័យការងារ", "ទទួលបានប៉ុន្មាននាក់?", "លើកដំបូងឬ?", "បាទ", "ទេ"),
    "am": ("ሙሉ ስም", "ሚናዎ", "አማካሪ", "ተማሪ", "እንዴት ይሳተፋሉ?", "በአካል", "ከርቀት",
           "የሥራ ዘርፎች", "ስንት ሰው ይቀበላሉ?", "የመጀመሪያ ጊዜዎ ነው?", "አዎ", "አይ"),
    "mn": ("Овог нэр", "Таны үүрэг", "Зөвлөгч", "Суралцагч", "Хэрхэн оролцох вэ?", "Биечлэн", "Зайнаас",
           "Ажлын салбарууд", "Хэдэн хүн авах вэ?", "Анх удаа юу?", "Тийм", "Үгүй"),
    "hy": ("Անուն ազգանուն", "Ձեր դերը", "Խորհրդատու", "Աշակերտ", "Ինչպե՞ս կմասնակցեք", "Տեղում", "Հեռակա",  # noqa: RUF001 - Armenian letters
           "Աշխատանքի ոլորտներ", "Քանի՞ մարդ կընդունեք", "Առաջի՞ն անգամ է", "Այո", "Ոչ"),
    "mi": ("Ingoa katoa", "Tō tūranga", "Kaiārahi", "Ākonga", "Ka pēhea tō tae mai?", "Ā-tinana", "Mai i tawhiti",
           "Ngā wāhanga mahi", "Tokohia ngā tāngata ka taea?", "Ko tō wā tuatahi?", "Āe", "Kāo"),
}  # fmt: skip


def _form(language: str, words: tuple[str, ...]) -> CorpusForm:
    said = dict(zip(_ORDER, words, strict=True))

    def closed(title: str, column: str, readings: dict[str, list[str]]) -> Asked:
        return Asked(said[title], column, (), tuple(readings), readings)

    return CorpusForm(
        f"{language}-unknown",
        language,
        "single",
        (
            # the address is the one thing that looks the same everywhere; its heading says nothing
            Asked("@", "Email", (), (), {}),
            Asked(said["name"], "Name", (), (), {}),
            closed("role", "Role", {said["mentor"]: ["mentor"], said["mentee"]: ["mentee"]}),
            closed("attendance", "Attendance", {said["here"]: ["here"], said["virtual"]: ["virtual"]}),
            Asked(said["fields"], "Fields", (), ("Physics, Law", "Music", "Law"), {}),
            closed("capacity", "Capacity", {"1": ["1"], "2": ["2"]}),
            closed("first", "First time", {said["yes"]: ["yes"], said["no"]: ["no"]}),
        ),
    )


def unknown_forms() -> tuple[CorpusForm, ...]:
    return tuple(_form(language, words) for language, words in _WORDS.items())
