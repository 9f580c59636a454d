"""Every stage's models in one place, where Django looks for them."""

from decisions.cases.models import *  # noqa: F403
from decisions.statutes.models import *  # noqa: F403
