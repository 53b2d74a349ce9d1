"""Parts of speech and lemmas: what spaCy's attribute ruler and rule lemmatizer give, each kind of word worked out once.

The ruler matches 180 patterns against every token and the lemmatizer asks one token at a time; together they take a
quarter of the base model's time. But all patterns save a handful look at one token alone, so their outcome is a
function of the word, its tag and its syntactic relation, and a lemma is one of the word, its part of speech and its
morphology. spaCy's own components are asked for each such combination once; what they said is looked up from then on.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt
from spacy.attrs import DEP, LEMMA, MORPH, ORTH, POS, TAG  # type: ignore[import-not-found]
from spacy.language import Language
from spacy.lookups import Lookups, Table
from spacy.pipeline import AttributeRuler, Lemmatizer
from spacy.tokens import Doc
from spacy.vocab import Vocab

from sayso.errors import PipelineError

Rows = npt.NDArray[np.uint64]
Key = tuple[int, int, int]  # a word, its tag, and its relation or `_OTHER`

# Combinations that are kept before all is forgotten: so much holds years of news, and bounds memory on any input.
MOST = 100_000
_FOR = ("attribute_ruler", "lemmatizer")
_SET = (TAG, DEP, POS, MORPH, LEMMA)
_OTHER = "sayso:other"
_OPERATORS = frozenset({"IN", "NOT_IN"})
# What a pattern may look at for its outcome to depend on nothing but the key.
_LOOKS = frozenset({"ORTH", "LOWER", "TAG", "DEP", "IS_SPACE"})


class Words:
    """Sets tags, parts of speech, morphology and lemmas as `ruler` and `lemmatizer`, run in turn, would set them."""

    def __init__(self, vocab: Vocab, ruler: AttributeRuler, lemmatizer: Lemmatizer) -> None:
        self.vocab, self.ruler, self.lemmatizer = vocab, ruler, _with_sets(lemmatizer)
        self.single, self.wide = _Rules(ruler, several=False), _Rules(ruler, several=True)
        self.relations = frozenset(vocab.strings[name] for name in _relations(ruler))
        self.other = vocab.strings.add(_OTHER)
        self._forget()

    def _forget(self) -> None:
        self.known: dict[Key, int] = {}
        self.lemmas: dict[Key, int] = {}
        self.lemmatizer.cache.clear()
        self.matched: list[list[int]] = []
        self.table: Rows = np.zeros((0, len(_SET)), np.uint64)

    def __call__(self, doc: Doc) -> Doc:
        if not len(doc):
            return doc
        if len(self.known) > MOST:
            self._forget()
        columns = doc.to_array([ORTH, TAG, DEP]).T.tolist()
        relations, other = self.relations, self.other
        keys = [(w, t, d if d in relations else other) for w, t, d in zip(*columns, strict=True)]
        new = dict.fromkeys(key for key in keys if key not in self.known)
        if new:
            self._learn(list(new))
        rows = self.table[[self.known[key] for key in keys]]
        self._widen(doc, keys, rows)
        before = np.array([columns[1], columns[2]], np.uint64).T
        rows[:, :2] = np.where(rows[:, :2] == 0, before, rows[:, :2])
        _write(doc, _SET, rows)
        return doc

    def _learn(self, keys: list[Key]) -> None:
        """Ask spaCy for what it gives to each of `keys`."""
        doc = self._make_doc([key[0] for key in keys])
        _write(doc, (TAG, DEP), [key[1:] for key in keys])
        found = self.single.match(doc)
        matched = [found.get(i, []) for i in range(len(keys))]
        rows = np.zeros((len(keys), len(_SET)), np.uint64)
        for row, rules in zip(rows, matched, strict=True):
            self._apply(rules, row)
        self._lemmatize([key[0] for key in keys], rows)
        size = len(self.table)
        self.known.update((key, size + i) for i, key in enumerate(keys))
        self.matched += matched
        self.table = np.concatenate([self.table, rows])

    def _widen(self, doc: Doc, keys: list[Key], rows: Rows) -> None:
        """Mend the rows of words of which a pattern over several words speaks; later patterns prevail."""
        for i, rules in self.wide.match(doc).items():
            rows[i] = 0
            self._apply(sorted([*self.matched[self.known[keys[i]]], *rules]), rows[i])
            self._lemmatize([keys[i][0]], rows[i : i + 1])

    def _apply(self, rules: Iterable[int], row: Rows) -> None:
        for rule in rules:
            for column, attribute in enumerate(_SET):
                if attribute in self.ruler.attrs[rule]:
                    row[column] = self.ruler.attrs[rule][attribute]

    def _lemmatize(self, words: list[int], rows: Rows) -> None:
        """Fill the last column of `rows` where no pattern did."""
        keys = [(word, int(row[2]), int(row[3])) for word, row in zip(words, rows, strict=True)]
        new = list(dict.fromkeys(key for key in keys if key not in self.lemmas))
        if new:
            doc = self._make_doc([key[0] for key in new])
            _write(doc, (POS, MORPH), [key[1:] for key in new])
            self.lemmatizer(doc)
            self.lemmas.update(zip(new, doc.to_array(LEMMA).tolist(), strict=True))
        for key, row in zip(keys, rows, strict=True):
            if row[4] == 0:
                row[4] = self.lemmas[key]

    def _make_doc(self, words: list[int]) -> Doc:
        return Doc(self.vocab, words=[self.vocab.strings[word] for word in words])


def _with_sets(lemmatizer: Lemmatizer) -> Lemmatizer:
    """The same lemmatizer with sets for the lists of words that it searches through for every form."""
    made = type(lemmatizer)(lemmatizer.vocab, None, mode="rule")
    made.lookups = Lookups()
    for name in lemmatizer.lookups.tables:
        table = lemmatizer.lookups.get_table(name)
        is_index = name == "lemma_index"
        made.lookups.set_table(name, Table.from_dict({k: set(v) for k, v in table.items()}) if is_index else table)
    return made


def _write(doc: Doc, attributes: tuple[int, ...], values: Any) -> None:
    doc.from_array(list(attributes), np.asarray(values, np.uint64))  # type: ignore[arg-type]


def stand_in(nlp: Language) -> None:
    """Put `sayso_words` in the place of the attribute ruler and the lemmatizer of `nlp`, which are disabled.

    A model whose components it cannot stand in for (a trained lemmatizer, say) keeps its own.
    """
    at = [nlp.pipe_names.index(name) for name in (*_FOR, "parser") if name in nlp.pipe_names]
    if len(at) == 3 and at[2] < at[0] < at[1] and _can_look_up(*(nlp.get_pipe(name) for name in _FOR)):
        nlp.add_pipe("sayso_words", before=_FOR[0])
        for name in _FOR:
            nlp.disable_pipe(name)


def make_words(nlp: Language) -> Words:
    """The stage for `nlp`, which has the two components, be they disabled.

    Raises:
        PipelineError: when it has not, or when they do more than can be looked up.
    """
    parts: list[Any] = [nlp.get_pipe(name) for name in _FOR if name in nlp.component_names]
    if len(parts) != 2 or not _can_look_up(*parts):
        raise PipelineError("sayso_words needs spaCy's attribute_ruler and rule lemmatizer in the pipeline; add them")
    return Words(nlp.vocab, *parts)


def _can_look_up(ruler: Any, lemmatizer: Any) -> bool:
    """Whether the two do nothing but what `Words` can look up."""
    if not isinstance(ruler, AttributeRuler) or not isinstance(lemmatizer, Lemmatizer):
        return False
    if lemmatizer.mode != "rule" or lemmatizer.overwrite or any(set(attrs) - set(_SET) for attrs in ruler.attrs):
        return False
    return all(
        _is_plain(token) for rule in _patterns(ruler) for pattern in rule["patterns"] if len(pattern) == 1
        for token in pattern
    )


def _is_plain(token: dict[str, Any]) -> bool:
    relation = token.get("DEP", "")
    return set(token) <= _LOOKS and (isinstance(relation, str) or set(relation) <= _OPERATORS)


def _patterns(ruler: AttributeRuler) -> list[Any]:
    """The rules of `ruler`: what they match, what they set, and on which token."""
    return list(ruler.patterns)


def _relations(ruler: AttributeRuler) -> set[str]:
    """The syntactic relations that patterns of one token tell apart."""
    found: set[str] = {""}
    for rule in _patterns(ruler):
        for pattern in rule["patterns"]:
            relation = pattern[0].get("DEP", "")
            found.update((relation,) if isinstance(relation, str) else chain.from_iterable(relation.values()))
    return found


class _Rules:
    """Those patterns of a ruler that have one token, or those that have several, under the ruler's own numbers."""

    def __init__(self, ruler: AttributeRuler, *, several: bool) -> None:
        self.part = AttributeRuler(ruler.vocab)
        self.numbers: list[int] = []
        for number, rule in enumerate(_patterns(ruler)):
            patterns = [pattern for pattern in rule["patterns"] if (len(pattern) > 1) == several]
            if patterns:
                self.part.add(patterns, rule["attrs"], rule["index"])
                self.numbers.append(number)

    def match(self, doc: Doc) -> dict[int, list[int]]:
        """The numbers of the rules that speak of each token, in their order; tokens without any are left out."""
        found: dict[int, list[int]] = {}
        for rule, _, start, end in self.part.match(doc):
            index = self.part.indices[rule]
            found.setdefault(start + index if index >= 0 else end + index, []).append(self.numbers[rule])
        return found
