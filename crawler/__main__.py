"""`banmian`, also as `python -m crawler`: Ctrl-C ends it in order from its first moment on."""

import sys


def main() -> None:
    """Runs the command; stopped by Ctrl-C, it says so and ends with exit code 1 (unfinished)."""
    try:
        from crawler.cli import main as run  # takes a second: Ctrl-C may come while it loads

        run()
    except KeyboardInterrupt:
        print("banmian: stopped", file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
