"""Everything a person reads: English in the code, every other language in its catalogue under `locale/`.

A text of the reports is said in the language of the policy; a message is said in the language of who works. Both are
looked up by gettext, so that a further language is one more catalogue and no code.
"""

from appraise.texts.catalogues import SOURCE, Language, languages
from appraise.texts.message import (
    NOTHING,
    Listed,
    Message,
    MessageError,
    clauses,
    mark,
    msg,
    msgs,
    plain,
    sentences,
    series,
    told,
)
from appraise.texts.table import Texts

__all__ = [
    "NOTHING",
    "SOURCE",
    "Language",
    "Listed",
    "Message",
    "MessageError",
    "Texts",
    "clauses",
    "languages",
    "mark",
    "msg",
    "msgs",
    "plain",
    "sentences",
    "series",
    "told",
]
