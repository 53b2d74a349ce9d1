"""The heads of the encoder: what each marks, its labels, and how it is decoded. `model.json` carries this table."""

from __future__ import annotations

from dataclasses import dataclass

IGNORE = -100

TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)


@dataclass(frozen=True, slots=True)
class Head:
    """A block of columns over the word pieces.

    `kind`: `bio` (spans; the columns are O, B-x, I-x for each label), `word` (a class of a word, at places known from
    elsewhere), `sentence` (yes or no for each label, pooled over a sentence by the last column).
    `chain`: trained as a linear-chain CRF whose transition scores go with the model.
    `weight`: of the head's loss; `classes`: weights of its classes, by column. `eager`: what the exported model's score
    of "nothing" is lowered by, so that it marks more, with lower shares.
    """

    name: str
    kind: str
    labels: tuple[str, ...]
    chain: bool = False
    weight: float = 1.0
    classes: tuple[float, ...] | None = None
    eager: float = 0.0

    @property
    def columns(self) -> int:
        return {"bio": 1 + 2 * len(self.labels), "word": len(self.labels), "sentence": len(self.labels) + 1}[self.kind]


HEADS: tuple[Head, ...] = (
    Head("claims", "bio", ("source", "cue", "content"), chain=True),
    Head("places", "bio", ("place",), weight=0.5),
    Head("times", "bio", ("DATE", "TIME", "DURATION", "SET"), weight=0.5),
    Head("triggers", "bio", TYPES, weight=0.5),
    Head("sentence", "sentence", (*TYPES, "none"), weight=0.2),
    Head("roles", "bio", ("actor", "recipient", "both"), weight=0.2),
    Head("factuality", "word", ("certain", "open", "denied"), weight=0.2, classes=(1.0, 1.5, 4.0)),
    Head("names", "bio", ("PERSON", "ORG", "GPE", "NORP", "FAC", "LOC"), weight=0.3),
    Head("fillers", "bio", ("PerpInd", "PerpOrg", "Target", "Victim", "VictimDesc", "Weapon"), weight=0.3,
         eager=1.5),
)
BY_NAME = {head.name: head for head in HEADS}
