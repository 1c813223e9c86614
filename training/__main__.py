"""`python -m training` is `heritage-train`."""

from training.cli import main

if __name__ == "__main__":
    main()
