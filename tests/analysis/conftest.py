"""The formulas stand where tests and workers find them."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
