"""The documentation site, by `make site`: Sphinx, from the pages that docs/make_site.py gathers.

It is read without a network, also from the file system: no fonts, scripts or pictures from elsewhere.
"""

import re

from sphinx.search import languages
from sphinx.search.en import SearchEnglish

_CHINESE = re.compile("[\u4e00-\u9fff]+")


class SearchBoth(SearchEnglish):
    """English words and Chinese ones in one index. Chinese is found by every two characters and by whole stretches."""

    def split(self, text: str) -> list[str]:
        """Part a text into what can be searched for."""
        stretches = _CHINESE.findall(text)
        pairs = [stretch[i : i + 2] for stretch in stretches for i in range(len(stretch) - 1)]
        return [*super().split(_CHINESE.sub(" ", text)), *stretches, *pairs]


languages["en"] = SearchBoth

project = "Appraise"
copyright = "the authors of Appraise, MIT licence"  # noqa: A001 - the name that Sphinx asks for
extensions = ["myst_parser"]
myst_heading_anchors = 4  # links to headings as the hosted project makes them
suppress_warnings = ["misc.highlighting_failure", "myst.header"]  # files that are broken on purpose are shown too
html_theme = "furo"
html_title = "Appraise"
html_copy_source = False
html_show_search_summary = False  # which would be fetched, and browsers fetch nothing from the file system
html_show_sphinx = False
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#0b6e6e", "color-brand-content": "#0b6e6e"},
    "dark_css_variables": {"color-brand-primary": "#5cc4c4", "color-brand-content": "#5cc4c4"},
}
