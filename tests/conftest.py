"""What holds for every test."""

from __future__ import annotations

import os

from hypothesis import settings

os.environ["APPRAISE_LANG"] = "en"  # messages are quoted in English, whatever the system or the policy speaks

settings.register_profile("anywhere", deadline=None)  # machines are shared: how long an example takes tells nothing
settings.load_profile("anywhere")
