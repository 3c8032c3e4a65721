"""Maltese plurals that no ending makes: broken ones, and those of loans whose consonant changes. There is no dictionary."""

from .words import tokens

_PLURALS = """
djar dar, skejjel skola, toroq triq, swieq suq, kotba ktieb, klieb kelb, qtates qattus, żwiemel żiemel, bhejjem behima,
nagħaġ nagħġa, ħnieżer ħanżir, tiġieġ tiġieġa, naħal naħla, tjur tajra, siġar siġra, ġonna ġnien,
ħitan ħajt, bibien bieb, twieqi tieqa, soqfa saqaf, kmamar kamra, bjut bejt, swali sala, sodod sodda, mwejjed mejda,
dwal dawl, nirien nar, bjar bir, għejun għajn, widien wied, għadajjar għadira, xtut xatt, gżejjer gżira, bliet belt,
rħula raħal, knejjes knisja, oqbra qabar, tfal tifel, subien tifel, bniet tifla, nisa mara, irġiel raġel, xjuħ xiħ,
morda marid, tobba tabib, għalliema għalliem, ħaddiema ħaddiem, bdiewa bidwi, sajjieda sajjied, ġirien ġar,
għomja għama, torox trux, infermiera infermier, inġiniera inġinier, pumpiera pumpier, voluntiera voluntier,
għodod għodda, mapep mappa, ħofor ħofra, għelieqi għalqa, uċuħ wiċċ, ħxejjex ħaxixa, żraben żarbun, gwerer gwerra,
dgħajjes dgħajsa, btajjel btala, baned banda, bozoz bozza, ċwievet ċavetta, djun dejn, imħażen maħżen, mħażen maħżen,
ħwienet ħanut, turġien tarġa, boroż borża, fosos fossa, xmajjar xmara, snajja sengħa, xkejjer xkora,
laned landa, qsari qasrija, labar labra, snien sinna, idejn id, saqajn sieq, friegħi fergħa, ġebel ġebla,
ħġieġ ħġieġa, rziezet razzett, oqsma qasam, kliem kelma,
kliniċi klinika, fabriki fabbrika, sindki sindku, tekniċi tekniku, mediċi mediku, elettriċi elettriku,
pubbliċi pubbliku, settiċi settiku, storiċi storiku, turistiċi turistiku,
ħbula ħabel, ħġejjeġ ħġieġa, ktajjen katina, msiemer musmar, kaxex kaxxa,
isqfa saqaf,
kbar kbir, żgħar żgħir, qodma qadim, ġodda ġdid, twal twil, ħodor aħdar, foqra fqir
"""
_SINGULARS = dict(tokens(pair) for pair in _PLURALS.split(","))


def singular(word: str) -> str | None:
    """The singular of a folded plural, folded; None for a word that is none, or ends as others do."""
    return _SINGULARS.get(word)
