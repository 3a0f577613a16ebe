"""What is said of keys and kinds: messages whose translations stand apart from all others in the catalogues."""

from __future__ import annotations

from appraise.texts.message import Message, msg

CONTEXT = "key"  # of these texts in the catalogues
BETWEEN = " / "  # the languages of a description in the schema: editors show one text, whatever they speak


def said(template: str, /, **values: Message) -> Message:
    """Make a message about a key or a kind; signs of the policy language that are braces are written twice."""
    return msg(template, CONTEXT, **values)
