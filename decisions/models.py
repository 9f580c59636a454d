"""Every stage's models, imported where Django looks for them.

The modules and not their names: stages may call different things alike, such as two kinds of conclusion. Import a
model from its own module.
"""

from decisions.cases import models as cases
from decisions.cases import positions
from decisions.competition import models as competition
from decisions.deliberation import models as deliberation
from decisions.drafting import models as drafting
from decisions.evaluation import models as evaluation
from decisions.execution import models as execution
from decisions.filing import models as filing
from decisions.initiation import models as initiation
from decisions.legality import models as legality
from decisions.participation import models as participation
from decisions.publication import models as publication
from decisions.risk import models as risk
from decisions.statutes import models as statutes

__all__ = [
    "cases",
    "competition",
    "deliberation",
    "drafting",
    "evaluation",
    "execution",
    "filing",
    "initiation",
    "legality",
    "participation",
    "positions",
    "publication",
    "risk",
    "statutes",
]
