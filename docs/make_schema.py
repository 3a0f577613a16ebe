"""Write the JSON Schemas that ship, made of the descriptions of the keys."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from appraise.cases.keys import CASE_FILE
from appraise.policy.keys.schema import json_schema
from appraise.policy.keywords.schema import schema_in
from appraise.policy.keywords.words import keyword_languages
from appraise.policy.reading.ruleset import RULESET

SCHEMAS = Path(__file__).parents[1] / "schemas"


def made() -> dict[str, dict[str, Any]]:
    """Each schema under the name of its file."""
    plain = {
        "ruleset.schema.json": json_schema(RULESET, "urn:appraise:ruleset", "Appraise ruleset / 绩效考核制度"),
        "cases.schema.json": json_schema(
            CASE_FILE, "urn:appraise:cases", "Worked examples of an appraisal policy / 绩效考核制度的核算示例"
        ),
    }
    spoken = {
        f"{name}.{language}.schema.json": schema_in(language, plain[f"{name}.schema.json"], name)
        for language in keyword_languages()
        for name in ("ruleset", "cases")
    }
    return plain | spoken


def text(schema: dict[str, Any]) -> str:
    """A schema as it stands in its file."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    for name, schema in made().items():
        (SCHEMAS / name).write_text(text(schema), encoding="utf-8", newline="\n")
