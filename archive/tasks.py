"""What the background worker does for the archive."""

from django_tasks import task


@task()
def render_material(material_id: int) -> None:
    """Make the PDF/A of a material, unless it stands already.

    Args:
        material_id: The material's key.
    """
    from archive.rendition import render  # noqa: PLC0415 -- the renderer is loaded where something is rendered

    render(material_id)
