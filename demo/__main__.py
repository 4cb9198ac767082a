"""Runs the demo as `python -m demo`."""

import argparse
import sys
from pathlib import Path

from demo import walkthrough

parser = argparse.ArgumentParser(prog="python -m demo", description=walkthrough.__doc__)
parser.add_argument("--picture", type=Path, help="also save the output as an SVG")
sys.exit(walkthrough.main(parser.parse_args().picture))
