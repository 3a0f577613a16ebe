"""What holds for every test."""

from __future__ import annotations

import os

os.environ["APPRAISE_LANG"] = "en"  # messages are quoted in English, whatever the system or the policy speaks
