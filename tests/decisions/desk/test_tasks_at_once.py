"""Taking tasks while somebody else does."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from decisions.desk import services
from tests.factories.accounts import MembershipFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_who_take_a_task_at_once_one_has_it(procedure):
    justice = procedure.world.justice
    procedure.advance_to("review_legality")
    task = procedure.task("review_legality")
    reviewer = procedure.world.person(justice, "legality_reviewer")
    colleague = MembershipFactory(unit=justice, group="legality_reviewer").user
    barrier = Barrier(2)

    def take(user):
        try:
            own = type(task).objects.get(pk=task.pk)
            barrier.wait()
            services.claim(own, by=user)
        except services.Taken:
            return "late"
        else:
            return "has it"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(take, [reviewer, colleague])) == ["has it", "late"]
