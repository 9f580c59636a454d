"""Late papers are filed by one act, that of the decision; the archive's own right to it goes."""

from django.db import migrations


def forget(apps, schema_editor):
    """Take the right from whoever holds it; Django itself keeps the rows of rights that are no more."""
    permission = apps.get_model("auth", "Permission")
    permission.objects.filter(content_type__app_label="archive", codename="supplement_case").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("archive", "0002_guards"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="case",
            options={
                "default_permissions": (),
                "ordering": ["-year", "-number"],
                "permissions": [
                    ("read_case", "Read the file of a case"),
                    ("export_dossier", "Export the dossier of a case"),
                    ("download_material", "Download the files of a material"),
                ],
                "verbose_name": "case",
                "verbose_name_plural": "cases",
            },
        ),
        # Back again, the right is made by Django after migrating and given by ``set_up_groups``.
        migrations.RunPython(forget, migrations.RunPython.noop),
    ]
