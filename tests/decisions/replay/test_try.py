import pytest, sys, time
from pathlib import Path
from django.core.management import call_command
from decisions.replay import folder
from decisions.replay.runner import Replay, RefusedError
@pytest.mark.django_db
@pytest.mark.parametrize("name", __import__("os").environ["CASES"].split())
def test_it(name):
    from decisions.statutes import calendar
    from decisions.statutes.holidays import seed_year
    from tests.factories.cases import pack_in_force
    calendar.forget()
    call_command("set_up_groups", verbosity=0)
    for y in (2024,2025,2026): seed_year(y)
    pack_in_force("national")
    case = folder.read(Path("/work/wt/replay/examples")/name)
    t=time.time()
    r=Replay(case, told=lambda s,e: print(s.on, s.act, s.by, e.sequence if e else "", round(time.time()-t,1)))
    try:
        d=r.run()
        print("STATUS", d.status, d.number, [t.flow_task.name for t in d.process.task_set.exclude(status__in=["DONE","CANCELED","REVIVED"])])
        from archive.completeness import coverage
    except RefusedError as e:
        print("REFUSED", e.step.act, e.step.on, e.rules, getattr(e.__cause__, "error_dict", ""))
        for x in e.reasons: print("  ", x)
