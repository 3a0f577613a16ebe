"""The commands that look at policies alone: what one says, what differs between two, the schema of all."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from appraise.console.arguments import RulesetPath, in_a_folder, ruleset_argument
from appraise.console.help import Argument, command
from appraise.console.once import Once
from appraise.console.shell import put
from appraise.console.speaking import say, spoken
from appraise.console.working import console, in_other_keywords, resolved_policy, show
from appraise.console.wrong import WrongUse
from appraise.diagnostics import suggest
from appraise.extensions import ExtensionError
from appraise.shipped import SCHEMAS
from appraise.texts import SOURCE, languages, msg
from appraise.visible import visible, visible_json
from appraise.writing import replacing

KEYWORDS = languages()  # each with keywords of its own


@command("show")
@ruleset_argument
@click.option(
    "--resolved", is_flag=True, help="As YAML, with what it extends merged in and the origin of every changed value."
)
@click.option(
    "--keywords", cls=Once, type=click.Choice(KEYWORDS), help="As YAML, with its keywords in another language."
)
@click.option("--out", cls=Once, type=click.Path(dir_okay=False, path_type=Path), callback=in_a_folder, metavar="FILE",
              help="Write the YAML to a file, in place of showing it.")  # fmt: skip
def show_ruleset(ruleset: Path, resolved: bool, keywords: str | None, out: Path | None) -> None:
    """Show what a policy says: clause by clause in words, resolved as YAML, or with keywords of another language."""
    if out is not None and not (resolved or keywords):
        raise WrongUse(msg("--out goes with --resolved or --keywords"))
    if resolved and keywords:
        raise WrongUse(msg("--resolved and --keywords do not go together"))
    if out is not None and out.exists() and out.samefile(ruleset):
        raise WrongUse(msg("{file} is the policy itself; name another file", file=out.name))
    if keywords:
        _as_yaml(in_other_keywords(ruleset, keywords), out)
        return
    from appraise.policy.variants.written import resolved_yaml  # noqa: PLC0415 - starting fast
    from appraise.report.policy.sections import policy_in_words  # noqa: PLC0415
    from appraise.report.results.terminal import show_policy  # noqa: PLC0415

    policy, meaning = resolved_policy(ruleset)
    if resolved:
        _as_yaml(resolved_yaml(policy, meaning.language), out)
    else:
        show_policy(console(), meaning.title, policy_in_words(meaning))


def _as_yaml(text: str, out: Path | None) -> None:
    if out is None:
        put(visible(text) if sys.stdout.isatty() else text)  # a file is read again
        return
    with replacing(out) as path:
        path.write_text(text, encoding="utf-8", newline="\n")
    say(msg("Written: {file}", file=out))


@command()
@click.argument("old", cls=Argument, metavar="OLD", type=RulesetPath())
@click.argument("new", cls=Argument, metavar="NEW", type=RulesetPath())
@click.option("--format", "form", cls=Once, type=click.Choice(["text", "markdown", "json"]), default="text", show_default=True,
              help="text for people, markdown for a merge request, json for programs.")  # fmt: skip
def diff(old: Path, new: Path, form: str) -> None:
    """Tell what differs between two rulesets, in the words of the policy."""
    from appraise.policy.variants.merging import differences  # noqa: PLC0415 - starting fast
    from appraise.report.policy import differences as report  # noqa: PLC0415
    from appraise.report.words import word  # noqa: PLC0415

    before, after = resolved_policy(old), resolved_policy(new)
    roots = before[0].document.root, after[0].document.root
    found = report.differences_of(differences(*roots), *roots)
    language, keywords = after[1].language, after[0].document.language_of_keywords
    if form == "json":
        put(visible_json(json.dumps([asdict(d) for d in found], ensure_ascii=False, indent=2)) + "\n")
    elif form == "markdown":
        put(visible(report.in_markdown(found, language, keywords)))
    else:
        for level, line in report.in_lines(found, language, keywords):
            say("  " * level + line)
        if not found:
            say(word("diff_none", language))


@command()
@click.argument("kind", cls=Argument, type=click.Choice(["ruleset", "cases"]), default="ruleset")
@click.option("--keywords", cls=Once, type=click.Choice(KEYWORDS), default=SOURCE, show_default=True,
              help="The language of the keywords.")  # fmt: skip
def schema(kind: str, keywords: str) -> None:
    """Print the JSON Schema of rulesets, or of cases, for editors and other programs."""
    put((SCHEMAS / f"{kind}{'' if keywords == SOURCE else f'.{keywords}'}.schema.json").read_text(encoding="utf-8"))


@command()
@click.argument("asked", cls=Argument, metavar="[CODE]...", nargs=-1)
def codes(asked: tuple[str, ...]) -> None:
    """Say what the codes of messages mean, those of installed checks included."""
    from appraise.codes import CODES, DECLARED, explanation, is_known, named  # noqa: PLC0415 - starting fast
    from appraise.policy.lint.extension import declare_codes  # noqa: PLC0415

    try:
        declare_codes()
    except ExtensionError as failed:
        show([failed.diagnostic], {})
    for code in asked or (*CODES, *DECLARED):
        if not is_known(code):
            raise WrongUse(
                msg("there is no code {code!r} ({near})", code=code, near=suggest(code, [*CODES, *DECLARED]))
            )
        say(f"{named(code, spoken())}\n  {explanation(code, spoken())}")
