"""What the background worker does for the archive."""

from contextlib import suppress

from django.core.exceptions import ValidationError
from django_tasks import task


@task()
def render_material(material_id: int) -> None:
    """Make the PDF/A of a material, unless it stands already.

    A failure is written down with the material, and the due run tries again: the task itself has been done.

    Args:
        material_id: The material's key.
    """
    from archive.rendition import render  # noqa: PLC0415 -- what renders is loaded where something is rendered

    with suppress(ValidationError):
        render(material_id)
