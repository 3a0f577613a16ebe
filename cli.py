"""The command line from a checkout without installing it: `python cli.py check POLICY`. Installed, it is `appraise`."""

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent / "engine"))

    from appraise.cli import main

    main()
