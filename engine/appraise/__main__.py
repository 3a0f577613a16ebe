"""`python -m appraise` is the command `appraise`."""

from appraise.cli import main

if __name__ == "__main__":
    main()
