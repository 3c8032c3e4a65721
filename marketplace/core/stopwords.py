"""Words that say nothing of what is looked for: articles, prepositions, conjunctions, in 25 languages."""

from .words import tokens

_BY_LANGUAGE = {
    "uk": "і й та або чи в у на з із зі до від для по про при за під над без через що як це ми нам нас є не а але який яка які його її їх",
    "bg": "и или в във на с със до от за по при без през че как това ние ни е не а но който която които се",
    "cs": "a i nebo v ve na s se z ze do od pro po o při za pod bez přes že jak to je ne ale který která které",
    "da": "og eller i på med til fra for om ved af uden en et den det de der som at er ikke skal skulle kan vil har havde var bliver vi os vores jer sig sin så men",
    "de": "und oder in im an am auf mit zu zum zur von vom für über bei aus ohne der die das den dem des ein eine einen einem einer als dass ist nicht wir uns unser unsere unseren sie sich es er auch aber wie war wird werden wurde sind hat haben kann soll will",
    "el": "και ή σε στο στη στην στον στα στις με από για ως χωρίς ο η το οι τα του της των τον την ένα μια που είναι δεν",
    "en": "and or in on at with to from for of by without the a an that as is are not our we us you your they their it its this these those be been was were will would can could should must has have had but so",
    "es": "y o en con a al de del para por sin sobre el la los las un una que como es no",
    "et": "ja või ning on ei see et kui mis",
    "fi": "ja tai sekä on ei se että kun joka",
    "fr": "et ou en dans sur avec à au aux de du des pour par sans le la les un une que qui est ne pas",
    "ga": "agus nó i in sa san ar le do ó de gan an na is go",
    "hr": "i ili u na s sa z iz do od za po o pri pod bez kroz da kao to je ne ali koji koja koje",
    "hu": "és vagy a az egy hogy nem is van",
    "it": "e o in con a al alla di del della dei delle per da su senza il lo la i gli le un una che come è non",
    "lt": "ir ar bei į iš su be prie per apie dėl už po kad kaip tai yra ne bet kuris kuri kurie",
    "lv": "un vai ar no uz pie par pa bez ka kā tas ir ne bet kas kurš",
    "mt": (
        "u jew fi f b bi ma għal ta minn bla li hu mhux lil bħal din dawn il l id in ir is it ix iz iċ iż d n r s t x z ċ ż "
        "fil fid fin fir fis fit fix fiz fl bil bid bin bir bis bix biz bl mal mad mar mas mat maz "
        "għall għad għan għar għas għat għax għaz tal tad tan tar tas tat tax taz taċ taż "
        "mill mid min mir mis mit mix miz lill dal"
    ),
    "nl": "en of in op aan met naar van voor door bij uit zonder de het een dat als is niet we wij ons onze zij ze er dit die zal zullen kan kunnen wil willen heeft hebben was wordt worden zijn maar ook",
    "pl": "i oraz lub albo w we na z ze do od dla po o przy za pod bez przez że jak to jest nie ale który która które",
    "pt": "e ou em no na nos nas com a ao à de do da dos das para por pelo pela sem o os as um uma que como é não",
    "ro": "și sau în la cu de din pentru prin fără pe un o că ca este nu care al ale",
    "sk": "a i alebo v vo na s so z zo do od pre po o pri za pod bez cez že ako to je nie ale ktorý ktorá ktoré",
    "sl": "in ali v na s z iz do od za po o pri pod brez skozi da kot to je ne pa ki",
    "sv": "och eller i på med till från för om vid av utan en ett den det de som att är inte ska skall skulle kan vill har hade var blir vi oss vår vårt våra ni er dem sin sitt sina så men då",
}  # fmt: skip

STOPWORDS: dict[str, frozenset[str]] = {
    language: frozenset(tokens(words)) for language, words in _BY_LANGUAGE.items()
}


def is_stopword(word: str, language: str) -> bool:
    """Whether this folded word of this language (BCP 47) carries no subject of its own."""
    return word in STOPWORDS.get(language, ())
