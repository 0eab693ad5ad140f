"""``python -m comptoir.cli``, which ``./bench`` becomes."""

from comptoir.cli.main import main

main()
