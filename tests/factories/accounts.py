"""Units, people and offices."""

from __future__ import annotations

from datetime import date

import factory
from django.contrib.auth.models import Group
from factory.django import DjangoModelFactory, Password

from accounts import services
from accounts.models import Level, Membership, Unit, UnitKind, User

PASSWORD = "Bamboo-River-19"


class UnitFactory(DjangoModelFactory):
    """A department; ``parent=`` puts it under another unit, ``authority=True`` makes it decide."""

    class Meta:
        model = Unit

    class Params:
        authority = factory.Trait(
            kind=UnitKind.GOVERNMENT,
            level=Level.CITY,
            is_authority=True,
            fonds_code=factory.Sequence(lambda n: f"F{n:03d}"),
        )

    name = factory.Sequence(lambda n: f"第{n}局")
    short_name = factory.SelfAttribute("name")
    kind = UnitKind.DEPARTMENT
    level = Level.CITY
    parent = None

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return services.add_unit(by=None, **kwargs)


class UserFactory(DjangoModelFactory):
    """An active person who may log in with ``PASSWORD`` and holds no office."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    name = factory.Sequence(lambda n: f"张{n}")
    password = Password(PASSWORD)


class MembershipFactory(DjangoModelFactory):
    """An office held since 2020; ``group`` is a group's name. Verbs come from ``set_up_groups``."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    unit = factory.SubFactory(UnitFactory)
    group = "lead_official"
    post = "科长"
    starts_on = date(2020, 1, 1)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        if isinstance(kwargs["group"], str):
            kwargs["group"] = Group.objects.get_or_create(name=kwargs["group"])[0]
        return super()._create(model_class, *args, **kwargs)
