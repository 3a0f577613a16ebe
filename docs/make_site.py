"""Gathers the pages of the documentation site: the manual as it stands, and every file of the project that it links to.

python -m docs.make_site FOLDER      writes pages for `sphinx-build` (see docs/conf.py)

On the hosted project a link to a policy or a test shows its text. Here each such file becomes a page of its own, and a
folder a list of its files, so that no link leads to nothing and none needs a network.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).parents[1]
BEGIN = ("README.md", "README.zh.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "examples/README.md")
LINK = re.compile(r"(?<=\]\()([^)\s#]+)(?=[)#])")
FENCE = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
LANGUAGES = {".yaml": "yaml", ".yml": "yaml", ".py": "python", ".toml": "toml", ".json": "json"}
PICTURES = (".svg", ".png")
ENCODINGS = ("utf-8", "gb18030")
NOT_SEARCHED = "---\norphan: true\nnosearch: true\n---\n\n"
CHAPTERS = {  # of the site, each with its pages; one that is named by a folder has all pages of it in one language
    "Start": ["docs/index", "docs/start/*", "docs/glossary"],
    "Tutorial": ["docs/tutorial/*"],
    "How do I …?": ["docs/howto/*", "examples/index"],
    "Reference": ["docs/language", "docs/keys", "docs/cases", "docs/comparing", "docs/diagnostics", "docs/extending"],
    "Explanation": ["docs/practices", "docs/architecture", "docs/stability", "CONTRIBUTING", "SECURITY", "CHANGELOG"],
    "入门": ["README.zh", "docs/index.zh", "docs/start/*.zh", "docs/glossary.zh"],
    "教程": ["docs/tutorial/*.zh"],
    "怎么做……？": ["docs/howto/*.zh"],
    "查阅": ["docs/keys.zh", "docs/diagnostics.zh"],
}
FIRST = ("index", "index.zh", "install", "install.zh")  # of their folders


def gathered() -> dict[str, str | Path]:
    """The pages by their paths in the site: text of Markdown, or a file to be copied."""
    pages: dict[str, str | Path] = {}
    todo = [*BEGIN, *sorted(p.relative_to(ROOT).as_posix() for p in (ROOT / "docs").rglob("*.md"))]
    while todo:
        path = todo.pop()
        at = page_of(path)
        if at in pages:
            continue
        if at == path and not path.endswith(".md"):
            pages[at] = ROOT / path
            continue
        pages[at], linked = _page(path)
        todo += linked
    pages["index.md"] = f"{pages['index.md']}\n{_contents()}"
    return pages


def _contents() -> str:
    """The table of contents, which stands at the side of every page."""
    parts = (
        f"```{{toctree}}\n:hidden:\n:caption: {chapter}\n\n" + "\n".join(_named(pages)) + "\n```\n"
        for chapter, pages in CHAPTERS.items()
    )
    return "\n".join(parts)


def _named(pages: list[str]) -> list[str]:
    """The pages that are meant, those of a folder one by one."""
    named = []
    for page in pages:
        found = [path.relative_to(ROOT).as_posix().removesuffix(".md") for path in ROOT.glob(f"{page}.md")]
        found = [name for name in found if name.endswith(".zh") == page.endswith(".zh")]
        in_order = sorted(found, key=lambda name: (name.rpartition("/")[2] not in FIRST, name))
        named += in_order if "*" in page else [page]
    return named


def page_of(path: str) -> str:
    """The path of the page that shows a file or folder of the project."""
    whole = ROOT / path
    if whole.is_dir():
        return f"{path}/index.md"
    if path.endswith(".md"):
        return "index.md" if path == "README.md" else path.replace("README.md", "index.md")
    return path if whole.suffix in PICTURES else f"{path}.md"


def _page(path: str) -> tuple[str, list[str]]:
    """The text of a page, and the files that it links to."""
    whole, name = ROOT / path, PurePosixPath(path).name
    if whole.is_dir():
        files = sorted(p for p in whole.iterdir() if p.is_file() and not p.name.startswith("__"))
        listed = "".join(f"- [{p.name}]({p.name})\n" for p in files)
        return _linked(f"{NOT_SEARCHED}# {name}\n\n{listed}", path)
    text = _text(whole)
    if path.endswith(".md"):
        return _linked(text, PurePosixPath(path).parent.as_posix())
    return (
        f"{NOT_SEARCHED}# {name}\n\n`{path}`\n\n````{LANGUAGES.get(whole.suffix, 'text')}\n{text.rstrip()}\n````\n",
        [],
    )


def _text(file: Path) -> str:
    """Read a text; some files of data are in the encoding of Excel in China, and some are broken on purpose."""
    content = file.read_bytes()
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("utf-8", errors="replace")


def _linked(text: str, folder: str) -> tuple[str, list[str]]:
    """Let links lead to the pages of files; give the files too. What stands in a block of code is none."""
    linked: list[str] = []

    def to_page(found: re.Match[str]) -> str:
        target = found[1]
        if ":" in target:
            return target
        path = PurePosixPath(os.path.normpath(PurePosixPath(folder) / target)).as_posix()
        linked.append(path)
        return PurePosixPath(os.path.relpath(page_of(path), folder)).as_posix()

    parts, end = [], 0
    for fence in FENCE.finditer(text):
        parts += [LINK.sub(to_page, text[end : fence.start()]), fence[0]]
        end = fence.end()
    return "".join(parts) + LINK.sub(to_page, text[end:]), linked


def main() -> None:
    """Write the pages into a folder, which is emptied first."""
    folder = Path(sys.argv[1])
    shutil.rmtree(folder, ignore_errors=True)
    for at, page in gathered().items():
        (folder / at).parent.mkdir(parents=True, exist_ok=True)
        if isinstance(page, Path):
            shutil.copyfile(page, folder / at)
        else:
            (folder / at).write_text(page, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
