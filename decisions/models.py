"""Every stage's models in one place, where Django looks for them."""

from decisions.cases.models import *  # noqa: F403
from decisions.cases.positions import *  # noqa: F403
from decisions.competition.models import *  # noqa: F403
from decisions.deliberation.models import *  # noqa: F403
from decisions.drafting.models import *  # noqa: F403
from decisions.evaluation.models import *  # noqa: F403
from decisions.execution.models import *  # noqa: F403
from decisions.filing.models import *  # noqa: F403
from decisions.initiation.models import *  # noqa: F403
from decisions.legality.models import *  # noqa: F403
from decisions.participation.models import *  # noqa: F403
from decisions.publication.models import *  # noqa: F403
from decisions.risk.models import *  # noqa: F403
from decisions.statutes.models import *  # noqa: F403
