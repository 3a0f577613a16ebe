"""The language of a session: `--lang`, then APPRAISE_LANG, the policy's, the system's.

Messages, help, progress and prompts are said in it. Reports are in the language of their policy.
"""

from __future__ import annotations

import gettext
import locale
import os
import re
import sys
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

import click

from appraise.policy.text.language import language_of
from appraise.texts import SOURCE, catalogues, languages, told
from appraise.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from appraise.texts import Language

OPTION, VARIABLE = "--lang", "APPRAISE_LANG"
_LANGUAGES = "LANGUAGE"  # where gettext looks for the language of click's own words
_ASKED: ContextVar[Language | None] = ContextVar("asked", default=None)
_OF_POLICY: ContextVar[Language | None] = ContextVar("of_policy", default=None)


def spoken() -> Language:
    """The language of the session as it is known now."""
    return _ASKED.get() or _OF_POLICY.get() or _of_system() or SOURCE


def known(name: str) -> Language | None:
    """The language that a name such as "zh", "zh-CN" or "zh_CN.UTF-8" means; None where there is none."""
    short = re.split(r"[-_.@]", name.strip().lower())[0]
    return short if short in languages() else None


def follow(texts: Iterable[str]) -> None:
    """Speak as a policy does; the first one that tells its language is followed."""
    if _OF_POLICY.get() is None:
        found = (language_of(text) for text in texts)
        _OF_POLICY.set(next((name for language in found if language and (name := known(language))), None))
        if _LANGUAGES in os.environ:  # inside a session: click follows too
            os.environ[_LANGUAGES] = spoken()


def say(text: str, *, err: bool = False, end: str = "\n") -> None:
    """Print a line for people; what a terminal would obey is written out."""
    click.echo(visible(told(text, spoken())) + end, nl=False, err=err)


@contextmanager
def session(arguments: Sequence[str]) -> Iterator[None]:
    """Begin a session: find the language that is asked for, and let click speak it too."""
    before = os.environ.get(_LANGUAGES)
    asked = _ASKED.set(_asked(arguments)), _OF_POLICY.set(None)
    domain = gettext.textdomain()
    gettext.bindtextdomain(catalogues.DOMAIN, str(catalogues.LOCALE))
    gettext.textdomain(catalogues.DOMAIN)  # of click's own words
    os.environ[_LANGUAGES] = spoken()
    try:
        yield
    finally:
        gettext.textdomain(domain)
        _ASKED.reset(asked[0])
        _OF_POLICY.reset(asked[1])
        os.environ.pop(_LANGUAGES) if before is None else os.environ.update({_LANGUAGES: before})


def _asked(arguments: Sequence[str]) -> Language | None:
    """Find what is asked for before anything else is read, so that wrong use is told in it too."""
    for at, argument in enumerate(arguments):
        if argument.startswith(f"{OPTION}="):
            return known(argument.partition("=")[2])
        if argument == OPTION and at + 1 < len(arguments):
            return known(arguments[at + 1])
    return known(os.environ.get(VARIABLE, ""))


def _of_system() -> Language | None:
    """The language of the system, by its user's settings."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - on Windows alone

        return known(locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), ""))
    set_ = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return next((known(name) for name in set_ if name), None)
